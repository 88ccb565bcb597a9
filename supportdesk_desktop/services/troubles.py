"""What cannot work now: the failures of background loops, by the part that they stop."""

from __future__ import annotations

from supportdesk_desktop.core.changes import LoopChanged, Trouble, TroublesChanged
from supportdesk_desktop.core.errors import DeskError, StoreError
from supportdesk_desktop.core.wording import explain_trouble
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.clock import Clock

GRAVEST_FIRST = ("store", "feed", "outbox", "notifications")


class Troubles:
    """Keeps one trouble for each part, and publishes when they change."""

    def __init__(self, bus: Bus, clock: Clock) -> None:
        self._bus = bus
        self._clock = clock
        self._loops: dict[str, Trouble] = {}
        self._of_owner: tuple[Trouble, ...] = ()
        self.now: tuple[Trouble, ...] = ()
        """What cannot work now, the gravest first."""
        bus.subscribe(LoopChanged, self._hear)

    def owner_has(self, troubles: tuple[Trouble, ...]) -> None:
        """Take what the owner of the profile says of itself; nothing once it is gone."""
        self._of_owner = troubles
        self._publish()

    def _hear(self, change: LoopChanged) -> None:
        before = self._loops.pop(change.name, None)
        if change.problem is not None:
            since_ms = self._clock.wall_ms() if before is None else before.since_ms
            self._loops[change.name] = trouble_of(change.part, since_ms, change.problem)
        self._publish()

    def _publish(self) -> None:
        by_part: dict[str, Trouble] = {}
        for one in (*self._of_owner, *self._loops.values()):
            known = by_part.get(one.part)
            if known is None or one.since_ms < known.since_ms:
                by_part[one.part] = one
        now = tuple(by_part[part] for part in GRAVEST_FIRST if part in by_part)
        if now != self.now:
            self.now = now
            self._bus.publish(TroublesChanged(now))


def trouble_of(part: str, since_ms: int, problem: BaseException) -> Trouble:
    """Return what a failure means: whatever the store stops is a trouble of the store."""
    part = "store" if isinstance(problem, StoreError) else part
    code = problem.key if isinstance(problem, DeskError) else "unexpected"
    sentences = explain_trouble(part, problem, "fr"), explain_trouble(part, problem, "en")
    return Trouble(part, since_ms, code, *sentences)
