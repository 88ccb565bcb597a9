"""The agent's own note of a ticket: plain text, kept shortly after the last key."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme.tokens import XS
from supportdesk_desktop.ui.timers import timer
from supportdesk_desktop.ui.widgets.focus import act_on_escape
from supportdesk_desktop.ui.widgets.labels import Label, exact_text
from supportdesk_desktop.ui.widgets.layouts import vbox
from supportdesk_desktop.ui.widgets.wells import GrowingText

KEPT_AFTER_MS = 500
"""After the last key."""


class NoteText(GrowingText):
    """The text itself; Tab leaves it, Escape too."""

    left = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("private-note", (2, 10), 26, parent)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def lines_wanted(self) -> int:
        """Return the height of the document, which is counted in lines, wrapped ones too."""
        self.ensurePolished()
        return round(self.document().size().height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act_on_escape(event, self.escaped.emit, super().keyPressEvent)


class PrivateNote(QWidget):
    """Title and text; hidden while there is no note and none is being written."""

    written = Signal(str, str)
    """A ticket and what its note says now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticket: TicketId | None = None
        self._unkept: dict[TicketId, str] = {}
        self._emitted = ""
        """The text as it was shown or emitted last: a timer that has run out is no mark of it."""
        self._title = Label("", "captionstrong", "text2", self)
        self.text = NoteText(self)
        self._title.setBuddy(self.text)
        self._wait = timer(self, KEPT_AFTER_MS, self.flush, once=True)
        self.text.textChanged.connect(self._wait.start)
        self.text.left.connect(self._leave)
        vbox(self._title, self.text, of=self, spacing=XS)
        self.hide()
        follow_language(self._retranslate)

    def show_note(self, ticket_id: TicketId | None, note: str) -> None:
        """Show the note of a ticket; what is being written of the same one stays as it is.

        What was told and is not kept yet stands for ``note``, which was read before it.
        """
        same = ticket_id == self._ticket
        if same and (self.text.hasFocus() or exact_text(self.text) != self._emitted):
            return
        self.flush()
        self._ticket = ticket_id
        if ticket_id is not None:
            note = self._unkept.get(ticket_id, note)
        if not same or note != exact_text(self.text):
            with QSignalBlocker(self.text):
                self.text.setPlainText(note)
            self.text.updateGeometry()
            self._emitted = exact_text(self.text)
        self.setVisible(bool(note))

    def take_as_kept(self, ticket_id: TicketId, note: str) -> None:
        """Accept the emitted text as kept, or as failed: what is read from now on is newer."""
        if self._unkept.get(ticket_id) == note:
            del self._unkept[ticket_id]

    def write(self) -> None:
        """Show the text, empty or not, and give it the focus."""
        self.show()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Emit text at once that was written and not emitted yet."""
        self._wait.stop()
        text = exact_text(self.text)
        if self._ticket is not None and text != self._emitted:
            self._emitted = self._unkept[self._ticket] = text
            self.written.emit(self._ticket, text)

    def _retranslate(self) -> None:
        title = self.tr("Note privée")
        self._title.setText(title)
        self.text.setAccessibleName(title)
        self.text.setPlaceholderText(self.tr("Reste sur ce poste ; personne d’autre ne la lit."))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()

    def _leave(self) -> None:
        self.flush()
        if not exact_text(self.text).strip():
            self.hide()
