"""Over the results: how many of how many, how fast, and what was understood of the query."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from supportdesk_desktop.core.query_language import Query, Term
from supportdesk_desktop.core.saved_views import LONGEST_NAME
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADER, L, S
from supportdesk_desktop.ui.tickets.search_words import SearchWords
from supportdesk_desktop.ui.widgets.buttons import IconButton, PrimaryButton, QuietButton
from supportdesk_desktop.ui.widgets.chips import TagChip
from supportdesk_desktop.ui.widgets.flow_layout import FlowLayout
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.name_edit import NameEdit
from supportdesk_desktop.ui.widgets.wells import NoteLine
from supportdesk_desktop.ui.window.commands import SAVE_VIEW


class ViewNameRow(QWidget):
    """Hidden until a name is asked for; the focus goes back to where it was."""

    named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a hidden row."""
        super().__init__(parent)
        self.setObjectName("view-naming")
        self._back_to: QWidget | None = None
        self._edit = NameEdit(LONGEST_NAME, parent=self)
        self._edit.setObjectName("view-name")
        self._save = PrimaryButton(parent=self)
        self._save.setObjectName("view-name-save")
        self._cancel = IconButton("x", parent=self)
        self._cancel.setObjectName("view-name-cancel")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self._edit, 1)
        row.addWidget(self._save)
        row.addWidget(self._cancel)
        self._edit.given.connect(self._on_given)
        self._edit.dropped.connect(self._end)
        self._save.clicked.connect(self._edit.give)
        self._cancel.clicked.connect(self._edit.drop)
        theme().changed.connect(self._fit)
        self._fit()
        follow_language(self._retranslate)
        self.hide()

    def ask(self, name: str) -> None:
        """Ask for a name."""
        if self.isHidden():
            self._back_to = self.window().focusWidget()
        self.show()
        self._edit.ask(name)

    def drop(self) -> None:
        """Ask no more."""
        self._edit.drop()

    def _retranslate(self) -> None:
        name = self.tr("Nom de la vue")
        self._edit.setAccessibleName(name)
        self._edit.setPlaceholderText(name)
        self._save.setText(self.tr("Enregistrer"))
        self._cancel.set_name(self.tr("Ne pas enregistrer la vue"))

    def _fit(self) -> None:
        edge = theme().px(L)
        self.setContentsMargins(edge, 0, edge, S)

    def _on_given(self, name: str) -> None:
        self._end()
        self.named.emit(name)

    def _end(self) -> None:
        back, self._back_to = self._back_to, None
        focus = self.window().focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.hide()
        if had_focus and back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)


_NARROW = 470


