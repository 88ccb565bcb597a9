"""The notifications page and the bell of the strip."""

from __future__ import annotations

from PySide6.QtCore import QObject

from supportdesk_desktop.core.errors import NotificationAbsent, NotificationError
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.services.notices import NoticeService
from supportdesk_desktop.services.tasks import TaskOwner
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.panes.notifications import NotificationsPage
from supportdesk_desktop.ui.panes.trust_strip import NotificationState, TrustStrip


class NoticesPresenter(QObject):
    """Shows what became of each assignment today, and tries an announcement on request."""

    def __init__(
        self,
        *,
        strip: TrustStrip,
        notices: NoticeService,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._strip = strip
        self._notices = notices
        self._page: NotificationsPage | None = None
        self._tasks = TaskOwner("ui.notices")
        bridge.notices.connect(lambda _change: self.load())

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
        self._show_bell()
        if self._page is not None:
            self._page.set_dnd(self._notices.held_until_ms())
            self._tasks.replace("load", self._load())

    async def _load(self) -> None:
        if self._page is not None:
            self._page.set_notices(await self._notices.today())

    def _show_bell(self) -> None:
        until_ms = self._notices.held_until_ms()
        if until_ms is not None:
            self._strip.set_notifications(NotificationState.DND, until_ms)
        elif self._notices.available:
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
