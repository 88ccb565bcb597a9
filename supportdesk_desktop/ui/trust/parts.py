"""Parts of the strip, each a button: an icon with up to two texts, and the day as a bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.feed_status import BlindInterval
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.trust.states import Observed
from supportdesk_desktop.ui.widgets.buttons import FlatButton
from supportdesk_desktop.ui.widgets.observation_timeline import MARK_WIDTH, draw_bar, lay_out
from supportdesk_desktop.ui.widgets.painting import draw_icon, draw_text, text_width

_INSET, _ICON_GAP, _TEXT_GAP = 6, 8, 9


class StripPart(FlatButton):
    """An icon, a text that may be strong, and a quiet one after it; the last is elided first."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._icon = self._lead = self._rest = ""
        self._tone = "text2"
        self._strong = False

    def show_texts(
        self, icon: str, tone: str, lead: str, rest: str = "", *, strong: bool = False
    ) -> None:
        """Show an icon and texts; ``tone`` is the token of icon and lead."""
        shown = (icon, tone, lead, rest, strong)
        if shown == (self._icon, self._tone, self._lead, self._rest, self._strong):
            return
        self._icon, self._tone, self._lead, self._rest, self._strong = shown
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        width = float(2 * _INSET + (look.px(16) if self._icon else 0))
        if self._lead:
            width += (_ICON_GAP if self._icon else 0) + text_width(look, self._role(), self._lead)
        if self._rest:
            width += _TEXT_GAP + text_width(look, "caption", self._rest)
        return QSize(int(width) + 2, look.px(28))

    def minimumSizeHint(self) -> QSize:
        look = theme()
        return QSize(max(look.px(24), 2 * _INSET + look.px(16)), look.px(28))

    def paint_content(self, painter: QPainter, area: QRectF, look: Theme) -> None:
        left = area.left() + _INSET
        right = area.right() - _INSET
        if self._icon:
            draw_icon(painter, look, self._icon, self._tone, left, area.center().y())
            left += look.px(16) + _ICON_GAP
        if self._lead and right > left:
            box = QRectF(left, area.top(), right - left, area.height())
            used = draw_text(painter, look, self._role(), self._tone, box, self._lead)
            left += used + _TEXT_GAP
        if self._rest and right > left:
            box = QRectF(left, area.top(), right - left, area.height())
            token = "text1" if self._tone in {"warn", "danger"} else "text2"
            draw_text(painter, look, "caption", token, box, self._rest)

    def _role(self) -> str:
        return "captionstrong" if self._strong else "caption"


_TIMELINE_INSET, _GAP = 8, 8


class TimelinePart(FlatButton):
    """Start, bar and present; the bar alone where there is little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("strip-timeline", parent)
        self._intervals: tuple[BlindInterval, ...] = ()
        self._from_ms = 0
        self._now_ms = 0
        self._observed: Observed | None = None
        self._bar = 200
        self._with_times = True

    def show_day(
        self,
        intervals: Sequence[BlindInterval],
        from_ms: int,
        now_ms: int,
        observed: Observed | None,
    ) -> None:
        """Show a day; what lies outside ``observed`` is drawn as not observed at all."""
        self._intervals = tuple(intervals)
        self._from_ms, self._now_ms = from_ms, now_ms
        self._observed = observed
        self.update()

    def set_room(self, bar: int, *, with_times: bool) -> None:
        """Set the length of the bar in unscaled pixels, and whether the times stand beside it."""
        self._bar, self._with_times = bar, with_times
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        look = theme()
        times = 2 * (text_width(look, "body", "00:00") + _GAP) if self._with_times else 0
        width = round(2 * _TIMELINE_INSET + look.px(self._bar) + times) + 2
        return QSize(width, look.px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * _TIMELINE_INSET + theme().px(48), theme().px(28))

    def paint_content(self, painter: QPainter, area: QRectF, look: Theme) -> None:
        inner = area.adjusted(_TIMELINE_INSET, 0, -_TIMELINE_INSET, 0)
        if self._with_times:
            width = text_width(look, "caption", "00:00") + 4
            left = QRectF(inner.left(), inner.top(), width, inner.height())
            start, end = texts.clock(self._from_ms), texts.clock(self._now_ms)
            used = draw_text(painter, look, "caption", "text3", left, start, tabular=True)
            inner.setLeft(inner.left() + used + _GAP)
            right = QRectF(inner.right() - used, inner.top(), width, inner.height())
            draw_text(painter, look, "caption", "text3", right, end, tabular=True)
            inner.setRight(inner.right() - used - _GAP)
        mark = MARK_WIDTH * look.scale
        marks = lay_out(self._intervals, self._from_ms, self._now_ms, inner.width(), mark)
        draw_bar(painter, inner, marks, look, self._observed_part(inner.width()))

    def _observed_part(self, width: float) -> tuple[float, float]:
        """Return where on the bar the observed time begins and ends, in pixels."""
        span = self._now_ms - self._from_ms
        if self._observed is None or span <= 0:
            return 0.0, 0.0
        ratio = width / span
        begins, ends = self._observed.from_ms, self._observed.to_ms
        return (begins - self._from_ms) * ratio, (ends - self._from_ms) * ratio
