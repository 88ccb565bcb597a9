"""The whole way of an assignment, through a proxy that does harm, and what holds at its end."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.core.changes import TraceMark
from supportdesk_desktop.core.feed_status import BlindInterval, FeedState
from supportdesk_desktop.store import feed_state, notices, tickets
from tests.fakes.tcp_proxy import TcpProxy, tcp_proxy
from tests.faults.served_desk import Assignment, ServedDesk
from tests.integration.services.conftest import Client, base_url

QUIET_S = 60.0


class Way:
    """A desk in a process, a proxy before it, and one agent's services behind the proxy.

    ``verified_seq`` is where the last heartbeat agreed; set it to None to wait for the next.
    """

    def __init__(self, desk: ServedDesk, proxy: TcpProxy, client: Client) -> None:
        self.desk = desk
        self.proxy = proxy
        self.client = client
        self.agent_id = ""
        self.services: Services
        self._key = ""
        self.verified_seq: int | None = None

    async def begin(self, agent: tuple[str, str]) -> None:
        """Follow the feed of an agent (id and key) until it is verified for the first time."""
        self.agent_id, self._key = agent
        await self.start()
        await self.quiet()

    async def start(self) -> None:
        self.services = await self.client.start(base_url(self.proxy.port), self._key)
        self.services.bus.subscribe(TraceMark, self._hear)

    async def quiet(self) -> None:
        """Lift every fault and wait until a heartbeat agrees that nothing is missing.

        Asserts what must hold then: the list is the desk's, versions included; every blind
        interval is closed; and no announcement was made twice.
        """
        self.proxy.cut_after = self.proxy.write_bytes = None
        self.proxy.pause_s = self.proxy.merge_s = 0.0
        self.proxy.refuse = False
        self.proxy.target_port = self.desk.port
        self.proxy.flow()
        head = self.desk.head(self.agent_id)
        self.verified_seq = None
        async with asyncio.timeout(QUIET_S):
            while self.verified_seq != head or not await self._settled():
                status = self.services.feed.status
                if status.next_try_ms is not None and status.state is not FeedState.NO_FEED:
                    self.services.feed.retry_now()
                await asyncio.sleep(0.05)
        assert await self.services.store.feed.read(tickets.held_versions) == self.desk.held(
            self.agent_id
        )
        assert self.services.feed.status.state is FeedState.VERIFIED
        assert all(one.closed_by is not None for one in await self.intervals())
        self.nothing_announced_twice()

    async def intervals(self) -> list[BlindInterval]:
        """Return every blind interval, oldest first."""
        return await self.services.store.read(feed_state.intervals, 0)

    async def causes(self) -> list[tuple[str, str | None]]:
        """Return cause and way of closing of every blind interval, oldest first."""
        return [(one.cause, one.closed_by) for one in await self.intervals()]

    async def decided(self) -> set[Assignment]:
        """Return the assignments that a notice decision was made for."""
        records = await self.services.store.read(notices.recent, 100_000)
        known = [Assignment(one.ticket_id, one.assigned_at) for one in records if one.outcome]
        assert len(set(known)) == len(known)
        return set(known)

    def nothing_announced_twice(self) -> None:
        """Assert that no ticket was announced more often than it was assigned in the log."""
        announced = Counter(
            str(one.ticket_id) for one in self.client.notifier.announced if one.ticket_id
        )
        records = self.desk.ever_assigned(self.agent_id)
        for ticket_id, times in announced.items():
            assert times <= records[ticket_id], ticket_id

    async def _settled(self) -> bool:
        return None not in await self.services.store.read(notices.totals)

    def _hear(self, mark: TraceMark) -> None:
        if mark.what == "feed_verified" and mark.seq is not None:
            self.verified_seq = mark.seq


@asynccontextmanager
async def whole_way(folder: Path, heartbeat_ms: int = 1000) -> AsyncIterator[Way]:
    """Run a desk, a proxy and a client until the block ends; call ``begin`` first."""
    desk = ServedDesk(folder, heartbeat_ms)
    client = Client(folder / "data")
    try:
        await desk.found()
        async with tcp_proxy(desk.port) as proxy:
            try:
                yield Way(desk, proxy, client)
            finally:
                await client.aclose()
    finally:
        await desk.aclose()
