"""Where an export goes, and the line that tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme.tokens import L, S
from supportdesk_desktop.ui.widgets.buttons import PlainButton
from supportdesk_desktop.ui.widgets.labels import ElidedLabel
from supportdesk_desktop.ui.widgets.layouts import hbox


class ExportLine(QFrame):
    """Shown while an export runs."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export-line")
        self.setProperty("ground", "window")
        self.setProperty("edge", "top")
        self._text = ElidedLabel("", "body", parent=self)
        self._text.setObjectName("export-progress")
        self._cancel = PlainButton("", parent=self)
        self._cancel.setObjectName("export-cancel")
        self._cancel.clicked.connect(self.cancelled)
        hbox((self._text, 1), self._cancel, of=self, margins=(L, S, L, S))
        follow_language(self._retranslate)
        self.hide()

    def show_progress(self, done: int, total: int) -> None:
        """Say how many of how many tickets are written."""
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
