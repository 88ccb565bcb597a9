"""One immediate try, not many, when this computer wakes or its network is back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from supportdesk_desktop.core.feed_policy import HostEvent, OutageTracker
from supportdesk_desktop.core.feed_status import BlindCause
from supportdesk_desktop.services.feed.service import FeedService
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.host import HostWatch

log = logging.getLogger(__name__)

_OF_THE_NETWORK = frozenset({HostEvent.NETWORK_GONE, HostEvent.NETWORK_BACK})

_OF_DOUBT = frozenset({HostEvent.FALLS_ASLEEP, HostEvent.CLOCK_SET_BACK})
"""The last proof is of before it: only the next one is believed."""


class WakeService:
    """Passes events of this computer (wake, network, clock) on to the feed and the outbox."""

    def __init__(
        self,
        *,
        feed: FeedService,
        nudge_outbox: Callable[[], None],
        on_this_computer: Callable[[], bool],
        clock: Clock,
        watches: Sequence[HostWatch],
    ) -> None:
        self._feed = feed
        self._nudge_outbox = nudge_outbox
        self._on_this_computer = on_this_computer
        self._clock = clock
        self._watches = watches
        self._outages = OutageTracker()
        self._listening = False

    async def start(self) -> None:
        """Start listening, once: a follower listens already before it becomes the owner."""
        if self._listening:
            return
        self._listening = True
        for watch in self._watches:
            await watch.start(self._hear)

    async def aclose(self) -> None:
        """Listen no more."""
        for watch in self._watches:
            await watch.aclose()

    def _hear(self, event: HostEvent, since_ms: int | None) -> None:
        if event in _OF_THE_NETWORK and self._on_this_computer():
            return
        if event in _OF_DOUBT:
            self._feed.keeper.doubt()
        clock = self._clock
        reconnect = self._outages.hear(event, clock.monotonic_ns(), clock.wall_ms(), since_ms)
        self._feed.expect(self._outages.outage)
        log.info("this computer: %s", event)
        if reconnect is None:
            return
        if reconnect.cause is BlindCause.ASLEEP:
            self._feed.slept(reconnect.since_ms)
        else:
            self._feed.network_returned(reconnect.since_ms)
        self._nudge_outbox()
