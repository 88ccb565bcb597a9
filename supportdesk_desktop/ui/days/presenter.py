"""The page of statistics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.changes import FeedChanged, TroublesChanged
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.services.days import DayService
from supportdesk_desktop.services.tickets import write_table
from supportdesk_desktop.tasks import TaskOwner
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.tickets.export import ask_where
from supportdesk_desktop.ui.trust.strip import TrustStrip

if TYPE_CHECKING:
    from supportdesk_desktop.ui.days.journal import Journal
    from supportdesk_desktop.ui.days.statistics import StatisticsPage
    from supportdesk_desktop.ui.trust.details import TrustDetails


class TableExport(QObject):
    """Writes tables of one part of the window as CSV files."""

    def __init__(
        self, say: Callable[[str], None], tasks: TaskOwner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._say = say
        self._tasks = tasks

    def ask(self, over: QWidget, name: str, rows: Sequence[Sequence[str]]) -> None:
        """Let the agent choose a file for lines of cells; its name without ``.csv`` is proposed."""
        ask_where(
            over,
            self.tr("Exporter en CSV"),
            f"{name}.csv",
            lambda chosen: self._tasks.start("export", self.write(Path(chosen), rows)),
        )

    async def write(self, path: Path, rows: Sequence[Sequence[str]]) -> None:
        """Write the file and say that it is there, or why not."""
        try:
            await write_table(path, rows)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            self._say(self.tr("Export impossible : {reason}").format(reason=reason))
        else:
            self._say(self.tr("Exporté : {name}").format(name=path.name))


SETTLE_MS = 1000
"""Counted again at most so often while tickets come in."""


class StatisticsPresenter(QObject):
    """Counts when the page is shown, and again when something of it changed."""

    def __init__(
        self,
        *,
        days: DayService,
        bridge: Bridge,
        say: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._days = days
        self._say = say
        self._page: StatisticsPage | None = None
        self._is_verified = False
        self._tasks = TaskOwner("ui.statistics")
        self._export = TableExport(say, self._tasks, self)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self.load)
        for changes in (bridge.notices, bridge.filings, bridge.intervals):
            changes.connect(self._on_change)
        bridge.feed.connect(self._on_feed)

    async def aclose(self) -> None:
        """End what is being read."""
        self._settling.stop()
        await self._tasks.aclose()

    def attach(self, page: StatisticsPage) -> None:
        """Serve the page, which is built when it is first shown."""
        self._page = page
        page.set_verified(self._is_verified)
        page.days_wanted.connect(lambda _days: self.load())
        page.shown.connect(self.load)
        page.export_requested.connect(
            lambda name, rows: self._export.ask(page.window(), name, rows)
        )
        self.load()

    def load(self) -> None:
        """Count again, where somebody looks."""
        if self._page is not None:
            self._tasks.replace("load", self._load(self._page))

    def _on_feed(self, change: FeedChanged) -> None:
        self._is_verified = change.status.state is FeedState.VERIFIED
        if self._page is not None:
            self._page.set_verified(self._is_verified)

    def _on_change(self, _change: object) -> None:
        if self._page is not None and self._page.isVisible() and not self._settling.isActive():
            self._settling.start()

    async def _load(self, page: StatisticsPage) -> None:
        try:
            page.show_statistics(await self._days.statistics(page.days()))
        except DeskError as problem:
            self._say(explain(problem, language_now()))


DAYS = 30
"""The most days that the journal shows."""


class TrustPresenter(QObject):
    """Fills journal and details while they are shown."""

    def __init__(
        self,
        *,
        strip: TrustStrip,
        days: DayService,
        bridge: Bridge,
        say: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._strip = strip
        self._days = days
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
            self._details.show_status(self._strip.status, self._strip.face())

    async def _fill_journal(self, journal: Journal) -> None:
        try:
            intervals = await self._days.days(DAYS)
        except DeskError as problem:
            self._say(explain(problem, language_now()))
        else:
            first_ms = self._strip.first_verified_ms
            journal.show_status(self._strip.status, intervals, first_ms)

    async def _fill_details(self, details: TrustDetails) -> None:
        try:
            details.show_record(await self._days.record())
        except DeskError as problem:
            self._say(explain(problem, language_now()))
