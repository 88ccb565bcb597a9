"""Searching as one types: results in the list, pages as they are scrolled to, completion."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex

from supportdesk_desktop.core.changes import MarksChanged, TicketsChanged
from supportdesk_desktop.core.drafts import KnownCustomer
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.links import LONGEST_QUERY
from supportdesk_desktop.core.query import wanted_by, without
from supportdesk_desktop.core.query_completion import completing, replaced
from supportdesk_desktop.core.rows import TicketView
from supportdesk_desktop.services.search import SearchResult, query_of_customer
from supportdesk_desktop.store.search import FIRST_PAGE
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.tickets.pane import Emptiness
from supportdesk_desktop.ui.tickets.presenter import TicketsPresenter
from supportdesk_desktop.ui.tickets.row_painting import Matches
from supportdesk_desktop.ui.widgets.popover import Suggestion
from supportdesk_desktop.ui.window.state import TICKET_VIEWS, View
from supportdesk_desktop.ui.workspace import Presenter, Workspace

if TYPE_CHECKING:
    from supportdesk_desktop.ui.window.window import MainWindow

COUNT_AFTER_S = 0.1


class SearchPresenter(Presenter):
    """Fills the list with what is found while the search field has a text."""

    def __init__(self, workspace: Workspace, window: MainWindow, tickets: TicketsPresenter) -> None:
        super().__init__("search", workspace, window)
        self._window = window
        self._tickets = tickets
        self._field = window.top_bar.search
        self._pane = window.ticket_list
        self._detail = window.detail
        self._model = window.ticket_model
        self._search = workspace.search
        self._text = ""
        self._from = window.view()
        self._result: SearchResult | None = None
        self._loaded = 0
        self._place = completing("", 0)
        self._back_to: TicketId | None = None
        # What is typed beyond it would be shown and not searched.
        self._field.setMaxLength(LONGEST_QUERY)
        self._field.completion_wanted.connect(self._complete)
        self._field.completed.connect(self._take_completion)
        window.view_changed.connect(self._on_view)
        self._field.textChanged.connect(self._on_text)
        self._detail.customer_wanted.connect(self._find_customer)
        self._pane.term_removed.connect(
            lambda term: self._field.setText(without(self._field.text(), term))
        )
        self._model.more_wanted.connect(self._want_more)
        self._model.has_changed.connect(self._choose_row_of_before)
        self._bridge.tickets.connect(self._refresh)
        self._bridge.marks.connect(self._refresh)

    def begin(self) -> None:
        """Show the view, or find what the first paint shows over it or was typed since."""
        self._on_view(self._window.view())
        text = self._field.text()
        if text == self._window.frame.restored_query and self._window.rail.over() is None:
            # Another view was chosen meanwhile.
            text = ""
        self._field.show_text(text)
        if text.strip():
            self._on_text(text)

    def _on_view(self, view: View) -> None:
        if self._text:
            self._leave()
            self._field.show_text("")
        if view in TICKET_VIEWS:
            self._tickets.show_view(TicketView(view.value))

    def _on_text(self, text: str) -> None:
        """Search for a text as typed; an empty one ends the search and restores the chosen row."""
        text = text.strip()
        if text and not self._text:
            self._from = self._window.view()
            if self._from not in TICKET_VIEWS:
                self._window.show_view(View.MINE)
        if text == self._text:
            return
        before, self._text = self._text, text
        if not text:
            back_to = self._back_to
            self._leave()
            self._back_to = back_to
            if self._from in TICKET_VIEWS:
                self._tickets.come_back()
            else:
                self._window.show_view(self._from)
            return
        if not before:
            self._back_to = self._pane.view.current
            self._pane.set_searching(True)
            self._pane.summary().drop_name()
            self._tickets.leave_to_search()
        self._tasks.replace("find", self._find(text))

    def _leave(self) -> None:
        """End the search without restoring its view: another one is being shown."""
        self._text, self._result, self._back_to = "", None, None
        self._tasks.cancel("find")
        self._pane.set_searching(False)
        self._detail.set_wanted(())

    def _find_customer(self, external_id: str) -> None:
        customer = KnownCustomer(external_id)
        self._window.search_for(query_of_customer(customer, language_now()))

    async def _find(self, text: str, limit: int | None = None) -> None:
        found = await self._search.find(text, limit=limit)
        if found is None or text != self._text:
            return
        self._result, self._loaded = found, len(found.rows)
        summary = self._pane.summary()
        summary.show_query(found.query, self._model.now_ms())
        matches = Matches(wanted_by(found.query), found.excerpts)
        self._pane.set_emptiness(Emptiness.NO_MATCH)
        self._model.set_results(found.rows, matches, has_more=found.next is not None)
        self._detail.set_wanted(matches.wanted)
        # Who types on is not kept waiting for a count that nobody reads.
        await asyncio.sleep(COUNT_AFTER_S)
        counted = await self._search.count(found)
        if counted is not None and text == self._text:
            summary.show_found(counted.found, counted.stored, found.took_ms)
            if self._pane.view.verticalScrollBar().maximum() == 0:
                # The first page leaves room, so nobody can scroll to its end.
                self._model.fetchMore(QModelIndex())

    def _choose_row_of_before(self) -> None:
        """Choose the ticket again that was chosen before the search, if the view still has it."""
        if self._back_to is None or self._model.matches is not None:
            return
        lines = self._model.rowCount() - self._model.lines.headings
        whole = lines == self._model.ticket_count()
        if self._pane.select(self._back_to) or whole:
            self._back_to = None

    def _want_more(self) -> None:
        if self._result is not None:
            self._tasks.replace("more", self._load_more(self._result))

    async def _load_more(self, result: SearchResult) -> None:
        page = await self._search.more(result)
        if page is None or self._result is not result:
            return
        self._result = page
        self._loaded += len(page.rows)
        self._model.add_results(page.rows, page.excerpts, has_more=page.next is not None)

    def _refresh(self, _change: TicketsChanged | MarksChanged) -> None:
        """Search again for what is shown: tickets arrived, changed or left."""
        if self._text:
            self._tasks.replace("find", self._find(self._text, max(self._loaded, FIRST_PAGE)))

    def _complete(self, text: str, cursor: int) -> None:
        self._tasks.replace("complete", self._offer(text, cursor))

    async def _offer(self, text: str, cursor: int) -> None:
        self._place = completing(text, cursor)
        values = await self._search.offers(self._place, language_now())
        if self._field.text() == text and self._field.hasFocus():
            lines = [Suggestion(value, value) for value in values]
            self._field.offer(lines, self._place.typed, "")

    def _take_completion(self, value: str) -> None:
        cursor = self._field.cursorPosition()
        text, cursor = replaced(self._field.text(), self._place, cursor, value)
        self._field.setText(text)
        self._field.setCursorPosition(cursor)
        if value.endswith((":", ".")):
            self._complete(text, cursor)
