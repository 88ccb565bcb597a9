"""The warning of a similar ticket, which can be waved away for the draft."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.ticket_drafts import DuplicateHint
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import age
from supportdesk_desktop.ui.widgets.buttons import IconButton, PlainButton
from supportdesk_desktop.ui.widgets.layouts import named, vbox
from supportdesk_desktop.ui.widgets.wells import Well

ORDER_KEY = "orderId"
"""The metadata key of the vendor's own example; it is said as an order."""


class DuplicateWell(QWidget):
    """Shown while there is a hint that the agent has not waved away for this draft."""

    view_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("duplicate-warning")
        self._hint: DuplicateHint | None = None
        self._now_ms = 0
        self._waved_away: set[str] = set()
        self._view = named(PlainButton("", parent=self), "duplicate-view")
        self._view.clicked.connect(self._on_view)
        self._dismiss = named(IconButton("x", "", self), "duplicate-dismiss")
        self._dismiss.clicked.connect(self._on_dismiss)
        self._well = Well("warn", "copy", buttons=(self._view, self._dismiss), parent=self)
        vbox(self._well, of=self, margins=(0, 2, 0, 0))
        follow_language(self._retranslate)

    def set_hint(self, hint: DuplicateHint | None, now_ms: int) -> None:
        """Show a hint or none; ``now_ms`` is milliseconds since the epoch, for its age."""
        self._hint, self._now_ms = hint, now_ms
        self._retranslate()

    def forget_dismissals(self) -> None:
        """Begin a new draft: every hint may show again."""
        self._waved_away.clear()
        self.set_hint(None, 0)

    def _retranslate(self) -> None:
        hint = self._hint
        if hint is None or hint.number in self._waved_away:
            self.hide()
            return
        if hint.number:
            title = self.tr("Un ticket semblable a été créé il y a {age}")
        else:
            title = self.tr("Un dépôt semblable a été mis en file il y a {age}")
        title = title.format(age=age(hint.created_ms, self._now_ms))
        self._well.set_content("warn", "copy", title, self._reason(hint))
        self._view.setText(self.tr("Voir {number}").format(number=hint.number))
        self._view.setVisible(hint.ticket_id is not None)
        self._dismiss.set_name(self.tr("Ce n’est pas un doublon"))
        self.show()

    def _reason(self, hint: DuplicateHint) -> str:
        place = hint.number or self.tr("Boîte d’envoi")
        if hint.same_key is None:
            return self.tr("{number}, même client et sujet proche").format(number=place)
        if hint.same_key == ORDER_KEY:
            reason = self.tr("{number}, même client et même commande #{value}")
        else:
            reason = self.tr("{number}, même client et même {key} : {value}")
        return reason.format(number=place, key=hint.same_key, value=hint.same_value)

    def _on_view(self) -> None:
        if self._hint is not None and self._hint.ticket_id is not None:
            self.view_clicked.emit(self._hint.ticket_id)

    def _on_dismiss(self) -> None:
        if self._hint is not None:
            self._waved_away.add(self._hint.number)
        self._retranslate()
