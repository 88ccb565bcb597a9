"""A tag as a chip: its name, and the server's colour as a dot only."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import CHIP, FOCUS_RING, RADIUS_CONTROL, XS, S

_DOT = 8
_WIDEST = 240


def dot_colour(color: str | None) -> QColor | None:
    """Return the colour of a tag's dot, None where the server gave none that can be read."""
    if color is None or not color.startswith("#") or not QColor.isValidColorName(color):
        return None
    return QColor(color).toRgb()


class TagChip(QWidget):
    """A chip 24 px high. ``removed`` tells its tag's id when its cross is pressed."""

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
        self.tag_id = tag_id
        self._name = name
        self._dot = dot_colour(color)
        self._marked = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self._cross = _Cross(self) if removable else None
        if self._cross is not None:
            self._cross.clicked.connect(lambda: self.removed.emit(self.tag_id))
            follow_language(self._name_cross)
        theme().changed.connect(self.updateGeometry)

    @property
    def name(self) -> str:
        """What it says."""
        return self._name

    def set_tag(self, tag_id: str, name: str, color: str | None) -> None:
        """Show another tag."""
        self.tag_id = tag_id
        self._name = name
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
        text = QFontMetrics(theme().font("caption")).horizontalAdvance(self._name)
        end = XS if self._cross is not None else S
        width = min(S + self._dot_width() + text + end + 1, theme().px(_WIDEST))
        return QSize(width + self._cross_width(), theme().px(CHIP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross at the right."""
        super().resizeEvent(event)
        if self._cross is not None:
            side = self.height()
            self._cross.setGeometry(self.width() - side, 0, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw edge, dot and name."""
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.palette.markbg if self._marked else look.palette.border)
        painter.setBrush(look.palette.markbg if self._marked else look.palette.surface)
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, RADIUS_CONTROL, RADIUS_CONTROL)
        if self._dot is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._dot)
            dot = look.px(_DOT)
            centre = QPointF(S + dot / 2, self.height() / 2)
            painter.drawEllipse(centre, dot / 2, dot / 2)
        font = look.font("caption")
        painter.setFont(font)
        painter.setPen(look.palette.marktext if self._marked else look.palette.text1)
        left = S + self._dot_width()
        area = QRect(left, 0, self.width() - left - (self._cross_width() or S), self.height())
        shown = QFontMetrics(font).elidedText(
            self._name, Qt.TextElideMode.ElideRight, area.width() + 1
        )
        self.setToolTip(texts.tip(self._name) if shown != self._name else "")
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)

    def _dot_width(self) -> int:
        return theme().px(_DOT + 5) if self._dot is not None else 0

    def _cross_width(self) -> int:
        return theme().px(CHIP) - 4 if self._cross is not None else 0

    def _name_cross(self) -> None:
        if self._cross is not None:
            name = self.tr("Retirer {name}").format(name=self._name)
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
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().toRectF().adjusted(2, 2, -2, -2)
        if self.hasFocus():
            painter.setPen(QPen(look.palette.focus, FOCUS_RING))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.palette.hover)
            painter.drawRoundedRect(box, 4, 4)
        side = look.px(12)
        painter.drawPixmap(
            (self.width() - side) // 2,
            (self.height() - side) // 2,
            look.pixmap("x", "text2", 12),
        )
