"""What is known of the feed, said in the strip, the rail, the list's band and the journal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QDateTime, QObject, QTimer

from supportdesk_desktop.core.changes import DeskKnown, FeedChanged, PresenceChanged
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.frames import PresenceState
from supportdesk_desktop.core.times import epoch_ms, iso_utc
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.services.days import DayService
from supportdesk_desktop.tasks import TaskOwner, declare
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.tickets.pane import Emptiness, TicketListPane
from supportdesk_desktop.ui.trust.strip import TrustStrip
from supportdesk_desktop.ui.window.rail import Rail
from supportdesk_desktop.ui.window.rail_items import Presence

PresenceFrame = Callable[[bool, str | None], Awaitable[PresenceState]]
STALE = frozenset(
    {
        FeedState.OFFLINE,
        FeedState.NO_FEED,
        FeedState.KEY_REFUSED,
        FeedState.OTHER_AGENT,
        FeedState.UPDATE_NEEDED,
        FeedState.ELSEWHERE,
    }
)
BRIEF_MS = 10_000
"""A loss shorter than this stays grey."""

READ_INTERVALS = declare("ui.feed.intervals", part="store")


class FeedPresenter(QObject):
    """Shows the feed's status wherever a user could think otherwise."""

    def __init__(
        self,
        *,
        strip: TrustStrip,
        rail: Rail,
        pane: TicketListPane,
        detail: DetailPane,
        days: DayService,
        bridge: Bridge,
        set_presence: PresenceFrame,
        say: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._strip = strip
        self._rail = rail
        self._pane = pane
        self._detail = detail
        self._days = days
        self._set_presence = set_presence
        self._say = say
        self._status: FeedStatus | None = None
        self._tasks = TaskOwner("ui.feed", bridge.report)
        self._brief = QTimer(self)
        self._brief.setSingleShot(True)
        self._brief.timeout.connect(self._loss_lasts)
        bridge.feed.connect(self._on_feed)
        bridge.intervals.connect(lambda _change: self.load_intervals())
        bridge.presence.connect(self._on_presence)
        bridge.desk.connect(self._on_desk)
        rail.availability_chosen.connect(self._on_availability)

    async def aclose(self) -> None:
        """End what is being read."""
        await self._tasks.aclose()

    def load_intervals(self) -> None:
        """Show the blind intervals of the day again."""
        self._tasks.until_done(READ_INTERVALS, self._load_intervals)

    async def _load_intervals(self) -> None:
        day = await self._days.day()
        self._strip.set_intervals(day.intervals, day.observed_from_ms)

    def _on_feed(self, change: FeedChanged) -> None:
        status = change.status
        verified_before = self._status is not None and self._status.state is FeedState.VERIFIED
        self._status = status
        self._strip.set_status(status)
        self._say_how_fresh(status)
        if status.agent is not None:
            self._rail.set_agent(status.agent.name, status.agent.level)
        if not verified_before and status.state is FeedState.VERIFIED:
            self.load_intervals()

    def _say_how_fresh(self, status: FeedStatus) -> None:
        """Under ten seconds from the loss nothing turns amber (``design/ui.md``, Trust strip)."""
        stale = status.verified_up_to_ms if status.state in STALE else None
        left_ms = (
            0
            if status.lost_ms is None
            else BRIEF_MS - (QDateTime.currentMSecsSinceEpoch() - status.lost_ms)
        )
        if stale is not None and left_ms > 0:
            self._brief.start(left_ms)
            stale = None
        proven = status.state is FeedState.VERIFIED
        self._pane.set_verified(status.verified_up_to_ms, proven=proven)
        self._pane.set_stale(stale)
        self._detail.set_stale(stale)
        if status.state is FeedState.NO_FEED and not status.had_feed:
            self._pane.set_emptiness(Emptiness.NO_FEED, status.code)

    def _loss_lasts(self) -> None:
        if self._status is not None:
            self._say_how_fresh(self._status)

    def _on_presence(self, change: PresenceChanged) -> None:
        until = change.presence.until
        self._rail.set_presence(
            Presence(change.presence.available, None if until is None else epoch_ms(until))
        )

    def _on_desk(self, change: DeskKnown) -> None:
        self._rail.set_shop(change.facts.name, sample_data=self._days.sample_data)
        self._detail.set_actions_available(change.facts.offers("ticket-actions"))

    def _on_availability(self, until_ms: int | None) -> None:
        self._tasks.replace("presence", self._change_presence(until_ms))

    async def _change_presence(self, until_ms: int | None) -> None:
        until = None if until_ms is None else iso_utc(until_ms)
        try:
            await self._set_presence(until_ms is None, until)
        except DeskError as problem:
            self._say(explain(problem, language_now()))
