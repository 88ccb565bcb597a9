"""Sleep, wake and a network that comes and goes: one try, and an outage under its own name.

login1 and NetworkManager are those of the tests, on a bus of their own; desk, sockets and store
are real.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.core.changes import FeedChanged
from supportdesk_desktop.core.feed_status import BlindCause, FeedState
from supportdesk_desktop.services.waking import WakeService
from supportdesk_desktop.store import feed_state
from supportdesk_desktop.system.system_bus import SystemBusWatch
from tests.fakes.host_services import CONNECTED, DISCONNECTED, HostServices
from tests.fakes.tcp_proxy import TcpProxy
from tests.integration.backend.feed.live_desk import LiveDesk
from tests.integration.services.conftest import Client, base_url, eventually

ASLEEP, NO_NETWORK = BlindCause.ASLEEP, BlindCause.NO_NETWORK


class Welcomes:
    """Counts the connections that the desk welcomed."""

    def __init__(self, services: Services) -> None:
        self.count = 0
        self._state: FeedState | None = None
        services.bus.subscribe(FeedChanged, self._hear)

    def _hear(self, change: FeedChanged) -> None:
        state = change.status.state
        self.count += state is FeedState.CATCHING_UP and state is not self._state
        self._state = state


@pytest.fixture
async def services(
    client: Client, quick_desk: LiveDesk, proxy: TcpProxy, host: HostServices
) -> Services:
    _, key = await quick_desk.add_agent()
    services = await client.start(base_url(proxy.port), key)
    await eventually(is_verified(services))
    return services


@asynccontextmanager
async def remote(services: Services) -> AsyncIterator[None]:
    """Hear of the network as if the desk were on another computer."""
    service = WakeService(
        feed=services.feed,
        nudge_outbox=services.outbox.nudge,
        on_this_computer=lambda: False,
        clock=services.clock,
        watches=[SystemBusWatch()],
    )
    await service.start()
    try:
        yield
    finally:
        await service.aclose()


def is_verified(services: Services) -> Callable[[], bool]:
    return lambda: services.feed.status.state is FeedState.VERIFIED


async def causes(services: Services) -> list[tuple[str, str | None]]:
    found = await services.store.read(feed_state.intervals, 0)
    return [(one.cause, one.closed_by) for one in found]


async def test_a_wake_is_one_try_and_the_sleep_an_outage_of_its_own(
    services: Services, quick_desk: LiveDesk, proxy: TcpProxy, host: HostServices
) -> None:
    welcomes = Welcomes(services)
    fell_asleep_ms = services.clock.wall_ms()
    await host.sleep()
    await eventually(lambda: services.feed._expected is ASLEEP)
    # The desk gives the connection up; a computer that sleeps does not hear of it.
    proxy.half_open()
    await quick_desk.file("Arrivé pendant la veille")
    await host.wake()
    await eventually(lambda: welcomes.count == 1)
    await eventually(is_verified(services))
    assert await causes(services) == [("asleep", "replay")]
    (interval,) = await services.store.read(feed_state.intervals, 0)
    assert interval.from_ms - fell_asleep_ms < 5000
    assert interval.events == 1
    assert services.feed.status.tickets == 1
    assert welcomes.count == 1


async def test_a_connection_that_dies_as_the_computer_falls_asleep_died_of_that(
    services: Services, proxy: TcpProxy, host: HostServices
) -> None:
    await host.sleep()
    await eventually(lambda: services.feed._expected is ASLEEP)
    proxy.refuse = True
    proxy.cut()
    await eventually(lambda: services.feed.status.state is FeedState.OFFLINE)
    proxy.refuse = False
    await host.wake()
    await eventually(is_verified(services))
    assert await causes(services) == [("asleep", "replay")]


async def test_a_dead_socket_is_not_trusted_when_the_network_is_back(
    services: Services, quick_desk: LiveDesk, proxy: TcpProxy, host: HostServices
) -> None:
    welcomes = Welcomes(services)
    async with remote(services):
        await host.network(DISCONNECTED)
        await eventually(lambda: services.feed._expected is NO_NETWORK)
        proxy.half_open()
        await quick_desk.file("Arrivé sans réseau")
        for _ in range(10):
            await host.network(CONNECTED)
            await host.network(DISCONNECTED)
        await host.network(CONNECTED)
        await eventually(lambda: services.feed.status.tickets == 1)
        await eventually(is_verified(services))
    assert welcomes.count == 1
    assert await causes(services) == [("no_network", "replay")]


async def test_the_network_says_nothing_of_a_desk_on_this_computer(
    services: Services, host: HostServices, address: str
) -> None:
    welcomes = Welcomes(services)
    told: list[object] = []
    watch = SystemBusWatch()
    await watch.start(lambda event, _since: told.append(event))
    await host.network(DISCONNECTED)
    await host.network(CONNECTED)
    await eventually(lambda: len(told) == 2)
    await watch.aclose()
    assert (welcomes.count, services.feed.status.state) == (0, FeedState.VERIFIED)
    assert await causes(services) == []
