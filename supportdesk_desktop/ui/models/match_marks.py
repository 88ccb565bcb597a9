"""Draws the words that a search matched on a ground of their own, over a text already drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QStaticText

from supportdesk_desktop.ui.models.matches import Matches
from supportdesk_desktop.ui.theme import theme

if TYPE_CHECKING:
    from supportdesk_desktop.core.highlights import Span, Wanted

_RADIUS = 3
_MOST = 6000


class MatchMarks:
    """The marks of the present search, found once a text."""

    def __init__(self) -> None:
        """Mark nothing yet."""
        self.wanted: tuple[Wanted, ...] = ()
        self._found: dict[str, list[Span]] = {}

    def follow(self, matches: Matches | None) -> None:
        """Mark what this search wants, nothing where it is None."""
        wanted = () if matches is None else matches.wanted
        if wanted != self.wanted:
            self.wanted = wanted
            self.clear()

    def clear(self) -> None:
        """Forget what was found."""
        self._found.clear()

    def has(self, text: str) -> bool:
        """Return whether a text has anything to mark."""
        return bool(self.wanted) and bool(self._spans(text))

    def paint(
        self, painter: QPainter, place: QPointF, static: QStaticText, metrics: QFontMetricsF
    ) -> None:
        """Draw the marks of a text that stands at ``place``, cut as it was drawn."""
        text = static.text()
        colours = theme().palette
        for start, length in self._spans(text):
            left = place.x() + metrics.horizontalAdvance(text[:start])
            right = place.x() + metrics.horizontalAdvance(text[: start + length])
            ground = QRectF(left - 1, place.y() - 0.5, right - left + 2, metrics.height() + 1)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.markbg)
            painter.drawRoundedRect(ground, _RADIUS, _RADIUS)
            painter.setClipRect(ground, Qt.ClipOperation.IntersectClip)
            painter.setPen(colours.marktext)
            painter.drawStaticText(place, static)
            painter.restore()

    def _spans(self, text: str) -> list[Span]:
        found = self._found.get(text)
        if found is None:
            if len(self._found) >= _MOST:
                self._found.clear()
            from supportdesk_desktop.core.highlights import spans

            found = self._found[text] = spans(text, self.wanted)
        return found
