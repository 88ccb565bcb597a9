"""The outbox page and its number in the strip."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from supportdesk_desktop.core.changes import QueuePaused
from supportdesk_desktop.core.filing import Filing, Pause
from supportdesk_desktop.core.ids import FilingId
from supportdesk_desktop.tasks import declare
from supportdesk_desktop.ui.trust.strip import TrustStrip
from supportdesk_desktop.ui.workspace import Presenter, Workspace

if TYPE_CHECKING:
    from supportdesk_desktop.ui.outbox.pane import OutboxPage

REMIND_MS = 10 * 60_000

READ = declare("ui.outbox.read", part="store")


class OutboxPresenter(Presenter):
    """Shows every filing, and does what a person decides about it."""

    def __init__(
        self, workspace: Workspace, strip: TrustStrip, mend: Callable[[Filing], None]
    ) -> None:
        super().__init__("outbox", workspace, strip)
        self._strip = strip
        self._mend = mend
        self._page: OutboxPage | None = None
        self._pause: Pause | None = None
        self._pause_message = ""
        self._was_offline = False
        self._doubtful: Filing | None = None
        self._bridge.filings.connect(self.load)
        self._bridge.tickets.connect(self._refresh_doubt)
        self._bridge.paused.connect(self._on_paused)
        self._bridge.feed.connect(self._on_feed)

    def attach(self, page: OutboxPage) -> None:
        """Serve the page, which is built when it is first shown."""
        self._page = page
        choices, filings = page.detail.choices, self._workspace.filings
        acts: dict[str, Callable[[FilingId], Coroutine[Any, Any, object]]] = {
            "wait": lambda one: filings.remind_later(one, REMIND_MS),
            "resend": filings.retry,
            "now": filings.retry,
            "withdraw": filings.withdraw,
            "mend": self._open_again,
        }
        choices.decided.connect(lambda act, one: self._do("act", acts[act], one))
        self._serve(choices.confirm_requested, "act", filings.confirm)
        choices.ticket_requested.connect(self._workspace.open_ticket)
        page.resume_requested.connect(
            partial(self._do, "resume", self._workspace.ask_owner, "resume")
        )
        page.detail.doubt_shown.connect(self._on_doubt)
        page.set_pause(self._pause, self._pause_message)
        self.load()

    def load(self, _change: object = None) -> None:
        """Read the outbox again."""
        self._tasks.until_done(READ, self._load)

    async def _load(self) -> None:
        filings = self._workspace.filings
        self._strip.set_outbox(await filings.counts(), self._pause)
        if self._page is None:
            return
        self._page.detail.set_repeats(self._workspace.desk.is_idempotent)
        self._page.set_filings(await filings.newest())
        meter = await filings.meter()
        self._page.set_meter(meter.uses, meter.wait_ms, offline=self._strip.is_offline)

    async def _open_again(self, filing_id: FilingId) -> None:
        self._mend(await self._workspace.filings.get(filing_id))

    def _on_doubt(self, filing: Filing) -> None:
        self._doubtful = filing
        self._refresh_doubt()

    def _refresh_doubt(self, _change: object = None) -> None:
        """Read again what is known of the uncertain filing that is shown."""
        if self._doubtful is not None and self._page is not None:
            if self._page.chosen == self._doubtful.id:
                self._tasks.replace("doubt", self._load_doubt(self._page, self._doubtful))
            else:
                self._doubtful = None

    async def _load_doubt(self, page: OutboxPage, filing: Filing) -> None:
        page.detail.show_doubt_facts(await self._workspace.filings.doubt_facts(filing))

    def _on_feed(self, _change: object) -> None:
        """Read the outbox again where the network went or came back."""
        if self._was_offline != self._strip.is_offline:
            self._was_offline = self._strip.is_offline
            self.load()

    def _on_paused(self, change: QueuePaused) -> None:
        self._pause, self._pause_message = change.pause, change.message
        if self._page is not None:
            self._page.set_pause(change.pause, change.message)
        self.load()
