"""Parts of a ticket row as they are painted: texts laid out once, tags as chips, found words."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap, QStaticText

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TagMark
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import PRIORITY_ICONS, RADIUS_CONTROL, ROW_CHIP
from supportdesk_desktop.ui.widgets.painting import MARK_RADIUS, dot_colour, draw_dot

if TYPE_CHECKING:
    from supportdesk_desktop.core.query import Span, Wanted


class Matches(msgspec.Struct, frozen=True):
    """The words to mark, and a line of the description for rows that match there alone."""

    wanted: tuple[Wanted, ...] = ()
    excerpts: dict[TicketId, str] = {}


_PADDING, _DOT, _DOT_GAP = 6, 6, 4
_BASELINE = 13
_WIDEST = 240


def draw_chip(tag: TagMark, selected: bool, marked: bool, ratio: float) -> tuple[QPixmap, int]:
    """Return the chip of a tag and its width in logical pixels.

    In a selected row its edge is strong; one that a search matches is filled.
    """
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


_MOST_CHIPS, _MOST_TEXTS = 600, 6000


class RowTexts:
    """Fonts, words, and what is laid out or found once a text, and then kept.

    Nothing that is kept refers back to it: pixmaps and fonts must go with it, in its own thread.
    """

    _static: Callable[[str, str, int], tuple[QStaticText, float]]
    _spans: Callable[[str], list[Span]]

    def __init__(self) -> None:
        self.wanted: tuple[Wanted, ...] = ()
        """The words that are marked."""
        self.measure()

    def measure(self) -> None:
        """Follow a new theme, scale or language."""
        look = theme()
        self._fonts: dict[str, QFont] = {
            "caption": look.font("caption"),
            "time": look.font("caption", tabular=True),
            "strong": look.font("captionstrong"),
            "strongtime": look.font("captionstrong", tabular=True),
            "body": look.font("body"),
            "bodytime": look.font("body", tabular=True),
            "read": look.font("bodymedium"),
            "unread": look.font("bodystrong"),
        }
        self._metrics = {name: QFontMetricsF(font) for name, font in self._fonts.items()}
        self._static = lru_cache(_MOST_TEXTS)(partial(_lay_out, self._fonts, self._metrics))
        self.chip = lru_cache(_MOST_CHIPS)(draw_chip)
        self.trouble = lru_cache(_MOST_TEXTS)(texts.notice_trouble)
        self._priorities = {name: texts.priority_name(name) for name in PRIORITY_ICONS}

    def follow(self, matches: Matches | None) -> None:
        """Mark what a search wants, nothing where it is None."""
        wanted = () if matches is None else matches.wanted
        if wanted != self.wanted:
            from supportdesk_desktop.core.query import spans

            self.wanted = wanted
            self._spans = lru_cache(_MOST_TEXTS)(partial(spans, wanted=wanted))

    def is_marked(self, text: str) -> bool:
        """Return whether a text has anything to mark."""
        return bool(self.wanted) and bool(self._spans(text))

    def priority(self, priority: str) -> str:
        return self._priorities.get(priority) or texts.priority_name(priority)

    def width(self, font: str, text: str) -> float:
        return self._metrics[font].horizontalAdvance(text)

    def widest_priority(self, font: str = "strong") -> int:
        return round(max(self.width(font, word) for word in self._priorities.values()))

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
        if marked and self.wanted:
            self._draw_marks(painter, place, static, self._metrics[font])
        return width

    def draw_right(
        self,
        painter: QPainter,
        right: float,
        base: float,
        font: str,
        text: str,
        ink: QColor,
        room: float = -1,
    ) -> int:
        """Draw a text that ends at ``right``, whole where no room is given; return its width."""
        width = self._static(font, text, int(room))[1]
        self.draw(painter, round(right - width), base, font, text, ink, room)
        return round(width)

    def _draw_marks(
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


def _lay_out(
    fonts: dict[str, QFont], metrics: dict[str, QFontMetricsF], font: str, text: str, room: int
) -> tuple[QStaticText, float]:
    """Return a text laid out, and its width; ``room`` is negative where it is never cut."""
    measured = metrics[font]
    shown, width = text, measured.horizontalAdvance(text)
    if 0 <= room < width:
        shown = measured.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = measured.horizontalAdvance(shown)
    static = QStaticText(shown)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.prepare(font=fonts[font])
    return static, width
