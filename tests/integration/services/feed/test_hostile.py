"""A desk that lies, breaks the protocol or is not there: what lights "up to date", what is said."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.core.changes import FeedChanged
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.services.feed import session
from supportdesk_desktop.store import feed_state
from tests.fakes.scripted_feed import Link, scripted_feed
from tests.fakes.tickets import a_ticket
from tests.fakes.toy_server import reply, toy_server
from tests.integration.services.conftest import Client, base_url, eventually, is_verified

KEY = "sk_live_agent_" + "a" * 48


def states_of(services: Services) -> list[FeedState]:
    """Return the list that every later state is put into."""
    states: list[FeedState] = []
    services.bus.subscribe(FeedChanged, lambda change: states.append(change.status.state))
    return states


async def status_document(services: Services) -> dict[str, Any]:
    """Return ``status --json`` as it would be printed."""
    document = await services.health.document(
        profile="boutique",
        server=services.connection.base_url,
        key_present=True,
        live=services.feed.status,
        notifications="none",
        keyring="none",
        troubles=(),
        lang="fr",
    )
    read: dict[str, Any] = json.loads(msgspec.json.encode(document))
    return read


async def honest(link: Link) -> None:
    await link.welcome(seq=7)
    await link.snapshot([a_ticket(1), a_ticket(2)], 7)
    while True:
        await link.heartbeat(7, 2)
        await asyncio.sleep(0.1)


@pytest.mark.parametrize(("seq", "count"), [(8, 2), (7, 1)], ids=str)
async def test_a_heartbeat_that_disagrees_lights_nothing_and_asks_for_the_whole_list(
    client: Client, seq: int, count: int
) -> None:
    async def lying(link: Link) -> None:
        await link.welcome(seq=7)
        await link.snapshot([a_ticket(1), a_ticket(2)], 7)
        await link.heartbeat(seq, count)
        await link.gone()

    async with scripted_feed(lying) as feed:
        services = await client.start(feed.base_url, KEY)
        states = states_of(services)
        await eventually(lambda: len(feed.closes) >= 1)
        services.feed.retry_now()
        await eventually(lambda: len(feed.hellos) >= 2)
        assert set(feed.closes) == {4000}
        assert feed.hellos[1]["resume"] is None
        assert FeedState.VERIFIED not in states
        assert services.feed.status.verified_up_to_ms is None
        feed.script = honest
        services.feed.retry_now()
        await eventually(lambda: is_verified(services))
        await client.stop()


async def test_a_lie_after_the_truth_is_an_interval_that_a_snapshot_closes(client: Client) -> None:
    async def turning(link: Link) -> None:
        await link.welcome(seq=7)
        await link.snapshot([a_ticket(1)], 7)
        await link.heartbeat(7, 1)
        await link.heartbeat(7, 2)
        await link.gone()

    async with scripted_feed(turning) as feed:
        services = await client.start(feed.base_url, KEY)
        causes: list[str | None] = []
        services.bus.subscribe(FeedChanged, lambda change: causes.append(change.status.cause))
        await eventually(lambda: feed.closes)
        feed.script = honest
        await eventually(lambda: "disagreed" in causes)
        services.feed.retry_now()
        await eventually(lambda: is_verified(services))
        (interval,) = await services.store.read(feed_state.intervals, 0)
        assert (interval.cause, interval.closed_by, interval.events) == ("disagreed", "snapshot", 2)
        assert interval.code == 4000
        await client.stop()


async def test_an_open_interval_is_shown_as_open(client: Client) -> None:
    async with scripted_feed(honest) as feed:
        services = await client.start(feed.base_url, KEY)
        await eventually(lambda: is_verified(services))
    await eventually(lambda: services.feed.status.state is FeedState.OFFLINE)
    (shown,) = (await status_document(services))["blindIntervals"]
    assert (shown["to"], shown["closedBy"]) == (None, None)


async def test_events_without_a_heartbeat_leave_up_to_date_dark(client: Client) -> None:
    async def busy(link: Link) -> None:
        await link.welcome(seq=0, heartbeatMs=200)
        await link.snapshot([], 0)
        await link.heartbeat(0, 0)
        for seq in range(1, 10_000):
            await link.event(seq, a_ticket(seq))
            await asyncio.sleep(0.05)

    async with scripted_feed(busy) as feed:
        services = await client.start(feed.base_url, KEY)
        await eventually(lambda: is_verified(services))
        states = states_of(services)
        await eventually(lambda: services.feed.status.state is FeedState.UNVERIFIED)
        seq = services.feed.status.seq or 0
        await eventually(lambda: (services.feed.status.seq or 0) > seq + 3)
        assert FeedState.VERIFIED not in states[states.index(FeedState.UNVERIFIED) :]
        await client.stop()


async def raw(link: Link, data: bytes) -> None:
    """Send bytes that no library would send, after a list that is verified."""
    await link.welcome(seq=7)
    await link.snapshot([a_ticket(1)], 7)
    await link.heartbeat(7, 1)
    link.socket.transport.write(data)
    await link.gone()


@pytest.mark.parametrize(("data", "code"), [(b"\x82\x03abc", 1002), (b"\x81\x01{", 1007)])
async def test_a_frame_that_breaks_the_protocol_ends_one_connection_and_nothing_else(
    client: Client, data: bytes, code: int
) -> None:
    async with scripted_feed(lambda link: raw(link, data)) as feed:
        services = await client.start(feed.base_url, KEY)
        await eventually(lambda: services.feed.status.cause == "protocol")
        assert services.feed.status.code == code
        assert services.feed.status.tickets == 1
        feed.script = honest
        services.feed.retry_now()
        await eventually(lambda: is_verified(services))
        assert feed.hellos[-1]["resume"] is None
        (interval,) = await services.store.read(feed_state.intervals, 0)
        assert (interval.cause, interval.code, interval.closed_by) == ("protocol", code, "snapshot")
        await client.stop()


async def silent(link: Link) -> None:
    await link.gone()


async def half_a_frame(link: Link) -> None:
    """Begin a frame that never ends, a byte at a time."""
    await link.welcome(heartbeatMs=200)
    await link.snapshot([], 0)
    link.socket.transport.write(b"\x81\x7f" + (500_000).to_bytes(8, "big"))
    with contextlib.suppress(ConnectionError):
        while not link.socket.transport.is_closing():
            link.socket.transport.write(b"x")
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("script", [silent, half_a_frame])
async def test_a_desk_that_says_nothing_is_left(
    client: Client, script: Callable[[Link], Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "WELCOME_S", 0.3)
    async with scripted_feed(script) as feed:
        services = await client.start(feed.base_url, KEY)
        await eventually(lambda: services.feed.status.cause == "silent")
        feed.script = honest
        services.feed.retry_now()
        await eventually(lambda: is_verified(services))
        await client.stop()


@pytest.mark.parametrize(
    ("status", "cause"),
    [(200, "portal"), (407, "proxy"), (302, "redirected"), (401, "not_our_server")],
)
async def test_what_answers_in_the_desks_place_is_named_and_the_key_goes_no_further(
    client: Client, status: int, cause: str
) -> None:
    async with toy_server(reply(200)) as elsewhere:
        page = b"<html>Wi-Fi</html>"
        location = f"Location: {base_url(elsewhere.port)}/tickets/assigned/live"
        async with toy_server(reply(status, page, "Content-Type: text/html", location)) as toy:
            services = await client.start(toy.base_url, KEY)
            await eventually(lambda: services.feed.status.cause == cause)
            shown = services.feed.status
            assert (shown.state, shown.code) == (FeedState.OFFLINE, status)
            assert shown.next_try_ms is not None
            await client.stop()
    assert elsewhere.requests == []
