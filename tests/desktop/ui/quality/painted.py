"""What the window's own painting writes, seen from inside the painter's calls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QStaticText
from PySide6.QtWidgets import QApplication, QWidget


@dataclass(frozen=True)
class Writing:
    """One text that a widget wrote: what, and whether part of it was left out."""

    widget: QWidget
    text: str
    elided: bool = False
    """The end was left out, and an ellipsis says so."""
    clipped: bool = False
    """It is wider than the room it was given, and nothing says so."""
    by_content: bool = True
    """It runs the way its own letters do, whatever the language of the window."""


class _Painting(QObject):
    """Knows which widget is painting."""

    widget: QWidget | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            self.widget = watched
        return False


@contextmanager
def writings(app: QApplication) -> Iterator[list[Writing]]:
    """Yield a list that every text written by our own painting joins."""
    seen: list[Writing] = []
    painting = _Painting()

    def note(text: str, **facts: bool) -> None:
        if painting.widget is not None and text.strip():
            seen.append(Writing(painting.widget, text, **facts))

    with pytest.MonkeyPatch.context() as patch:
        for metrics in (QFontMetrics, QFontMetricsF):
            patch.setattr(metrics, "elidedText", _noting_elided(metrics, note))
        patch.setattr(QPainter, "drawText", _noting_drawn(note))
        patch.setattr(QPainter, "drawStaticText", _noting_static(note))
        app.installEventFilter(painting)
        try:
            yield seen
        finally:
            app.removeEventFilter(painting)


def _noting_elided(metrics: type, note: Any) -> Any:
    original = metrics.elidedText  # type: ignore[attr-defined]

    def elided(self: Any, text: str, *rest: Any, **named: Any) -> str:
        shown: str = original(self, text, *rest, **named)
        if shown != text:
            note(text, elided=True)
        return shown

    return elided


def _noting_drawn(note: Any) -> Any:
    original = QPainter.drawText

    def draw(self: QPainter, *given: Any) -> Any:
        text = next((one for one in given if isinstance(one, str)), "")
        clipped = False
        if given and isinstance(given[0], (QRect, QRectF)):
            width = QFontMetricsF(self.font()).horizontalAdvance(text)
            clipped = "\n" not in text and width > given[0].width() + 1.5
        by_content = self.layoutDirection() is Qt.LayoutDirection.LayoutDirectionAuto
        note(text, clipped=clipped, by_content=by_content)
        return original(self, *given)

    return draw


def _noting_static(note: Any) -> Any:
    original = QPainter.drawStaticText

    def draw(self: QPainter, *given: Any) -> Any:
        for one in given:
            if isinstance(one, QStaticText):
                note(one.text())
        return original(self, *given)

    return draw
