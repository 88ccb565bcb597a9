"""Commits assignments and announces them, in a process that dies at a step, or is killed.

``python -m tests.integration.notices.announcing_process STORE STEP COUNT``: takes up what is
pending, then commits COUNT assignments at once and announces them, dying at STEP (``none``: not).
COUNT -1 goes on one by one until killed.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from supportdesk_desktop.core.notices import Burst
from supportdesk_desktop.core.settings import BURST
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.notices import quiet
from supportdesk_desktop.services.notices.announcing import Announcer
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.store import feed_state, ticket_events
from supportdesk_desktop.store import notices as stored_notices
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.notifications.freedesktop import FreedesktopNotifier
from supportdesk_desktop.system.notifications.notifier import HandOver, HandOverJournal
from tests.fakes.tickets import a_ticket, an_event


class Death:
    """Kills this process at a step."""

    def __init__(self, step: str) -> None:
        self.step = step

    def at(self, step: str) -> None:
        """Die here if this is the step."""
        if step == self.step:
            os.kill(os.getpid(), signal.SIGKILL)

    def around_writing(self) -> None:
        """Make the steps of the write to the bus; those of a summary are called so."""
        for name, before, after in (("begins", "decided", "begun"), ("written", "sent", "written")):
            self._around(name, before, after)

    def _around(self, name: str, before: str, after: str) -> None:
        method: Callable[[HandOver], None] = getattr(HandOver, name)

        @functools.wraps(method)
        def stepped(one: HandOver) -> None:
            summary = "summary " if len(one.notices) > 1 else ""
            self.at(summary + before)
            method(one)
            self.at(summary + after)

        setattr(HandOver, name, stepped)

    def around_settling(self) -> None:
        """Make the steps of writing the outcome down."""
        settle = Announcer._settled

        @functools.wraps(settle)
        async def stepped(*args: Any, **named: Any) -> None:
            self.at("answered")
            await settle(*args, **named)
            self.at("settled")

        setattr(Announcer, "_settled", stepped)  # noqa: B010 - mypy refuses the plain form


async def announce(path: Path, step: str, count: int) -> None:
    """Take up what is pending, then commit and announce."""
    death = Death(step)
    death.around_writing()
    death.around_settling()
    store, notifier = await Store.open(path), FreedesktopNotifier()
    journal = HandOverJournal(path.parent / "hand-overs.log")
    service = NoticeService(store, Bus(), Clock(), notifier, journal, "fr")
    # Every one by itself, so that each announcement names its ticket.
    alone = replace(BURST, default=Burst(tickets=sys.maxsize)) if count < 0 else BURST
    await notifier.start()
    with mock.patch.object(quiet, "BURST", alone):
        await service.start()
    cursor = (await store.read(feed_state.load)).cursor
    number = 1 if cursor is None else cursor.seq + 1

    async def assign(first: int, many: int) -> None:
        events = [an_event(a_ticket(n), n) for n in range(first, first + many)]
        committed = await store.feed.write(ticket_events.store_events, events)
        death.at("committed")
        await service.dispatch(committed.notices)

    if count < 0:
        for one in itertools.count(number):
            await assign(one, 1)
    if count:
        await assign(number, count)
    while await store.read(stored_notices.pending):  # noqa: ASYNC110 - the store offers no event
        await asyncio.sleep(0.005)
    await service.aclose()
    await notifier.aclose()
    await store.aclose()


if __name__ == "__main__":
    asyncio.run(announce(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
