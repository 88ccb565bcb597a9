"""Takes "verified" back by itself: the proof of a heartbeat ends where the next one is late."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from supportdesk_desktop.core.feed_status import FeedStatus
from supportdesk_desktop.services.clock import Clock


class ProofTimer:
    """Calls ``overdue`` once the proof of the last watched status has ended.

    It runs beside whoever reads the feed: a store that keeps a commit waiting, or an owner that
    was stopped, holds no proof up.
    """

    def __init__(self, clock: Clock, overdue: Callable[[], None]) -> None:
        self._clock = clock
        self._overdue = overdue
        self._ends_ns = 0
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, status: FeedStatus) -> None:
        """Watch this status instead of the one before."""
        self.stop()
        if status.is_proven(self._clock.monotonic_ns()):
            assert status.proof_ends_ns is not None
            self._ends_ns = status.proof_ends_ns
            self._look()

    def stop(self) -> None:
        """Watch nothing."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        left_s = (self._ends_ns - self._clock.monotonic_ns()) / 1e9
        if left_s > 0:
            self._timer = asyncio.get_running_loop().call_later(left_s, self._look)
        else:
            self._timer = None
            self._overdue()
