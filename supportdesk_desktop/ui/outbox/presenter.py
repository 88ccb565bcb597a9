"""The outbox page and its number in the strip."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from supportdesk_desktop.core.changes import QueuePaused
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.filing import Filing, Pause
from supportdesk_desktop.core.ids import FilingId
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.services.account import DeskService
from supportdesk_desktop.services.filing.service import FilingService
from supportdesk_desktop.tasks import TaskOwner, declare
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.trust.strip import TrustStrip

if TYPE_CHECKING:
    from supportdesk_desktop.ui.outbox.pane import OutboxPage

REMIND_MS = 10 * 60_000

READ = declare("ui.outbox.read", part="store")


class OutboxPresenter(QObject):
    """Shows every filing, and does what a person decides about it."""

    def __init__(
        self,
        *,
        strip: TrustStrip,
        filings: FilingService,
        desk: DeskService,
        bridge: Bridge,
        counts_changed: Callable[[], None],
        say: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._strip = strip
        self._page: OutboxPage | None = None
        self._filings = filings
        self._desk = desk
        self._counts_changed = counts_changed
        self._say = say
        self._pause: Pause | None = None
        self._pause_message = ""
        self._tasks = TaskOwner("ui.outbox", bridge.report)
        self._doubtful: Filing | None = None
        bridge.filings.connect(lambda _change: self.load())
        bridge.tickets.connect(lambda _change: self._look_at_doubt())
        bridge.paused.connect(self._on_paused)

    async def aclose(self) -> None:
        """End what is being read."""
        await self._tasks.aclose()

    def attach(self, page: OutboxPage) -> None:
        """Serve the page, which is built when it is first shown."""
        self._page = page
        choices, filings = page.choices, self._filings
        choices.confirm_requested.connect(lambda one, text: self._do(filings.confirm(one, text)))
        choices.keep_waiting_requested.connect(
            lambda one: self._do(filings.remind_later(one, REMIND_MS))
        )
        choices.resend_requested.connect(lambda one: self._do(filings.retry(one)))
        choices.retry_requested.connect(lambda one: self._do(filings.retry(one)))
        choices.withdraw_requested.connect(lambda one: self._do(filings.withdraw(one)))
        page.detail.doubt_shown.connect(self._on_doubt)
        page.set_pause(self._pause, self._pause_message)
        self.load()

    def load(self) -> None:
        """Read the outbox again."""
        self._tasks.until_done(READ, self._load)

    async def _load(self) -> None:
        self._strip.set_outbox(await self._filings.counts(), self._pause)
        self._counts_changed()
        if self._page is None:
            return
        self._page.detail.set_repeats(self._desk.is_idempotent)
        self._page.set_filings(await self._filings.newest())
        meter = await self._filings.meter()
        self._page.set_meter(meter.uses, meter.wait_ms)

    def show(self, filing_id: FilingId) -> None:
        """Select one filing on the page."""
        if self._page is not None:
            self._page.choose(filing_id)

    def _on_doubt(self, filing: Filing) -> None:
        self._doubtful = filing
        self._look_at_doubt()

    def _look_at_doubt(self) -> None:
        """Read again what is known of the uncertain filing that is shown."""
        if self._doubtful is not None and self._page is not None:
            if self._page.chosen() == self._doubtful.id:
                self._tasks.replace("doubt", self._load_doubt(self._page, self._doubtful))
            else:
                self._doubtful = None

    async def _load_doubt(self, page: OutboxPage, filing: Filing) -> None:
        page.detail.show_doubt_facts(await self._filings.doubt_facts(filing))

    def _on_paused(self, change: QueuePaused) -> None:
        self._pause, self._pause_message = change.pause, change.message
        if self._page is not None:
            self._page.set_pause(change.pause, change.message)
        self.load()

    def _do(self, work: Coroutine[Any, Any, object]) -> None:
        self._tasks.start("act", self._act(work))

    async def _act(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except DeskError as problem:
            self._say(explain(problem, language_now()))
