"""One filing panel at work: drafts kept as typed, a filing on disk before the panel closes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from supportdesk_desktop.core.drafts import (
    NOTHING_TYPED,
    CustomerEntry,
    Draft,
    NewCustomer,
    StoredDraft,
)
from supportdesk_desktop.core.errors import (
    DeskError,
    DraftRefused,
    OtherContent,
    RequestRefused,
    WrongState,
)
from supportdesk_desktop.core.filing import Filing
from supportdesk_desktop.core.ids import DraftId, FilingId
from supportdesk_desktop.core.tickets import Priority, Tag
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.ui.filing.panel import NewTicketPanel
from supportdesk_desktop.ui.filing.panel_parts import drafts_menu
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.timers import now_ms, timer
from supportdesk_desktop.ui.workspace import Presenter, Workspace

if TYPE_CHECKING:
    from supportdesk_desktop.ui.filing.panels_presenter import FilingPanels

METER_MS = 500


@dataclass(frozen=True, slots=True)
class PanelContents:
    """Contents of a panel: a draft, its customer as typed, the refused filing it mends."""

    draft: Draft
    customer: CustomerEntry = NOTHING_TYPED
    mends: FilingId | None = None


class NewTicketPresenter(Presenter):
    """Serves one panel, so that typed text survives closing, refusals and crashes."""

    def __init__(self, workspace: Workspace, panel: NewTicketPanel, host: FilingPanels) -> None:
        super().__init__("new_ticket", workspace, panel)
        self.panel = panel
        self._host = host
        self._drafting = workspace.drafting
        self._filings = workspace.filings
        self._draft_id = self._drafting.new_id()
        self._mends: FilingId | None = None
        self._filing: DraftId | None = None
        """The draft whose filing is being stored, as ``_submitted``; ``_typed_on`` comes next."""
        self._submitted = PanelContents(Draft())
        self._typed_on = self._drafting.new_id()
        self._meter = timer(self, METER_MS, self._refresh_meter)
        panel.draft_changed.connect(self._on_draft)
        panel.submitted.connect(self._submit)
        panel.header.more.clicked.connect(lambda: self._tasks.replace("menu", self._menu()))
        panel.form.naming.named.connect(lambda tag: self._tasks.start("tag", self._name_tag(tag)))
        panel.closed.connect(self._on_closed)

    @property
    def draft_id(self) -> DraftId:
        """The draft that the panel shows."""
        return self._draft_id

    async def aclose(self) -> None:
        self.panel.flush()
        await self.settle()
        self._meter.stop()
        await super().aclose()

    def open(self, priority: Priority | None = None) -> None:
        """Serve the panel as it is, or, where it is empty, with the draft that was left."""
        self._tasks.replace("open", self._open(priority))

    def write(self, written: PanelContents) -> None:
        """Begin a draft of its own with these contents; what the panel had is kept."""
        self._put_aside()
        self._mends = written.mends
        self.panel.form.set_draft(written.draft, written.customer)
        self.panel.set_mending(written.mends is not None)
        self._tasks.replace("open", self._load_surroundings())

    def keep_now(self) -> None:
        """Store what the panel shows, although nobody typed it."""
        self._on_draft(self.panel.form.draft())

    def mend(self, filing: Filing) -> None:
        """Show a refused filing's draft again, with the server's refusal at its fields."""
        self._tasks.replace("open", self._open_refused(filing))

    async def _open(self, priority: Priority | None) -> None:
        if not self.panel.form.has_something():
            others = await self._others()
            # What is typed while the drafts are read stays.
            if others and not self.panel.form.has_something():
                self._show(others[0])
        if priority is not None:
            self.panel.form.picker.set_priority(priority)
        await self._load_surroundings()

    async def _open_kept(self, draft_id: DraftId) -> None:
        for one in await self._others():
            if one.id == draft_id:
                self._put_aside()
                self._show(one)
        await self._load_surroundings()

    async def _open_refused(self, filing: Filing) -> None:
        kept = [one for one in await self._others() if one.filing_id == filing.id]
        if self._mends != filing.id:
            self._put_aside()
            if kept:
                self._show(kept[0])
            else:
                self._mends = filing.id
                self.panel.form.set_draft(filing.draft)
        self.panel.set_mending(True, filing.settled_ms)
        await self._load_surroundings()
        if filing.error is not None:
            self.panel.show_server_refusal(
                filing.error.code, filing.error.message, filing.error.details
            )

    def _put_aside(self) -> None:
        """Keep what the panel has and empty it for another draft."""
        self.panel.flush()
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._draft_id, self._mends = self._drafting.new_id(), None
        self.panel.clear()

    def _show(self, kept: StoredDraft) -> None:
        self._draft_id, self._mends = kept.id, kept.filing_id
        self.panel.form.set_draft(kept.draft, kept.customer)
        self.panel.header.set_saved(kept.updated_ms)
        self.panel.set_mending(kept.filing_id is not None)

    async def _others(self) -> list[StoredDraft]:
        """Return the kept drafts that no panel shows, the one touched last first."""
        kept = await self._drafting.kept()
        shown = self._host.shown_drafts()
        return [one for one in kept if one.id not in shown]

    async def _load_surroundings(self) -> None:
        around = await self._drafting.surroundings()
        self.panel.form.customer.set_customers(around.customers)
        self.panel.form.set_tags(around.tags)
        self.panel.form.category.set_in_use(around.categories)
        self._refresh_meter()
        self._meter.start()
        self.panel.focus_first()

    async def _menu(self) -> None:
        menu = drafts_menu(
            self.panel,
            await self._others(),
            written=self.panel.form.has_something(),
            begin=lambda: self.write(PanelContents(Draft())),
            choose=lambda one: self._tasks.replace("open", self._open_kept(one)),
            discard=self._discard,
        )
        more = self.panel.header.more
        menu.popup(more.mapToGlobal(QPoint(0, more.height())))

    def _on_draft(self, draft: Draft) -> None:
        entry = self.panel.form.customer_entry()
        if self._draft_id == self._filing:
            if draft == self._submitted.draft and entry == self._submitted.customer:
                # Its filing takes it from the drafts; where that fails, it is kept then.
                return
            # Typed on meanwhile: what was submitted is filed, and this is a draft of its own.
            self._draft_id, self._mends = self._typed_on, None
        self._tasks.start("keep", self._keep(self._draft_id, draft, entry, self._mends))

    async def _keep(
        self, draft_id: DraftId, draft: Draft, entry: CustomerEntry, mends: FilingId | None
    ) -> None:
        if draft == Draft() and entry == NOTHING_TYPED:
            await self._drafting.drop(draft_id)
            return
        saved_ms = await self._drafting.keep(draft_id, draft, mends, entry)
        hint = await self._drafting.duplicate_of(draft, mends)
        if draft_id == self._draft_id:
            self.panel.header.set_saved(saved_ms)
            self.panel.form.duplicate.set_hint(hint, now_ms())

    def _submit(self, draft: Draft, customer: NewCustomer | None) -> None:
        """File the draft; the panel takes no second word for it until that is stored, or not."""
        if self._filing is not None:
            return
        self._filing, self._typed_on = self._draft_id, self._drafting.new_id()
        self._submitted = PanelContents(draft, self.panel.form.customer_entry(), self._mends)
        self.panel.set_storing(True)
        self._tasks.start("submit", self._file(self._draft_id, customer))

    async def _file(self, draft_id: DraftId, customer: NewCustomer | None) -> None:
        try:
            filing = await self._stored(draft_id, customer)
        finally:
            self.panel.flush()
            self._filing = None
            self.panel.set_storing(False)
        submitted = self._submitted
        if filing is None:
            await self._keep_unfiled(draft_id, submitted)
            return
        if self._draft_id == self._typed_on:
            self.panel.set_mending(False)
        if draft_id == self._draft_id:
            self._begin_anew()
            self._on_closed()
        self._host.filed(filing, mended=submitted.mends is not None)

    async def _keep_unfiled(self, draft_id: DraftId, unfiled: PanelContents) -> None:
        if self._draft_id == self._typed_on:
            # Nothing was filed, so what was typed on is what the draft became.
            await self._drafting.drop(draft_id)
        if self._draft_id in {draft_id, self._typed_on}:
            self._mends = unfiled.mends
            self.keep_now()
        else:
            await self._drafting.keep(draft_id, unfiled.draft, unfiled.mends)

    async def _stored(self, draft_id: DraftId, customer: NewCustomer | None) -> Filing | None:
        """Return the filing that the draft became, None where the panel says why not."""
        draft, mends = self._submitted.draft, self._submitted.mends
        try:
            if customer is not None:
                await self._drafting.create_customer(customer)
            if mends is not None:
                return await self._filings.mend(mends, draft, draft_id=draft_id)
            undo_ms = self._host.undo_ms()
            return await self._filings.submit(draft, draft_id=draft_id, undo_ms=undo_ms)
        except RequestRefused as refused:
            self.panel.show_server_refusal(refused.code or "", refused.message, refused.details)
        except DraftRefused as refused:
            self.panel.show_problems(refused.problems)
        except WrongState as problem:
            # Its filing was decided elsewhere meanwhile: this is a ticket of its own, if asked for.
            self._submitted = replace(self._submitted, mends=None)
            self.panel.set_mending(False)
            kept = self.tr("Ce qui est écrit reste ici, comme nouveau brouillon.")
            self.panel.show_trouble(f"{explain(problem, language_now())} {kept}")
        except DeskError as problem:
            if isinstance(problem, OtherContent) and draft_id == self._draft_id:
                # Another process filed this draft with other words: these are a draft of their own.
                self._draft_id = self._typed_on
            self.panel.show_trouble(explain(problem, language_now()))
        return None

    def _discard(self) -> None:
        """Throw the draft away; the host lets that be taken back for a while."""
        if self._draft_id == self._filing:
            return
        thrown = PanelContents(
            self.panel.form.draft(), self.panel.form.customer_entry(), self._mends
        )
        self._tasks.start("discard", self._drafting.drop(self._draft_id))
        self._begin_anew()
        self._host.discarded(thrown)

    async def _name_tag(self, tag: Tag) -> None:
        self.panel.form.set_tags(await self._drafting.name_tag(tag))

    def _on_closed(self) -> None:
        self._meter.stop()
        self._host.leave(self)

    def _refresh_meter(self) -> None:
        self._tasks.replace("meter", self._load_meter())

    async def _load_meter(self) -> None:
        meter = await self._filings.meter()
        self.panel.foot.meter.set_use(meter.uses, meter.wait_ms, offline=self._host.is_offline())
