"""Parts shown under the list at times: the bar of a selection, the line of an export."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import DRAWER_FOOT, L, S
from supportdesk_desktop.ui.tickets.selection import TicketSelection
from supportdesk_desktop.ui.widgets.buttons import Button, IconButton, PlainButton, QuietButton
from supportdesk_desktop.ui.widgets.focus import act_on_escape
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named
from supportdesk_desktop.ui.window import command as key_names
from supportdesk_desktop.ui.window.commands import CLOSE

_WIDE, _MEDIUM = 780, 520
"""Effective widths from which all buttons, or the first, stand beside the count."""


class SelectionBar(QFrame):
    """Says how many tickets are chosen together; shown while there are any.

    Each button, and each line of its menu, asks by name.
    """

    asked = Signal(str, object)
    """``copy``, ``copy-links``, ``copy-csv``, ``export``, ``read``, ``unread``, ``pin``, ``unpin``
    or ``finish``, and the ids of the tickets that are chosen."""

    def __init__(self, selection: TicketSelection, list_view: QWidget, parent: QWidget) -> None:
        """Follow ``selection``; when it is empty the focus goes back to ``list_view``."""
        super().__init__(parent)
        self.setObjectName("selection-bar")
        self.setProperty("ground", "window")
        self.setProperty("edge", "top")
        self._selection = selection
        self._list = list_view
        self._number, self._urgent_number, self._can_finish = 0, 0, False
        self._count = named(Label("", "bodystrong", parent=self), "selection-count")
        self._urgent = named(ElidedLabel("", "caption", "text2", self), "selection-urgent")
        self._copy = self._button(PlainButton("", "copy", "C", self), "copy")
        self._export = self._button(PlainButton("", "export", parent=self), "export")
        self._finish = self._button(PlainButton("", "check", parent=self), "finish")
        self._more = named(IconButton("more", parent=self), "selection-more")
        self._more.clicked.connect(self._open_menu)
        clear = QuietButton("", "x", key_names.said("Esc"), self)
        self._clear = named(clear, "selection-clear")
        self._clear.clicked.connect(selection.clear)
        told = (self._count, self._urgent, self._copy, self._export, self._finish, self._more)
        hbox(*told, None, self._clear, of=self, margins=(L, 0, L, 0), spacing=S + 2)
        selection.changed.connect(self._follow)
        theme().changed.connect(self._fit)
        self.hide()
        follow_language(self._retranslate)

    def set_urgent(self, number: int) -> None:
        """Say how many of them are urgent or critical."""
        self._urgent_number = number
        self._show_count()

    def set_can_finish(self, can_finish: bool) -> None:
        """Offer to mark as done, where the desk does."""
        self._can_finish = can_finish
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act_on_escape(event, self._selection.clear, super().keyPressEvent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _button(self, button: Button, name: str) -> Button:
        button.clicked.connect(lambda: self._ask(name))
        return named(button, f"selection-{name}")

    def _ask(self, what: str) -> None:
        self.asked.emit(what, self._selection.ids)

    def _follow(self) -> None:
        """Show the number of chosen tickets, and announce it."""
        number = len(self._selection)
        if number == self._number:
            return
        self._number = number
        if number == 0:
            self._urgent_number = 0
        self._show_count()
        had_focus = self.isAncestorOf(self.focusWidget() or self)
        self.setVisible(number > 0)
        if number:
            announcement = QAccessibleAnnouncementEvent(self, self._count.text())
            QAccessible.updateAccessibility(announcement)
        elif had_focus:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _retranslate(self) -> None:
        self._copy.setText(self.tr("Copier les numéros"))
        self._export.setText(self.tr("Exporter CSV"))
        self._finish.setText(self.tr("Marquer traité"))
        self._clear.setAccessibleName(self.tr("Désélectionner"))
        self._clear.setToolTip(CLOSE.tip(self.tr("Désélectionner")))
        self._more.set_name(self.tr("Autres actions sur la sélection"))
        self.setAccessibleName(self.tr("Sélection"))
        self._show_count()
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(DRAWER_FOOT))
        width = self.width() / theme().scale
        self._copy.setVisible(width >= _MEDIUM)
        self._export.setVisible(width >= _WIDE)
        self._finish.setVisible(width >= _WIDE and self._can_finish)
        self._clear.setText(self.tr("Désélectionner") if width >= _MEDIUM else "")

    def _show_count(self) -> None:
        self._count.setText(self.tr("%n sélectionné(s)", "", self._number))
        urgent = self.tr("dont %n urgent(s)", "", self._urgent_number)
        self._urgent.setText(urgent if self._urgent_number else "")
        self._urgent.setVisible(self._urgent_number > 0)

    def _open_menu(self) -> None:
        menu = named(QMenu(self), "selection-menu")
        menu.setAccessibleName(self._more.accessibleName())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, text in (
            ("copy", self.tr("Copier les numéros")),
            ("copy-links", self.tr("Copier en liens Markdown")),
            ("copy-csv", self.tr("Copier en CSV")),
            ("export", self.tr("Exporter CSV…")),
            ("", ""),
            ("read", self.tr("Marquer comme lus")),
            ("unread", self.tr("Marquer comme non lus")),
            ("pin", self.tr("Épingler")),
            ("unpin", self.tr("Ne plus épingler")),
            ("finish", self.tr("Marquer traité")),
        ):
            if not name:
                menu.addSeparator()
            elif name != "finish" or self._can_finish:
                action = named(menu.addAction(text), f"menu-{name}")
                action.triggered.connect(lambda _=False, name=name: self._ask(name))
        menu.popup(self._more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


class ExportLine(QFrame):
    """Shown while an export runs."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export-line")
        self.setProperty("ground", "window")
        self.setProperty("edge", "top")
        self._text = named(ElidedLabel("", "body", parent=self), "export-progress")
        self._cancel = named(PlainButton("", parent=self), "export-cancel")
        self._cancel.clicked.connect(self.cancelled)
        hbox((self._text, 1), self._cancel, of=self, margins=(L, S, L, S))
        follow_language(self._retranslate)
        self.hide()

    def show_progress(self, done: int, total: int) -> None:
        text = self.tr("Export : {done} sur {total}")
        self._text.setText(text.format(done=texts.number(done), total=texts.number(total)))
        self.show()

    def _retranslate(self) -> None:
        self._cancel.setText(self.tr("Annuler"))


def ask_where(parent: QWidget, title: str, name: str, chosen: Callable[[str], None]) -> QFileDialog:
    """Ask for the file to write, beside the window that stays usable; ``chosen`` gets its path."""
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("export-where")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(False)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter("CSV (*.csv)")
    dialog.setDefaultSuffix("csv")
    dialog.selectFile(name)
    dialog.fileSelected.connect(chosen)
    dialog.show()
    return dialog
