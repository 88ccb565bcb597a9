"""State of the feed, shown in the strip, the rail, the list's band and the journal."""

from __future__ import annotations

from supportdesk_desktop.core.changes import DeskKnown, FeedChanged, PresenceChanged
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.times import epoch_ms, iso_utc
from supportdesk_desktop.tasks import declare
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.tickets.pane import Emptiness, TicketListPane
from supportdesk_desktop.ui.timers import now_ms, timer
from supportdesk_desktop.ui.trust.strip import TrustStrip
from supportdesk_desktop.ui.window.rail import Rail
from supportdesk_desktop.ui.workspace import Presenter, Workspace

STALE = frozenset(FeedState) - {
    *(FeedState.VERIFIED, FeedState.UNVERIFIED, FeedState.CONNECTING, FeedState.CATCHING_UP),
}
BRIEF_MS = 10_000
"""Milliseconds of a lost connection that are still shown in grey."""

STOPPED = frozenset({"key-refused", "other-agent"})
"""Faces of the strip that stand over the list, too."""

READ_INTERVALS = declare("ui.feed.intervals", part="store")


class FeedPresenter(Presenter):
    """Shows the feed's status wherever a user could think otherwise."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        strip: TrustStrip,
        rail: Rail,
        pane: TicketListPane,
        detail: DetailPane,
    ) -> None:
        super().__init__("feed", workspace, strip)
        self._strip = strip
        self._rail = rail
        self._pane = pane
        self._detail = detail
        self._status: FeedStatus | None = None
        self._brief = timer(self, due=self._loss_lasts, once=True)
        self._bridge.feed.connect(self._on_feed)
        self._bridge.intervals.connect(self.load_intervals)
        self._bridge.presence.connect(self._on_presence)
        self._bridge.desk.connect(self._on_desk)
        strip.refreshed.connect(self._say_why_stopped)
        rail.availability_chosen.connect(self._on_availability)
        strip.retry_requested.connect(lambda: self._ask("retry-feed"))
        strip.take_over_requested.connect(lambda: self._ask("take-over"))

    def verify_now(self) -> None:
        """Ask the owner of the feed to compare with the server."""
        self._ask("verify")

    def load_intervals(self, _change: object = None) -> None:
        """Show the blind intervals of the day again."""
        self._tasks.until_done(READ_INTERVALS, self._load_intervals)

    async def _load_intervals(self) -> None:
        day = await self._workspace.days.day()
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
        """Show the freshness of the status; a loss under ``BRIEF_MS`` does not turn amber."""
        stale = status.verified_up_to_ms if status.state in STALE else None
        left_ms = 0
        if status.lost_ms is not None:
            left_ms = BRIEF_MS - (now_ms() - status.lost_ms)
        if stale is not None and left_ms > 0:
            self._brief.start(left_ms)
            stale = None
        proven = status.state is FeedState.VERIFIED
        self._pane.set_verified(status.verified_up_to_ms, proven=proven)
        self._pane.set_stale(stale)
        self._detail.set_stale(stale)
        if status.state is FeedState.NO_FEED and not status.had_feed:
            self._pane.set_emptiness(Emptiness.NO_FEED, status.code)

    def _say_why_stopped(self) -> None:
        face = self._strip.face
        self._pane.set_stopped(face.said if face.key in STOPPED else "")

    def _loss_lasts(self) -> None:
        if self._status is not None:
            self._say_how_fresh(self._status)

    def _on_presence(self, change: PresenceChanged) -> None:
        until = change.presence.until
        until_ms = None if until is None else epoch_ms(until)
        self._rail.set_presence(change.presence.available, until_ms)

    def _on_desk(self, change: DeskKnown) -> None:
        self._rail.set_shop(change.facts.name, sample_data=self._workspace.days.sample_data)
        self._detail.set_actions_available(change.facts.offers("ticket-actions"))

    def _on_availability(self, until_ms: int | None) -> None:
        until = None if until_ms is None else iso_utc(until_ms)
        payload = {"available": until_ms is None, "until": until}
        self._tasks.replace(
            "presence", self._run_or_explain(self._workspace.ask_owner, "presence", payload)
        )

    def _ask(self, request: str) -> None:
        self._do(request, self._workspace.ask_owner, request)
