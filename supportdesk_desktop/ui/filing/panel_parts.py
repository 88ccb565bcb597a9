"""Parts of the filing panel around its fields: head, menu of drafts, foot, warning of a double."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QWidget

from supportdesk_desktop.core.drafts import StoredDraft
from supportdesk_desktop.core.ids import DraftId
from supportdesk_desktop.core.ticket_drafts import DuplicateHint
from supportdesk_desktop.ui import texts, timers
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import translate
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADER, XL, L, S
from supportdesk_desktop.ui.widgets.buttons import IconButton, PlainButton, PrimaryButton
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import FoldingRow, hbox, named, vbox
from supportdesk_desktop.ui.widgets.meter import RateMeter
from supportdesk_desktop.ui.widgets.wells import Well
from supportdesk_desktop.ui.window.commands import FILE


class PanelHeader(QWidget):
    """Title, state of the draft; buttons for other drafts, a window of its own, closing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new-ticket-header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("edge", "bottom")
        self._saved_ms: int | None = None
        self._refused_ms: int | None = None
        self._mending = False
        self._title = Label("", "section", "text1", self)
        self._state = ElidedLabel("", "caption", "text2", self)
        self.more = named(IconButton("more", "", self), "new-ticket-more")
        self.detach = named(IconButton("detach", "", self), "new-ticket-detach")
        self.close_button = named(IconButton("x", "", self), "new-ticket-close")
        parts = (self._title, (self._state, 1), self.more, self.detach, self.close_button)
        hbox(*parts, of=self, margins=(XL, 0, XL - S, 0), spacing=10)
        theme().changed.connect(self._on_theme)
        self._on_theme()
        follow_language(self._retranslate)

    @property
    def title(self) -> str:
        """The present title of the panel."""
        return self._title.text()

    def set_saved(self, saved_ms: int | None) -> None:
        """Say when the draft was last stored (milliseconds since the epoch), None for not yet."""
        self._saved_ms = saved_ms
        self._retranslate()

    def set_mending(self, mending: bool, refused_ms: int | None = None) -> None:
        """Say that a refused filing is being mended, and when it was refused."""
        self._mending, self._refused_ms = mending, refused_ms
        self._retranslate()

    def _retranslate(self) -> None:
        self._title.setText(
            self.tr("Corriger le dépôt") if self._mending else self.tr("Nouveau ticket")
        )
        parts = [] if self._mending else [self.tr("canal API")]
        if self._refused_ms is not None:
            at = texts.clock(self._refused_ms)
            parts.append(self.tr("refusé à {time}").format(time=at))
        if self._saved_ms is not None:
            at = texts.clock_seconds(self._saved_ms)
            parts.append(self.tr("brouillon enregistré à {time}").format(time=at))
        self._state.setText(", ".join(parts))
        self.more.set_name(self.tr("Brouillons"))
        self.detach.set_name(self.tr("Détacher dans une fenêtre"))
        self.close_button.set_name(self.tr("Fermer, le brouillon est gardé"))

    def _on_theme(self) -> None:
        self.setFixedHeight(theme().px(HEADER))


SUBJECT_WIDTH = 320
"""Pixels, before scaling, after which a subject is cut."""


def drafts_menu(
    panel: QWidget,
    others: Sequence[StoredDraft],
    *,
    written: bool,
    begin: Callable[[], None],
    choose: Callable[[DraftId], None],
    discard: Callable[[], None],
) -> QMenu:
    """Return the menu of drafts, to be opened once.

    Args:
        panel: the panel.
        others: the kept drafts that no panel shows, newest first.
        written: the panel has something to set aside or to throw away.
        begin: sets it aside for a new draft.
        choose: shows another draft.
        discard: throws away what the panel shows.
    """
    menu = named(QMenu(panel), "drafts-menu")
    menu.setAccessibleName(translate("DraftsMenu", "Brouillons"))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    new = menu.addAction(translate("DraftsMenu", "Nouveau brouillon"))
    menu.addSeparator()
    for one in others:
        subject = texts.one_line(one.draft.subject) or translate("DraftsMenu", "Sans sujet")
        action = menu.addAction(_line_of(one, subject).replace("&", "&&"))
        action.setToolTip(texts.tip(subject))
        action.triggered.connect(lambda _=False, one=one: choose(one.id))
    if others:
        menu.addSeparator()
    throw = menu.addAction(translate("DraftsMenu", "Supprimer le brouillon"))
    for action, act in ((new, begin), (throw, discard)):
        action.setEnabled(written)
        action.triggered.connect(act)
    return menu


def _line_of(kept: StoredDraft, subject: str) -> str:
    customer = texts.one_line(kept.draft.customer_external_id)
    saved = texts.age(kept.updated_ms, timers.now_ms())
    metrics, width = QFontMetrics(theme().font("body")), theme().px(SUBJECT_WIDTH)
    shown = metrics.elidedText(subject, Qt.TextElideMode.ElideRight, width)
    return ", ".join(part for part in (shown, customer, saved) if part)


class PanelFoot(QWidget):
    """Meter at the left, "Déposer le ticket" at the right; below one another where narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new-ticket-foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "window")
        self.setProperty("edge", "top")
        self._creating = False
        self._brief = False
        self._waiting = False
        self.meter = RateMeter(self)
        self.button = named(PrimaryButton("", parent=self), "submit-ticket")
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line = FoldingRow(L, self, (self.meter, 1), (self.button, 0))
        vbox(line, of=self, margins=(XL, 13, XL, 13))
        follow_language(self._retranslate)

    def set_creating(self, creating: bool) -> None:
        self._creating = creating
        self.meter.set_requests(2 if creating else 1)
        self._retranslate()

    def set_brief(self, brief: bool) -> None:
        """Leave out the bars and the key, where there is little height."""
        if brief != self._brief:
            self._brief = brief
            self.meter.set_brief(brief)
            self._retranslate()

    def set_waiting(self, waiting: bool) -> None:
        """Say that the ticket is filed as soon as that can be done."""
        if waiting != self._waiting:
            self._waiting = waiting
            self._retranslate()

    def _retranslate(self) -> None:
        if self._waiting:
            text = self.tr("Dépôt en attente…")
        else:
            text = self.tr("Créer et déposer") if self._creating else self.tr("Déposer le ticket")
        self.button.setText(text)
        plain = self._brief or self._waiting
        self.button.set_key_hint("" if plain else FILE.key_hint())


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
        title = self.tr("Un dépôt semblable a été mis en file il y a {age}")
        if hint.number:
            title = self.tr("Un ticket semblable a été créé il y a {age}")
        title = title.format(age=texts.age(hint.created_ms, self._now_ms))
        self._well.set_content("warn", "copy", title, self._reason(hint))
        self._view.setText(self.tr("Voir {number}").format(number=hint.number))
        self._view.setVisible(hint.ticket_id is not None and bool(hint.number))
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
        if self._hint is not None:
            self.view_clicked.emit(self._hint.ticket_id)

    def _on_dismiss(self) -> None:
        if self._hint is not None:
            self._waved_away.add(self._hint.number)
        self._retranslate()
