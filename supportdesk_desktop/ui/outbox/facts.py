"""A small timeline: an icon, what happened, and when; joined by a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.filing import Attempt, DoubtFacts, Filing
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.outbox.words import Fact
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.painting import draw_icon, draw_text, text_width

_ROW = 28


class FactList(QWidget):
    """What is known of a filing, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filing-facts")
        self._facts: tuple[Fact, ...] = ()
        theme().changed.connect(self.updateGeometry)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts; their words are also the accessible description."""
        self._facts = tuple(facts)
        spoken = [f"{texts.clock_seconds(fact.at_ms)}, {fact.text}" for fact in facts]
        self.setAccessibleDescription("\n".join(spoken))
        self.setToolTip(texts.tip("\n".join(spoken)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(280), theme().px(_ROW) * len(self._facts))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(160), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = look.px(_ROW)
        right = Qt.AlignmentFlag.AlignRight
        for row, fact in enumerate(self._facts):
            box = QRectF(0, row * height, self.width(), height)
            middle = box.center().y()
            if row + 1 < len(self._facts):
                painter.setPen(QPen(look.palette.border, 1.5))
                x = look.px(8)
                painter.drawLine(QPointF(x, middle + 11), QPointF(x, middle + height - 11))
            draw_icon(painter, look, fact.icon, fact.token, 0, middle)
            clock = texts.clock_seconds(fact.at_ms)
            draw_text(painter, look, "body", "text2", box, clock, right, tabular=True)
            box.setLeft(look.px(16) + 12)
            box.setRight(box.right() - text_width(look, "body", clock) - 16)
            draw_text(painter, look, "body", "text1", box, fact.text)
        painter.end()


MOST_TOLD = 3
"""So many sends or tickets are named; of more, only how many."""


class DoubtFactsText(Label):
    """A sentence a line: when it left, how it can be looked for, what appeared since."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "body", "text1", parent)
        self.setObjectName("filing-doubt-facts")
        self.setWordWrap(True)
        self._filing: Filing | None = None
        self._facts: DoubtFacts | None = None
        self._repeats = False
        follow_language(self._fill)

    def show_filing(self, filing: Filing | None, *, repeats: bool) -> None:
        """Take an uncertain filing, whose facts follow, or None for nothing to decide."""
        if filing is None or self._facts is None or self._facts.filing_id != filing.id:
            self._facts = None
        self._filing, self._repeats = filing, repeats
        self._fill()

    def show_facts(self, facts: DoubtFacts) -> None:
        """Say what is known; facts of another filing than the one shown come too late."""
        if self._filing is not None and facts.filing_id == self._filing.id:
            self._facts = facts
            self._fill()

    def _fill(self) -> None:
        filing, facts = self._filing, self._facts
        self.setVisible(filing is not None and facts is not None)
        if filing is None or facts is None:
            return
        sends = [self._sent(attempt) for attempt in facts.sends[-MOST_TOLD:]]
        self.setText("\n".join([*sends, self._lookup(filing, facts), self._since(facts)]))

    def _sent(self, attempt: Attempt) -> str:
        time = texts.clock_seconds(attempt.at_ms)
        if attempt.http_status is not None:
            text = self.tr("Parti à {time}, réponse sans certitude ({status}).")
            return text.format(time=time, status=attempt.http_status)
        return self.tr("Parti à {time}, sans réponse.").format(time=time)

    def _lookup(self, filing: Filing, facts: DoubtFacts) -> str:
        if self._repeats:
            return self.tr("Ce serveur reconnaît la même demande : elle est reposée d’elle-même.")
        if facts.has_feed and filing.sends_client_ref:
            return self.tr(
                "Sa référence locale n’est pas apparue dans le flux, qui ne montre que vos tickets."
            )
        return self.tr("SupportDesk n’offre aucun moyen de le rechercher d’ici.")

    def _since(self, facts: DoubtFacts) -> str:
        same = facts.same_subject
        if not same:
            return self.tr("Aucun ticket de ce client avec le même objet n’est apparu depuis.")
        numbers = ", ".join(ticket.ticket_number for ticket in same[:MOST_TOLD])
        if len(same) > MOST_TOLD:
            numbers += "…"
        text = self.tr("Apparu depuis pour ce client avec le même objet : {numbers}.")
        return text.format(numbers=texts.one_line(numbers))
