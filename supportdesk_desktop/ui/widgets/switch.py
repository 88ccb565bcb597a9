"""A switch: on or off, its word always beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.theme.tokens import TARGET, S
from supportdesk_desktop.ui.widgets.flat_button import FlatButton, draw_icon, draw_text, text_width

_WIDTH, _HEIGHT, _KNOB, _TICK = 36, 20, 14, 10
_EDGE = 4
"""Room for the focus ring around track and word."""


class Switch(FlatButton):
    """Checked is on; Space and Enter turn it. The name says what it switches."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_language(self._fit_word, now=False)

    def word(self) -> str:
        """Return the word of the present state."""
        return self.word_of(self.isChecked())

    def word_of(self, on: bool) -> str:
        """Return the word of a state."""
        return self.tr("Activé") if on else self.tr("Désactivé")

    def sizeHint(self) -> QSize:
        """Return room for the longer of the two words."""
        look = theme()
        words = max(text_width(look, "body", self.word_of(on)) for on in (True, False))
        width = _EDGE + look.px(_WIDTH) + S + words + _EDGE + 1
        return QSize(round(width), look.px(TARGET + 2))

    def paint_content(self, painter: QPainter, area: QRectF, look: Theme) -> None:
        """Draw track, knob and word."""
        on, scale, middle = self.isChecked(), look.scale, area.center().y()
        track = QRectF(_EDGE, middle - _HEIGHT * scale / 2, _WIDTH * scale, _HEIGHT * scale)
        inner = track.adjusted(0.65, 0.65, -0.65, -0.65)
        painter.setPen(QPen(look.palette.accent if on else look.palette.borderstrong, 1.3))
        painter.setBrush(look.palette.accent if on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        knob = _KNOB * scale
        inset = (track.height() - knob) / 2
        left = track.right() - inset - knob if on else track.left() + inset
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.palette.onaccent if on else look.palette.borderstrong)
        painter.drawEllipse(QRectF(left, middle - knob / 2, knob, knob))
        if on:
            tick = _TICK * scale
            draw_icon(painter, look, "check", "accent", left + (knob - tick) / 2, middle, _TICK)
        words = area.adjusted(_EDGE + track.width() + S, 0, 0, 0)
        draw_text(painter, look, "body", "text1", words, self.word())

    def _fit_word(self) -> None:
        self.updateGeometry()
        self.update()
