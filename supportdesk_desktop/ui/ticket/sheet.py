"""One ticket in full, below its header, and the question before a link is opened."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from supportdesk_desktop.core.query import Wanted
from supportdesk_desktop.core.rows import TicketDetail
from supportdesk_desktop.core.tickets import Ticket
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.markdown import MarkdownView, to_html
from supportdesk_desktop.ui.theme.tokens import XL, XS, S, priority_icon, priority_token
from supportdesk_desktop.ui.ticket.facts import Facts, MarkedLabel, show_notice
from supportdesk_desktop.ui.ticket.header import (
    DetailHeader,
    SnoozeMenu,
    below,
    more_menu,
    snoozed_words,
)
from supportdesk_desktop.ui.ticket.metadata import MetadataCard
from supportdesk_desktop.ui.ticket.other_tickets import OtherTickets
from supportdesk_desktop.ui.ticket.private_note import PrivateNote
from supportdesk_desktop.ui.ticket.timeline import Timeline
from supportdesk_desktop.ui.timers import later
from supportdesk_desktop.ui.widgets.buttons import LinkButton, PlainButton, QuietButton
from supportdesk_desktop.ui.widgets.focus import FocusRing, act_on_escape
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, IconLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named, scroll_down, vbox
from supportdesk_desktop.ui.widgets.wells import Well

if TYPE_CHECKING:
    from supportdesk_desktop.ui.ticket.pane import DeskState, DetailPane


class TicketSheet(QWidget):
    """Shows the ticket of a pane, and emits requests by the pane's signals."""

    def __init__(self, pane: DetailPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._asked_from: QWidget | None = None
        self._build()
        self._connect()
        follow_language(self._retranslate)

    def warm_up(self) -> None:
        """Make what draws Markdown, which takes a moment once."""
        to_html("…")

    def show_detail(self, detail: TicketDetail, *, same: bool) -> None:
        """Show a ticket; news of the ``same`` one leave scroll and selection where they are."""
        self._body.setUpdatesEnabled(False)
        self._fill(detail)
        if not same:
            self._question.close_question()
            self._scroll.verticalScrollBar().setValue(0)
        self._body.setUpdatesEnabled(True)

    def clear(self) -> None:
        self.note.show_note(None, "")
        self._question.close_question()

    def focus_first(self) -> None:
        """Give the focus to the text of the page, which the keys then scroll."""
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def write_note(self) -> None:
        if self._pane.detail is not None:
            self.note.write()
            later(0, self, lambda: self._scroll.ensureWidgetVisible(self.note))

    def open_snooze(self) -> None:
        """Open the choice of times until which to put the ticket off."""
        if self._pane.detail is not None:
            now = datetime.fromtimestamp(self._pane.now_ms() / 1000).astimezone()
            self._snooze_menu.fill(self._pane.detail.row.snoozed_until_ms, now)
            self._snooze_menu.popup(below(self.header.more))

    def ask_link(self, url: str) -> None:
        """Ask before an address is opened, as for a link of the description."""
        self._asked_from = self.window().focusWidget()
        self._question.ask(url)
        # Its place is known once it is laid out.
        later(0, self, lambda: self._scroll.ensureWidgetVisible(self._question))

    def set_wanted(self, wanted: tuple[Wanted, ...]) -> None:
        """Mark what a search found in subject, tags and description; an empty one ends it."""
        self._subject.set_wanted(wanted)
        self._facts.set_wanted(wanted)
        self._description.set_wanted(wanted)

    def _retranslate(self) -> None:
        self._titles["description"].setText(self.tr("Description"))
        self._titles["metadata"].setText(self.tr("Métadonnées"))
        self._titles["timeline"].setText(self.tr("Chronologie"))
        self._description.setAccessibleName(self.tr("Description"))
        self._copy_json.setText(self.tr("Copier en JSON"))
        self._end_snooze.setText(self.tr("Ne plus reporter"))
        self._scroll.setAccessibleName(self.tr("Détail du ticket"))
        self._show_desk(self._pane.desk)
        if self._pane.detail is not None:
            self._fill(self._pane.detail)

    def _build(self) -> None:
        self.header: DetailHeader = DetailHeader(self)
        self._subject = named(MarkedLabel("", "title"), "detail-subject")
        self._subject.setWordWrap(True)
        self._subject.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._priority = IconLabel("p-medium", "", "bodystrong", "medium")
        self._status = Label("", "bodymedium", "text2")
        self._category = ElidedLabel("", "body", "text2")
        self._dot = Label("·", "body", "text3")
        self._unreadable = Well("danger", "warn")
        self._notice = named(Well(inline=True), "notice-well")
        self._end_snooze = named(LinkButton(), "end-snooze")
        self._snoozed = named(Well("neutral", "clock", buttons=(self._end_snooze,)), "snooze-well")
        self._snooze_menu = SnoozeMenu(self)
        self.note = PrivateNote()
        self._others = OtherTickets()
        self._facts = Facts()
        self._description = named(MarkdownView(grows=True), "detail-description")
        self._question = LinkQuestion()
        self._metadata = MetadataCard()
        self._timeline = named(Timeline(), "detail-timeline")
        names = ("description", "metadata", "timeline")
        self._titles = {name: Label("", "captionstrong", "text2") for name in names}
        self._copy_json = named(LinkButton(), "copy-json")
        self._scroll = named(QScrollArea(self), "detail-scroll")
        scroll_down(self._scroll, self._column())
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._ring = FocusRing(self._scroll)
        vbox(self.header, (self._scroll, 1), of=self, spacing=0)

    def _column(self) -> QWidget:
        self._facts_bar, self._metadata_bar = QWidget(), QWidget()
        state = (self._priority, Label("·", "body", "text3"), self._status, self._dot)
        hbox(*state, (self._category, 1), of=self._facts_bar, margins=(0, 0, 0, XS), spacing=S)
        hbox((self._titles["metadata"], 1), self._copy_json, of=self._metadata_bar)
        body = self._body = named(QWidget(), "detail-body")
        column = vbox(of=body, margins=(XL, XS, XL, XL), spacing=S)
        # Space that goes with a widget hides with it.
        for widget, above in (
            (self._subject, 0),
            (self._facts_bar, 0),
            (self._unreadable, 0),
            (self._notice, 0),
            (self._snoozed, 0),
            (self._facts, XS),
            (self._titles["description"], S),
            (self._description, 0),
            (self._question, 0),
            (self._metadata_bar, XS),
            (self._metadata, 0),
            (self.note, S),
            (self._others, S),
            (self._titles["timeline"], S),
            (self._timeline, 0),
        ):
            if above:
                widget.setContentsMargins(0, above, 0, 0)
            column.addWidget(widget)
        column.addStretch(1)
        return body

    def _connect(self) -> None:
        pane, header = self._pane, self.header
        header.finish.clicked.connect(lambda: self._emit_for_ticket(pane.finish_requested))
        header.copy.clicked.connect(lambda: self._emit_for_ticket(pane.copy_number))
        header.agents_wanted.connect(pane.agents_wanted)
        header.agent_chosen.connect(lambda agent: self._emit_for_ticket(pane.pass_requested, agent))
        header.more.clicked.connect(self._show_more)
        self._copy_json.clicked.connect(lambda: self._emit_for_ticket(pane.copy_json))
        self._facts.copy_wanted.connect(pane.copy_text)
        self.note.written.connect(pane.note_written)
        self.note.text.escaped.connect(self._scroll.setFocus)
        pane.note_kept.connect(self.note.take_as_kept)
        pane.desk_changed.connect(self._show_desk)
        self._others.chosen.connect(pane.ticket_wanted)
        self._others.all_wanted.connect(pane.ask_for_customer)
        self._end_snooze.clicked.connect(lambda: self._emit_for_ticket(pane.snooze_chosen, None))
        self._snooze_menu.chosen.connect(lambda ms: self._emit_for_ticket(pane.snooze_chosen, ms))
        self._description.link_activated.connect(self.ask_link)
        self._question.confirmed.connect(pane.link_activated)
        self._question.closed.connect(self._end_question)

    def _fill(self, detail: TicketDetail) -> None:
        ticket, row, now = detail.ticket, detail.row, self._pane.now_ms()
        channel = ticket.channel if ticket else ""
        self.header.show_ticket(texts.one_line(row.number), channel)
        self._subject.setText(texts.one_line(row.subject))
        self._unreadable.setVisible(ticket is None)
        for widget in (self._facts, self._facts_bar):
            widget.setVisible(ticket is not None)
        show_notice(self._notice, detail.notice, now)
        until_ms = row.snoozed_until_ms
        self._snoozed.setVisible(until_ms is not None)
        if until_ms is not None:
            self._snoozed.set_content("neutral", "clock", snoozed_words(until_ms, now))
        self.note.show_note(row.id, detail.note)
        self._others.show_tickets(detail.others, detail.other_count, now)
        self._timeline.show_entries(detail.timeline, channel, now)
        self._titles["timeline"].setVisible(bool(detail.timeline))
        if ticket is None:
            reason = texts.one_line(detail.unreadable_reason or "")
            self._unreadable.set_content("danger", "warn", self.tr("Ticket illisible"), reason)
            self._show_texts("", b"{}")
        else:
            self._fill_ticket(detail, ticket)

    def _fill_ticket(self, detail: TicketDetail, ticket: Ticket) -> None:
        priority = ticket.priority
        self._priority.set_content(
            priority_icon(priority), texts.priority_name(priority), priority_token(priority)
        )
        self._status.setText(texts.one_line(texts.status_name(ticket.status)))
        category = texts.one_line(ticket.category or "")
        self._category.setText(category)
        self._dot.setVisible(bool(category))
        self._facts.show_customer(ticket.customer, detail.row.tags)
        self._show_texts(ticket.description, bytes(ticket.metadata))

    def _show_texts(self, description: str, metadata: bytes) -> None:
        """Show both with their titles, each only where it says something."""
        self._description.set_markdown(description)
        self._titles["description"].setVisible(bool(description))
        self._description.setVisible(bool(description))
        shown = self._metadata.show_metadata(metadata)
        self._metadata_bar.setVisible(shown)
        self._metadata.setVisible(shown)

    def _show_desk(self, desk: DeskState) -> None:
        stale = ""
        if desk.stale_ms is not None:
            when = texts.moment(desk.stale_ms, self._pane.now_ms())
            stale = self.tr("état de {time}").format(time=when)
        self.header.show_desk(desk.agents, actions=desk.actions, stale=stale)

    def _emit_for_ticket(self, signal: SignalInstance, *more: object) -> None:
        if self._pane.detail is not None:
            signal.emit(self._pane.detail.row.id, *more)

    def _show_more(self) -> None:
        pane = self._pane
        if pane.detail is not None:
            menu = more_menu(self, pane.ticket(), pane.menu_opened.emit, pane.copy_text.emit)
            menu.popup(below(self.header.more))

    def _end_question(self) -> None:
        """Give the focus back to where it was."""
        back, self._asked_from = self._asked_from, None
        if back is None or not back.isVisible() or self._question.isAncestorOf(back):
            back = self._description
        back.setFocus(Qt.FocusReason.OtherFocusReason)


class LinkQuestion(Well):
    """Shows the whole address; ``confirmed`` carries it when Ouvrir is pressed."""

    confirmed = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("neutral", "link", parent=parent)
        self.setObjectName("link-question")
        self._url = ""
        self._open = named(PlainButton(), "link-open")
        self._copy = named(QuietButton(), "link-copy")
        self._cancel = named(QuietButton(), "link-cancel")
        self.add_below((self._open, self._copy, self._cancel))
        self._open.clicked.connect(self._confirm)
        self._copy.clicked.connect(self._copy_address)
        self._cancel.clicked.connect(self.close_question)
        follow_language(self._retranslate)
        self.hide()

    def ask(self, url: str) -> None:
        self._url = url
        self._say()
        self.show()
        self._open.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_question(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _retranslate(self) -> None:
        self._open.setText(self.tr("Ouvrir"))
        self._copy.setText(self.tr("Copier"))
        self._copy.setAccessibleName(self.tr("Copier l’adresse"))
        self._cancel.setText(self.tr("Annuler"))
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act_on_escape(event, self.close_question, super().keyPressEvent)

    def _say(self) -> None:
        title = self.tr("Ouvrir cette adresse hors de l’application ?")
        # A zero-width space after each slash lets a long address wrap.
        self.set_content("neutral", "link", title, self._url.replace("/", "/\u200b"))

    def _confirm(self) -> None:
        url = self._url
        self.close_question()
        self.confirmed.emit(url)

    def _copy_address(self) -> None:
        QGuiApplication.clipboard().setText(self._url)
        self.close_question()
