"""One filing in full: its state explained, what is known of it, and what may be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from supportdesk_desktop.core.filing import Attempt, Doubt, DoubtFacts, Filing, FilingState
from supportdesk_desktop.core.filing_fate import Doubling, doubling
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.outbox.choices import FilingChoices
from supportdesk_desktop.ui.outbox.words import Fact, FilingWords
from supportdesk_desktop.ui.texts import translate
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import L, M, S, priority_icon, priority_token
from supportdesk_desktop.ui.widgets.buttons import IconButton
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, IconLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named, scroll_down, vbox
from supportdesk_desktop.ui.widgets.painting import draw_icon, draw_text, smooth_painter, text_width
from supportdesk_desktop.ui.widgets.wells import Well

_ROW = 28


class FactList(QWidget):
    """The facts known of a filing, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filing-facts")
        self._facts: tuple[Fact, ...] = ()

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
        look, painter = theme(), smooth_painter(self)
        height = look.px(_ROW)
        right = Qt.AlignmentFlag.AlignRight
        for row, fact in enumerate(self._facts):
            box = QRectF(0, row * height, self.width(), height)
            middle = box.center().y()
            if row + 1 < len(self._facts):
                painter.setPen(QPen(look.palette.border, 1.5))
                x = look.px(8)
                painter.drawLine(QPointF(x, middle + 11), QPointF(x, middle + height - 11))
            draw_icon(painter, fact.icon, fact.token, 0, middle)
            clock = texts.clock_seconds(fact.at_ms)
            draw_text(painter, "body", "text2", box, clock, right, tabular=True)
            box.setLeft(look.px(16) + 12)
            box.setRight(box.right() - text_width("body", clock) - 16)
            draw_text(painter, "body", "text1", box, fact.text)
        painter.end()


MOST_TOLD = 3
"""The most sends or tickets that are named; of more, only how many there are."""


def doubt_text(filing: Filing, facts: DoubtFacts, *, repeats: bool) -> str:
    """Say a line each: when it left, how it can be looked for, what appeared since."""
    if repeats:
        lookup = translate(
            "DoubtFactsText", "Ce serveur reconnaît la même demande : elle est reposée d’elle-même."
        )
    elif facts.has_feed and filing.sends_client_ref:
        lookup = translate(
            "DoubtFactsText",
            "Sa référence locale n’est pas apparue dans le flux, qui ne montre que vos tickets.",
        )
    else:
        lookup = translate(
            "DoubtFactsText", "SupportDesk n’offre aucun moyen de le rechercher d’ici."
        )
    since = translate(
        "DoubtFactsText", "Aucun ticket de ce client avec le même objet n’est apparu depuis."
    )
    same = facts.same_subject
    if same:
        numbers = ", ".join(ticket.ticket_number for ticket in same[:MOST_TOLD])
        numbers += "…" if len(same) > MOST_TOLD else ""
        since = translate(
            "DoubtFactsText", "Apparu depuis pour ce client avec le même objet : {numbers}."
        ).format(numbers=texts.one_line(numbers))
    sends = [_sent(attempt) for attempt in facts.sends[-MOST_TOLD:]]
    return "\n".join([*sends, lookup, since])


def _sent(attempt: Attempt) -> str:
    text = translate("DoubtFactsText", "Parti à {time}, sans réponse.")
    if attempt.http_status is not None:
        text = translate("DoubtFactsText", "Parti à {time}, réponse sans certitude ({status}).")
    return text.format(time=texts.clock_seconds(attempt.at_ms), status=attempt.http_status)


_WELL_TONES = {
    FilingState.UNCERTAIN: "warn",
    FilingState.REFUSED: "danger",
    FilingState.CONFIRMED: "ok",
}


