"""Cards with one number each and its words, in as few lines as fit, and these as even as can be."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import vbox


class Card(msgspec.Struct, frozen=True):
    """One number with its words; ``tone`` colours the number."""

    key: str
    value: str
    words: str
    tone: str = "text1"


class _CardFrame(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._value = Label("", "title", parent=self)
        self._words = ElidedLabel("", "caption", "text2", self)
        vbox(self._value, self._words, of=self, margins=(14, 6, 14, 8), spacing=0)

    def show_card(self, name: str, card: Card) -> None:
        self.setObjectName(name)
        self._value.setText(card.value)
        self._value.set_tone(card.tone)
        self._words.setText(card.words)


class NumberCards(QWidget):
    """A grid of cards that are all as wide; ``name`` begins the names of their frames."""

    arranged = Signal()
    """The number of lines may have changed."""

    def __init__(self, name: str, least_width: int, parent: QWidget | None = None) -> None:
        """Make the grid; no card is narrower than ``least_width`` unscaled pixels."""
        super().__init__(parent)
        self._name = name
        self._least_width = least_width
        self._frames: list[_CardFrame] = []
        self._count = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_cards(self, cards: Sequence[Card]) -> None:
        while len(self._frames) < len(cards):
            self._frames.append(_CardFrame(self))
        for frame, card in zip(self._frames, cards, strict=False):
            frame.show_card(f"{self._name}-{card.key}", card)
        self._count = len(cards)
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(self._least_width), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(self._least_width), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        least = theme().px(self._least_width)
        most = max(1, min(self._count, (self.width() + 12) // (least + 12)))
        columns = -(-self._count // -(-self._count // most)) if self._count else 1
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for place, frame in enumerate(self._frames):
            frame.setVisible(place < self._count)
            if place < self._count:
                self._grid.addWidget(frame, place // columns, place % columns)
                self._grid.setColumnStretch(place % columns, 1)
        self.arranged.emit()
