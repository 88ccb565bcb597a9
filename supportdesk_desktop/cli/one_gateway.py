"""One gateway on one SQLite file: the feed's epoch, presence and sockets have one keeper there."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from supportdesk_desktop.backend.database import sqlite_file
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.running import Stopped
from supportdesk_desktop.system.locks import POLL_S, held_alone

log = logging.getLogger(__name__)


@contextmanager
def one_gateway(database_url: str, wait_s: float = 0.0) -> Iterator[None]:
    """Keep other gateways off this database while the block runs.

    ``agents`` and ``tags`` do not ask for it: they may write beside a gateway.

    Args:
        database_url: whose file is meant; several gateways may stand before a server.
        wait_s: how long the one before may take to end.

    Raises:
        Stopped: another gateway serves it.
        DatabaseUrlError: an address that cannot be used.
        OSError: the file of the lock cannot be made.
    """
    file = sqlite_file(database_url)
    if file is None:
        yield
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = file.with_name(f"{file.name}.lock")
    deadline = time.monotonic() + wait_s
    while True:
        with held_alone(lock) as free:
            if free:
                yield
                return
        if time.monotonic() >= deadline:
            raise Stopped(
                say(
                    f"Un autre « serve » sert déjà cette base ({file}). Arrêtez-le d’abord ; "
                    "« agents » et « tags » vont aussi pendant qu’il sert.",
                    f"Another “serve” serves this database already ({file}). Stop it first; "
                    "“agents” and “tags” work while it serves, too.",
                )
            )
        log.info("waiting for the gateway before this one to end")
        time.sleep(POLL_S)
