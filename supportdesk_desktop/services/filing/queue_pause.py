"""The pause of the whole queue of filings, and the delays that the server asked for."""

from __future__ import annotations

from supportdesk_desktop.core.changes import QueuePaused
from supportdesk_desktop.core.errors import (
    NotOurServer,
    ProfileError,
    ServerError,
    ServerFault,
    Unreachable,
)
from supportdesk_desktop.core.filing import Act, Pause, Wait
from supportdesk_desktop.core.filing_fate import Fate
from supportdesk_desktop.core.pacing import full_jitter_s
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.desk import DeskService
from supportdesk_desktop.system.clock import Clock

PLAN_LIMIT_RETRY_S = 3600.0


class QueuePause:
    """Publishes each change of ``reason``: the reason of the pause, None while filings are sent."""

    def __init__(self, bus: Bus, clock: Clock, desk: DeskService) -> None:
        self._bus = bus
        self._clock = clock
        self._desk = desk
        self.reason: Pause | None = None
        self._suspects = False
        self._probes = 0
        self._rests_until_ns = 0
        self._throttled_until_ns = 0

    @property
    def wants_probe(self) -> bool:
        """Whether it is doubtful that our server answers: ``probe`` before anything is sent."""
        return self.reason is Pause.NOT_OUR_SERVER or self._suspects

    def set(self, pause: Pause | None, message: str = "") -> None:
        if pause is not self.reason:
            self.reason = pause
            self._bus.publish(QueuePaused(pause, message))

    def note(self, key: str, outcome: Fate, message: str, *, repeated: bool = False) -> None:
        """Begin or end a pause of the whole queue after the outcome of one filing.

        A key that was repeated creates nothing: what else comes of it tells nothing of the quota.
        """
        tells_quota = self.reason is Pause.PLAN_LIMIT and not repeated
        if outcome.pause is Pause.PLAN_LIMIT or (tells_quota and outcome.act is Act.DOUBT):
            self._rests_until_ns = self._in_ns(PLAN_LIMIT_RETRY_S)
        self._suspects = outcome.wait is Wait.STOPPED
        if outcome.wait is Wait.THROTTLED:
            self._throttled_until_ns = self._in_ns(outcome.delay_s or 0)
        if outcome.pause is not None:
            if key == self._desk.access.key:
                self.set(outcome.pause, message)
        elif tells_quota and outcome.act in {Act.ANSWER, Act.REFUSAL}:
            self.set(None)

    def rest_s(self) -> float:
        """Return the seconds until sending goes on: a delay of the server, or a used-up quota.

        A delay holds for the whole queue, also when the filing that caused it is withdrawn.
        """
        until_ns = self._throttled_until_ns
        if self.reason is Pause.PLAN_LIMIT:
            until_ns = max(until_ns, self._rests_until_ns)
        return max(0.0, (until_ns - self._clock.monotonic_ns()) / 1e9)

    def _in_ns(self, seconds: float) -> int:
        return self._clock.monotonic_ns() + round(seconds * 1e9)

    async def probe(self) -> float:
        """Ask ``whoami`` until an answer in the envelope shows that it is our server again."""
        try:
            await self._desk.refresh()
        except ProfileError:
            self.set(Pause.OTHER_PROFILE)
            return 0
        except ServerError as problem:
            is_bare = isinstance(problem, ServerFault) and problem.code is None
            if is_bare or isinstance(problem, Unreachable | NotOurServer):
                self.set(Pause.NOT_OUR_SERVER)
                self._probes += 1
                return full_jitter_s(self._probes, self._clock.fraction())
        self._probes = 0
        self._suspects = False
        if self.reason is Pause.NOT_OUR_SERVER:
            self.set(None)
        return 0
