"""Texts of ticket rows: laid out once as ``QStaticText``, then only drawn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QStaticText

from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.models.match_marks import MatchMarks
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import PRIORITY_ICONS

_MOST_TEXTS = 6000


class RowTexts:
    """Fonts, words and cached layouts; ``measure`` takes them from the theme anew."""

    def __init__(self) -> None:
        """Take fonts and words as they are now."""
        self.marks = MatchMarks()
        self._statics: dict[tuple[str, str, int], tuple[QStaticText, float]] = {}
        self._phrases: dict[tuple[str | None, int | None], texts.NoticePhrase | None] = {}
        self.measure()

    def measure(self) -> None:
        """Follow a new theme, scale or language."""
        look = theme()
        self._statics.clear()
        self._phrases.clear()
        self.marks.clear()
        self.colours = look.palette
        self._fonts: dict[str, QFont] = {
            "caption": look.font("caption"),
            "time": look.font("caption", tabular=True),
            "strong": look.font("captionstrong"),
            "body": look.font("body"),
            "bodytime": look.font("body", tabular=True),
            "read": look.font("bodymedium"),
            "unread": look.font("bodystrong"),
        }
        self._metrics = {name: QFontMetricsF(font) for name, font in self._fonts.items()}
        self.words = {name: texts.priority_name(name) for name in PRIORITY_ICONS}

    def width(self, font: str, text: str) -> float:
        """Return how wide a text is in one of the fonts."""
        return self._metrics[font].horizontalAdvance(text)

    def widest_priority(self, font: str = "strong") -> int:
        """Return how wide the widest word of a priority is."""
        return round(max(self.width(font, word) for word in self.words.values()))

    def centred(self, font: str, top: int, height: int) -> float:
        """Return the baseline of a text in the middle of a line."""
        metrics = self._metrics[font]
        return top + (height + metrics.ascent() - metrics.descent()) / 2

    def draw(
        self,
        painter: QPainter,
        x: float,
        base: float,
        font: str,
        text: str,
        ink: QColor,
        room: float,
        *,
        marked: bool = False,
    ) -> float:
        """Draw a text on its baseline, cut to ``room``; return the width it takes."""
        static, width = self._static(font, text, int(room))
        place = QPointF(x, base - self._metrics[font].ascent())
        painter.setFont(self._fonts[font])
        painter.setPen(ink)
        painter.drawStaticText(place, static)
        if marked and self.marks.wanted:
            self.marks.paint(painter, place, static, self._metrics[font])
        return width

    def draw_right(
        self, painter: QPainter, right: float, base: float, font: str, text: str, ink: QColor
    ) -> int:
        """Draw a whole text that ends at ``right``; return the width it takes."""
        static, width = self._static(font, text, -1)
        painter.setFont(self._fonts[font])
        painter.setPen(ink)
        place = QPointF(round(right - width), base - self._metrics[font].ascent())
        painter.drawStaticText(place, static)
        return round(width)

    def phrase(self, row: TicketRow) -> texts.NoticePhrase | None:
        """Return how what became of a notice is said."""
        key = (row.notice_outcome, row.notice_ms)
        if key not in self._phrases:
            if len(self._phrases) >= _MOST_TEXTS:
                self._phrases.clear()
            self._phrases[key] = texts.notice_phrase(*key)
        return self._phrases[key]

    def _static(self, font: str, text: str, room: int) -> tuple[QStaticText, float]:
        """Return a text laid out; ``room`` is negative where it is never cut."""
        key = (font, text, room)
        found = self._statics.get(key)
        if found is None:
            if len(self._statics) >= _MOST_TEXTS:
                self._statics.clear()
            metrics = self._metrics[font]
            shown, width = text, metrics.horizontalAdvance(text)
            if 0 <= room < width:
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
                width = metrics.horizontalAdvance(shown)
            static = QStaticText(shown)
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.prepare(font=self._fonts[font])
            found = self._statics[key] = static, width
        return found
