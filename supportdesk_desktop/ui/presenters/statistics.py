"""The page of statistics."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from supportdesk_desktop.core.changes import FeedChanged
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.services.statistics import StatisticsService
from supportdesk_desktop.tasks import TaskOwner
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.presenters.table_export import TableExport

if TYPE_CHECKING:
    from supportdesk_desktop.ui.panes.statistics import StatisticsPage

SETTLE_MS = 1000
"""Counted again at most so often while tickets come in."""


class StatisticsPresenter(QObject):
    """Counts when the page is shown, and again when something of it changed."""

    def __init__(
        self,
        *,
        service: StatisticsService,
        bridge: Bridge,
        say: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._service = service
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
            page.show_statistics(await self._service.load(page.days()))
        except DeskError as problem:
            self._say(explain(problem, language_now()))
