"""What ends a connection on purpose, and what must be remembered whatever happens next."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from supportdesk_desktop.app import services as app_services
from supportdesk_desktop.app.services import Services
from supportdesk_desktop.backend.keys import new_key, store_key
from supportdesk_desktop.core.changes import FeedChanged
from supportdesk_desktop.core.feed_status import BlindInterval, FeedState, FeedStatus
from supportdesk_desktop.core.profile import DeskFacts
from supportdesk_desktop.net import feed as net_feed
from supportdesk_desktop.net.feed import FeedSocket
from supportdesk_desktop.store import feed_state, snapshots, ticket_events, tickets
from supportdesk_desktop.store.engine import StoreConnection
from supportdesk_desktop.store.ticket_events import Committed, ReceivedEvent
from supportdesk_desktop.system.clock import Clock
from tests.fakes.scripted_feed import Link, scripted_feed
from tests.fakes.tcp_proxy import TcpProxy
from tests.fakes.tickets import AICHA, a_ticket
from tests.integration.backend.feed.live_desk import LiveDesk
from tests.integration.services.conftest import (
    WAIT_S,
    Client,
    base_url,
    eventually,
    is_verified,
    running_desk,
)

KEY = "sk_live_agent_" + "a" * 48


async def intervals(services: Services) -> list[BlindInterval]:
    return await services.store.read(feed_state.intervals, 0)


async def ended(services: Services, count: int = 1) -> list[tuple[str, str | None]]:
    """Wait until so many intervals are behind and the feed is verified; return how they ended."""
    async with asyncio.timeout(WAIT_S):
        known = await intervals(services)
        while len(known) < count or known[-1].to_ms is None or not is_verified(services):
            await asyncio.sleep(0.01)
            known = await intervals(services)
    assert len(known) == count
    return [(one.cause, one.closed_by) for one in known]


async def test_to_verify_now_reads_the_whole_list_again(
    client: Client, quick_desk: LiveDesk
) -> None:
    _, key = await quick_desk.add_agent()
    await quick_desk.file()
    services = await client.start(base_url(quick_desk.port), key)
    await eventually(lambda: is_verified(services))
    services.feed.verify_now()
    assert await ended(services) == [("asked", "snapshot")]


async def test_a_new_key_is_used_at_once(
    client: Client, quick_desk: LiveDesk, proxy: TcpProxy
) -> None:
    agent_id, key = await quick_desk.add_agent()
    second = new_key()
    async with quick_desk.desk.writing() as writing:
        await store_key(writing.conn, agent_id, second, 0)
    services = await client.start(base_url(proxy.port), key)
    await eventually(lambda: is_verified(services))
    services.use_key(second)
    assert await ended(services) == [("asked", "replay")]


async def test_without_a_key_it_stops_and_says_so_until_there_is_one(
    client: Client, quick_desk: LiveDesk
) -> None:
    _, key = await quick_desk.add_agent()
    services = await client.start(base_url(quick_desk.port), key)
    await eventually(lambda: is_verified(services))
    services.use_key(None)
    await eventually(lambda: services.feed.status.cause == "no_key")
    status = services.feed.status
    assert (status.state, status.next_try_ms) == (FeedState.KEY_REFUSED, None)
    (interval,) = await intervals(services)
    assert (interval.cause, interval.to_ms) == ("no_key", None)
    services.use_key(key)
    assert await ended(services) == [("no_key", "replay")]


async def test_a_start_without_a_key_waits_for_one(client: Client, quick_desk: LiveDesk) -> None:
    _, key = await quick_desk.add_agent()
    services = await client.start(base_url(quick_desk.port), None)
    await eventually(lambda: services.feed.status.cause == "no_key")
    services.use_key(key)
    await eventually(lambda: is_verified(services))
    assert await intervals(services) == []


async def test_sleep_is_an_outage_from_the_moment_of_falling_asleep(
    client: Client, quick_desk: LiveDesk, proxy: TcpProxy
) -> None:
    _, key = await quick_desk.add_agent()
    services = await client.start(base_url(proxy.port), key)
    await eventually(lambda: is_verified(services))
    fell_asleep_ms = services.clock.wall_ms() - 3_600_000
    proxy.half_open()
    services.feed.slept(fell_asleep_ms)
    assert await ended(services) == [("asleep", "replay")]
    (interval,) = await intervals(services)
    assert interval.from_ms == fell_asleep_ms


async def test_whoever_breaks_off_believes_the_last_proof_no_more(
    services: Services,
) -> None:
    await eventually(lambda: is_verified(services))
    services.feed.slept()
    assert services.feed.status.state is FeedState.UNVERIFIED
    await eventually(lambda: is_verified(services))


async def test_a_wake_does_not_wait_for_a_handshake_that_hangs(
    client: Client, quick_desk: LiveDesk, proxy: TcpProxy
) -> None:
    _, key = await quick_desk.add_agent()
    services = await client.start(base_url(proxy.port), key)
    await eventually(lambda: is_verified(services))
    await eventually(lambda: services.desk.facts is not None)
    before = proxy.connections
    proxy.stall()
    proxy.cut()
    services.feed.retry_now()
    await eventually(lambda: proxy.connections > before)
    proxy.flow()
    proxy.half_open()
    services.feed.slept()
    await eventually(lambda: is_verified(services))
    assert services.feed.status.lost_ms is None


async def test_a_fault_of_ours_is_logged_and_followed_by_another_try(
    client: Client,
    quick_desk: LiveDesk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    _, key = await quick_desk.add_agent()
    services = await client.start(base_url(quick_desk.port), key)
    await eventually(lambda: is_verified(services))

    async def fails(_notices: object) -> None:
        raise RuntimeError("a fault")

    with monkeypatch.context() as faulty:
        faulty.setattr(services.notices, "dispatch", fails)
        await quick_desk.file()
        await eventually(lambda: services.feed.status.state is FeedState.OFFLINE)
    services.feed.retry_now()
    assert await ended(services) == [("lost", "replay")]
    assert "following the feed failed" in caplog.text
    assert services.feed.status.tickets == 1


@pytest.mark.parametrize("crash", [False, True], ids=["cut", "crash"])
async def test_a_place_found_wrong_stays_forgotten_until_a_whole_snapshot(
    client: Client, crash: bool
) -> None:
    async def good(link: Link) -> None:
        await link.welcome(seq=7)
        await link.snapshot([a_ticket(1)], 7)
        await link.heartbeat(7, 1)
        await link.gone()

    async def with_a_gap(link: Link) -> None:
        await link.welcome(mode="resume", seq=7, head=9)
        await link.event(9, a_ticket(2))
        await link.gone()

    async def half_a_snapshot(link: Link) -> None:
        await link.welcome(seq=9, reason="no_cursor")
        await link.send({"type": "snapshot", "page": 1, "tickets": []})

    async with scripted_feed(good) as feed:
        services = await client.start(feed.base_url, KEY)
        await eventually(lambda: is_verified(services))
        feed.script = with_a_gap
        services.feed.slept()
        await eventually(lambda: len(feed.closes) >= 2)
        assert feed.closes[1] == 4000
        feed.script = half_a_snapshot
        while len(feed.closes) < 4:
            if crash:
                await client.stop()
                services = await client.start(feed.base_url, KEY)
            services.feed.retry_now()
            closes = len(feed.closes)
            await eventually(lambda: len(feed.closes) > closes)  # noqa: B023 - awaited at once
        await client.stop()
    assert feed.hellos[0]["resume"] is None
    assert feed.hellos[1]["resume"] == {"epoch": "e1", "seq": 7}
    assert [hello["resume"] for hello in feed.hellos[2:4]] == [None, None]


async def test_no_server_waits_for_hello_while_rests_of_a_snapshot_are_deleted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real_drop, real_open = snapshots.drop_staged, net_feed.open_feed

    async def drop(db: StoreConnection) -> None:
        order.append("delete")
        await real_drop(db)

    def connect(base_url: str, key: str, agent: str) -> AbstractAsyncContextManager[FeedSocket]:
        order.append("connect")
        return real_open(base_url, key, agent)

    async def good(link: Link) -> None:
        await link.welcome()
        await link.snapshot([], 0)
        await link.heartbeat(0, 0)
        await link.gone()

    async with scripted_feed(good) as feed:
        monkeypatch.setattr(snapshots, "drop_staged", drop)
        monkeypatch.setattr("supportdesk_desktop.services.feed.service.open_feed", connect)
        services = await client.start(feed.base_url, KEY)
        await eventually(lambda: is_verified(services))
        await client.stop()
    assert order[:2] == ["delete", "connect"]


async def test_a_store_that_keeps_a_commit_waiting_keeps_no_proof(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def proof_then_event(link: Link) -> None:
        await link.welcome(heartbeatMs=100)
        await link.snapshot([], 0)
        await link.heartbeat(0, 0)
        await link.event(1, a_ticket(1))
        await link.gone()

    free = threading.Event()
    seen: list[FeedState] = []
    async with scripted_feed(proof_then_event) as feed:
        real = ticket_events.store_events

        def waits(db: sqlite3.Connection, events: Sequence[ReceivedEvent]) -> Committed:
            free.wait(WAIT_S)
            return real(db, events)

        monkeypatch.setattr(ticket_events, "store_events", waits)
        services = await client.start(feed.base_url, KEY)
        services.bus.subscribe(FeedChanged, lambda change: seen.append(change.status.state))
        await eventually(lambda: FeedState.VERIFIED in seen)
        await eventually(lambda: seen[-1] is FeedState.UNVERIFIED)
        free.set()
        await client.stop()


async def test_what_came_while_this_process_was_stopped_proves_nothing_of_now(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    resumes = asyncio.Event()
    stopped_s = 0.0

    async def old_heartbeat(link: Link) -> None:
        if len(feed.hellos) > 1:
            await link.gone()
            return
        await link.welcome(heartbeatMs=20_000)
        await link.snapshot([], 0)
        await link.heartbeat(0, 0)
        await resumes.wait()
        await link.heartbeat(0, 0)
        await link.gone()

    class Stopped:
        def monotonic_ns(self) -> int:
            return time.monotonic_ns() + round(stopped_s * 1e9)

        def wall_ms(self) -> int:
            return time.time_ns() // 1_000_000 + round(stopped_s * 1e3)

    clock = Clock(Stopped().wall_ms, Stopped().monotonic_ns)
    monkeypatch.setattr(app_services, "Clock", lambda: clock)
    monkeypatch.setattr(net_feed, "time", Stopped())
    seen: list[FeedState] = []
    async with scripted_feed(old_heartbeat) as feed:
        services = await client.start(feed.base_url, KEY)
        await eventually(lambda: is_verified(services))
        observed_ms = services.clock.wall_ms()
        services.bus.subscribe(FeedChanged, lambda change: seen.append(change.status.state))
        stopped_s = 60.0
        resumes.set()
        await eventually(lambda: len(feed.hellos) > 1)
        assert FeedState.VERIFIED not in seen
        (interval,) = await intervals(services)
        assert interval.cause == "silent"
        assert interval.from_ms <= observed_ms
        await client.stop()


async def test_a_key_that_whoami_says_is_another_apps_is_not_followed(
    client: Client, quick_desk: LiveDesk
) -> None:
    _, key = await quick_desk.add_agent()
    services = await client.start(base_url(quick_desk.port), None)
    mine = DeskFacts(app_id="cl-autre", slug="autre", name="Une autre boutique")
    await services.store.feed.write(feed_state.bind, mine, services.store.profile)
    services.use_key(key)
    await eventually(lambda: services.feed.status.state is FeedState.OTHER_AGENT)
    assert services.feed.status.next_try_ms is None
    services.feed.retry_now()
    await eventually(lambda: services.feed.status.state is FeedState.OTHER_AGENT)


async def test_another_agents_feed_under_the_same_data_is_closed_and_nothing_of_it_is_stored(
    client: Client,
) -> None:
    async def mine(link: Link) -> None:
        await link.welcome(seq=7)
        await link.snapshot([a_ticket(1)], 7)
        await link.heartbeat(7, 1)
        await link.gone()

    async def another_agents(link: Link) -> None:
        agent = {"id": "agent-2", "name": "Rodrigue", "email": "r@exemple.bj", "level": "N1"}
        await link.welcome(seq=3, epoch="e2", agent=agent)
        await link.snapshot([a_ticket(50), a_ticket(51)], 3)
        await link.heartbeat(3, 2)
        await link.gone()

    async with scripted_feed(mine) as feed:
        services = await client.start(feed.base_url, KEY)
        await eventually(lambda: is_verified(services))
        before = await services.store.read(feed_state.load)
        feed.script = another_agents
        services.use_key("sk_live_agent_" + "b" * 48)
        await eventually(lambda: services.feed.status.state is FeedState.OTHER_AGENT)
        assert feed.closes[1:] == [4000]
        after = await services.store.read(feed_state.load)
        assert (after.cursor, after.agent, after.tickets) == (before.cursor, AICHA, 1)
        feed.script = mine
        services.use_key(KEY)
        assert await ended(services) == [("asked", "snapshot")]
        await client.stop()


async def test_another_desk_under_the_same_data_never_lends_its_list_or_place(
    client: Client, quick_desk: LiveDesk, tmp_path: Path
) -> None:
    _, key = await quick_desk.add_agent()
    mine = await quick_desk.file()
    services = await client.start(base_url(quick_desk.port), key)
    await eventually(lambda: is_verified(services) and services.feed.status.seq == 1)
    before = await services.store.read(feed_state.load)
    await client.stop()

    other_folder = tmp_path / "other"
    other_folder.mkdir()
    async with running_desk(other_folder) as other:
        _, other_key = await other.add_agent("Rodrigue Agbossou")
        await other.file("D’un autre serveur")
        services = await client.start(base_url(other.port), other_key)
        await eventually(lambda: services.feed.status.state is FeedState.OTHER_AGENT)
        assert await services.store.read(feed_state.load) == before
        assert await services.store.feed.read(tickets.held_versions) == {mine.id: mine.version}
        await client.stop()

    services = await client.start(base_url(quick_desk.port), key)
    assert await ended(services) == [("closed_app", "replay")]
    assert client.notifier.announced[-1].ticket_id in {None, mine.id}


async def test_a_line_cut_after_each_event_still_catches_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def one_event_and_cut(link: Link) -> None:
        seq = len(feed.hellos) - 1
        if seq == 0:
            await link.welcome(seq=0)
            await link.snapshot([], 0)
        else:
            await link.welcome(mode="resume", seq=seq - 1, head=events)
            await link.event(seq, a_ticket(seq))
        if seq < events:
            link.socket.transport.abort()
        else:
            await link.heartbeat(events, events)
            await link.gone()

    events = 5
    lost: list[FeedStatus] = []
    monkeypatch.setattr(app_services, "Clock", lambda: Clock(fraction=lambda: 0.2))
    async with scripted_feed(one_event_and_cut) as feed:
        services = await client.start(feed.base_url, KEY)
        services.bus.subscribe(
            FeedChanged,
            lambda change: None if change.status.lost_ms is None else lost.append(change.status),
        )
        await eventually(lambda: is_verified(services))
        await client.stop()
    delays_ms = [one.next_try_ms - one.lost_ms for one in lost if one.next_try_ms and one.lost_ms]
    assert set(delays_ms) == {350, 400}


@pytest.mark.parametrize(("heartbeats", "waits_s"), [(0, 600), (1, 60)])
async def test_a_stated_delay_is_of_the_close_that_follows_at_once(
    client: Client, heartbeats: int, waits_s: int
) -> None:
    async def script(link: Link) -> None:
        await link.welcome()
        await link.snapshot([], 0)
        details = {"retryAfterMs": 600_000}
        await link.send(
            {"type": "error", "code": "TOO_MANY_REQUESTS", "message": "", "details": details}
        )
        for _ in range(heartbeats):
            await link.heartbeat(0, 0)
        await link.socket.close(4429)

    async with scripted_feed(script) as feed:
        services = await client.start(feed.base_url, KEY)
        await eventually(lambda: services.feed.status.cause == "throttled")
    status = services.feed.status
    assert status.next_try_ms is not None
    assert status.lost_ms is not None
    assert status.next_try_ms - status.lost_ms == pytest.approx(waits_s * 1000, abs=5000)
