"""Waiting until a filing is settled, or cannot be for now, and saying so."""

from __future__ import annotations

import asyncio
import contextlib
import sys

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.cli.filing_output import Queue, why_not_settled
from supportdesk_desktop.cli.joining import Joined, OwnerNow, owner_now
from supportdesk_desktop.core.changes import DeskKnown, FilingsChanged, QueuePaused
from supportdesk_desktop.core.filing import Filing, Wait, may_repeat_key
from supportdesk_desktop.core.filing_state import FilingState, Pause
from supportdesk_desktop.core.ids import FilingId

LONGEST_WAIT_S = 90.0
SILENT_WAIT_S = 5.0
"""For an owner that did not answer: it may have been slow for a moment."""

LOOK_AGAIN_S = 1.0
"""A change can be missed where the owner ends meanwhile."""

_SETTLED = frozenset({FilingState.CONFIRMED, FilingState.REFUSED, FilingState.WITHDRAWN})


class Settling:
    """Watches one filing."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._changed = asyncio.Event()
        self.pause: Pause | None = None
        for kind in (FilingsChanged, DeskKnown):
            services.bus.subscribe(kind, lambda _change: self._changed.set())
        services.bus.subscribe(QueuePaused, self._on_pause)

    async def wait(self, filing_id: FilingId, limit_s: float = LONGEST_WAIT_S) -> Filing:
        """Return the filing once it is settled, or once waiting longer would not help."""
        deadline = asyncio.get_running_loop().time() + limit_s
        while True:
            self._changed.clear()
            filing = await self._services.filings.get(filing_id)
            left_s = deadline - asyncio.get_running_loop().time()
            if left_s <= 0 or not self._may_settle_soon(filing, left_s):
                return filing
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), min(left_s, LOOK_AGAIN_S))

    def repeats(self, filing: Filing) -> bool:
        """Return whether the app settles an uncertain filing by its own Idempotency-Key."""
        return may_repeat_key(
            filing,
            key_lasts_ms=self._services.desk.key_lasts_ms,
            now_ms=self._services.clock.wall_ms(),
        )

    def _may_settle_soon(self, filing: Filing, left_s: float) -> bool:
        if filing.state in _SETTLED:
            return False
        if filing.state is FilingState.UNCERTAIN:
            return self.repeats(filing)
        if filing.state is FilingState.SENDING:
            return True
        if self.pause is not None or filing.wait in {Wait.NETWORK, Wait.STOPPED}:
            return False
        due_ms = filing.next_attempt_ms or 0
        return due_ms - self._services.clock.wall_ms() < left_s * 1000

    def _on_pause(self, change: QueuePaused) -> None:
        self.pause = change.pause
        self._changed.set()


def longest_wait_s(mine: Joined) -> float:
    """Return how long to wait for whoever works the outbox, in seconds."""
    return SILENT_WAIT_S if mine.owner_silent else LONGEST_WAIT_S


async def queue_after(mine: Joined, settling: Settling) -> Queue:
    """Return what stands behind the filings once this command has ended."""
    if mine.session.owns:
        return Queue(settling.pause, worked=False)
    silent = await owner_now(mine.services.setup.paths) is OwnerNow.SILENT
    return Queue(settling.pause, worked=True, silent=silent)


def complain_unsettled(queue: Queue, settling: Settling, filing: Filing) -> None:
    """Say on stderr where a filing stands that is not settled, and what comes next."""
    sys.stdout.flush()
    repeats = settling.repeats(filing)
    sys.stderr.write(why_not_settled(filing, queue, repeats=repeats) + "\n")
