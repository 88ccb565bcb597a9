"""One part of the strip: an icon and up to two texts, as a button that says more."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.widgets.flat_button import (
    FlatButton,
    draw_icon,
    draw_text,
    text_width,
)

_INSET, _ICON_GAP, _TEXT_GAP = 6, 8, 9


class StripPart(FlatButton):
    """An icon, a text that may be strong, and a quiet one after it; the last is elided first."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._icon = ""
        self._tone = "text2"
        self._lead = ""
        self._rest = ""
        self._strong = False

    def show_texts(
        self,
        icon: str,
        tone: str,
        lead: str,
        rest: str = "",
        *,
        strong: bool = False,
    ) -> None:
        """Show an icon and texts; ``tone`` is the token of icon and lead."""
        shown = (icon, tone, lead, rest, strong)
        if shown == (self._icon, self._tone, self._lead, self._rest, self._strong):
            return
        self._icon, self._tone, self._lead, self._rest, self._strong = shown
        self.updateGeometry()
        self.update()

    def width_for(self, lead: str, rest: str, *, strong: bool) -> int:
        """Return the width that these texts need, in pixels."""
        look = theme()
        width = float(2 * _INSET + (look.px(16) if self._icon else 0))
        if lead:
            role = "captionstrong" if strong else "caption"
            width += (_ICON_GAP if self._icon else 0) + text_width(look, role, lead)
        if rest:
            width += _TEXT_GAP + text_width(look, "caption", rest)
        return int(width) + 2

    def sizeHint(self) -> QSize:
        width = self.width_for(self._lead, self._rest, strong=self._strong)
        return QSize(width, theme().px(28))

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
            role = "captionstrong" if self._strong else "caption"
            box = QRectF(left, area.top(), right - left, area.height())
            left += draw_text(painter, look, role, self._tone, box, self._lead) + _TEXT_GAP
        if self._rest and right > left:
            box = QRectF(left, area.top(), right - left, area.height())
            draw_text(painter, look, "caption", self._rest_token(), box, self._rest)

    def _rest_token(self) -> str:
        return "text1" if self._tone in {"warn", "danger"} else "text2"
