"""A row that folds into a column where it does not fit: nothing is cut or scrolls sideways."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget


class FoldingRow(QWidget):
    """Widgets side by side, or one below the other where their size hints exceed the width."""

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Append a widget; ``stretch`` shares the spare width while it is a row."""
        self._row.addWidget(widget, stretch)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest widget: less than that cannot be shown."""
        hint = super().minimumSizeHint()
        widths = [widget.minimumSizeHint().width() for widget in self._shown()]
        return QSize(max(widths, default=0), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold for the new width."""
        super().resizeEvent(event)
        self._fold(event.size().width())

    def event(self, event: QEvent) -> bool:
        """Fold again when a widget changes its size hint, appears or disappears."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fold(self.width())
        return super().event(event)

    def _fold(self, width: int) -> None:
        shown = self._shown()
        needed = sum(widget.sizeHint().width() for widget in shown)
        needed += self._row.spacing() * max(0, len(shown) - 1)
        direction = (
            QBoxLayout.Direction.TopToBottom if needed > width else QBoxLayout.Direction.LeftToRight
        )
        if direction is not self._row.direction():
            self._row.setDirection(direction)
            self.updateGeometry()

    def _shown(self) -> list[QWidget]:
        items = (self._row.itemAt(index) for index in range(self._row.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if widget is not None and not widget.isHidden()]
