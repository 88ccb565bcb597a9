"""The notifications page and the bell of the strip."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from supportdesk_desktop.core.changes import FeedChanged
from supportdesk_desktop.core.errors import DeskError, NotificationAbsent, NotificationError
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.notices import Bell, NoticeOutcome
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.tasks import TaskOwner, declare
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.trust.states import NotificationState
from supportdesk_desktop.ui.trust.strip import TrustStrip

if TYPE_CHECKING:
    from supportdesk_desktop.ui.notices.pane import NotificationsPage

AskBell = Callable[[], Awaitable[Bell]]
"""Tells whether assignments are announced now, by whoever owns the feed."""

READ = declare("ui.notices.read", part="store")


class NoticesPresenter(QObject):
    """Shows what became of each assignment today, and tries an announcement on request."""

    def __init__(
        self,
        *,
        strip: TrustStrip,
        notices: NoticeService,
        bridge: Bridge,
        bell: AskBell,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._strip = strip
        self._notices = notices
        self._bell = bell
        self._page: NotificationsPage | None = None
        self._tasks = TaskOwner("ui.notices", bridge.report)
        self._feed_state: FeedState | None = None
        bridge.notices.connect(lambda _change: self.load())
        bridge.feed.connect(self._on_feed)

    async def aclose(self) -> None:
        """End what is being read."""
        await self._tasks.aclose()

    def attach(self, page: NotificationsPage) -> None:
        """Serve the page, which is built when it is first shown."""
        self._page = page
        page.test_requested.connect(lambda: self._tasks.replace("test", self._test()))
        self.load()

    def load(self) -> None:
        """Read today's account again."""
        self._tasks.until_done(READ, self._load)

    def _on_feed(self, change: FeedChanged) -> None:
        """Look again where the feed changes its state: another owner may have come."""
        if change.status.state is not self._feed_state:
            self._feed_state = change.status.state
            self.load()

    async def _load(self) -> None:
        try:
            self._show_bell(await self._bell())
        except DeskError:
            # Whether anything is announced is the owner's to say; the next one tells of itself.
            self._strip.set_notifications(NotificationState.UNKNOWN)
        if self._page is not None:
            self._page.set_notices(await self._notices.today())

    def _show_bell(self, bell: Bell) -> None:
        if self._page is not None:
            self._page.set_dnd(bell.held_until_ms)
        if bell.held_until_ms is not None:
            self._strip.set_notifications(NotificationState.DND, bell.held_until_ms)
        elif bell.available:
            self._strip.set_notifications(NotificationState.ACTIVE)
        else:
            self._strip.set_notifications(NotificationState.NO_SERVICE)

    async def _test(self) -> None:
        page = self._page
        if page is None:
            return
        page.show_test_running()
        try:
            shown = await self._notices.send_test()
        except NotificationAbsent:
            page.show_test_result(NoticeOutcome.NO_SERVICE, None)
        except NotificationError:
            page.show_test_result(NoticeOutcome.REFUSED, None)
        else:
            page.show_test_result(NoticeOutcome.SHOWN, (shown.shown_ns - shown.sent_ns) / 1e6)
