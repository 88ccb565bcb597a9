"""The page behind the strip's state: what is proven now, by what, and what is not."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from supportdesk_desktop import __version__
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.core.trust import TrustRecord
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.panes.trust_strip.details_words import DetailFact, DetailWords
from supportdesk_desktop.ui.panes.trust_strip.wording import Face
from supportdesk_desktop.ui.theme import set_look, theme
from supportdesk_desktop.ui.widgets.buttons import IconButton, PlainButton
from supportdesk_desktop.ui.widgets.labels import IconLabel, Label
from supportdesk_desktop.ui.widgets.popover import Popover

_WIDTH = 560
_EDGE = 2
_TONES = {"ok": "ok", "warn": "warn", "danger": "danger", "neutral": "text1"}


def _now_ms() -> int:
    return round(time.time() * 1000)


class TrustDetails(Popover):
    """A popover inside the window; Escape or the cross closes it."""

    def __init__(
        self, parent: QWidget | None = None, *, now_ms: Callable[[], int] = _now_ms
    ) -> None:
        super().__init__("trust-details", parent)
        self._now_ms = now_ms
        self._words = DetailWords(self)
        self._status = FeedStatus(FeedState.CONNECTING, since_ms=now_ms())
        self._face: Face | None = None
        self._record = TrustRecord()
        self._title = Label("", "section", parent=self)
        self._state = IconLabel("", "", "captionstrong", "text1", self)
        self._meaning = Label("", "body", "text1", self)
        self._inner = QWidget()
        self._room = QScrollArea(self)
        self._grid = QGridLayout(self._inner)
        self._lines: list[tuple[Label, Label]] = []
        self._head, self._said = QHBoxLayout(), QVBoxLayout()
        self._place: QRect | None = None
        self._copy = PlainButton(icon="copy", parent=self)
        self._copy.setObjectName("details-copy")
        self._close = IconButton("x", parent=self)
        self._close.setObjectName("details-close")
        self._lay_out()
        self._copy.clicked.connect(self._copy_text)
        self._close.clicked.connect(self.closed)
        follow_language(self._retranslate)

    def show_status(self, status: FeedStatus, face: Face) -> None:
        """Explain a status; ``face`` is how the strip shows it."""
        self._status, self._face = status, face
        self._show()

    def show_record(self, record: TrustRecord) -> None:
        """Show what is written down here."""
        self._record = record
        self._show()

    def place_over(self, room: QRect) -> None:
        """Take a place at the bottom left of ``room``, no larger than it."""
        look = theme()
        width = min(look.px(_WIDTH), room.width() - 24)
        inner = width - 2 * _EDGE
        needed = self._head.sizeHint().height() + 2 * _EDGE + 1
        needed += self._said.totalHeightForWidth(inner) + self._inner.minimumSizeHint().height()
        height = min(needed, room.height() - 24)
        self._place = room
        self.setGeometry(room.left() + 12, room.bottom() - height - 7, width, height)

    def focus_first(self) -> None:
        """Give the focus to the button that copies."""
        self._copy.setFocus(Qt.FocusReason.PopupFocusReason)

    def as_text(self) -> str:
        """Return everything on the page, for support: no key, no customer, no ticket."""
        now = self._now_ms()
        lines = [f"SupportDesk Desktop {__version__}, {iso_utc(now)}", self._headline()]
        lines.append(self._words.meaning(self._status))
        lines += [f"{fact.name}\t{fact.value}" for fact in self._facts(now)]
        return "\n".join(line for line in lines if line)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Ce qui est vérifié"))
        self._title.setText(self.tr("Ce qui est vérifié"))
        self._copy.setText(self.tr("Copier pour l’assistance"))
        self._copy.setToolTip(self.tr("Sans clé, sans client et sans ticket"))
        self._close.set_name(self.tr("Fermer"))
        self._show()

    def _show(self) -> None:
        if self._face is not None:
            self._state.set_content(self._face.icon, self._headline(), _TONES[self._face.tone])
        self._meaning.setText(self._words.meaning(self._status))
        self.setAccessibleDescription(self._meaning.text())
        facts = self._facts(self._now_ms())
        while len(self._lines) < len(facts):
            self._add_line()
        for place, (name, value) in enumerate(self._lines):
            shown = place < len(facts)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                _write(name, value, facts[place])
        if self._place is not None:
            self.place_over(self._place)

    def _facts(self, now_ms: int) -> list[DetailFact]:
        return self._words.facts(self._status, self._record, now_ms)

    def _headline(self) -> str:
        if self._face is None:
            return ""
        return ". ".join(part for part in (self._face.headline, self._face.detail) if part)

    def _add_line(self) -> None:
        name, value = Label("", "body", "text2", self._inner), Label("", "body", "text1")
        value.setWordWrap(True)
        value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        row = len(self._lines)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(name, row, 0, top)
        self._grid.addWidget(value, row, 1, top)
        self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(row + 1, 1)
        self._lines.append((name, value))

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())

    def _lay_out(self) -> None:
        head, said = self._head, self._said
        head.setContentsMargins(16, 10, 12, 6)
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._copy)
        head.addWidget(self._close)
        self._meaning.setWordWrap(True)
        self._state.label.setWordWrap(True)
        said.setContentsMargins(16, 2, 16, 10)
        said.setSpacing(6)
        policy = QSizePolicy.Policy
        self._state.label.setSizePolicy(policy.Expanding, policy.Preferred)
        said.addWidget(self._state)
        said.addWidget(self._meaning)
        self._grid.setContentsMargins(16, 10, 16, 10)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self._room.setWidget(self._inner)
        self._room.setWidgetResizable(True)
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.viewport().setAutoFillBackground(False)
        self._inner.setAutoFillBackground(False)
        line = QFrame(self)
        line.setProperty("kind", "hairline")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(said)
        column.addWidget(line)
        column.addWidget(self._room, 1)


def _write(name: Label, value: Label, fact: DetailFact) -> None:
    name.setText(fact.name)
    if value.text() != fact.value:
        value.setText(fact.value)
    value.setObjectName(f"details-{fact.key}")
    if value.property("role") != ("mono" if fact.mono else "body"):
        set_look(value, "role", "mono" if fact.mono else "body")
