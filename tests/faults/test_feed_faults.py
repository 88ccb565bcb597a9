"""Each fault of a network or a desk alone: the agent's list afterwards, and what is said of it."""

from __future__ import annotations

import signal
from functools import partial

import pytest

from supportdesk_desktop.core.changes import FeedChanged
from supportdesk_desktop.core.feed_status import FeedState
from tests.faults.way import Way
from tests.integration.services.conftest import eventually

HOUR_S = 3600


def state_of(way: Way) -> FeedState:
    return way.services.feed.status.state


def _was_cut(way: Way, before: int) -> bool:
    return way.proxy.cuts > before


async def test_a_cut_at_any_byte_never_shows_half_a_snapshot(way: Way) -> None:
    for index in range(120):
        await way.desk.file(f"Ticket {index}")
    await way.quiet()
    counts: list[int] = []
    way.services.bus.subscribe(FeedChanged, lambda change: counts.append(change.status.tickets))
    bytes_passed = (1, 90, 180, 400, 700, 5_000, 40_000, 80_000)
    for after in bytes_passed:
        cuts = way.proxy.cuts
        way.proxy.cut_after = after
        way.services.feed.verify_now()
        await eventually(partial(_was_cut, way, cuts))
        await way.desk.file(f"Après une coupure à {after}")
        await way.quiet()
    assert min(counts) == 120
    assert await way.causes() == [("asked", "snapshot")] * len(bytes_passed)
    assert len(await way.decided()) == 120 + len(bytes_passed)


@pytest.mark.parametrize("after", [1, 90, 180, 400, 700, 1500])
async def test_a_cut_at_any_byte_of_a_replay_is_taken_up_where_it_was(way: Way, after: int) -> None:
    way.proxy.refuse = True
    way.proxy.cut()
    for index in range(5):
        await way.desk.file(f"Pendant la coupure {index}")
    await eventually(lambda: way.services.feed.status.cause == "unavailable")
    way.proxy.refuse = False
    way.proxy.cut_after = after
    way.services.feed.retry_now()
    await eventually(lambda: way.proxy.cuts)
    await way.quiet()
    assert await way.causes() == [("lost", "replay")]
    assert [one.events for one in await way.intervals()] == [5]
    assert await way.decided() == set(way.desk.assignments(way.agent_id))


@pytest.mark.parametrize("fault", ["stall", "half_open"])
async def test_silence_is_noticed_and_dated_from_the_last_frame(way: Way, fault: str) -> None:
    before_ms = way.services.clock.wall_ms()
    getattr(way.proxy, fault)()
    await way.desk.file("Pendant le silence")
    await eventually(lambda: state_of(way) is FeedState.UNVERIFIED)
    await eventually(lambda: way.services.feed.status.cause == "silent")
    lost_ms = way.services.feed.status.lost_ms
    await way.quiet()
    (interval,) = await way.intervals()
    assert (interval.cause, interval.closed_by, interval.events) == ("silent", "replay", 1)
    assert lost_ms is not None
    # The loss is noticed 2.25 heartbeats after the last frame, at which the interval begins.
    assert before_ms - 1250 <= interval.from_ms <= lost_ms - 1250
    assert len(await way.decided()) == 1


@pytest.mark.parametrize(
    ("write_bytes", "pause_s", "merge_s"),
    [(1, 0.0, 0.0), (7, 0.0, 0.0), (40, 0.001, 0.0), (None, 0.0, 0.05)],
    ids=["one-byte", "seven-bytes", "slow", "merged"],
)
async def test_how_writes_are_split_or_merged_changes_nothing(
    way: Way, write_bytes: int | None, pause_s: float, merge_s: float
) -> None:
    way.proxy.write_bytes, way.proxy.pause_s, way.proxy.merge_s = write_bytes, pause_s, merge_s
    for index in range(6):
        await way.desk.file(f"En morceaux {index}")
    for again in (way.services.feed.slept, way.services.feed.verify_now):
        way.verified_seq = None
        again()
        # Verified while the fault lasts.
        await eventually(lambda: way.verified_seq == 6)
    await way.quiet()
    assert await way.causes() == [("asleep", "replay"), ("asked", "snapshot")]
    assert await way.decided() == set(way.desk.assignments(way.agent_id))


@pytest.mark.parametrize(
    ("how", "cause"), [(signal.SIGKILL, "lost"), (signal.SIGTERM, "restart")], ids=["kill", "term"]
)
async def test_a_desk_that_ends_and_comes_back_is_replayed(
    way: Way, how: signal.Signals, cause: str
) -> None:
    ticket = await way.desk.file("Avant")
    await way.quiet()
    await way.desk.end(how)
    await eventually(lambda: way.services.feed.status.lost_ms is not None)
    await way.desk.start()
    await way.desk.file("Avant que le poste ne revienne")
    await way.desk.change(ticket, status="CLOSED")
    await way.quiet()
    assert await way.causes() == [(cause, "replay")]
    assert [one.events for one in await way.intervals()] == [2]
    assert await way.decided() == set(way.desk.assignments(way.agent_id))


async def test_a_desk_set_back_to_an_older_copy_is_read_anew(way: Way) -> None:
    kept = await way.desk.file("Dans la copie")
    await way.quiet()
    copy = way.desk.back_up()
    await way.desk.file("Perdu par la restauration")
    await way.desk.change(kept, priority="CRITICAL")
    await way.quiet()
    epoch = way.services.feed.status.epoch
    lost = await way.decided()

    await way.desk.end()
    way.desk.restore(copy)
    await way.desk.start()
    # As many events as were lost: the cursor alone would fit.
    await way.desk.file("Après la restauration")
    await way.desk.change(kept, priority="LOW")
    await way.quiet()

    assert way.services.feed.status.epoch != epoch
    assert await way.causes() == [("lost", "snapshot")]
    assert await way.decided() == lost | set(way.desk.assignments(way.agent_id))


async def test_a_desk_whose_clock_jumps_by_hours_is_followed_without_a_gap(way: Way) -> None:
    for ahead_s in (7 * HOUR_S, -9 * HOUR_S, 2 * HOUR_S):
        way.desk.set_clock(ahead_s)
        await way.desk.file(f"À {ahead_s} secondes")
        await way.quiet()
        status = way.services.feed.status
        assert status.clock_offset_ms is not None
        assert abs(status.clock_offset_ms - ahead_s * 1000) < 60_000
    assert await way.causes() == []
    await way.desk.end()
    way.desk.set_clock(-5 * HOUR_S)
    await way.desk.start()
    await way.desk.file("Après un redémarrage dans le passé")
    await way.quiet()
    (interval,) = await way.intervals()
    assert (interval.cause, interval.closed_by) == ("lost", "replay")
    # Blind intervals are in our own time, whatever the desk's clock says.
    assert interval.to_ms is not None
    assert 0 < interval.to_ms - interval.from_ms < 60_000
    assert await way.decided() == set(way.desk.assignments(way.agent_id))


async def test_a_restart_of_the_client_while_the_desk_is_gone(way: Way) -> None:
    await way.desk.file("Avant")
    await way.quiet()
    await way.client.stop()
    await way.desk.end()
    await way.start()
    await eventually(lambda: way.services.feed.status.cause == "unavailable")
    assert way.services.feed.status.tickets == 1
    await way.desk.start()
    await way.desk.file("Pendant")
    await way.quiet()
    assert await way.causes() == [("closed_app", "replay")]
    assert await way.decided() == set(way.desk.assignments(way.agent_id))
