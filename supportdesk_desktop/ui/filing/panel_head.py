"""The head of the filing panel: what is being written, and since when it is safe."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from supportdesk_desktop.store.drafts import StoredDraft
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import clock, clock_seconds
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADER, XL, S
from supportdesk_desktop.ui.widgets.buttons import IconButton
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label


class PanelHeader(QWidget):
    """Title, state of the draft; buttons for other drafts, a window of its own, closing."""

    close_clicked = Signal()
    detach_clicked = Signal()
    more_wanted = Signal(QPoint)
    """Where the menu is to open, on the screen."""

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
        self._more = IconButton("more", "", self)
        self._more.setObjectName("new-ticket-more")
        self._more.clicked.connect(self._want_more)
        self._detach = IconButton("detach", "", self)
        self._detach.setObjectName("new-ticket-detach")
        self._detach.clicked.connect(self.detach_clicked)
        self._close = IconButton("x", "", self)
        self._close.setObjectName("new-ticket-close")
        self._close.clicked.connect(self.close_clicked)
        line = QHBoxLayout(self)
        line.setContentsMargins(XL, 0, XL - S, 0)
        line.setSpacing(10)
        line.addWidget(self._title)
        line.addWidget(self._state, 1)
        for button in (self._more, self._detach, self._close):
            line.addWidget(button)
        theme().changed.connect(self._on_theme)
        self._on_theme()
        follow_language(self._retranslate)

    @property
    def title(self) -> str:
        """What the panel is called now."""
        return self._title.text()

    def set_saved(self, saved_ms: int | None) -> None:
        """Say when the draft was last stored (milliseconds since the epoch), None for not yet."""
        self._saved_ms = saved_ms
        self._retranslate()

    def set_mending(self, mending: bool, refused_ms: int | None = None) -> None:
        """Say that a refused filing is being mended, and when it was refused."""
        self._mending, self._refused_ms = mending, refused_ms
        self._retranslate()

    def set_detached(self) -> None:
        """The panel is a window of its own now: offer no detaching."""
        self._detach.hide()

    def _retranslate(self) -> None:
        self._title.setText(
            self.tr("Corriger le dépôt") if self._mending else self.tr("Nouveau ticket")
        )
        parts = [] if self._mending else [self.tr("canal API")]
        if self._refused_ms is not None:
            at = clock(self._refused_ms)
            parts.append(self.tr("refusé à {time}").format(time=at))
        if self._saved_ms is not None:
            at = clock_seconds(self._saved_ms)
            parts.append(self.tr("brouillon enregistré à {time}").format(time=at))
        self._state.setText(", ".join(parts))
        self._more.set_name(self.tr("Brouillons"))
        self._detach.set_name(self.tr("Détacher dans une fenêtre"))
        self._close.set_name(self.tr("Fermer, le brouillon est gardé"))

    def _want_more(self) -> None:
        self.more_wanted.emit(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _on_theme(self) -> None:
        self.setFixedHeight(theme().px(HEADER))


SUBJECT_WIDTH = 320
"""Pixels, before scaling, after which a subject is cut."""


class DraftsMenu(QMenu):
    """Made anew each time it is opened. ``chosen`` carries a ``DraftId``."""

    new_wanted = Signal()
    chosen = Signal(str)
    discard_wanted = Signal()

    def __init__(
        self, others: Sequence[StoredDraft], *, something_written: bool, parent: QWidget
    ) -> None:
        """Make the menu.

        Args:
            others: the kept drafts that no panel shows, newest first.
            something_written: the panel has something to set aside or to throw away.
            parent: the panel.
        """
        super().__init__(parent)
        self.setObjectName("drafts-menu")
        self.setAccessibleName(self.tr("Brouillons"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setToolTipsVisible(True)
        new = self.addAction(self.tr("Nouveau brouillon"))
        new.setEnabled(something_written)
        new.triggered.connect(self.new_wanted)
        self.addSeparator()
        for one in others:
            self._add(one)
        if others:
            self.addSeparator()
        discard = self.addAction(self.tr("Jeter ce brouillon"))
        discard.setEnabled(something_written)
        discard.triggered.connect(self.discard_wanted)

    def _add(self, kept: StoredDraft) -> None:
        subject = texts.one_line(kept.draft.subject) or self.tr("Sans sujet")
        customer = texts.one_line(kept.draft.customer_external_id)
        saved = texts.age(kept.updated_ms, QDateTime.currentMSecsSinceEpoch())
        metrics, width = QFontMetrics(theme().font("body")), theme().px(SUBJECT_WIDTH)
        shown = metrics.elidedText(subject, Qt.TextElideMode.ElideRight, width)
        line = ", ".join(part for part in (shown, customer, saved) if part)
        action = self.addAction(line.replace("&", "&&"))
        action.setToolTip(texts.tip(subject))
        action.triggered.connect(lambda: self.chosen.emit(kept.id))
