"""The views of tickets and the detail, kept equal to the store by ids; the newest wish wins."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from supportdesk_desktop.core.arrangement import Density, ViewLayout
from supportdesk_desktop.core.changes import MarksChanged, TicketsChanged, TicketTrace, TraceMark
from supportdesk_desktop.core.errors import StoreError
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketRow, TicketView
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.tasks import declare
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.tickets.pane import Emptiness, TicketListPane
from supportdesk_desktop.ui.timers import monotonic_ns
from supportdesk_desktop.ui.window.rail import Rail
from supportdesk_desktop.ui.window.top_bar import TopBar
from supportdesk_desktop.ui.workspace import Presenter, Workspace

MANY = 500
"""More tickets than these are not read one by one when their marks change."""

READ_ORDER = declare("ui.tickets.order", part="store")
READ_ROWS = declare("ui.tickets.rows", part="store")
READ_DETAIL = declare("ui.tickets.detail", part="store")
MARK_READ = declare("ui.tickets.mark_read", part="store")
READ_COUNTS = declare("window.counts", part="store")

Changed = tuple[Sequence[TicketRow], tuple[TicketId, ...]]
"""Rows that changed, and tickets that left."""


class _Kept(msgspec.Struct):
    """The lines of a view while a search has the list, so that nothing is freed or read for it.

    Freeing the lines of 100,000 tickets takes longer than a frame, and reading them again longer.
    """

    lines: TicketLines
    seen: list[TicketRow]
    missed: list[Changed] = []

    def note(self, rows: Sequence[TicketRow], removed: tuple[TicketId, ...]) -> bool:
        """Note what changed meanwhile; False where reading the view again is the lesser work."""
        self.missed.append((rows, removed))
        return sum(len(rows) + len(gone) for rows, gone in self.missed) <= MANY


class _RowsRead(msgspec.Struct, eq=False):
    """Rows being read, and whether one of them changed since: then what is read may be old."""

    ids: frozenset[TicketId]
    is_old: bool = False


class TicketsPresenter(Presenter):
    """Shows one view in the list, unless a search does, and the chosen ticket in the detail."""

    def __init__(self, workspace: Workspace, pane: TicketListPane, detail: DetailPane) -> None:
        super().__init__("tickets", workspace, pane)
        self._pane = pane
        self._model = pane.model
        self._detail = detail
        self._tickets = workspace.tickets
        self._view = TicketView.MINE
        self._shown: TicketView | None = None
        self._layouts: dict[TicketView, ViewLayout] = {}
        self._meanwhile: list[Changed] | None = None
        self._rows_read: list[_RowsRead] = []
        self._unread: set[TicketId] = set()
        """Rows whose reading failed."""
        self._reading = False
        self._searching = False
        self._kept: _Kept | None = None
        self._chosen: TicketId | None = None
        self._was_read: TicketId | None = None
        self._unpainted: dict[TicketId, list[TicketTrace]] = {}
        self._connect()

    def show_view(self, view: TicketView) -> None:
        self._view, self._searching = view, False
        self.reload()

    def leave_to_search(self) -> None:
        """Leave the list to a search; the chosen ticket is chosen again after it."""
        self._searching = True
        self._tasks.cancel(READ_ORDER.name)
        if not self._reading and self._known_total() is not None:
            seen = (self._model.row_data(one) for one in self._pane.view.visible_ids())
            self._kept = _Kept(self._model.lines, [row for row in seen if row is not None])

    def come_back(self) -> None:
        """Show the view again after a search, on the row of before."""
        kept, self._kept = self._kept, None
        if kept is None:
            self.show_view(self._view)
            return
        self._searching = False
        self._say_emptiness()
        self._pane.set_layout(self._layouts[self._view])
        self._model.set_lines(kept.lines)
        self._model.set_rows(kept.seen)
        for rows, removed in kept.missed:
            self._change_list(rows, removed)

    def open_ticket(self, ticket_id: TicketId) -> None:
        """Choose a ticket in the list and show it, whether or not the view holds it."""
        self._pane.select(ticket_id)
        self._choose(ticket_id)

    def open_number(self, number: str) -> None:
        """Open the ticket with this number, if it is known here."""
        self._tasks.replace("open", self._open_number(number))

    def reload(self) -> None:
        """Read the order again: another day began, or a snapshot replaced the set."""
        self._reading, self._kept = True, None
        if not self._searching:
            self._tasks.until_done(READ_ORDER, self._load_order)

    def _connect(self) -> None:
        self._model.rows_wanted.connect(self._on_rows_wanted)
        self._pane.ticket_selected.connect(self._choose)
        self._pane.ticket_opened.connect(self._choose)
        self._pane.view.painted.connect(self._on_painted)
        self._pane.layout_chosen.connect(self._arrange)
        self._pane.density_chosen.connect(
            lambda density: self._tasks.start("density", self._store_density(density))
        )
        self._pane.view.table.columns_changed.connect(
            lambda columns: self._tasks.start("columns", self._tickets.keep_columns(columns))
        )
        self._detail.ticket_wanted.connect(self.open_ticket)
        for shown in (self._pane, self._detail):
            shown.copy_number.connect(self._copy_number)
            shown.copy_json.connect(lambda one: self._tasks.start("copy", self._copy_metadata(one)))
        self._detail.copy_text.connect(_copy)
        # The detail lets only harmless schemes through, and asks the agent before.
        self._detail.link_activated.connect(lambda to: QDesktopServices.openUrl(QUrl(to)))
        self._bridge.tickets.connect(self._on_tickets)
        self._bridge.marks.connect(self._on_marks)

    def _on_rows_wanted(self, ids: list[TicketId]) -> None:
        self._tasks.start("rows", self._load_rows(tuple(ids)))

    async def _load_rows(self, ids: tuple[TicketId, ...]) -> None:
        try:
            self._model.set_rows(await self._read_rows(ids))
        except StoreError:
            self._unread.update(ids)
            self._tasks.until_done(READ_ROWS, self._load_unread)

    async def _load_unread(self) -> None:
        ids = tuple(self._unread)
        self._model.set_rows(await self._read_rows(ids))
        self._unread.difference_update(ids)

    async def _read_rows(self, ids: Sequence[TicketId]) -> list[TicketRow]:
        """Read rows that are none older than what the list was told of meanwhile.

        An old one would bring a ticket back that has left.
        """
        read = _RowsRead(frozenset(ids))
        self._rows_read.append(read)
        try:
            while True:
                read.is_old = False
                rows = await self._tickets.rows(ids)
                if not read.is_old:
                    return rows
        finally:
            self._rows_read.remove(read)

    async def _load_order(self) -> None:
        """Show the view anew, with what changed while it was read: that may be missing in it."""
        missed: list[Changed] = []
        self._meanwhile = missed
        try:
            await self._read_order()
            self._meanwhile = None
            for rows, removed in missed:
                self._change_list(rows, removed)
        finally:
            if self._meanwhile is missed:
                self._meanwhile = None
        self._model.set_dimmed(await self._tickets.leaving())

    async def _read_order(self) -> None:
        """Show a big view by its beginning first, then all of it in one step."""
        order = (await self._layout()).order
        head = await self._tickets.head(self._view, order, self._known_total())
        # Another density may be chosen meanwhile; another order would begin anew.
        if head is not None:
            self._pane.set_layout(self._layouts[self._view])
            self._model.set_lines(TicketLines.of_rows(order, head.rows), head.total)
            self._model.set_rows(head.rows)
        lines = await self._tickets.lines(self._view, order)
        self._say_emptiness()
        self._pane.set_layout(self._layouts[self._view])
        self._model.set_lines(lines)
        self._shown, self._reading = self._view, False

    def _say_emptiness(self) -> None:
        mine = self._view is TicketView.MINE
        self._pane.set_emptiness(Emptiness.NOTHING_TO_DO if mine else Emptiness.NOTHING_HERE)

    def _known_total(self) -> int | None:
        """Return how many tickets the view has, where the list shows all of it."""
        whole = self._shown is self._view and not self._model.is_partial
        return self._model.ticket_count() if whole and self._model.arrangement else None

    async def _layout(self) -> ViewLayout:
        if not self._layouts:
            self._layouts = await self._tickets.layouts()
            self._pane.view.table.set_columns(await self._tickets.columns())
        return self._layouts[self._view]

    def _arrange(self, layout: ViewLayout) -> None:
        """Show the view in the way that was chosen, and keep it."""
        before = self._layouts.get(self._view, ViewLayout())
        self._layouts[self._view] = layout
        if layout.order == before.order:
            self._pane.set_layout(layout)
        else:
            self._pane.view.scrollToTop()
            self.reload()
        self._tasks.start("layout", self._tickets.keep_layout(self._view, layout))

    async def _store_density(self, density: Density) -> None:
        """Give every view this density, and keep it."""
        await self._layout()
        for view, layout in self._layouts.items():
            self._layouts[view] = msgspec.structs.replace(layout, density=density)
        self._pane.set_layout(self._layouts[self._view])
        for view, layout in self._layouts.items():
            await self._tickets.keep_layout(view, layout)

    def _on_tickets(self, change: TicketsChanged) -> None:
        for trace in change.traces:
            self._unpainted.setdefault(trace.ticket_id, []).append(trace)
        for read in self._rows_read:
            if change.replaced or not read.ids.isdisjoint((*change.upserted, *change.removed)):
                read.is_old = True
        if change.replaced:
            self._read_all()
        if len(change.rows) == len(change.upserted):
            self._show_changed(change.rows, change.removed)
        elif not change.replaced:
            self._tasks.start("changed", self._read_changed(change.upserted, change.removed))
        chosen = self._chosen in change.upserted or self._chosen in change.removed
        if chosen or change.replaced:
            self._read_detail()

    def _read_all(self) -> None:
        self.reload()
        # Their places are read with the order.
        self._on_rows_wanted(self._model.ids_at_hand())

    async def _read_changed(
        self, upserted: tuple[TicketId, ...], removed: tuple[TicketId, ...]
    ) -> None:
        try:
            self._show_changed(await self._read_rows(upserted), removed)
        except StoreError:
            self._read_all()

    def _show_changed(self, rows: Sequence[TicketRow], removed: tuple[TicketId, ...]) -> None:
        self._change_list(rows, removed)
        self._forget_traces({*removed, *(row.id for row in rows)})

    def _change_list(self, rows: Sequence[TicketRow], removed: tuple[TicketId, ...]) -> None:
        """Show what is new of these tickets; those that the view no longer holds leave it."""
        if self._searching:
            self._model.touch(rows)
            if self._kept is not None and not self._kept.note(rows, removed):
                self._kept = None
            return
        if self._meanwhile is not None:
            self._meanwhile.append((rows, removed))
        here = [row for row in rows if self._tickets.belongs(self._view, row)]
        self._model.remove({*removed, *(row.id for row in rows)} - {row.id for row in here})
        self._model.insert(here)

    def _forget_traces(self, ids: set[TicketId]) -> None:
        """Measure to its paint only what the next paint draws."""
        for ticket_id in ids.difference(self._pane.view.visible_ids()):
            self._unpainted.pop(ticket_id, None)

    def _on_marks(self, change: MarksChanged) -> None:
        self._tasks.start("marks", self._touch(change.ticket_ids))
        if self._chosen in change.ticket_ids:
            self._read_detail(marked=True)

    async def _touch(self, ids: Sequence[TicketId]) -> None:
        if len(ids) > MANY:
            # The rows in view are asked for when they are drawn; no other is worth reading.
            self._model.forget_rows()
            self.reload()
            return
        try:
            self._change_list(await self._read_rows(ids), ())
            self._model.set_dimmed(await self._tickets.leaving())
        except StoreError:
            self._read_all()

    def _choose(self, ticket_id: TicketId) -> None:
        self._chosen, self._was_read = ticket_id, None
        self._read_detail()

    def _read_detail(self, *, marked: bool = False) -> None:
        """Show the chosen ticket; ``marked`` says that only its marks changed."""
        self._tasks.until_done(
            READ_DETAIL, functools.partial(self._load_detail, self._chosen, marked=marked)
        )

    async def _load_detail(self, ticket_id: TicketId | None, *, marked: bool) -> None:
        if ticket_id is None:
            return
        detail = await self._tickets.detail(ticket_id)
        if ticket_id != self._chosen:
            return
        if detail is None:
            self._detail.clear()
            return
        self._detail.show_detail(detail)
        if not detail.row.unread:
            self._was_read = ticket_id
            return
        # What was read here and is marked unread stays so until it is chosen again.
        kept_unread = marked and self._was_read == ticket_id
        # A table, or a narrow window, shows the detail only once the ticket is opened.
        if not kept_unread and self._detail.isVisibleTo(self._detail.window()):
            read = functools.partial(self._tickets.set_read, (ticket_id,), read=True)
            self._tasks.until_done(MARK_READ, read)

    async def _open_number(self, number: str) -> None:
        ticket_id = await self._tickets.by_number(number)
        if ticket_id is not None:
            self.open_ticket(ticket_id)

    def _copy_number(self, ticket_id: TicketId) -> None:
        row: TicketRow | None = self._model.row_data(ticket_id)
        if row is not None:
            _copy(row.number)
        else:
            self._tasks.start("copy", self._copy_unlisted(ticket_id))

    async def _copy_unlisted(self, ticket_id: TicketId) -> None:
        """Copy the number of a ticket that is shown and not in the list."""
        for row in await self._tickets.rows((ticket_id,)):
            _copy(row.number)

    async def _copy_metadata(self, ticket_id: TicketId) -> None:
        detail = await self._tickets.detail(ticket_id)
        if detail is not None and detail.ticket is not None:
            _copy(bytes(detail.ticket.metadata).decode())

    def _on_painted(self, ids: list[TicketId]) -> None:
        at_ns = monotonic_ns()
        for ticket_id in ids:
            for trace in self._unpainted.pop(ticket_id, ()):
                ms = (at_ns - trace.received_ns) / 1e6
                self._bridge.publish(
                    TraceMark("event_painted", at_ns, trace.event_id, trace.seq, ms)
                )


class CountsPresenter(Presenter):
    """Shows in the rail and the search field how many tickets there are."""

    def __init__(self, workspace: Workspace, rail: Rail, top_bar: TopBar) -> None:
        super().__init__("counts", workspace, rail)
        self._rail = rail
        self._top_bar = top_bar
        for changes in (self._bridge.tickets, self._bridge.marks, self._bridge.filings):
            changes.connect(self.load)

    def load(self, _change: object = None) -> None:
        """Count again."""
        self._tasks.until_done(READ_COUNTS, self._load)

    async def _load(self) -> None:
        tickets = self._workspace.tickets
        self._rail.set_counts(await tickets.counts())
        self._top_bar.set_stored_count(await tickets.total())


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
