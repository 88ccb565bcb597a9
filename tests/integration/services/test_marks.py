"""Tickets put off come back by themselves, are told of, and every change can be taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from supportdesk_desktop.core.changes import MarksChanged, SnoozesEnded
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.tickets import LONGEST_NOTE, MarkService
from supportdesk_desktop.store import (
    tickets,
)
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from tests.fakes.stored import snapshot
from tests.fakes.tickets import NOON_MS, a_ticket
from tests.integration.services.conftest import eventually

ONE, TWO = TicketId("t-1"), TicketId("t-2")


class Desk:
    """A service on a real store, a clock that is set by hand, and what was published."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now_ms = NOON_MS
        self.back: list[SnoozesEnded] = []
        self.changed: list[MarksChanged] = []
        bus = Bus()
        bus.subscribe(SnoozesEnded, self.back.append)
        bus.subscribe(MarksChanged, self.changed.append)
        self.marks = MarkService(store, bus, Clock(wall_ms=lambda: self.now_ms))

    async def snoozed(self) -> dict[TicketId, int]:
        return await self.store.ledger.read(tickets.snoozes)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = await Store.open(tmp_path / "store.db")
    await snapshot(store, 2, [a_ticket(1), a_ticket(2)])
    desk = Desk(store)
    yield desk
    await desk.marks.aclose()
    await store.aclose()


async def test_what_became_due_while_nothing_ran_comes_back_at_the_start(desk: Desk) -> None:
    await desk.marks.snooze({ONE: NOON_MS + 1, TWO: NOON_MS + 10_000_000})
    desk.now_ms += 2
    desk.marks.start()
    await eventually(lambda: desk.back)
    assert desk.back == [SnoozesEnded((ONE,))]
    assert await desk.snoozed() == {TWO: NOON_MS + 10_000_000}


async def test_a_nearer_snooze_is_not_kept_waiting_by_a_later_one(desk: Desk) -> None:
    desk.marks.start()
    await desk.marks.snooze({ONE: NOON_MS + 10_000_000})
    await eventually(lambda: desk.changed)
    desk.now_ms += 100
    await desk.marks.snooze({TWO: NOON_MS + 50})
    await eventually(lambda: desk.back)
    assert desk.back == [SnoozesEnded((TWO,))]


async def test_undoing_puts_back_what_was_before(desk: Desk) -> None:
    nothing = await desk.marks.snooze({ONE: NOON_MS + 5000})
    sooner = await desk.marks.snooze({ONE: NOON_MS + 9000})
    await desk.marks.snooze(sooner)
    assert await desk.snoozed() == {ONE: NOON_MS + 5000}
    await desk.marks.snooze(nothing)
    assert await desk.snoozed() == {}
    assert desk.changed == [MarksChanged((ONE,))] * 4


async def test_a_note_is_kept_and_told(desk: Desk) -> None:
    await desk.marks.keep_note(ONE, "Rappeler" + "." * LONGEST_NOTE)
    detail = await desk.store.read(tickets.detail, ONE)
    assert detail is not None
    assert len(detail.note) == LONGEST_NOTE
    assert desk.changed == [MarksChanged((ONE,))]
