"""The rate budget in the store."""

from __future__ import annotations

from supportdesk_desktop.core.pacing import DOCUMENTED_LIMITS
from supportdesk_desktop.store import feed_state
from supportdesk_desktop.store.engine import Store
from tests.fakes.tickets import NOON_MS


async def test_the_budget_is_kept_whatever_is_asked(store: Store) -> None:
    waits = [
        await store.feed.write(feed_state.reserve_request, DOCUMENTED_LIMITS, NOON_MS + n)
        for n in range(4)
    ]
    assert waits == [0, 0, 0, 997]
    assert await store.read(feed_state.recent_requests, NOON_MS) == [
        NOON_MS,
        NOON_MS + 1,
        NOON_MS + 2,
    ]
    assert (
        await store.feed.write(feed_state.reserve_request, DOCUMENTED_LIMITS, NOON_MS + 1000) == 0
    )
    assert await store.feed.write(feed_state.reserve_request, (), NOON_MS + 1000) == 0


async def test_a_clock_set_back_does_not_block_the_queue(store: Store) -> None:
    await store.feed.write(feed_state.record_request, NOON_MS + 3_600_000)
    assert await store.feed.write(feed_state.reserve_request, DOCUMENTED_LIMITS, NOON_MS) == 0
    assert await store.read(feed_state.recent_requests, 0) == [NOON_MS]
