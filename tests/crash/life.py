"""One life of a desktop without a window, which may be made to die at any commit.

Run as a process of its own by ``tests.crash.kills``. It reads its orders from the argument, its
key from the environment, and prints ``stored REF`` once a filing is on disk, ``rest`` when nothing
is left to do, and the ledger at the end of a life that is let live.
"""

from __future__ import annotations

import asyncio
import functools
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec

from supportdesk_desktop.app.services import Services, Setup, open_services
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.filing import (
    Filing,
    FilingState,
)
from supportdesk_desktop.core.filing_fate import doubling, may_repeat_key
from supportdesk_desktop.store import filings as stored_filings
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote
from supportdesk_desktop.system.paths import ProfilePaths, make_private_dir

LOOK_S = 0.02


class Orders(msgspec.Struct, frozen=True):
    """What one life is to do.

    Attributes:
        refs: filings to submit.
        dies_at: the commit, counted from 1, around which it kills itself; None for none.
        after_commit: whether it dies after that commit, not before it.
        has_feed: wait at rest until the feed is verified.
        resends: what an agent decides: send again whatever is still uncertain.
        lives: end well, after telling the ledger; else stay at rest until killed.
    """

    folder: str
    base_url: str
    refs: tuple[str, ...] = ()
    dies_at: int | None = None
    after_commit: bool = False
    has_feed: bool = False
    resends: bool = False
    lives: bool = False


class Told(msgspec.Struct, frozen=True):
    """What the ledger says of one filing."""

    ref: str
    state: FilingState
    doubling: str


def dies_at_commit(number: int, *, after: bool) -> None:
    """Kill this process around a commit of whichever connection, as the power would."""
    left = number

    def die_if(now: bool) -> None:
        if now and left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    class Doomed(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            nonlocal left
            if sql != "COMMIT":
                return super().execute(sql, parameters)
            left -= 1
            die_if(not after)
            cursor = super().execute(sql)
            die_if(after)
            return cursor

    mock.patch.object(
        sqlite3, "connect", functools.partial(sqlite3.connect, factory=Doomed)
    ).start()


async def live(orders: Orders) -> None:
    """Own the profile, file what is ordered, and come to rest."""
    paths = ProfilePaths(Path(orders.folder), "boutique")
    make_private_dir(paths.folder)
    lock = OwnerLock(paths.owner)
    assert lock.try_acquire(OwnerNote(os.getpid(), what="life"))
    key = os.environ["SUPPORTDESK_API_KEY"]
    services = await open_services(Setup(paths, orders.base_url, key, "fr"))
    await services.start_owner()
    for ref in orders.refs:
        draft = Draft(customer_external_id="user_8841", subject=f"Objet {ref}", description="Texte")
        await services.filings.submit(draft, client_ref=ref)
        say(f"stored {ref}")
    filings = await rest(services, orders)
    if orders.resends:
        for filing in filings:
            if filing.state is FilingState.UNCERTAIN:
                await services.filings.retry(filing.id)
        filings = await rest(services, orders)
    say("rest")
    if not orders.lives:
        await asyncio.Event().wait()
    told = [Told(one.client_ref, one.state, doubling(one)) for one in filings]
    await services.aclose()
    lock.release()
    say(msgspec.json.encode(told).decode())


async def rest(services: Services, orders: Orders) -> Sequence[Filing]:
    """Wait until no filing moves by itself any more, and return them all."""
    while True:
        filings = await services.store.ledger.read(stored_filings.newest, 100_000)
        verified = services.feed.status.state is FeedState.VERIFIED
        ready = services.desk.has_identified(services.connection.key)
        ready = ready and (verified or not orders.has_feed)
        if ready and not any(moves(services, filing) for filing in filings):
            return filings
        await asyncio.sleep(LOOK_S)


def moves(services: Services, filing: Filing) -> bool:
    """Return whether the program itself will still change this filing."""
    if filing.state is FilingState.UNCERTAIN:
        key_lasts_ms = services.desk.key_lasts_ms
        now_ms = services.clock.wall_ms()
        return may_repeat_key(filing, key_lasts_ms=key_lasts_ms, now_ms=now_ms)
    return filing.state in {FilingState.QUEUED, FilingState.SENDING}


def say(line: str) -> None:
    """Print one line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    given = msgspec.convert(json.loads(sys.argv[1]), Orders)
    if given.dies_at is not None:
        dies_at_commit(given.dies_at, after=given.after_commit)
    asyncio.run(live(given))
