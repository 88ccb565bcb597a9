"""What stands behind the trust strip: the journal of blind intervals, and what is verified."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from supportdesk_desktop.core.changes import FeedChanged, TroublesChanged
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.services.observation import ObservationService
from supportdesk_desktop.tasks import TaskOwner
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.panes.trust_strip import TrustStrip
from supportdesk_desktop.ui.presenters.table_export import TableExport

if TYPE_CHECKING:
    from supportdesk_desktop.ui.panes.journal import Journal
    from supportdesk_desktop.ui.panes.trust_strip.details import TrustDetails

DAYS = 30
"""The most days that the journal shows."""


class TrustPresenter(QObject):
    """Fills journal and details while they are shown."""

    def __init__(
        self,
        *,
        strip: TrustStrip,
        observation: ObservationService,
        bridge: Bridge,
        say: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._strip = strip
        self._observation = observation
        self._say = say
        self._journal: Journal | None = None
        self._details: TrustDetails | None = None
        self._state: FeedState | None = None
        self._tasks = TaskOwner("ui.trust")
        self._export = TableExport(say, self._tasks, self)
        bridge.intervals.connect(lambda _change: self._load_journal())
        bridge.feed.connect(self._on_feed)
        bridge.troubles.connect(self._on_troubles)
        strip.refreshed.connect(self._refresh_details)

    async def aclose(self) -> None:
        """End what is being read."""
        await self._tasks.aclose()

    def show_journal(self, journal: Journal) -> None:
        """Bring the journal, which has what the strip knows, all the days that it can show."""
        if self._journal is None:
            self._journal = journal
            journal.export_requested.connect(
                lambda name, rows: self._export.ask(journal.window(), name, rows)
            )
        self._tasks.replace("journal", self._fill_journal(journal))

    def show_details(self, details: TrustDetails) -> None:
        """Bring the page of what is verified what is written down here."""
        self._details = details
        self._tasks.replace("details", self._fill_details(details))

    def _on_troubles(self, change: TroublesChanged) -> None:
        """Show the gravest; ``status`` has all."""
        self._strip.set_trouble(change.troubles[0] if change.troubles else None)

    def _on_feed(self, change: FeedChanged) -> None:
        self._load_details()
        if change.status.state is not self._state:
            self._state = change.status.state
            self._load_journal()

    def _load_journal(self) -> None:
        if self._journal is not None and not self._journal.isHidden():
            self._tasks.replace("journal", self._fill_journal(self._journal))

    def _load_details(self) -> None:
        if self._details is not None and not self._details.isHidden():
            self._tasks.replace("details", self._fill_details(self._details))

    def _refresh_details(self) -> None:
        if self._details is not None and not self._details.isHidden():
            self._details.show_status(self._strip.status(), self._strip.face())

    async def _fill_journal(self, journal: Journal) -> None:
        try:
            intervals = await self._observation.days(DAYS)
        except DeskError as problem:
            self._say(explain(problem, language_now()))
        else:
            first_ms = self._strip.first_verified_ms()
            journal.show_status(self._strip.status(), intervals, first_ms)

    async def _fill_details(self, details: TrustDetails) -> None:
        try:
            details.show_record(await self._observation.record())
        except DeskError as problem:
            self._say(explain(problem, language_now()))