class SearchSummary(QWidget):
    """Takes the place of the list's title while a query is shown."""

    term_removed = Signal(object)
    """The ``Term`` whose chip was removed."""
    save_requested = Signal()
    named = Signal(str)
    """The name under which the query is to be kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search-summary")
        self._query = Query()
        self._now_ms = 0
        self._found: int | None = None
        self._stored: int | None = None
        self._took_ms: float | None = None
        self._words = SearchWords(self)
        self._count = Label("", "section", parent=self)
        self._count.setObjectName("search-count")
        self._aside = ElidedLabel("", "body", "text2", self)
        self._aside.setObjectName("search-time")
        self._save = QuietButton("", "view", SAVE_VIEW.key_hint(), self)
        self._save.setObjectName("save-view")
        self._save.clicked.connect(self.save_requested)
        self._top = QWidget(self)
        row = QHBoxLayout(self._top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S + 2)
        row.addWidget(self._count)
        row.addWidget(self._aside)
        row.addStretch(1)
        row.addWidget(self._save)
        self._understood = QWidget(self)
        self._flow = FlowLayout(S - 2, self._understood)
        self._label = Label("", "caption", "text2", self._understood)
        self._flow.addWidget(self._label)
        self._chips: list[TagChip] = []
        self._notes: list[NoteLine] = []
        self._naming: ViewNameRow | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._top)
        self._column.addWidget(self._understood)
        theme().changed.connect(self._fit)
        self._fit()
        follow_language(self._retranslate)

    def show_query(self, query: Query, now_ms: int) -> None:
        """Show what was understood of a query, and what was not."""
        if query != self._query:
            self._query, self._now_ms = query, now_ms
            self._show_terms()

    def show_found(self, found: int | None, stored: int | None, took_ms: float | None) -> None:
        """Show how many were found of how many, None while they are being counted.

        Args:
            found: tickets found.
            stored: tickets stored on this computer.
            took_ms: how long the first page took, in milliseconds.
        """
        self._found, self._stored, self._took_ms = found, stored, took_ms
        self._show_count()

    def ask_name(self, name: str) -> None:
        """Ask for the name of the query, with one to begin with."""
        if self._naming is None:
            self._naming = ViewNameRow(self)
            self._naming.named.connect(self.named)
            self._column.insertWidget(1, self._naming)
        self._naming.ask(name)

    def drop_name(self) -> None:
        """Ask for no name any more: another query is shown."""
        if self._naming is not None:
            self._naming.drop()

    def removals(self) -> list[tuple[str, Term]]:
        """Return the terms with their words, each of which may be left out."""
        return [(self._words.term(term.node, self._now_ms), term) for term in self._query.terms]

    def _retranslate(self) -> None:
        self._label.setText(self.tr("Compris :"))
        self._save.setText(SAVE_VIEW.title())
        self._save.setToolTip(f"{SAVE_VIEW.title()} ({SAVE_VIEW.key_hint()})")
        self._show_count()
        self._show_terms()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the key out where there is no room for it."""
        super().resizeEvent(event)
        self._show_key()

    def _show_key(self) -> None:
        narrow = self.width() < theme().px(_NARROW)
        self._save.set_key_hint("" if narrow else SAVE_VIEW.key_hint())

    def _fit(self) -> None:
        edge = theme().px(L)
        self._top.setContentsMargins(edge, 0, edge, 0)
        self._top.setFixedHeight(theme().px(HEADER))
        self._understood.setContentsMargins(edge, 0, edge, S + 2)
        self._show_key()

    def _show_count(self) -> None:
        if self._found is None:
            self._count.setText(self.tr("Recherche…"))
        else:
            self._count.setText(self.tr("%n résultat(s)", "", self._found))
        if self._stored is None or self._took_ms is None:
            self._aside.setText("")
            return
        text = self.tr("sur {count}, en {time}")
        time = texts.latency(self._took_ms)
        self._aside.setText(text.format(count=texts.number(self._stored), time=time))

    def _show_terms(self) -> None:
        names = [name for name, _ in self.removals()]
        while len(self._chips) > len(names):
            chip = self._chips.pop()
            self._flow.removeWidget(chip)
            chip.deleteLater()
        for at, name in enumerate(names):
            if at < len(self._chips):
                self._chips[at].set_tag(str(at), name, None)
            else:
                chip = TagChip(str(at), name, None, removable=True, parent=self._understood)
                chip.removed.connect(self._remove)
                self._chips.append(chip)
                self._flow.addWidget(chip)
                chip.show()
        self._understood.setVisible(bool(names))
        self._show_notices()

    def _show_notices(self) -> None:
        notices = self._query.notices
        while len(self._notes) < len(notices):
            note = NoteLine(f"search-notice-{len(self._notes)}", self)
            note.setContentsMargins(theme().px(L), 0, theme().px(L), S)
            self._notes.append(note)
            self._column.addWidget(note)
        for at, note in enumerate(self._notes):
            if at < len(notices):
                note.show_note(self._words.notice(notices[at]), tone="warn", icon="warn")
            else:
                note.clear()

    def _remove(self, at: str) -> None:
        self.term_removed.emit(self._query.terms[int(at)])
