"""The list pane: title, offline band, tickets, what an empty list knows, and the pill."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget

from supportdesk_desktop.core.arrangement import ViewLayout, resorted
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import set_look, theme
from supportdesk_desktop.ui.theme.tokens import L, S
from supportdesk_desktop.ui.tickets.list_foot import ExportLine, SelectionBar
from supportdesk_desktop.ui.tickets.list_head import ListHead
from supportdesk_desktop.ui.tickets.list_view import TicketListView
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.widgets.buttons import Button, PlainButton, PrimaryButton
from supportdesk_desktop.ui.widgets.empty_state import EmptyState
from supportdesk_desktop.ui.widgets.labels import IconLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named, vbox
from supportdesk_desktop.ui.window.commands import NEW_TICKET

if TYPE_CHECKING:
    from supportdesk_desktop.ui.tickets.search_summary import SearchSummary


_NARROW = 470
_MOST_REMOVALS = 3


class Emptiness(Enum):
    """The meaning of an empty list."""

    LOADING = auto()
    NOTHING_TO_DO = auto()
    NOTHING_HERE = auto()
    NO_MATCH = auto()
    NO_FEED = auto()


class TicketListPane(QFrame):
    """Tickets of one view. Every intent is a signal; presenters fill the model and the facts."""

    ticket_selected = Signal(str)
    ticket_opened = Signal(str)
    toggle_read = Signal(str)
    toggle_pin = Signal(str)
    copy_number = Signal(str)
    copy_json = Signal(str)
    new_ticket_requested = Signal()
    verify_requested = Signal()
    term_removed = Signal(object)
    """The ``Term`` of a query that is to be left out."""
    save_view_requested: Signal = Signal()
    view_named = Signal(str)
    """The name under which the query that is shown is to be kept."""
    layout_chosen = Signal(object)
    """A ``ViewLayout`` that the agent wants for this view."""
    density_chosen = Signal(object)
    """A ``Density`` that the agent wants for every view."""
    table_shown = Signal(bool)
    """The table takes the place of the detail, or no longer."""
    export_requested: Signal = Signal()

    def __init__(self, model: TicketListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("list-pane")
        self.setProperty("ground", "surface")
        self.model = model
        self.view = TicketListView(model, self)
        self.layout_now = ViewLayout()
        """The layout that the tickets are shown in."""
        self.searching = False
        """True while the list shows the results of a search."""
        self.title = self._opening = ""
        self._emptiness = Emptiness.LOADING
        self._code: int | None = None
        self._verified_ms: int | None = None
        self._proven = False
        self._stale_ms: int | None = None
        self._stopped = ""
        self._unseen: set[TicketId] = set()
        self._head = ListHead(self)
        # The first paint searches nothing: the language of queries is loaded after it.
        self._summary: SearchSummary | None = None
        # The first paint has nothing stale.
        self._band: QFrame | None = None
        self._empty = named(EmptyState(self), "list-empty")
        self.bar = SelectionBar(model.selection, self.view, self)
        self.export_line = ExportLine(self)
        self._pill = named(PrimaryButton("", "p-high", parent=self), "new-tickets-pill")
        self._pages = QStackedLayout()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        parts = (self._head, (self._pages, 1), self.bar, self.export_line)
        self._column = vbox(*parts, of=self, spacing=0)
        self._connect()
        self._fit()
        follow_language(self._retranslate)

    def set_title(self, title: str) -> None:
        """Name the view; the presenter brings the words of the language."""
        self.title = title
        self._show_title()

    def set_opening(self, name: str) -> None:
        """Name, uncounted, what a search is about to find again; empty names the view."""
        self._opening = name
        self._show_title()

    def set_emptiness(self, emptiness: Emptiness, code: int | None = None) -> None:
        """Say what it means when the list is empty; ``code`` is the answer without a feed."""
        if (emptiness, code) == (self._emptiness, self._code):
            return
        self._emptiness, self._code = emptiness, code
        self._show_title()
        self._show_band()
        self._show_content()

    def summary(self) -> SearchSummary:
        """Return the head of a search, built when one is first made."""
        if self._summary is None:
            from supportdesk_desktop.ui.tickets.search_summary import SearchSummary

            self._summary = SearchSummary(self)
            self._summary.term_removed.connect(self.term_removed)
            self._summary.save_requested.connect(self.save_view_requested)
            self._summary.named.connect(self.view_named)
            self._column.insertWidget(1, self._summary)
            self._summary.setVisible(self.searching)
        return self._summary

    def set_searching(self, searching: bool) -> None:
        """Show the head of a search in the place of the view's title, or the title again."""
        self.searching, self._opening = searching, ""
        self._head.setVisible(not searching)
        self.summary().setVisible(searching)

    def set_verified(self, verified_ms: int | None, *, proven: bool) -> None:
        """Note when the list last agreed with the server, None if never; said when empty.

        That there is nothing to do is said only while that is ``proven``.
        """
        self._verified_ms, self._proven = verified_ms, proven
        if self.model.ticket_count() == 0:
            self._show_content()

    def set_stale(self, since_ms: int | None) -> None:
        """Show the amber band with the time up to which the list is verified, or hide it."""
        self._stale_ms = since_ms
        self._show_band()
        self._show_content()

    def set_stopped(self, why: str) -> None:
        """Show in red why the list is not kept up to date any more, or with nothing hide that."""
        if why != self._stopped:
            self._stopped = why
            self._show_band()

    def set_layout(self, layout: ViewLayout) -> None:
        """Show the tickets in another way; the presenter brings them in their order."""
        table_before, self.layout_now = self.layout_now.table, layout
        self._head.set_layout(layout)
        self.view.show_as(layout)
        if layout.table != table_before:
            self.table_shown.emit(layout.table)

    def change_layout(self, change: Callable[[ViewLayout], ViewLayout]) -> None:
        """Ask for what ``change`` makes of the layout."""
        self.layout_chosen.emit(change(self.layout_now))

    def select(self, ticket_id: TicketId) -> bool:
        """Choose a ticket; return whether it is in the list."""
        return self.view.choose(ticket_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pill in its place and shorten what no longer fits."""
        super().resizeEvent(event)
        self._place_pill()
        self._head.set_narrow(self.width() < theme().px(_NARROW))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_pill()

    def _make_band(self) -> QFrame:
        """Return a sign and a sentence, over the list."""
        band = named(QFrame(self), "stale-band")
        band.setProperty("edge", "bottom")
        self._stale = Label("", "body", "text1", band)
        self._stale.setWordWrap(True)
        self._band_sign = IconLabel("", "", "body", "warn", band)
        parts = (self._band_sign, (self._stale, 1))
        hbox(*parts, of=band, margins=(L, S - 1, L, S - 1), spacing=S - 2)
        self._column.insertWidget(self._column.indexOf(self._pages), band)
        return band

    def _connect(self) -> None:
        self.view.chosen.connect(self.ticket_selected)
        self.view.opened.connect(self.ticket_opened)
        self.view.asked.connect(self._pass_on)
        self.view.place_changed.connect(self._forget_seen_arrivals)
        self.view.table.sort_wanted.connect(
            lambda sort: self.layout_chosen.emit(resorted(self.layout_now, sort))
        )
        self.model.arrived.connect(self._note_arrivals)
        self.model.has_changed.connect(self._follow_model)
        self._pill.clicked.connect(self._to_the_top)
        theme().changed.connect(self._fit)

    def _retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Tickets"))
        self._head.show_choices()
        self._show_band()
        self._follow_model()
        self.view.reword()

    def _fit(self) -> None:
        self._head.fit()
        self.setMinimumWidth(theme().px(360))

    def select_all(self) -> None:
        self.model.selection.set_ids(self.model.ticket_ids())
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy_rows(self) -> None:
        """Copy the chosen tickets, or the one with the keys, as a table."""
        self._pass_on("copy-table", self.view.current or "")

    def select_row(self) -> None:
        """Take the row with the keys into the selection, or out of it."""
        if self.view.current is not None:
            self.model.selection.toggle(self.view.current)

    def _pass_on(self, what: str, ticket_id: str) -> None:
        """Pass on what a key asks for: for all that are chosen together, else for the one row."""
        together = {"read": "toggle-read", "pin": "toggle-pin", "copy": "copy"}
        chosen = self.model.selection.ids
        if what == "copy-table" or (what in together and chosen):
            self.bar.asked.emit(together.get(what, what), chosen or {TicketId(ticket_id)})
        elif ticket_id:
            signals = {
                "read": self.toggle_read,
                "pin": self.toggle_pin,
                "copy": self.copy_number,
                "copy-json": self.copy_json,
            }
            signals[what].emit(ticket_id)

    def _follow_model(self) -> None:
        self._show_title()
        self._show_content()

    def _show_title(self) -> None:
        count = self.model.ticket_count()
        no_feed = count == 0 and self._emptiness is Emptiness.NO_FEED
        said = "" if no_feed or self._opening else texts.number(count)
        self._head.set_title(self._opening or self.title, said, sortable=count > 0)

    def _show_band(self) -> None:
        stale = self._stale_ms is not None and self._emptiness is not Emptiness.NO_FEED
        shown = stale or bool(self._stopped)
        if self._band is None and shown:
            self._band = self._make_band()
        if self._band is None:
            return
        self._band.setVisible(shown)
        if shown:
            icon, tone = ("key", "danger") if self._stopped else ("clock", "warn")
            self._band_sign.set_content(icon, "", tone)
            set_look(self._band, "ground", f"{tone}bg")
        if self._stopped:
            self._stale.setText(self._stopped)
        elif self._stale_ms is not None:
            text = self.tr("État vérifié à {time}. Des tickets ont pu arriver ou changer depuis.")
            when = texts.moment(self._stale_ms, self.model.now_ms())
            self._stale.setText(text.format(time=when))

    def _show_content(self) -> None:
        """Show the tickets, or what it means that there are none."""
        if self.model.ticket_count() > 0:
            self._pages.setCurrentWidget(self.view)
        else:
            self._unseen.clear()
            self._say_empty()
            self._pages.setCurrentWidget(self._empty)
        self._show_pill()

    def _say_empty(self) -> None:
        if self._emptiness is Emptiness.NO_FEED:
            self._say_no_feed()
        elif self._emptiness is Emptiness.NO_MATCH:
            self._say_no_match()
        elif self._emptiness is Emptiness.LOADING:
            self._empty.set_content("sync", self.tr("Lecture de la liste…"), "")
        elif self._proven and self._stale_ms is None and self._verified_ms is not None:
            self._say_good_news(self._verified_ms)
        else:
            self._say_unverified()

    def _say_good_news(self, verified_ms: int) -> None:
        when = texts.moment(verified_ms, self.model.now_ms())
        if self._emptiness is Emptiness.NOTHING_TO_DO:
            title = self.tr("Rien à traiter.")
            text = self.tr("Vérifié à {time} : aucun ticket ne vous est assigné.")
        else:
            title = self.tr("Aucun ticket dans cette vue.")
            text = self.tr("Vérifié à {time}.")
        self._empty.set_content("verified", title, text.format(time=when), "ok")

    def _say_no_match(self) -> None:
        """Offer each part of the query to be left out."""
        buttons: list[Button] = []
        for name, term in self.summary().removals()[:_MOST_REMOVALS]:
            button = PlainButton(name, "x")
            button.clicked.connect(lambda _=False, term=term: self.term_removed.emit(term))
            buttons.append(button)
        title = self.tr("Aucun ticket ne correspond.")
        text = self.tr("Retirer un filtre :") if buttons else ""
        self._empty.set_content("search", title, text, "text2", buttons)

    def _say_unverified(self) -> None:
        title = self.tr("Aucun ticket à montrer.")
        since = self._stale_ms or self._verified_ms
        if since is None:
            text = self.tr("La liste n’a pas encore été vérifiée avec le serveur.")
        else:
            text = self.tr("Liste non vérifiée depuis {time}.").format(
                time=texts.moment(since, self.model.now_ms())
            )
        self._empty.set_content("clock", title, text)

    def _say_no_feed(self) -> None:
        code = "" if self._code is None else f" ({self._code})"
        answer = self.tr(
            "Le serveur a répondu sans flux en direct{code}. "
            "Vos tickets assignés restent visibles dans le tableau de bord web."
        ).format(code=code)
        works = self.tr(
            "Ce qui marche ici : déposer un ticket, suivre sa confirmation, "
            "rechercher ce qui est déjà sur ce poste."
        )
        new = PrimaryButton(NEW_TICKET.title(), "plus", NEW_TICKET.key_hint())
        named(new, "empty-new-ticket").clicked.connect(self.new_ticket_requested)
        again = PlainButton(self.tr("Vérifier à nouveau"), "sync")
        named(again, "empty-verify").clicked.connect(self.verify_requested)
        buttons: list[Button] = [new, again]
        title = self.tr("Pas de liste en direct sur ce serveur")
        self._empty.set_content("plug", title, f"{answer}\n{works}", "text2", buttons)

    def _note_arrivals(self, ids: list[TicketId]) -> None:
        if self.view.at_top():
            return
        seen = self.view.visible_ids()
        top = self.model.row_of(seen[0]) if seen else None
        for ticket in ids:
            row = self.model.row_of(ticket)
            if top is not None and row is not None and row < top:
                self._unseen.add(ticket)
        self._show_pill()

    def _forget_seen_arrivals(self) -> None:
        if not self._unseen:
            return
        if self.view.at_top():
            self._unseen.clear()
        else:
            self._unseen -= set(self.view.visible_ids())
        self._show_pill()

    def _to_the_top(self) -> None:
        self._unseen.clear()
        self.view.scrollToTop()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_pill()

    def _show_pill(self) -> None:
        count = len(self._unseen)
        self._pill.setVisible(count > 0)
        if count:
            self._pill.setText(self.tr("%n nouveau(x) ticket(s)", "", count))
            self._place_pill()
            self._pill.raise_()

    def _place_pill(self) -> None:
        size = self._pill.sizeHint()
        top = self.view.geometry().top() + S
        self._pill.setGeometry((self.width() - size.width()) // 2, top, size.width(), size.height())
