"""Do not disturb: what the agent asked for, what the schedule says, and when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

from supportdesk_desktop.core.changes import NoticesChanged
from supportdesk_desktop.core.notices import NoticePolicy
from supportdesk_desktop.core.settings import (
    ANNOUNCES,
    BURST,
    CRITICAL_PASSES,
    QUIET_HOURS,
    REMIND_MIN,
    SHOWS,
    SOUND,
)
from supportdesk_desktop.core.times import next_quiet, quiet_until
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.store import settings
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import TaskOwner, declare

FOLLOW_QUIET = declare("notices.follow_quiet", part="notifications", longest_s=30.0)
"""Do not disturb ends by the wall clock, which a sleep of the computer moves on."""

DND_UNTIL = "dnd_until_ms"
"""Setting: until when the agent asked not to be disturbed."""

HEARD_UNTIL = "notices.heard_until_ms"
"""Setting: until when the agent wants announcements although the schedule says quiet."""


class Quiet:
    """Follows the settings of notices and the quiet times; ``ended`` is called at their end."""

    def __init__(
        self, store: Store, bus: Bus, clock: Clock, tasks: TaskOwner, ended: Callable[[], None]
    ) -> None:
        self._store = store
        self._bus = bus
        self._clock = clock
        self._tasks = tasks
        self._ended = ended
        self._look = asyncio.Event()
        self._was_quiet = False
        self._dnd_until_ms = 0
        self._heard_until_ms = 0
        self.policy = NoticePolicy()
        self.by_desktop = False
        """The desktop's own Do not disturb is on."""

    async def load(self) -> None:
        """Read what is stored. Raises ``StoreError``."""
        ledger = self._store.ledger
        until_ms, heard_until_ms = [
            await ledger.read(settings.get, name, int) for name in (DND_UNTIL, HEARD_UNTIL)
        ]
        self._dnd_until_ms, self._heard_until_ms = until_ms or 0, heard_until_ms or 0
        self.policy = _policy_of(await ledger.read(settings.read_all))
        self._was_quiet = self.is_on()

    def is_on(self) -> bool:
        """Return whether assignments are held: as the agent asked, the schedule or the desktop."""
        return self.by_desktop or self.held_until_ms() is not None

    def follow_desktop(self, quiet: bool) -> None:
        """Take the desktop's word on its own Do not disturb."""
        if quiet is not self.by_desktop:
            self.by_desktop = quiet
            self._look.set()

    def follow(self) -> None:
        """Publish the beginning and end of quiet from now on."""
        self._tasks.loop(FOLLOW_QUIET, self._follow, wake=self._look)

    def held_until_ms(self) -> int | None:
        """Return until when nothing is announced (epoch ms), None where it is announced.

        It is the end of all quiet that follows without a gap: the agent's own, then the schedule's.
        """
        now_ms = self._clock.wall_ms()
        until_ms = self._dnd_until_ms if now_ms < self._dnd_until_ms else None
        from_ms = until_ms or now_ms
        if not self.policy.quiet or from_ms < self._heard_until_ms:
            return until_ms
        until = quiet_until(self.policy.quiet, _local(from_ms))
        return until_ms if until is None else _epoch_ms(until, from_ms)

    async def do_not_disturb(self, until_ms: int) -> None:
        """Hold announcements until then (0: announce again, also in what the schedule holds)."""
        await self._store.ledger.write(settings.put, DND_UNTIL, until_ms)
        self._dnd_until_ms = until_ms
        self._heard_until_ms = 0
        scheduled_ms = self.held_until_ms() if until_ms == 0 else None
        self._heard_until_ms = scheduled_ms or 0
        await self._store.ledger.write(settings.put, HEARD_UNTIL, self._heard_until_ms)
        self._bus.publish(NoticesChanged(()))
        self._changed()

    async def settings_changed(self) -> None:
        """Announce by the settings that are stored now."""
        policy = _policy_of(await self._store.ledger.read(settings.read_all))
        if policy.quiet != self.policy.quiet:
            self._heard_until_ms = 0
            await self._store.ledger.write(settings.put, HEARD_UNTIL, 0)
        self.policy = policy
        self._bus.publish(NoticesChanged(()))
        self._changed()

    def _changed(self) -> None:
        """Announce what may be announced now, as at the end of quiet."""
        self._was_quiet = True
        self._look.set()

    async def _follow(self) -> float | None:
        """Say when quiet begins; announce what was held when it ends."""
        until_ms, is_on = self.held_until_ms(), self.is_on()
        if self._was_quiet is not is_on:
            self._was_quiet = is_on
            self._bus.publish(NoticesChanged(()))
            if not is_on:
                self._ended()
        at_ms = self._next_ms() if until_ms is None else until_ms
        return None if at_ms is None else max(0.001, (at_ms - self._clock.wall_ms()) / 1000)

    def _next_ms(self) -> int | None:
        """Return when the schedule is quiet next, after what the agent wants to hear of it."""
        from_ms = max(self._clock.wall_ms(), self._heard_until_ms)
        if self.policy.quiet and quiet_until(self.policy.quiet, _local(from_ms)) is not None:
            return from_ms
        begins = next_quiet(self.policy.quiet, _local(from_ms))
        return None if begins is None else _epoch_ms(begins, from_ms)


def _policy_of(stored: Mapping[str, str]) -> NoticePolicy:
    return NoticePolicy(
        announces=ANNOUNCES.of(stored),
        critical_passes=CRITICAL_PASSES.of(stored),
        shows=SHOWS.of(stored),
        burst=BURST.of(stored),
        sound=SOUND.of(stored),
        quiet=QUIET_HOURS.of(stored),
        remind_min=REMIND_MIN.of(stored),
    )


def _local(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000)


def _epoch_ms(at: datetime, after_ms: int) -> int:
    """Return when the local clock shows ``at`` after that moment: at summer time's end, twice."""
    first_ms = round(at.timestamp() * 1000)
    return first_ms if first_ms > after_ms else round(at.replace(fold=1).timestamp() * 1000)
