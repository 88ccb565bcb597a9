"""One filing in full: its state explained, what is known of it, and what may be done."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from supportdesk_desktop.core.filing import Doubt, Filing
from supportdesk_desktop.core.filing_state import FilingState
from supportdesk_desktop.core.ledger import Doubling, DoubtFacts, doubling
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.panes.outbox.choices import FilingChoices
from supportdesk_desktop.ui.panes.outbox.doubt_facts import DoubtFactsText
from supportdesk_desktop.ui.panes.outbox.facts import FactList
from supportdesk_desktop.ui.panes.outbox.words import FilingWords
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import L, M, S
from supportdesk_desktop.ui.widgets.buttons import IconButton
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, IconLabel, Label
from supportdesk_desktop.ui.widgets.wells import Well

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
        self._repeats = False
        self.back = IconButton("back", parent=self)
        self.back.setObjectName("filing-back")
        self._when = ElidedLabel("", "bodystrong", "text2", self)
        self._copy = IconButton("copy", parent=self)
        self._copy.setObjectName("filing-copy-ref")
        self._subject = Label("", "title", "text1", self)
        self._subject.setWordWrap(True)
        self._priority = IconLabel("", "", "bodystrong", "text2", self)
        self._customer = ElidedLabel("", "mono", "text2", self)
        self._well = Well(parent=self)
        self._facts_title = Label("", "captionstrong", "text2", self)
        self._facts = FactList(self)
        self._doubt = DoubtFactsText(self)
        self.choices = FilingChoices(self)
        self._lay_out()
        self._copy.clicked.connect(self._copy_reference)
        follow_language(self._retranslate)

    def set_repeats(self, repeats: bool) -> None:
        """Say whether this desk announced idempotency-key."""
        self._repeats = repeats
        self._fill()

    def show_filing(self, filing: Filing) -> None:
        """Show a filing."""
        self._filing = filing
        self._fill()
        if filing.state is FilingState.UNCERTAIN:
            self.doubt_shown.emit(filing)

    def show_doubt_facts(self, facts: DoubtFacts) -> None:
        """Say what is known of the uncertain filing that is shown."""
        self._doubt.show_facts(facts)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Dépôt"))
        self.back.set_name(self.tr("Revenir à la liste"))
        self._copy.set_name(self.tr("Copier la référence locale"))
        self._facts_title.setText(self.tr("Ce que l’on sait"))
        self._fill()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self.back)
        head.addWidget(self._when, 1)
        head.addWidget(self._copy)
        facts = QHBoxLayout()
        facts.setSpacing(S)
        facts.addWidget(self._priority)
        facts.addWidget(Label("·", "body", "text3", self))
        facts.addWidget(self._customer, 1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 10, 24, 24)
        column.setSpacing(S)
        column.addLayout(head)
        column.addWidget(self._subject)
        column.addLayout(facts)
        column.addSpacing(2)
        column.addWidget(self._well)
        column.addSpacing(M)
        column.addWidget(self._facts_title)
        column.addWidget(self._facts)
        column.addSpacing(L)
        column.addWidget(self._doubt)
        column.addWidget(self.choices)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.setMinimumWidth(theme().px(360))

    def _fill(self) -> None:
        filing = self._filing
        if filing is None:
            return
        draft = filing.draft
        day = datetime.fromtimestamp(filing.created_ms / 1000).date()
        self._when.setText(
            self.tr("Dépôt du {day}, {time}").format(
                day=texts.day_range(day, day),
                time=texts.clock_seconds(filing.created_ms),
            )
        )
        self._subject.setText(texts.one_line(draft.subject))
        priority = draft.priority.lower()
        known = priority in {"low", "medium", "high", "urgent", "critical"}
        icon, tone = (f"p-{priority}", priority) if known else ("", "text2")
        self._priority.set_content(icon, texts.priority_name(draft.priority), tone)
        self._customer.setText(texts.one_line(draft.customer_external_id))
        look = self._words.look(filing.state)
        title, text = self._words.explanation(filing, repeats=self._repeats)
        tone = _WELL_TONES.get(filing.state, "neutral")
        if doubling(filing) is not Doubling.NONE:
            tone = "warn"
        self._well.set_content(tone, look.icon, title, text)
        self._facts.show_facts(self._words.facts(filing))
        uncertain = filing.state is FilingState.UNCERTAIN
        repeats = self._repeats and filing.doubt is not Doubt.CONFLICT
        self._doubt.show_filing(filing if uncertain else None, repeats=repeats)
        self.choices.show_filing(filing)

    def _copy_reference(self) -> None:
        if self._filing is not None:
            QGuiApplication.clipboard().setText(self._filing.client_ref)