class FilingDetail(QFrame):
    """The right side of the outbox; widgets are kept and filled again for each filing."""

    doubt_shown = Signal(object)  # the uncertain Filing, whose facts are wanted

    def __init__(self, words: FilingWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filing-detail")
        self.setProperty("ground", "surface")
        self._words = words
        self._filing: Filing | None = None
        self._known: DoubtFacts | None = None
        self._repeats = False
        self.back = named(IconButton("back", parent=self), "filing-back")
        self._when = ElidedLabel("", "bodystrong", "text2", self)
        self._copy = named(IconButton("copy", parent=self), "filing-copy-ref")
        self._subject = Label("", "title", "text1", self, wraps=True)
        self._priority = IconLabel("", "", "bodystrong", "text2", self)
        self._customer = ElidedLabel("", "mono", "text2", self)
        self._well = Well(parent=self)
        self._facts_title = Label("", "captionstrong", "text2", self)
        self._facts = FactList(self)
        self._doubt = named(Label("", "body", "text1", self, wraps=True), "filing-doubt-facts")
        self.choices = FilingChoices(self)
        self._lay_out()
        self._copy.clicked.connect(self._copy_reference)
        follow_language(self._retranslate)

    def set_repeats(self, repeats: bool) -> None:
        """Say whether this desk announced idempotency-key."""
        self._repeats = repeats
        self._fill()

    def show_filing(self, filing: Filing) -> None:
        self._filing = filing
        self._fill()
        if filing.state is FilingState.UNCERTAIN:
            self.doubt_shown.emit(filing)

    def show_doubt_facts(self, facts: DoubtFacts) -> None:
        """Say what is known of an uncertain filing; of another than the one shown, too late."""
        if self._filing is not None and facts.filing_id == self._filing.id:
            self._known = facts
            self._fill()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Dépôt"))
        self.back.set_name(self.tr("Revenir à la liste"))
        self._copy.set_name(self.tr("Copier la référence locale"))
        self._facts_title.setText(self.tr("Ce que l’on sait"))
        self._fill()

    def _lay_out(self) -> None:
        inner, area = QWidget(), QScrollArea(self)
        dot = Label("·", "body", "text3", self)
        vbox(
            *(hbox(self.back, (self._when, 1), self._copy, spacing=S), self._subject),
            *(hbox(self._priority, dot, (self._customer, 1), spacing=S), 2, self._well, M),
            *(self._facts_title, self._facts, L, self._doubt, self.choices, None),
            of=inner,
            margins=(24, 10, 24, 24),
            spacing=S,
        )
        scroll_down(area, inner)
        vbox(area, of=self)
        self.setMinimumWidth(theme().px(360))

    def _fill(self) -> None:
        filing = self._filing
        if filing is None:
            return
        draft = filing.draft
        day = datetime.fromtimestamp(filing.created_ms / 1000).date()
        day_text, time = texts.day_range(day, day), texts.clock_seconds(filing.created_ms)
        self._when.setText(self.tr("Dépôt du {day}, {time}").format(day=day_text, time=time))
        self._subject.setText(texts.one_line(draft.subject))
        icon, token = priority_icon(draft.priority), priority_token(draft.priority)
        self._priority.set_content(icon, texts.priority_name(draft.priority), token)
        self._customer.setText(texts.one_line(draft.customer_external_id))
        title, text = self._words.explanation(filing, repeats=self._repeats)
        doubled = doubling(filing) is not Doubling.NONE
        tone = "warn" if doubled else _WELL_TONES.get(filing.state, "neutral")
        self._well.set_content(tone, self._words.look(filing.state).icon, title, text)
        self._facts.show_facts(self._words.facts(filing))
        facts, uncertain = self._known, filing.state is FilingState.UNCERTAIN
        if facts is not None and not (uncertain and facts.filing_id == filing.id):
            facts = self._known = None
        self._doubt.setVisible(facts is not None)
        if facts is not None:
            repeats = self._repeats and filing.doubt is not Doubt.CONFLICT
            self._doubt.setText(doubt_text(filing, facts, repeats=repeats))
        self.choices.show_filing(filing)

    def _copy_reference(self) -> None:
        if self._filing is not None:
            QGuiApplication.clipboard().setText(self._filing.client_ref)
