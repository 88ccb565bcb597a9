"""The five priorities as named shapes, one of them chosen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QRadioButton, QSizePolicy, QWidget

from supportdesk_desktop.core.text import fold
from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import priority_name
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import priority_icon
from supportdesk_desktop.ui.widgets.painting import draw_box, draw_ring, smooth_painter

_GAP = 2
_PAD = 12
_ICON = 16


class PriorityOption(QRadioButton):
    """One priority: shape and word, in its colour when chosen."""

    def __init__(self, priority: Priority, parent: QWidget) -> None:
        super().__init__(parent)
        self.priority = priority
        self.setObjectName(f"priority-{priority.lower()}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        look = theme()
        metrics = QFontMetrics(look.font("bodystrong"))
        width = metrics.horizontalAdvance(self.text()) + look.px(_ICON) + 2 * _PAD + 8
        return QSize(width, look.px(30))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: a priority is never cut."""
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shape and word; chosen: surface ground and a 2 px edge in the priority's colour."""
        look = theme()
        token = self.priority.lower()
        painter = smooth_painter(self)
        edge = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked():
            draw_box(painter, edge, look.palette.surface, look.colour(token), width=2)
        if self.hasFocus():
            inner = edge.adjusted(3, 3, -3, -3) if self.isChecked() else edge
            draw_ring(painter, inner, radius=4)
        painter.setFont(look.font("bodystrong" if self.isChecked() else "body"))
        size, gap = look.px(_ICON), 6
        width = size + gap + painter.fontMetrics().horizontalAdvance(self.text())
        left = (self.width() - width) // 2
        pixmap = look.pixmap(priority_icon(self.priority), token, _ICON)
        painter.drawPixmap(QRect(left, (self.height() - size) // 2, size, size), pixmap)
        painter.setPen(look.colour(token) if self.isChecked() else look.palette.text2)
        words = QRect(left + size + gap, 0, self.width(), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())


class PriorityPicker(QWidget):
    """Exactly one priority; arrows move, as in any group of radio buttons, an initial chooses."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("priority")
        self._options = {priority: PriorityOption(priority, self) for priority in Priority}
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        self._grid.setSpacing(_GAP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._place(len(self._options))
        for option in self._options.values():
            option.toggled.connect(self._on_toggled)
        self._options[Priority.MEDIUM].setChecked(True)
        theme().changed.connect(self._on_theme)
        follow_language(self._retranslate)

    @property
    def priority(self) -> Priority:
        """The chosen priority."""
        return next(one for one, option in self._options.items() if option.isChecked())

    def set_priority(self, priority: str) -> None:
        """Choose a priority; one that is unknown leaves the choice as it is."""
        for one, option in self._options.items():
            if one.value == priority:
                option.setChecked(True)

    def focus_target(self) -> QWidget:
        """Return the option that takes the focus: the chosen one."""
        return self._options[self.priority]

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest option: options wrap below that."""
        return QSize(self._widest() + 2 * _GAP, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the priority whose name begins with what was typed."""
        typed = fold(event.text())
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        for option in self._options.values():
            if typed.isalpha() and not held and fold(option.text()).startswith(typed):
                option.setChecked(True)
                option.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_box(smooth_painter(self), QRectF(self.rect()), theme().palette.hover)

    def _retranslate(self) -> None:
        for priority, option in self._options.items():
            option.setText(priority_name(priority))
            option.setAccessibleName(self.tr("Priorité {name}").format(name=option.text()))
        self._fit(self.width())

    def _on_theme(self) -> None:
        for option in self._options.values():
            option.updateGeometry()
        self._fit(self.width())
        self.update()

    def _on_toggled(self, checked: bool) -> None:
        if not checked:
            return
        for option in self._options.values():
            stop = Qt.FocusPolicy.StrongFocus if option.isChecked() else Qt.FocusPolicy.ClickFocus
            option.setFocusPolicy(stop)
        self.chosen.emit(self.priority.value)

    def _widest(self) -> int:
        return max(option.sizeHint().width() for option in self._options.values())

    def _fit(self, width: int) -> None:
        each = self._widest() + _GAP
        columns = next((count for count in (5, 3, 2) if count * each + _GAP <= width), 1)
        if columns != self._columns:
            self._place(columns)

    def _place(self, columns: int) -> None:
        self._columns = columns
        for index, option in enumerate(self._options.values()):
            self._grid.addWidget(option, index // columns, index % columns)
        for column in range(len(self._options)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.updateGeometry()
