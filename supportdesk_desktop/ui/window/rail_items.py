"""The head of the rail, its lines (icon, name and count), and the agent at its foot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.buttons import FlatButton
from supportdesk_desktop.ui.widgets.painting import (
    draw_brand_mark,
    draw_icon,
    draw_text,
    text_width,
)

MAX_ICON_SCALE = 1.5
"""The icon rail stops growing here (``design/tokens.md``, Spacing)."""
_AVATAR = 32


def rail_scale(*, icons_only: bool) -> float:
    """Return the text scale as the wide rail, or the one of icons, follows it."""
    return min(theme().scale, MAX_ICON_SCALE) if icons_only else theme().scale


def _square() -> QSize:
    side = round(44 * rail_scale(icons_only=True))
    return QSize(side, side)


class RailItem(FlatButton):
    """A checkable entry of the rail; wide with its name, or as an icon over its count."""

    chosen = Signal()
    """Emitted when the entry is chosen, even if it is shown already."""

    def __init__(self, name: str, icon: str, parent: QWidget | None = None) -> None:
        """Make an entry with an object name, without words yet."""
        super().__init__(name, parent)
        self.setCheckable(True)
        self._marking = self._emitted = False
        self.toggled.connect(self._on_toggled)
        self.pressed.connect(self._on_pressed)
        self.clicked.connect(self._on_clicked)
        self._icon = icon
        self._count = 0
        self._to_decide = self._pinned = self._icons_only = False

    def mark(self, marked: bool = True) -> None:
        """Show it as where one is, or not, without choosing it."""
        self._marking = True
        self.setChecked(marked)
        self._marking = False

    def set_texts(self, name: str, spoken: str) -> None:
        """Show ``name``; ``spoken`` is the accessible name with its count in words."""
        self.setText(name)
        self.setAccessibleName(spoken)
        self._update_tooltip(cut=False)
        self.update()

    def set_count(self, count: int, *, to_decide: bool = False) -> None:
        """Show the count, none for 0; ``to_decide`` adds the amber question mark."""
        self._count = count
        self._to_decide = to_decide
        self.update()

    def set_pinned(self, pinned: bool) -> None:
        self._pinned = pinned
        self.update()

    def set_icons_only(self, icons_only: bool) -> None:
        """Show the icon over the count instead of the whole line."""
        self._icons_only = icons_only
        self._update_tooltip(cut=False)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return _square() if self._icons_only else QSize(theme().px(208), theme().px(32))

    def minimumSizeHint(self) -> QSize:
        # The rail is as wide as it is: the name is cut where that is too little.
        return QSize(24, self.sizeHint().height())

    def ground(self) -> str | None:
        return "railsel" if self.isChecked() else super().ground()

    def paint_content(self, painter: QPainter, area: QRectF) -> None:
        if self._icons_only:
            self._paint_icon(painter, area)
        else:
            self._paint_line(painter, area)

    def _paint_line(self, painter: QPainter, area: QRectF) -> None:
        look = theme()
        checked = self.isChecked()
        middle = area.center().y()
        draw_icon(painter, self._icon, self._icon_token(), 8, middle)
        right = area.right() - 8
        if self._count:
            count = texts.number(self._count)
            width = text_width("body", count) + 1
            token = self._count_token()
            box = QRectF(right - width, area.top(), width, area.height())
            draw_text(painter, "body", token, box, count, Qt.AlignmentFlag.AlignRight)
            right -= width
            if self._to_decide:
                right -= 10 + look.px(14)
                draw_icon(painter, "uncertain", "warn", right, middle, 14)
        if self._pinned:
            right -= (8 if self._count else 0) + look.px(12)
            draw_icon(painter, "pin", "text3", right, middle, 12)
        left = 8 + look.px(16) + 10
        box = QRectF(left, area.top(), right - 8 - left, area.height())
        role, token = ("bodystrong", "text1") if checked else ("body", "text2")
        draw_text(painter, role, token, box, self.text())
        self._update_tooltip(cut=text_width(role, self.text()) > box.width() + 0.5)

    def _update_tooltip(self, *, cut: bool) -> None:
        """Offer the name as a tooltip where it is not shown, or cut."""
        self.set_text_tooltip(self.accessibleName() if self._icons_only or cut else "")

    def _paint_icon(self, painter: QPainter, area: QRectF) -> None:
        look = theme()
        scale = rail_scale(icons_only=True)
        size = 16 * scale
        middle = area.center().y() - (8 * scale if self._count else 0)
        left = area.center().x() - size / 2
        draw_icon(painter, self._icon, self._icon_token(), left, middle, side=size)
        if self._to_decide:
            corner = left + size + 1
            draw_icon(painter, "uncertain", "warn", corner, middle - 4, 14, side=12 * scale)
        if not self._count:
            return
        box = QRectF(area.left(), area.center().y() + 1 * scale, area.width(), 18 * scale)
        font = QFont(look.font("caption"))
        font.setPixelSize(round(12 * scale))
        painter.setFont(font)
        painter.setPen(look.colour(self._count_token()))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._count))

    def _on_toggled(self, checked: bool) -> None:
        """Be chosen by a screen reader too, which toggles where others click."""
        if not self._marking and (checked or self.group() is None):
            self._emitted = True
            self.chosen.emit()

    def _on_pressed(self) -> None:
        self._emitted = False

    def _on_clicked(self) -> None:
        if not self._emitted:
            self.chosen.emit()

    def _icon_token(self) -> str:
        return "focus" if self.isChecked() else "text2"

    def _count_token(self) -> str:
        return "warn" if self._to_decide else "text1" if self.isChecked() else "text2"


PRODUCT = "SupportDesk Desktop"


class RailHeader(QWidget):
    """52 high beside the top bar; the shop's name is elided and then in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail-header")
        self._shop = ""
        self._sample_data = False
        self._icons_only = False
        follow_language(self._retranslate)

    def set_shop(self, name: str, *, sample_data: bool) -> None:
        """Show the shop; ``sample_data`` replaces the product's name by a warning."""
        self._shop, self._sample_data = name, sample_data
        self._retranslate()

    def set_icons_only(self, icons_only: bool) -> None:
        """Show the mark alone."""
        self._icons_only = icons_only
        self.updateGeometry()
        self.update()

    def _retranslate(self) -> None:
        lines = (self._shop or PRODUCT, self._second_line())
        spoken = ", ".join(dict.fromkeys(lines))
        self.setToolTip(texts.tip(spoken))
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        scale = rail_scale(icons_only=self._icons_only)
        return QSize(round(60 * scale), round((50 if self._icons_only else 57) * scale))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        scale = rail_scale(icons_only=self._icons_only)
        side = 28 * scale
        left = (self.width() - side) / 2 if self._icons_only else 12.0
        mark = QRectF(left, 11 * scale, side, side)
        draw_brand_mark(painter, mark)
        if not self._icons_only:
            text = QRectF(mark.right() + 10, 0, self.width() - mark.right() - 18, look.px(18))
            text.moveBottom(mark.center().y() + 2)
            draw_text(painter, "bodystrong", "text1", text, self._shop or PRODUCT)
            text.moveTop(mark.center().y() - 1)
            token = "warn" if self._sample_data else "text2"
            draw_text(painter, "caption", token, text, self._second_line())
        painter.end()

    def _second_line(self) -> str:
        return self.tr("Données d’exemple") if self._sample_data else PRODUCT


class AgentBlock(FlatButton):
    """A button that opens the availability menu, where the desk offers one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("agent", parent)
        self._name = self._note = ""
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
        return _square() if self._icons_only else QSize(theme().px(168), theme().px(42))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return hint if self._icons_only else QSize(theme().px(120), hint.height())

    def paint_content(self, painter: QPainter, area: QRectF) -> None:
        look = theme()
        side = _AVATAR * rail_scale(icons_only=self._icons_only)
        left = area.center().x() - side / 2 if self._icons_only else area.left() + 4
        avatar = QRectF(left, area.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.palette.railsel)
        painter.drawEllipse(avatar)
        center = Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, "captionstrong", "text1", avatar, initials(self._name), center)
        if self._icons_only:
            return
        text = QRectF(avatar.right() + 8, 0, area.right() - avatar.right() - 12, look.px(18))
        middle = area.center().y()
        text.moveBottom(middle + 1)
        draw_text(painter, "bodymedium", "text1", text, self._name)
        text.moveTop(middle)
        draw_text(painter, "caption", "text2", text, self._note)


def initials(name: str) -> str:
    """Return one or two capitals for a name, "?" for none."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if not words:
        return "?"
    chosen = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in chosen)
