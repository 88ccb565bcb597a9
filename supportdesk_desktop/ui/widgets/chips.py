"""A tag as a chip: its name, and the server's colour as a dot only."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import CHIP, XS, S
from supportdesk_desktop.ui.widgets.painting import (
    dot_colour,
    draw_box,
    draw_dot,
    draw_elided,
    draw_ring,
    smooth_painter,
)

_DOT = 8
_WIDEST = 240


class TagChip(QWidget):
    """A chip 24 px high. ``removed`` carries its tag's id when its cross is pressed."""

    removed = Signal(str)

    def __init__(
        self,
        tag_id: str,
        name: str,
        color: str | None,
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make a chip; ``color`` is the server's, or None; a removable one has a cross."""
        super().__init__(parent)
        self._marked = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._cross = _Cross(self) if removable else None
        if self._cross is not None:
            self._cross.clicked.connect(lambda: self.removed.emit(self.tag_id))
            follow_language(self._name_cross, now=False)
        self.set_tag(tag_id, name, color)

    def set_tag(self, tag_id: str, name: str, color: str | None) -> None:
        self.tag_id = tag_id
        self.name = name
        self._dot = dot_colour(color)
        self.setAccessibleName(name)
        self._name_cross()
        self.updateGeometry()
        self.update()

    def set_marked(self, marked: bool) -> None:
        """Fill the chip: its name matches what is searched."""
        if marked != self._marked:
            self._marked = marked
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for the name, at most 240 px wide."""
        text = QFontMetrics(theme().font("caption")).horizontalAdvance(self.name)
        end = XS if self._cross is not None else S
        width = min(S + self._dot_width() + text + end + 1, theme().px(_WIDEST))
        return QSize(width + self._cross_width(), theme().px(CHIP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._cross is not None:
            side = self.height()
            self._cross.setGeometry(self.width() - side, 0, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = smooth_painter(self)
        ground = look.palette.markbg if self._marked else look.palette.surface
        edge = look.palette.markbg if self._marked else look.palette.border
        draw_box(
            painter, self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), ground, edge, width=1
        )
        if self._dot is not None:
            dot = look.px(_DOT)
            draw_dot(painter, QPointF(S + dot / 2, self.height() / 2), dot / 2, self._dot)
        painter.setFont(look.font("caption"))
        painter.setPen(look.palette.marktext if self._marked else look.palette.text1)
        left = S + self._dot_width()
        area = QRect(left, 0, self.width() - left - (self._cross_width() or S), self.height())
        shown = draw_elided(painter, area, self.name, area.width() + 1)
        self.setToolTip(texts.tip(self.name) if shown != self.name else "")

    def _dot_width(self) -> int:
        return theme().px(_DOT + 5) if self._dot is not None else 0

    def _cross_width(self) -> int:
        return theme().px(CHIP) - 4 if self._cross is not None else 0

    def _name_cross(self) -> None:
        if self._cross is not None:
            name = self.tr("Retirer {name}").format(name=self.name)
            self._cross.setAccessibleName(name)
            self._cross.setToolTip(texts.tip(name))


class _Cross(QAbstractButton):
    """The cross of a chip, as large as the chip is high."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setObjectName("remove-tag")

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = smooth_painter(self)
        box = self.rect().toRectF().adjusted(2, 2, -2, -2)
        if self.hasFocus():
            draw_ring(painter, box.adjusted(1, 1, -1, -1), radius=4)
        elif self.underMouse():
            draw_box(painter, box, look.palette.hover, radius=4)
        left, top = (self.width() - look.px(12)) // 2, (self.height() - look.px(12)) // 2
        painter.drawPixmap(left, top, look.pixmap("x", "text2", 12))
