"""What is remembered of the feed, and of the times when it was not observed."""

from __future__ import annotations

import msgspec
import pytest

from supportdesk_desktop.core.errors import OtherAgent, OtherServer
from supportdesk_desktop.core.feed_status import BlindInterval
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import AgentId
from supportdesk_desktop.core.pacing import DOCUMENTED_LIMITS
from supportdesk_desktop.core.profile import DeskFacts
from supportdesk_desktop.store import feed_state, settings, ticket_events
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.feed_state import FeedMemory
from supportdesk_desktop.store.settings import FIRST_VERIFIED
from tests.fakes.tickets import AICHA, NOON_MS, a_ticket, an_event

FACTS = DeskFacts(
    app_id="cl-adjara", slug="adjara", name="Boutique Adjara", agent=AICHA, features=("presence",)
)


async def test_a_new_profile_remembers_nothing(store: Store) -> None:
    assert await store.read(feed_state.load) == FeedMemory()
    assert await store.read(feed_state.facts) is None


async def test_the_first_answer_binds_the_profile(store: Store) -> None:
    await store.feed.write(feed_state.bind, FACTS, store.profile)
    await store.feed.write(
        feed_state.bind, msgspec.structs.replace(FACTS, name="Boutique Adjara 2"), store.profile
    )
    memory = await store.read(feed_state.load)
    assert memory.facts is not None
    assert memory.facts.name == "Boutique Adjara 2"
    assert memory.agent == AICHA

    with pytest.raises(OtherServer) as refused:
        await store.feed.write(
            feed_state.bind, msgspec.structs.replace(FACTS, app_id="cl-other"), store.profile
        )
    assert refused.value.profile == "boutique"
    other = msgspec.structs.replace(AICHA, id=AgentId("agent-2"))
    with pytest.raises(OtherAgent):
        await store.feed.write(
            feed_state.bind, msgspec.structs.replace(FACTS, agent=other), store.profile
        )
    with pytest.raises(OtherAgent):
        await store.feed.write(feed_state.bind_agent, other)
    assert await store.read(feed_state.load) == memory


async def test_dropping_the_cursor_keeps_the_tickets(store: Store) -> None:
    await store.feed.write(ticket_events.store_events, [an_event(a_ticket(), 4)])
    assert (await store.read(feed_state.load)).cursor == Cursor(epoch="e1", seq=4)
    await store.feed.write(feed_state.drop_cursor)
    memory = await store.read(feed_state.load)
    assert (memory.cursor, memory.tickets) == (None, 1)


async def test_verification_is_remembered(store: Store) -> None:
    assert await store.ledger.read(settings.get, FIRST_VERIFIED, int) is None
    await store.feed.write(feed_state.verified, NOON_MS - 20_000, NOON_MS - 20_000)
    await store.feed.write(feed_state.verified, NOON_MS, NOON_MS + 30)
    assert await store.ledger.read(settings.get, FIRST_VERIFIED, int) == NOON_MS - 20_000
    memory = await store.read(feed_state.load)
    assert memory.verified_up_to_ms == NOON_MS
    assert memory.observed_until_ms == NOON_MS + 30


async def test_only_one_blind_interval_is_open_at_a_time(store: Store) -> None:
    await store.feed.write(feed_state.open_interval, NOON_MS, "lost", 1006)
    await store.feed.write(feed_state.open_interval, NOON_MS + 5, "no_network")
    assert await store.read(feed_state.intervals, NOON_MS + 100) == [
        BlindInterval(NOON_MS, None, "lost", 1006)
    ]
    await store.feed.write(feed_state.close_interval, NOON_MS + 900, "replay", 3)
    await store.feed.write(feed_state.close_interval, NOON_MS + 901, "replay")
    await store.feed.write(feed_state.open_interval, NOON_MS + 1000, "restart", 1012)
    # A wall clock set back never makes an interval end before it began.
    await store.feed.write(feed_state.close_interval, NOON_MS - 1000, "snapshot", 37)
    assert await store.read(feed_state.intervals, 0) == [
        BlindInterval(NOON_MS, NOON_MS + 900, "lost", 1006, "replay", 3),
        BlindInterval(NOON_MS + 1000, NOON_MS + 1000, "restart", 1012, "snapshot", 37),
    ]
    assert len(await store.read(feed_state.intervals, NOON_MS + 900)) == 1


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
