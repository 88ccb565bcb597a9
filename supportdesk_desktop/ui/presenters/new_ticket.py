"""The filing panel: drafts kept as typed, a filing on disk before the panel closes, five seconds
to take it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from supportdesk_desktop.core.changes import FilingsChanged
from supportdesk_desktop.core.customers import CustomerAndDraft
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import DeskError, DraftRefused, RequestRefused
from supportdesk_desktop.core.filing import Filing, FilingState
from supportdesk_desktop.core.ids import DraftId, FilingId
from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.services.drafting import DraftingService
from supportdesk_desktop.services.filing import FilingService
from supportdesk_desktop.services.outbox import OutboxReader
from supportdesk_desktop.services.tasks import TaskOwner
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.panes.new_ticket import NewTicketPanel

UNDO_MS = 5000
METER_MS = 500

OfferUndo = Callable[[str, float, Callable[[], None]], None]
"""Show what was done, with Annuler for so many seconds; calls back when it is taken back."""


class NewTicketPresenter(QObject):
    """Serves one panel. What is typed survives closing, refusals and crashes."""

    def __init__(
        self,
        *,
        panel: NewTicketPanel,
        drafting: DraftingService,
        filings: FilingService,
        reader: OutboxReader,
        bridge: Bridge,
        leave: Callable[[], None],
        show: Callable[[], None],
        offer_undo: OfferUndo,
        say: Callable[[str], None],
        lang: str,
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._drafting = drafting
        self._filings = filings
        self._reader = reader
        self._leave = leave
        self._show = show
        self._offer_undo = offer_undo
        self._say = say
        self._lang = lang
        self._tasks = TaskOwner("ui.new_ticket")
        self._draft_id = drafting.new_id()
        self._mends: FilingId | None = None
        self._meter = QTimer(self)
        self._meter.setInterval(METER_MS)
        self._meter.timeout.connect(self._refresh_meter)
        panel.draft_changed.connect(self._on_draft)
        panel.submitted.connect(lambda draft: self._tasks.replace("submit", self._submit(draft)))
        panel.create_customer_and_submit.connect(
            lambda both: self._tasks.replace("submit", self._create_and_submit(both))
        )
        panel.closed.connect(self._on_closed)
        bridge.filings.connect(self._on_filings)

    async def aclose(self) -> None:
        """Hand out what was typed last, and end."""
        self._meter.stop()
        self._panel.flush()
        await self._tasks.drain()

    def open(self, priority: Priority | None = None) -> None:
        """Show the panel with the draft that was left, or a new one."""
        self._tasks.replace("open", self._open(priority))

    def mend(self, filing: Filing) -> None:
        """Show a refused filing's draft again, with the server's refusal at its fields."""
        self._tasks.replace("open", self._open_refused(filing))

    async def _open(self, priority: Priority | None) -> None:
        kept = await self._drafting.newest()
        if kept is not None and self._panel.draft() == Draft():
            self._draft_id, self._mends = kept.id, kept.filing_id
            self._panel.set_draft(kept.draft)
            self._panel.set_saved(kept.updated_ms)
        if priority is not None:
            self._panel.form.picker.set_priority(priority)
        await self._look_around()

    async def _open_refused(self, filing: Filing) -> None:
        self._panel.clear()
        self._draft_id, self._mends = self._drafting.new_id(), filing.id
        self._panel.set_draft(filing.draft)
        self._panel.set_mending(True, filing.settled_ms)
        self._show()
        await self._look_around()
        if filing.error is not None:
            self._panel.show_server_refusal(
                filing.error.code, filing.error.message, filing.error.details
            )

    async def _look_around(self) -> None:
        around = await self._drafting.surroundings()
        self._panel.set_customers(around.customers)
        self._panel.set_tags(around.tags)
        self._panel.set_categories(around.categories)
        self._refresh_meter()
        self._meter.start()
        self._panel.focus_first()

    def _on_draft(self, draft: Draft) -> None:
        self._tasks.start("keep", self._keep(self._draft_id, draft, self._mends))

    async def _keep(self, draft_id: DraftId, draft: Draft, mends: FilingId | None) -> None:
        if draft == Draft():
            await self._drafting.drop(draft_id)
            return
        self._panel.set_saved(await self._drafting.keep(draft_id, draft, mends))
        self._panel.set_duplicate(await self._drafting.duplicate_of(draft))

    async def _submit(self, draft: Draft) -> None:
        try:
            if self._mends is not None:
                filing = await self._filings.mend(self._mends, draft)
            else:
                filing = await self._filings.submit(draft, undo_ms=UNDO_MS)
        except DraftRefused as refused:
            self._panel.show_problems(refused.problems)
            return
        except DeskError as problem:
            self._say(explain(problem, self._lang))
            return
        mended = self._mends is not None
        await self._forget_draft()
        self._leave()
        if not mended:
            said = self.tr("Ticket en file, il part dans un instant.")
            self._offer_undo(said, UNDO_MS / 1000, lambda: self._take_back(filing))

    async def _create_and_submit(self, both: CustomerAndDraft) -> None:
        try:
            await self._drafting.create_customer(both.customer)
        except RequestRefused as refused:
            self._panel.show_server_refusal(refused.code or "", refused.message, refused.details)
            return
        except DeskError as problem:
            self._say(explain(problem, self._lang))
            return
        await self._submit(both.draft)

    async def _forget_draft(self) -> None:
        await self._drafting.drop(self._draft_id)
        self._draft_id, self._mends = self._drafting.new_id(), None
        self._panel.clear()
        self._meter.stop()

    def _take_back(self, filing: Filing) -> None:
        self._tasks.start("undo", self._withdraw(filing))

    async def _withdraw(self, filing: Filing) -> None:
        try:
            await self._filings.withdraw(filing.id)
        except DeskError as problem:
            self._say(explain(problem, self._lang))
            return
        self._panel.set_draft(filing.draft)
        self._on_draft(filing.draft)
        self._show()

    def _on_filings(self, change: FilingsChanged) -> None:
        self._tasks.start("refusals", self._say_refusals(change.filing_ids))

    async def _say_refusals(self, ids: tuple[FilingId, ...]) -> None:
        for filing in await self._reader.by_ids(ids):
            if filing.state is FilingState.REFUSED and filing.error is not None:
                refused = RequestRefused(
                    code=filing.error.code,
                    message=filing.error.message,
                    details=filing.error.details,
                )
                self._say(explain(refused, self._lang))

    def _on_closed(self) -> None:
        self._meter.stop()
        self._leave()

    def _refresh_meter(self) -> None:
        self._tasks.replace("meter", self._load_meter())

    async def _load_meter(self) -> None:
        meter = await self._reader.meter()
        self._panel.set_meter(meter.uses, meter.wait_ms)
