"""One ticket in full, below its header."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, QTimer, SignalInstance
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from supportdesk_desktop.core.highlights import Wanted
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketDetail
from supportdesk_desktop.core.tickets import Agent, Ticket
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.markdown import MarkdownView, to_html
from supportdesk_desktop.ui.theme.tokens import XL, XS, S, priority_icon, priority_token
from supportdesk_desktop.ui.ticket.facts import Facts, show_notice
from supportdesk_desktop.ui.ticket.header import (
    DetailHeader,
    SnoozeMenu,
    more_menu,
    snoozed_words,
)
from supportdesk_desktop.ui.ticket.intents import TicketIntents
from supportdesk_desktop.ui.ticket.metadata import MetadataCard
from supportdesk_desktop.ui.ticket.other_tickets import OtherTickets
from supportdesk_desktop.ui.ticket.private_note import PrivateNote
from supportdesk_desktop.ui.ticket.text import LinkQuestion, MarkedLabel
from supportdesk_desktop.ui.ticket.timeline import Timeline
from supportdesk_desktop.ui.widgets.buttons import LinkButton
from supportdesk_desktop.ui.widgets.focus import FocusRing
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, IconLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, vbox
from supportdesk_desktop.ui.widgets.wells import Well


class TicketSheet(QWidget):
    """Shows a ``TicketDetail``; every intent is a signal that names the ticket."""

    def __init__(self, now_ms: Callable[[], int], detail: TicketIntents) -> None:
        """Make a sheet without a ticket; ``now_ms`` is the clock."""
        super().__init__(detail)
        self._intents = detail
        self._now_ms = now_ms
        self._detail: TicketDetail | None = None
        self._stale_ms: int | None = None
        self._asked_from: QWidget | None = None
        self._build()
        self._connect()
        follow_language(self._retranslate)

    def warm_up(self) -> None:
        """Make what draws Markdown, which takes a moment once."""
        to_html("…")

    def show_detail(self, detail: TicketDetail) -> None:
        """Show a ticket; news of the one shown leaves scroll and selection where they are."""
        same = self._detail is not None and self._detail.row.id == detail.row.id
        self._detail = detail
        self._body.setUpdatesEnabled(False)
        self._fill(detail)
        if not same:
            self._question.close_question()
            self._scroll.verticalScrollBar().setValue(0)
        self._body.setUpdatesEnabled(True)

    def clear(self) -> None:
        """Forget the ticket."""
        self._detail = None
        self._note.show_note(None, "")
        self._question.close_question()

    def set_actions_available(self, available: bool) -> None:
        """Offer Marquer traité and Passer à… where the desk announces ticket-actions."""
        self.header.set_actions_available(available)

    def set_agents(self, agents: Sequence[Agent]) -> None:
        """Offer these agents in Passer à…."""
        self.header.set_agents(agents)

    def customer(self) -> str | None:
        """Return the external id of the customer shown, None where the ticket is not readable."""
        ticket = self.ticket()
        return None if ticket is None else ticket.customer.external_id

    def ticket(self) -> Ticket | None:
        """Return the ticket shown, None where it is not readable."""
        return None if self._detail is None else self._detail.ticket

    def ask_link(self, url: str) -> None:
        """Ask before an address is opened, as for a link of the description."""
        self._ask(url)

    def focus_first(self) -> None:
        """Give the focus to the text of the page, which the keys then scroll."""
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def write_note(self) -> None:
        """Give the focus to the private note."""
        if self._detail is not None:
            self._note.write()
            QTimer.singleShot(0, lambda: self._scroll.ensureWidgetVisible(self._note))

    def flush_note(self) -> None:
        """Tell at once what was written of a note."""
        self._note.flush()

    def take_note_as_kept(self, ticket_id: TicketId, note: str) -> None:
        """Hear that a note that was told is kept, or could not be."""
        self._note.take_as_kept(ticket_id, note)

    def open_snooze(self) -> None:
        """Open the choice of times until which to put the ticket off."""
        if self._detail is None:
            return
        now = datetime.fromtimestamp(self._now_ms() / 1000).astimezone()
        self._snooze_menu.fill(self._detail.row.snoozed_until_ms, now)
        more = self.header.more
        self._snooze_menu.popup(more.mapToGlobal(QPoint(0, more.height())))

    def set_wanted(self, wanted: tuple[Wanted, ...]) -> None:
        """Mark what a search found in subject, tags and description; an empty one ends it."""
        self._subject.set_wanted(wanted)
        self._facts.set_wanted(wanted)
        self._description.set_wanted(wanted)

    def set_stale(self, since_ms: int | None) -> None:
        """Say that the state shown is that of a moment ago, or that it is current (None)."""
        self._stale_ms = since_ms
        self._show_stale()

    def _retranslate(self) -> None:
        self._titles["description"].setText(self.tr("Description"))
        self._titles["metadata"].setText(self.tr("Métadonnées"))
        self._titles["timeline"].setText(self.tr("Chronologie"))
        self._description.setAccessibleName(self.tr("Description"))
        self._copy_json.setText(self.tr("Copier en JSON"))
        self._end_snooze.setText(self.tr("Ne plus reporter"))
        self._scroll.setAccessibleName(self.tr("Détail du ticket"))
        self._show_stale()
        if self._detail is not None:
            self._fill(self._detail)

    def _build(self) -> None:
        self.header = DetailHeader(self)
        self._subject = MarkedLabel("", "title")
        self._subject.setObjectName("detail-subject")
        self._subject.setWordWrap(True)
        self._subject.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._unreadable = Well("danger", "warn")
        self._notice = Well(inline=True)
        self._notice.setObjectName("notice-well")
        self._end_snooze = LinkButton()
        self._end_snooze.setObjectName("end-snooze")
        self._snoozed = Well("neutral", "clock", buttons=(self._end_snooze,))
        self._snoozed.setObjectName("snooze-well")
        self._snooze_menu = SnoozeMenu(self)
        self._note = PrivateNote()
        self._others = OtherTickets()
        self._facts = Facts()
        self._description = MarkdownView(grows=True)
        self._description.setObjectName("detail-description")
        self._question = LinkQuestion()
        self._metadata = MetadataCard()
        self._timeline = Timeline()
        self._timeline.setObjectName("detail-timeline")
        self._titles = {
            name: Label("", "captionstrong", "text2")
            for name in ("description", "metadata", "timeline")
        }
        self._copy_json = LinkButton()
        self._copy_json.setObjectName("copy-json")
        self._scroll = self._scrolled(self._column())
        self._ring = FocusRing(self._scroll)
        vbox(self.header, (self._scroll, 1), of=self, spacing=0)

    def _column(self) -> QWidget:
        body = self._body = QWidget()
        body.setObjectName("detail-body")
        column = QVBoxLayout(body)
        column.setContentsMargins(XL, XS, XL, XL)
        column.setSpacing(S)
        # Space that goes with a widget hides with it.
        for widget, above in (
            (self._subject, 0),
            (self._facts_line(), 0),
            (self._unreadable, 0),
            (self._notice, 0),
            (self._snoozed, 0),
            (self._facts, XS),
            (self._titles["description"], S),
            (self._description, 0),
            (self._question, 0),
            (self._metadata_title(), XS),
            (self._metadata, 0),
            (self._note, S),
            (self._others, S),
            (self._titles["timeline"], S),
            (self._timeline, 0),
        ):
            if above:
                widget.setContentsMargins(0, above, 0, 0)
            column.addWidget(widget)
        column.addStretch(1)
        return body

    def _facts_line(self) -> QWidget:
        line = self._facts_bar = QWidget()
        self._priority = IconLabel("p-medium", "", "bodystrong", "medium")
        self._status = Label("", "bodymedium", "text2")
        self._category = ElidedLabel("", "body", "text2")
        self._dots = [Label("·", "body", "text3"), Label("·", "body", "text3")]
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, XS)
        row.setSpacing(S)
        for widget in (self._priority, self._dots[0], self._status, self._dots[1]):
            row.addWidget(widget)
        row.addWidget(self._category, 1)
        return line

    def _metadata_title(self) -> QWidget:
        self._metadata_bar = QWidget()
        hbox((self._titles["metadata"], 1), self._copy_json, of=self._metadata_bar)
        return self._metadata_bar

    def _scrolled(self, body: QWidget) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setObjectName("detail-scroll")
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(body)
        body.setAutoFillBackground(False)
        return scroll

    def _connect(self) -> None:
        header = self.header
        header.finish_pressed.connect(lambda: self._tell(self._intents.finish_requested))
        header.copy_pressed.connect(lambda: self._tell(self._intents.copy_number))
        header.agents_wanted.connect(self._intents.agents_wanted)
        header.agent_chosen.connect(self._pass_to)
        header.more_wanted.connect(self._show_more)
        self._copy_json.clicked.connect(lambda: self._tell(self._intents.copy_json))
        self._facts.copy_wanted.connect(self._intents.copy_text)
        self._note.written.connect(self._intents.note_written)
        self._note.escaped.connect(self._scroll.setFocus)
        self._others.chosen.connect(self._intents.ticket_wanted)
        self._others.all_wanted.connect(self._want_all_of_customer)
        self._end_snooze.clicked.connect(lambda: self._choose_snooze(None))
        self._snooze_menu.chosen.connect(self._choose_snooze)
        self._description.link_activated.connect(self._ask)
        self._question.confirmed.connect(self._intents.link_activated)
        self._question.closed.connect(self._end_question)

    def _fill(self, detail: TicketDetail) -> None:
        ticket, row, now = detail.ticket, detail.row, self._now_ms()
        self.header.show_ticket(texts.one_line(row.number), ticket.channel if ticket else "")
        self._subject.setText(texts.one_line(row.subject))
        self._unreadable.setVisible(ticket is None)
        for widget in (self._facts, self._metadata_bar, self._metadata, self._description):
            widget.setVisible(ticket is not None)
        self._facts_bar.setVisible(ticket is not None)
        self._titles["description"].setVisible(ticket is not None)
        show_notice(self._notice, detail.notice, now)
        self._show_marks(detail, now)
        channel = ticket.channel if ticket else ""
        self._timeline.show_entries(detail.timeline, channel, now)
        self._titles["timeline"].setVisible(bool(detail.timeline))
        if ticket is None:
            reason = texts.one_line(detail.unreadable_reason or "")
            self._unreadable.set_content("danger", "warn", self.tr("Ticket illisible"), reason)
        else:
            self._fill_ticket(detail, ticket)

    def _show_marks(self, detail: TicketDetail, now_ms: int) -> None:
        until_ms = detail.row.snoozed_until_ms
        self._snoozed.setVisible(until_ms is not None)
        if until_ms is not None:
            self._snoozed.set_content("neutral", "clock", snoozed_words(until_ms, now_ms))
        self._note.show_note(detail.row.id, detail.note)
        self._others.show_tickets(detail.others, detail.other_count, now_ms)

    def _fill_ticket(self, detail: TicketDetail, ticket: Ticket) -> None:
        priority = ticket.priority
        self._priority.set_content(
            priority_icon(priority), texts.priority_name(priority), priority_token(priority)
        )
        self._status.setText(texts.one_line(texts.status_name(ticket.status)))
        category = texts.one_line(ticket.category or "")
        self._category.setText(category)
        self._dots[1].setVisible(bool(category))
        self._facts.show_customer(ticket.customer, detail.row.tags)
        self._description.set_markdown(ticket.description)
        self._description.setVisible(bool(ticket.description))
        self._titles["description"].setVisible(bool(ticket.description))
        shown = self._metadata.show_metadata(bytes(ticket.metadata))
        self._metadata.setVisible(shown)
        self._metadata_bar.setVisible(shown)

    def _show_stale(self) -> None:
        if self._stale_ms is None:
            self.header.set_stale("")
        else:
            when = texts.moment(self._stale_ms, self._now_ms())
            self.header.set_stale(self.tr("état de {time}").format(time=when))

    def _tell(self, signal: SignalInstance) -> None:
        if self._detail is not None:
            signal.emit(self._detail.row.id)

    def _pass_to(self, agent_id: str) -> None:
        if self._detail is not None:
            self._intents.pass_requested.emit(self._detail.row.id, agent_id)

    def _show_more(self, place: QPoint) -> None:
        if self._detail is not None:
            ticket = self._detail.ticket
            fill, copy = self._intents.menu_opened.emit, self._intents.copy_text.emit
            more_menu(self, ticket, fill, copy).popup(place)

    def _ask(self, url: str) -> None:
        self._asked_from = self.window().focusWidget()
        self._question.ask(url)
        # Its place is known once it is laid out.
        QTimer.singleShot(0, lambda: self._scroll.ensureWidgetVisible(self._question))

    def _end_question(self) -> None:
        """Give the focus back to where it was."""
        back, self._asked_from = self._asked_from, None
        if back is None or not back.isVisible() or self._question.isAncestorOf(back):
            back = self._description
        back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _want_all_of_customer(self) -> None:
        customer = self.customer()
        if customer is not None:
            self._intents.customer_wanted.emit(customer)

    def _choose_snooze(self, until_ms: int | None) -> None:
        if self._detail is not None:
            self._intents.snooze_chosen.emit(self._detail.row.id, until_ms)
