"""The statistics, the journal of blind intervals, and what is verified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.changes import FeedChanged, TroublesChanged
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.services.tickets import write_table
from supportdesk_desktop.tasks import TaskOwner
from supportdesk_desktop.ui.tickets.list_foot import ask_where
from supportdesk_desktop.ui.timers import timer
from supportdesk_desktop.ui.trust.strip import TrustStrip
from supportdesk_desktop.ui.window.toasts import Sign, Toast
from supportdesk_desktop.ui.workspace import Presenter, Workspace

if TYPE_CHECKING:
    from supportdesk_desktop.ui.days.journal import Journal
    from supportdesk_desktop.ui.days.statistics import StatisticsPage
    from supportdesk_desktop.ui.trust.details import TrustDetails

SETTLE_MS = 1000
"""Counted again at most so often while tickets come in."""

DAYS = 30
"""The most days that the journal shows."""


class TableExport(QObject):
    """Writes tables of one part of the window as CSV files."""

    def __init__(
        self, tell: Callable[[Toast], None], tasks: TaskOwner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tell = tell
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
            text = self.tr("{file} n’a pas pu être écrit : {reason}")
            self._tell(Toast(text.format(file=path.name, reason=reason), Sign.WARNING))
        else:
            self._tell(Toast(self.tr("{file} exporté").format(file=path.name)))


class StatisticsPresenter(Presenter):
    """Counts when the page is shown, and again when something of it changed."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__("statistics", workspace, parent)
        self._page: StatisticsPage | None = None
        self._is_verified = False
        self._export = TableExport(self._tell, self._tasks, self)
        self._settling = timer(self, SETTLE_MS, self.load, once=True)
        for changes in (self._bridge.notices, self._bridge.filings, self._bridge.intervals):
            changes.connect(self._on_change)
        self._bridge.feed.connect(self._on_feed)

    async def aclose(self) -> None:
        self._settling.stop()
        await super().aclose()

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
        counted = await self._run_or_explain(self._workspace.days.statistics, page.days())
        if counted is not None:
            page.show_statistics(counted)


class TrustPresenter(Presenter):
    """Fills journal and details while they are shown."""

    def __init__(self, workspace: Workspace, strip: TrustStrip) -> None:
        super().__init__("trust", workspace, strip)
        self._strip = strip
        self._journal: Journal | None = None
        self._details: TrustDetails | None = None
        self._state: FeedState | None = None
        self._export = TableExport(self._tell, self._tasks, self)
        self._bridge.intervals.connect(self._load_journal)
        self._bridge.feed.connect(self._on_feed)
        self._bridge.troubles.connect(self._on_troubles)
        strip.refreshed.connect(self._refresh_details)

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

    def _load_journal(self, _change: object = None) -> None:
        if self._journal is not None and not self._journal.isHidden():
            self._tasks.replace("journal", self._fill_journal(self._journal))

    def _load_details(self) -> None:
        if self._details is not None and not self._details.isHidden():
            self.show_details(self._details)

    def _refresh_details(self) -> None:
        if self._details is not None and not self._details.isHidden():
            self._details.show_status(self._strip.status, self._strip.face)

    async def _fill_journal(self, journal: Journal) -> None:
        intervals = await self._run_or_explain(self._workspace.days.days, DAYS)
        if intervals is not None:
            first_ms = self._strip.first_verified_ms
            journal.show_status(self._strip.status, intervals, first_ms)

    async def _fill_details(self, details: TrustDetails) -> None:
        record = await self._run_or_explain(self._workspace.days.record)
        if record is not None:
            details.show_record(record)
