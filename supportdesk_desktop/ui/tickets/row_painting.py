"""Parts of a ticket row as they are painted: texts laid out once, tags as chips, found words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap, QStaticText

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TagMark, TicketRow
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import PRIORITY_ICONS, RADIUS_CONTROL, ROW_CHIP
from supportdesk_desktop.ui.widgets.painting import MARK_RADIUS, dot_colour, draw_dot

if TYPE_CHECKING:
    from supportdesk_desktop.core.highlights import Span, Wanted


_PADDING, _DOT, _DOT_GAP = 6, 6, 4
_BASELINE = 13
_WIDEST = 240
_MOST = 600


class RowChips:
    """Chips 18 px high by name, colour, state and pixel ratio; emptied when the theme changes.

    A chip that a search matches is filled.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str | None, bool, bool, float], tuple[QPixmap, int]] = {}

    def clear(self) -> None:
        """Forget all: colours or sizes changed."""
        self._kept.clear()

    def chip(self, tag: TagMark, selected: bool, marked: bool, ratio: float) -> tuple[QPixmap, int]:
        """Return a chip and its width in logical pixels; in a selected row its edge is strong."""
        key = (tag.name, tag.color, selected, marked, ratio)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            found = self._kept[key] = _drawn(tag, selected, marked, ratio)
        return found


def _drawn(tag: TagMark, selected: bool, marked: bool, ratio: float) -> tuple[QPixmap, int]:
    look = theme()
    colours, font = look.palette, look.font("caption")
    metrics = QFontMetricsF(font)
    name, dot = texts.one_line(tag.name), dot_colour(tag.color)
    padding, side = look.px(_PADDING), look.px(_DOT)
    left = padding + (side + look.px(_DOT_GAP) if dot is not None else 0)
    room = min(metrics.horizontalAdvance(name), look.px(_WIDEST))
    width, height = left + round(room) + padding + 1, look.px(ROW_CHIP)
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if marked:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.markbg)
    else:
        painter.setPen(colours.borderstrong if selected else colours.border)
    box = QRectF(0.5, 0.5, width - 1, height - 1)
    painter.drawRoundedRect(box, RADIUS_CONTROL - 1, RADIUS_CONTROL - 1)
    if dot is not None:
        draw_dot(painter, QPointF(padding + side / 2, height / 2), side / 2, dot)
    painter.setFont(font)
    painter.setPen(colours.marktext if marked else colours.text2)
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room + 1)
    painter.drawText(QPointF(left, look.px(_BASELINE)), shown)
    painter.end()
    return pixmap, width


class Matches(msgspec.Struct, frozen=True):
    """The words to mark, and a line of the description for rows that match there alone."""

    wanted: tuple[Wanted, ...] = ()
    excerpts: dict[TicketId, str] = {}


_MOST_MARKS = 6000


class MatchMarks:
    """The marks of the present search, found once a text."""

    def __init__(self) -> None:
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
            painter.drawRoundedRect(ground, MARK_RADIUS, MARK_RADIUS)
            painter.setClipRect(ground, Qt.ClipOperation.IntersectClip)
            painter.setPen(colours.marktext)
            painter.drawStaticText(place, static)
            painter.restore()

    def _spans(self, text: str) -> list[Span]:
        found = self._found.get(text)
        if found is None:
            if len(self._found) >= _MOST_MARKS:
                self._found.clear()
            from supportdesk_desktop.core.highlights import spans

            found = self._found[text] = spans(text, self.wanted)
        return found


_MOST_TEXTS = 6000


class RowTexts:
    """Fonts, words and cached layouts; ``measure`` takes them from the theme anew."""

    def __init__(self) -> None:
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
