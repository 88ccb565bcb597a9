"""What the system bus and the clocks tell of sleep and network, over a real, private bus."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from supportdesk_desktop.core.feed_policy import HostEvent
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.host import ClockWatch
from supportdesk_desktop.system.system_bus import SystemBusWatch
from tests.fakes.host_services import (
    CONNECTED,
    CONNECTED_LOCAL,
    CONNECTED_SITE,
    CONNECTING,
    DISCONNECTED,
    LOGIN,
    NETWORK,
    HostServices,
)

GONE, BACK = HostEvent.NETWORK_GONE, HostEvent.NETWORK_BACK
FALLS_ASLEEP, WOKE = HostEvent.FALLS_ASLEEP, HostEvent.WOKE


class Heard:
    """Remembers what was told."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[tuple[HostEvent, int | None]] = asyncio.Queue()

    def __call__(self, event: HostEvent, since_ms: int | None) -> None:
        self.told.put_nowait((event, since_ms))

    async def next(self) -> HostEvent:
        return (await asyncio.wait_for(self.told.get(), 10))[0]


@pytest.fixture
async def watch(address: str) -> AsyncIterator[SystemBusWatch]:
    watch = SystemBusWatch()
    yield watch
    await watch.aclose()


@pytest.fixture
async def heard(host: HostServices, watch: SystemBusWatch) -> Heard:
    """What a watch has told since it began, beside both services."""
    heard = Heard()
    await watch.start(heard)
    return heard


async def test_sleep_and_wake_are_told(host: HostServices, heard: Heard) -> None:
    await host.sleep()
    await host.wake()
    assert [await heard.next(), await heard.next()] == [FALLS_ASLEEP, WOKE]


async def test_each_change_of_the_network_is_told_once(host: HostServices, heard: Heard) -> None:
    for state in (CONNECTED_SITE, DISCONNECTED, CONNECTING, CONNECTED_LOCAL, CONNECTED):
        await host.network(state)
    await host.sleep()
    told = [await heard.next() for _ in range(3)]
    assert told == [GONE, BACK, FALLS_ASLEEP]


async def test_a_network_gone_before_the_start_is_known(
    host: HostServices, watch: SystemBusWatch
) -> None:
    host.state = DISCONNECTED
    heard = Heard()
    await watch.start(heard)
    await host.network(CONNECTED)
    assert [await heard.next(), await heard.next()] == [GONE, BACK]


async def test_who_ends_says_nothing_of_the_network(address: str, watch: SystemBusWatch) -> None:
    manager = HostServices(address, DISCONNECTED)
    await manager.start(NETWORK)
    login = await HostServices(address).start(LOGIN)
    heard = Heard()
    await watch.start(heard)
    assert await heard.next() is GONE
    await manager.stop()
    assert await heard.next() is BACK
    await login.wake()
    assert await heard.next() is WOKE
    await login.stop()


async def test_what_a_stranger_sends_to_us_alone_is_not_heard(
    host: HostServices, watch: SystemBusWatch, heard: Heard, address: str
) -> None:
    assert watch._bus is not None
    stranger = await HostServices(address).start("com.example.Stranger")
    await stranger.forge(str(watch._bus.unique_name))
    await stranger.sleep()
    await stranger.stop()
    await host.sleep()
    assert await heard.next() is FALLS_ASLEEP
    assert heard.told.empty()


async def test_a_bus_without_these_services_is_silent(address: str, watch: SystemBusWatch) -> None:
    heard = Heard()
    await watch.start(heard)
    late = await HostServices(address).start()
    await late.wake()
    assert await heard.next() is WOKE
    await late.stop()


@pytest.mark.parametrize("bad", ["unix:path=/nulle/part", "n’importe quoi", "tcp:host=x"])
async def test_no_system_bus_is_no_error(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bad)
    heard, watch = Heard(), SystemBusWatch()
    await watch.start(heard)
    assert heard.told.empty()
    await watch.aclose()


class Sleeper:
    """A computer that can be put to sleep; ``clock`` is its clock."""

    def __init__(self) -> None:
        self.slept_ms = 0
        self.looks = 0
        self._real = Clock()
        self.clock = Clock(wall_ms=self._wall_ms, boot_ns=self._boot_ns)

    def _boot_ns(self) -> int:
        return self._real.boot_ns() + self.slept_ms * 1_000_000

    def _wall_ms(self) -> int:
        self.looks += 1
        return self._real.wall_ms() + self.slept_ms


async def test_the_clocks_tell_a_wake_once_and_since_when() -> None:
    computer, heard = Sleeper(), Heard()
    watch = ClockWatch(computer.clock, look_s=0.01)
    await watch.start(heard)
    async with asyncio.timeout(60):
        while computer.looks < 3:  # noqa: ASYNC110 - a clock has no event
            await asyncio.sleep(0.005)
    before_ms = Clock().wall_ms()
    computer.slept_ms = 60_000
    event, since_ms = await asyncio.wait_for(heard.told.get(), 10)
    assert event is WOKE
    assert since_ms is not None
    assert since_ms < before_ms + 60_000
    looks = computer.looks
    async with asyncio.timeout(60):
        while computer.looks < looks + 3:  # noqa: ASYNC110 - a clock has no event
            await asyncio.sleep(0.005)
    assert heard.told.empty()
    await watch.aclose()
