"""A general breakdown: thousands of assignments in one burst, each of them accounted for."""

from __future__ import annotations

from supportdesk_desktop.store import feed_state, notices
from tests.faults.flood import flood
from tests.faults.way import Way
from tests.integration.services.conftest import eventually

COUNT = 2000
PART = 1000


async def test_of_thousands_of_assignments_at_once_none_is_lost(way: Way) -> None:
    await flood(way, COUNT)
    assert await way.services.store.read(feed_state.intervals, 0) == []
    assert len(way.desk.held(way.agent_id)) == COUNT
    assert await way.decided() == set(way.desk.assignments(way.agent_id))
    totals = await way.services.store.read(notices.totals)
    assert sum(totals.values()) == COUNT


async def test_a_flood_that_is_cut_on_its_way_is_the_same_flood(way: Way) -> None:
    way.proxy.cut_after = 200_000
    way.services.feed.slept()
    await way.desk.file_at_once(PART)
    await eventually(lambda: way.proxy.cuts >= 2)
    assert (way.services.feed.status.seq or 0) < PART
    await way.quiet()
    assert await way.decided() == set(way.desk.assignments(way.agent_id))
    assert {closed_by for _, closed_by in await way.causes()} == {"replay"}
