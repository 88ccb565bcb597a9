"""``serve``: the desk on one port; and ``local-desk-child``, which the window alone starts."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from supportdesk_desktop.backend.database import file_url, sqlite_file
from supportdesk_desktop.backend.desk import DeskOptions
from supportdesk_desktop.backend.local_desk import database_path, run_local_desk
from supportdesk_desktop.backend.serve import ServeOptions, ServeRefused
from supportdesk_desktop.backend.serve import run as run_desk
from supportdesk_desktop.cli.desk import data_root, database_errors, database_url, refuse_password
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import remark, said
from supportdesk_desktop.cli.running import FAILED, USAGE, Stopped
from supportdesk_desktop.core.pacing import DOCUMENTED_LIMITS
from supportdesk_desktop.system.locks import POLL_S, held_alone

log = logging.getLogger(__name__)

SMTP_VARIABLE = "SUPPORTDESK_SMTP_URL"
_PREDECESSOR_S = 20.0
"""The child of a window that was killed ends by itself; its last requests have 10 s for it."""


def run(parsed: argparse.Namespace) -> int:
    """Serve until SIGTERM."""
    # Commands start without; in a process that lives for months cycles would add up.
    gc.enable()
    options = ServeOptions(
        database_url=database_url(parsed),
        host=parsed.host,
        port=parsed.port,
        desk=DeskOptions(
            limits=None if parsed.no_rate_limits else DOCUMENTED_LIMITS,
            quota=parsed.quota,
            allow_origins=tuple(parsed.allow_origin),
            behind_proxy=parsed.behind_proxy,
            new_epoch=parsed.new_epoch,
            mail_dir=parsed.mail_dir,
            smtp_url=_smtp_url(parsed),
        ),
        on_listening=_say_what_next,
    )
    try:
        with database_errors(), one_gateway(options.database_url):
            return run_desk(options)
    except ServeRefused as problem:
        code = USAGE if problem.reason == ServeRefused.NOT_LOOPBACK else FAILED
        raise Stopped(said(problem.reason, detail=problem.detail), code) from problem
    except ValueError as problem:
        raise Stopped(
            say(
                "Adresse SMTP illisible. Il faut smtp://HÔTE:PORT ou smtps://HÔTE:PORT, et au "
                "besoin ?from=ADRESSE.",
                "The SMTP address cannot be read. It must be smtp://HOST:PORT or smtps://HOST:PORT"
                ", with ?from=ADDRESS where needed.",
            ),
            USAGE,
        ) from problem


def run_local_desk_child(parsed: argparse.Namespace) -> int:
    """Serve the local desk until standard input ends."""
    # As in ``run``: this process lives all day.
    gc.enable()
    root = data_root(parsed)
    with one_gateway(file_url(database_path(root)), _PREDECESSOR_S):
        return run_local_desk(root, parsed.lang)


@contextmanager
def one_gateway(database_url: str, wait_s: float = 0.0) -> Iterator[None]:
    """Keep other gateways off this database while the block runs.

    On a SQLite file the feed's epoch, presence and sockets have one keeper.
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
            raise Stopped(said("second_gateway", file=file))
        log.info("waiting for the gateway before this one to end")
        time.sleep(POLL_S)


def _say_what_next(_port: int) -> None:
    # On stderr: scripts read stdout.
    remark(said("serve_next"))


def _smtp_url(parsed: argparse.Namespace) -> str | None:
    asked: str | None = parsed.smtp
    if asked is not None:
        refuse_password(asked, "--smtp", SMTP_VARIABLE)
        return asked
    return None if parsed.mail_dir is not None else os.environ.get(SMTP_VARIABLE)
