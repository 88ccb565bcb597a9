"""The bar under the list: how many tickets are chosen together, and what can be done to them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import DRAWER_FOOT, L, S
from supportdesk_desktop.ui.widgets.buttons import (
    Button,
    IconButton,
    PlainButton,
    QuietButton,
)
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.window import command as key_names
from supportdesk_desktop.ui.window.commands import CLOSE

_WIDE, _MEDIUM = 780, 520
"""Effective widths from which all buttons, or the first, stand beside the count."""


class SelectionBar(QFrame):
    """Each button, and each line of its menu, asks by name. Shown while tickets are chosen."""

    asked = Signal(str)
    """``copy``, ``copy-links``, ``copy-csv``, ``export``, ``read``, ``unread``, ``pin``,
    ``unpin``, ``finish`` or ``clear``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("selection-bar")
        self.setProperty("ground", "window")
        self.setProperty("edge", "top")
        self._number, self._urgent_number, self._can_finish = 0, 0, False
        self._count = Label("", "bodystrong", parent=self)
        self._count.setObjectName("selection-count")
        self._urgent = ElidedLabel("", "caption", "text2", self)
        self._urgent.setObjectName("selection-urgent")
        self._copy = self._button(PlainButton("", "copy", "C", self), "copy")
        self._export = self._button(PlainButton("", "export", parent=self), "export")
        self._finish = self._button(PlainButton("", "check", parent=self), "finish")
        self._more = IconButton("more", parent=self)
        self._more.setObjectName("selection-more")
        self._more.clicked.connect(self._open_menu)
        self._clear = self._button(QuietButton("", "x", key_names.said("Esc"), self), "clear")
        row = QHBoxLayout(self)
        row.setContentsMargins(L, 0, L, 0)
        row.setSpacing(S + 2)
        for widget in (self._count, self._urgent, self._copy, self._export, self._finish):
            row.addWidget(widget)
        row.addWidget(self._more)
        row.addStretch(1)
        row.addWidget(self._clear)
        theme().changed.connect(self._fit)
        self.hide()
        follow_language(self._retranslate)

    def set_count(self, number: int) -> None:
        """Say how many tickets are chosen, and announce it; none hides the bar."""
        if number == self._number:
            return
        self._number = number
        if number == 0:
            self._urgent_number = 0
        self._show_count()
        self.setVisible(number > 0)
        if number:
            announcement = QAccessibleAnnouncementEvent(self, self._count.text())
            QAccessible.updateAccessibility(announcement)

    def set_urgent(self, number: int) -> None:
        """Say how many of them are urgent or critical."""
        self._urgent_number = number
        self._show_count()

    def set_can_finish(self, can_finish: bool) -> None:
        """Offer to mark as done, where the desk does."""
        self._can_finish = can_finish
        self._fit()

    def _retranslate(self) -> None:
        self._copy.setText(self.tr("Copier les numéros"))
        self._export.setText(self.tr("Exporter CSV"))
        self._finish.setText(self.tr("Marquer traité"))
        self._clear.setText(self.tr("Désélectionner"))
        self._clear.setAccessibleName(self.tr("Désélectionner"))
        self._more.set_name(self.tr("Autres actions sur la sélection"))
        self.setAccessibleName(self.tr("Sélection"))
        self._show_count()
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the selection by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.asked.emit("clear")
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move into the menu what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def _button(self, button: Button, name: str) -> Button:
        button.setObjectName(f"selection-{name}")
        button.clicked.connect(lambda: self.asked.emit(name))
        return button

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(DRAWER_FOOT))
        width = self.width() / theme().scale
        self._copy.setVisible(width >= _MEDIUM)
        self._export.setVisible(width >= _WIDE)
        self._finish.setVisible(width >= _WIDE and self._can_finish)
        if width >= _MEDIUM:
            self._clear.setText(self.tr("Désélectionner"))
        else:
            self._clear.setText("")
        self._clear.setToolTip(CLOSE.tip(self.tr("Désélectionner")))

    def _show_count(self) -> None:
        self._count.setText(self.tr("%n sélectionné(s)", "", self._number))
        urgent = self.tr("dont %n urgent(s)", "", self._urgent_number)
        self._urgent.setText(urgent if self._urgent_number else "")
        self._urgent.setVisible(self._urgent_number > 0)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("selection-menu")
        menu.setAccessibleName(self._more.accessibleName())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = [
            ("copy", self.tr("Copier les numéros")),
            ("copy-links", self.tr("Copier en liens Markdown")),
            ("copy-csv", self.tr("Copier en CSV")),
            ("export", self.tr("Exporter CSV…")),
            ("", ""),
            ("read", self.tr("Marquer comme lus")),
            ("unread", self.tr("Marquer comme non lus")),
            ("pin", self.tr("Épingler")),
            ("unpin", self.tr("Ne plus épingler")),
        ]
        if self._can_finish:
            lines.append(("finish", self.tr("Marquer traité")))
        for name, text in lines:
            if not name:
                menu.addSeparator()
                continue
            action = menu.addAction(text)
            action.setObjectName(f"menu-{name}")
            action.triggered.connect(lambda _=False, name=name: self.asked.emit(name))
        menu.popup(self._more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
