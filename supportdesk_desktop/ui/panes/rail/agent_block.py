"""The agent at the foot of the rail: initials, name, level and availability."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.panes.rail.item import MAX_ICON_SCALE
from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.widgets.flat_button import FlatButton, draw_text

_AVATAR = 32


class AgentBlock(FlatButton):
    """A button that opens the availability menu, where the desk offers one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("agent", parent)
        self._name = ""
        self._note = ""
        self._icons_only = False

    def set_texts(self, name: str, note: str, spoken: str) -> None:
        """Show a name over a second line; ``spoken`` is the accessible name."""
        self._name, self._note = name, note
        self.setText(name)
        self.setAccessibleName(spoken)
        self.setToolTip(texts.tip(spoken))
        self.update()

    def set_icons_only(self, icons_only: bool) -> None:
        """Show the initials alone."""
        self._icons_only = icons_only
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        look = theme()
        if self._icons_only:
            side = round(44 * min(look.scale, MAX_ICON_SCALE))
            return QSize(side, side)
        return QSize(look.px(168), look.px(42))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return hint if self._icons_only else QSize(theme().px(120), hint.height())

    def paint_content(self, painter: QPainter, area: QRectF, look: Theme) -> None:
        scale = min(look.scale, MAX_ICON_SCALE) if self._icons_only else look.scale
        side = _AVATAR * scale
        left = area.center().x() - side / 2 if self._icons_only else area.left() + 4
        avatar = QRectF(left, area.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.palette.railsel)
        painter.drawEllipse(avatar)
        center = Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, look, "captionstrong", "text1", avatar, initials(self._name), center)
        if self._icons_only:
            return
        text = QRectF(avatar.right() + 8, 0, area.right() - avatar.right() - 12, look.px(18))
        middle = area.center().y()
        text.moveBottom(middle + 1)
        draw_text(painter, look, "bodymedium", "text1", text, self._name)
        text.moveTop(middle)
        draw_text(painter, look, "caption", "text2", text, self._note)


def initials(name: str) -> str:
    """Return one or two capitals for a name, "?" for none."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if not words:
        return "?"
    chosen = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in chosen)
