"""A drop-down list with the theme's arrow, which a style sheet cannot colour, and that a screen
reader's hands can change."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from supportdesk_desktop.ui.theme import theme


class ComboBox(QComboBox):
    """A drop-down list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty list."""
        super().__init__(parent)
        theme().changed.connect(self.update)
        self.view().selectionModel().selectionChanged.connect(self._on_selected)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, then the arrow."""
        super().paintEvent(event)
        look = theme()
        side = look.px(16)
        arrow = look.pixmap("down", "text2" if self.isEnabled() else "text3")
        QPainter(self).drawPixmap(self.width() - side - 8, (self.height() - side) // 2, arrow)

    def _on_selected(self, selected: QItemSelection) -> None:
        """Choose what is selected in the closed list: keys and pointer do that in the open one
        alone, assistive technology without opening it."""
        rows = [index.row() for index in selected.indexes()]
        if rows and rows[0] != self.currentIndex() and not self.view().isVisible():
            self.setCurrentIndex(rows[0])
            self.activated.emit(rows[0])
