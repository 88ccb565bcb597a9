"""The timeline of a ticket, newest first, its lines kept from ticket to ticket."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.rows import Arrival, FieldChange, LeftBy, TimelineEntry, TimelineKind
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import M
from supportdesk_desktop.ui.widgets.labels import Icon, Label
from supportdesk_desktop.ui.widgets.layouts import grown, vbox

translate = QCoreApplication.translate


class TimelineWords(NamedTuple):
    """One line of the timeline: icon, its token, what happened, and how it is known."""

    icon: str
    tone: str
    text: str
    detail: str = ""


def words_of(entry: TimelineEntry, channel: str) -> TimelineWords:
    """Return the words for an entry; ``channel`` is the ticket's."""
    arrival = _arrival(entry)
    match entry.kind:
        case TimelineKind.NOTICED:
            return _noticed(entry)
        case TimelineKind.REMINDED:
            text = translate("Timeline", "Rappelé, toujours pas ouvert")
            return TimelineWords("bell", "text2", text)
        case TimelineKind.CREATED:
            return TimelineWords("plus", "text2", _created(channel), arrival)
        case TimelineKind.ASSIGNED:
            text = translate("Timeline", "Assigné à vous")
            if entry.level:
                text = translate("Timeline", "Assigné à vous, niveau {level}")
                text = text.format(level=texts.isolated(texts.one_line(entry.level)))
            return TimelineWords("user", "text2", text, arrival)
        case TimelineKind.LEFT:
            return TimelineWords(*_left(entry.left_by), arrival)
    details = [*(_change(change) for change in entry.changes), arrival]
    text = translate("Timeline", "Modifié")
    return TimelineWords("sync", "text2", text, "\n".join(details).strip("\n"))


def _created(channel: str) -> str:
    if channel in {"API", ""}:
        return translate("Timeline", "Ticket créé par l’API")
    name = texts.isolated(texts.one_line(channel))
    return translate("Timeline", "Ticket créé, canal {name}").format(name=name)


def _noticed(entry: TimelineEntry) -> TimelineWords:
    phrase = texts.notice_phrase(entry.outcome, entry.latency_ms)
    if phrase is None:
        return TimelineWords("clock", "text2", translate("Timeline", "Notification en cours"))
    if entry.outcome == NoticeOutcome.SHOWN and entry.latency_ms is not None:
        text = translate("Timeline", "Notification remise en {time}")
        return TimelineWords("bell", "ok", text.format(time=texts.latency(entry.latency_ms)))
    text = translate("Timeline", "Notification : {outcome}").format(outcome=phrase.text)
    return TimelineWords(phrase.icon, phrase.tone, text)


def _left(left_by: LeftBy | None) -> tuple[str, str, str]:
    if left_by is LeftBy.CLOSED:
        return "confirmed", "ok", translate("Timeline", "Traité")
    if left_by is LeftBy.UNASSIGNED:
        return "user", "text2", translate("Timeline", "Passé à un autre agent")
    return "minus", "text2", translate("Timeline", "Absent de la liste complète du serveur")


def _arrival(entry: TimelineEntry) -> str:
    if entry.arrival is None:
        return ""
    way = {
        Arrival.LIVE: translate("Timeline", "Reçu en direct"),
        Arrival.REPLAY: translate("Timeline", "Rejoué"),
        Arrival.SNAPSHOT: translate("Timeline", "Relu par liste complète"),
    }[entry.arrival]
    if entry.seq is None:
        return way
    return translate("Timeline", "{way}, événement {seq}").format(way=way, seq=entry.seq)


def _change(change: FieldChange) -> str:
    names = {
        "subject": translate("Timeline", "sujet"),
        "status": translate("Timeline", "statut"),
        "priority": translate("Timeline", "priorité"),
        "category": translate("Timeline", "catégorie"),
        "description": translate("Timeline", "description"),
        "tags": translate("Timeline", "étiquettes"),
        "metadata": translate("Timeline", "métadonnées"),
        "customer": translate("Timeline", "client"),
        "assignedAgent": translate("Timeline", "agent"),
    }
    name = names.get(change.field, change.field)
    before, after = _value(change.field, change.before), _value(change.field, change.after)
    return translate("Timeline", "{field} : {before} → {after}").format(
        field=name, before=before, after=after
    )


def _value(field: str, value: str) -> str:
    if field == "priority":
        return texts.priority_name(value)
    if field == "status":
        return texts.status_name(value)
    shown = texts.one_line(value)
    return texts.isolated(shown if len(shown) <= 80 else shown[:79] + "…")


_MOST_LINES = 50


class _Line(QWidget):
    """One line: icon, words, how it is known, time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = Icon(parent=self)
        self._text = Label("", "body", parent=self)
        self._text.setWordWrap(True)
        self._detail = Label("", "caption", "text2", self)
        self._detail.setWordWrap(True)
        self._time = Label("", "caption", "text2", self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 3, 0, 3)
        grid.setHorizontalSpacing(M)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._mark, 0, 0, top)
        grid.addWidget(self._text, 0, 1)
        grid.addWidget(self._time, 0, 2, top)
        grid.addWidget(self._detail, 1, 1)
        self._mark.setContentsMargins(0, 2, 0, 0)

    def show_words(self, words: TimelineWords, time: str) -> None:
        self._mark.set_icon(words.icon, words.tone)
        self._text.setText(words.text)
        self._detail.setText(words.detail)
        self._detail.setVisible(bool(words.detail))
        self._time.setText(time)


class Timeline(QWidget):
    """Lines under each other, joined where one led to the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[_Line] = []
        self._shown = 0
        self._more = Label("", "caption", "text2", self)
        self._column = vbox(self._more, of=self, spacing=0)

    def show_entries(self, entries: tuple[TimelineEntry, ...], channel: str, now_ms: int) -> None:
        """Show what happened, newest first as it is given, fifty at most."""
        shown = entries[:_MOST_LINES]
        lines = grown(self._lines, len(shown), self._make_line)
        for line, entry in zip(lines, shown, strict=True):
            line.show_words(words_of(entry, channel), texts.moment(entry.at_ms, now_ms))
        self._shown = len(shown)
        hidden = len(entries) - len(shown)
        self._more.setText(self.tr("%n événement(s) plus ancien(s)", "", hidden))
        self._more.setVisible(hidden > 0)
        self.update()

    def _make_line(self, at: int) -> _Line:
        line = _Line(self)
        self._column.insertWidget(at, line)
        return line

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the joints between the icons."""
        painter = QPainter(self)
        painter.setPen(theme().palette.border)
        side = theme().px(16)
        for above, below in zip(self._lines, self._lines[1 : self._shown], strict=False):
            x = above.x() + side // 2
            top = above.y() + side + 8
            bottom = below.y() + 3
            if bottom - top > 2:
                painter.drawLine(x, top, x, bottom)
