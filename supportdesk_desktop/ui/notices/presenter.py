"""The notifications page and the bell of the strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from supportdesk_desktop.core.changes import FeedChanged
from supportdesk_desktop.core.errors import DeskError, NotificationAbsent, NotificationError
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.notices import Bell, NoticeOutcome
from supportdesk_desktop.tasks import declare
from supportdesk_desktop.ui.trust.states import NotificationState
from supportdesk_desktop.ui.trust.strip import TrustStrip
from supportdesk_desktop.ui.workspace import Presenter, Workspace

if TYPE_CHECKING:
    from supportdesk_desktop.ui.notices.pane import NotificationsPage

READ = declare("ui.notices.read", part="store")


class NoticesPresenter(Presenter):
    """Shows the outcome of each notice today, and sends a test announcement on request."""

    def __init__(self, workspace: Workspace, strip: TrustStrip) -> None:
        super().__init__("notices", workspace, strip)
        self._strip = strip
        self._page: NotificationsPage | None = None
        self._feed_state: FeedState | None = None
        self._bridge.notices.connect(self.load)
        self._bridge.feed.connect(self._on_feed)

    def attach(self, page: NotificationsPage) -> None:
        """Serve the page, which is built when it is first shown."""
        self._page = page
        page.test_requested.connect(lambda: self._tasks.replace("test", self._test(page)))
        page.ticket_requested.connect(self._workspace.open_ticket)
        self.load()

    def load(self, _change: object = None) -> None:
        """Read today's account again."""
        self._tasks.until_done(READ, self._load)

    def hold(self, until_ms: int | None) -> None:
        """Announce nothing until then, None to announce again."""
        payload = {"untilMs": until_ms or 0}
        self._tasks.replace("dnd", self._run_or_explain(self._workspace.ask_owner, "dnd", payload))

    def _on_feed(self, change: FeedChanged) -> None:
        """Look again where the feed changes its state: another owner may have come."""
        if change.status.state is not self._feed_state:
            self._feed_state = change.status.state
            self.load()

    async def _load(self) -> None:
        try:
            answer = await self._workspace.ask_owner("bell")
            self._show_bell(msgspec.json.decode(answer, type=Bell))
        except DeskError:
            # Whether anything is announced is the owner's to say; the next one tells of itself.
            self._strip.set_notifications(NotificationState.UNKNOWN)
        if self._page is not None:
            self._page.set_notices(await self._workspace.notices.today())

    def _show_bell(self, bell: Bell) -> None:
        if self._page is not None:
            self._page.set_dnd(bell.held_until_ms)
        state = NotificationState.ACTIVE if bell.available else NotificationState.NO_SERVICE
        if bell.held_until_ms is not None:
            state = NotificationState.DND
        elif bell.by_desktop:
            state = NotificationState.DESKTOP_DND
        self._strip.set_notifications(state, bell.held_until_ms)

    async def _test(self, page: NotificationsPage) -> None:
        page.show_test_running()
        try:
            shown = await self._workspace.notices.send_test()
        except NotificationAbsent:
            page.show_test_result(NoticeOutcome.NO_SERVICE, None)
        except NotificationError:
            page.show_test_result(NoticeOutcome.REFUSED, None)
        else:
            page.show_test_result(NoticeOutcome.SHOWN, (shown.shown_ns - shown.sent_ns) / 1e6)
