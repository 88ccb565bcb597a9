"""The menu of the filing panel: a new draft, the other drafts that are kept, throwing this away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QWidget

from supportdesk_desktop.store.drafts import StoredDraft
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme

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
