"""The filing panel as the window sees it: setters for what is known, signals for what is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QScrollArea, QWidget

from supportdesk_desktop.core.drafts import FieldProblem, check
from supportdesk_desktop.ui.filing.form import PREVIEW_KEYS, TicketForm
from supportdesk_desktop.ui.filing.panel_parts import PanelFoot, PanelHeader
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import translate
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import XL
from supportdesk_desktop.ui.timers import timer
from supportdesk_desktop.ui.widgets.focus import act_on_escape, order_by_layout
from supportdesk_desktop.ui.widgets.layouts import named, scroll_down, vbox
from supportdesk_desktop.ui.widgets.painting import brand_icon
from supportdesk_desktop.ui.window.commands import FILE

LOW = 340
"""Under this height, in pixels before scaling, the foot is brief."""

DETACHED = (680, 780)
"""Width and height of the panel as a window of its own, in pixels before scaling."""

AUTOSAVE_MS = 500
"""A draft is stored this long after the first key that is not stored yet."""


class NewTicketPanel(QWidget):
    """Writes a ticket. Nothing here sends or stores: the presenter does, on these signals."""

    draft_changed = Signal(object)
    """The ``Draft``."""
    submitted = Signal(object, object)
    """A ``Draft``, and the ``NewCustomer`` to create first or None."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new-ticket")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "surface")
        self.header = PanelHeader(self)
        self.form = TicketForm()
        self.foot = PanelFoot(self)
        self._scroll = named(QScrollArea(), "new-ticket-scroll")
        scroll_down(self._scroll, self.form)
        vbox(self.header, (self._scroll, 1), self.foot, of=self, spacing=0)
        self._autosave = timer(self, AUTOSAVE_MS, self._save, once=True)
        self._held = False
        self._submits_later = False
        self._storing = False
        self._connect()
        order_by_layout(self)
        follow_language(self._retranslate)

    def become_window(self) -> None:
        """Leave the main window for one of its own, which closes as the panel does."""
        self.header.detach.hide()
        self.setParent(None, Qt.WindowType.Window)
        self.setWindowIcon(brand_icon())
        self._retranslate()
        width, height = (theme().px(one) for one in DETACHED)
        room = self.screen().availableSize()
        self.resize(min(width, room.width()), min(height, room.height()))
        self.show()
        self.focus_first()

    def clear(self) -> None:
        """Begin a new ticket, after the last one was filed or discarded."""
        self._autosave.stop()
        self.form.clear()
        self.header.set_saved(None)
        self.set_mending(False)

    def focus_first(self) -> None:
        """Give the focus to the first field that is empty, the customer's if none is."""
        draft = self.form.draft()
        subject_next = draft.customer_external_id and not draft.subject
        first = self.form.subject if subject_next else self.form.customer
        first.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_mending(self, mending: bool, refused_ms: int | None = None) -> None:
        """Say that a refused filing is being mended; ``refused_ms`` since the epoch."""
        self.header.set_mending(mending, refused_ms)
        self._retranslate()

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Mark the fields that must be mended and move to the first; nothing else is lost."""
        for found in reversed(problems):
            self.form.show_problem(found)
        self._go_to_first_mark()

    def show_server_refusal(
        self, code: str, message: str, details: Mapping[str, Sequence[str]]
    ) -> None:
        """Show what the server refused with, at the fields where it names them.

        Args:
            code: the vendor's code; it alone decides.
            message: the server's own sentence, shown after ours.
            details: messages by field, for VALIDATION_ERROR.
        """
        if code == "CUSTOMER_NOT_FOUND":
            self.form.customer.refuse_unknown()
            self.form.create_customer()
            return
        if code == "CUSTOMER_EMAIL_EXISTS":
            details = {"email": [_refusal_sentence(code)]}
        left = [
            f"{field} : {' '.join(messages)}"
            for field, messages in details.items()
            if not self.form.mark(field, " ".join(messages), code)
        ]
        if left or not details:
            text = " ".join([message, *left]).strip()
            self._show_refusal(_refusal_sentence(code), f"{text} ({code})" if text else code)
        self._go_to_first_mark()

    def show_trouble(self, sentence: str) -> None:
        """Say over the fields why nothing was filed; what is written stays."""
        self._show_refusal(self.tr("Rien n’a été déposé."), sentence)

    def _show_refusal(self, title: str, text: str) -> None:
        self.form.refusal.set_content("danger", "refused", title, text)
        self.form.refusal.show()
        self._scroll.ensureVisible(0, 0)

    def submit(self) -> None:
        """File what is written, or move to the field that must be mended first."""
        if self._storing:
            return
        self.form.clear_problems()
        if not self.form.tag_editor.take_pending():
            self._go_to_first_mark()
            return
        draft = self.form.draft()
        problems = check(draft)
        mend_customer = self.form.is_creating and self.form.block.find_problems()
        mend_rows = self.form.metadata.find_fault()
        if problems or mend_customer or mend_rows:
            self.show_problems(problems)
            return
        if self._held:
            self._submit_later(True)
            return
        self._autosave.stop()
        self.submitted.emit(draft, self.form.block.customer if self.form.is_creating else None)

    def hold_submissions(self) -> None:
        """Keep what is submitted until ``release_submissions``: nothing stands behind it yet."""
        self._held = True

    def release_submissions(self) -> None:
        """Submit what was meant to be filed meanwhile, and hold nothing any more."""
        self._held = False
        if self._submits_later:
            self._submit_later(False)
            self.submit()

    def set_storing(self, storing: bool) -> None:
        """Take no further word to file while what was submitted is being stored."""
        self._storing = storing
        self._show_waiting()

    def flush(self) -> None:
        """Emit the draft typed since the last autosave, at once."""
        if self._autosave.isActive():
            self._autosave.stop()
            self._save()

    def close_panel(self) -> None:
        """Leave the panel; the draft is handed out first, so that closing never loses it."""
        self.flush()
        self.form.close_suggestions()
        self.closed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave the window as the button does; only then does it go."""
        event.ignore()
        self.close_panel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.foot.set_brief(event.size().height() < theme().px(LOW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act_on_escape(event, self.close_panel, super().keyPressEvent)

    def _connect(self) -> None:
        self.header.close_button.clicked.connect(self.close_panel)
        self.foot.button.clicked.connect(self.submit)
        self.form.metadata.left.connect(self.foot.button.setFocus)
        self.form.edited.connect(self._save_soon)
        # Who writes on has not finished.
        self.form.edited.connect(lambda: self._submit_later(False))
        self.form.creation_opened.connect(self.foot.set_creating)
        for placed in (
            self.form.tag_editor.changed,
            self.form.picker.chosen,
            self.form.description.turned,
            self.form.metadata.rows_placed,
        ):
            placed.connect(lambda: order_by_layout(self))
        bar = self._scroll.verticalScrollBar()
        bar.valueChanged.connect(self.form.close_suggestions)
        bar.rangeChanged.connect(self._on_scroll_range)
        for keys, act in (
            *((QKeySequence(keys), self.submit) for keys in FILE.held),
            (PREVIEW_KEYS, self.form.description.toggle),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _on_scroll_range(self, _least: int, most: int) -> None:
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        self.form.set_right_margin(XL - bar if most > 0 else XL)

    def _save_soon(self) -> None:
        if not self._autosave.isActive():
            self._autosave.start()

    def _save(self) -> None:
        self.draft_changed.emit(self.form.draft())

    def _submit_later(self, later: bool) -> None:
        self._submits_later = later
        self._show_waiting()

    def _show_waiting(self) -> None:
        self.foot.set_waiting(self._submits_later or self._storing)

    def _go_to_first_mark(self) -> None:
        target = self.form.first_marked()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(target, 0, 48)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.header.title)
        if self.isWindow():
            self.setWindowTitle(f"{self.header.title} – SupportDesk Desktop")


def _refusal_sentence(code: str) -> str:
    """Return our sentence for a code of the server; the code is shown beside it."""
    sentences = {
        "VALIDATION_ERROR": translate("Filing", "Le serveur demande de corriger ce ticket."),
        "PLAN_LIMIT_REACHED": translate(
            "Filing", "Quota mensuel de tickets atteint. Le brouillon reste sur ce poste."
        ),
        "CUSTOMER_NOT_FOUND": translate("Filing", "Aucun client avec cet identifiant"),
        "CUSTOMER_EMAIL_EXISTS": translate(
            "Filing", "Ce courriel appartient à un autre client : rien n’a été déposé."
        ),
        "TOO_MANY_REQUESTS": translate(
            "Filing", "Limite du serveur atteinte : réessayez dans quelques secondes."
        ),
        "INTERNAL_ERROR": translate(
            "Filing", "Erreur du serveur : le ticket a peut-être été créé."
        ),
        "PAYLOAD_TOO_LARGE": translate(
            "Filing", "Le ticket dépasse 1 Mio : raccourcissez la description ou les métadonnées."
        ),
    }
    if code.startswith("AUTH_"):
        return translate("Filing", "Le serveur refuse la clé de ce poste.")
    return sentences.get(code) or translate("Filing", "Le serveur a refusé ce ticket.")
