"""Over the results: how many of how many, how fast, and what was understood of the query."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.query_language import (
    AgeFilter,
    DayFilter,
    Flag,
    FlagFilter,
    Key,
    MetaFilter,
    Node,
    Op,
    PriorityFilter,
    Query,
    QueryFault,
    QueryNotice,
    StatusFilter,
    Term,
    Text,
    TextFilter,
)
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADER, L, S
from supportdesk_desktop.ui.tickets.saved_view_rows import NameEdit
from supportdesk_desktop.ui.widgets.buttons import IconButton, PrimaryButton, QuietButton
from supportdesk_desktop.ui.widgets.chips import TagChip
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import FlowLayout, grown, hbox, named, remove_part, vbox
from supportdesk_desktop.ui.widgets.wells import NoteLine
from supportdesk_desktop.ui.window.commands import SAVE_VIEW

_NARROW = 470


def formats_of(text: str) -> list[tuple[int, int, QTextCharFormat]]:
    """Return start, length and format of each piece of a query that is not plain, in order."""
    query, colours = parse(text), theme().palette
    key = QTextCharFormat()
    key.setForeground(colours.link)
    wrong = QTextCharFormat()
    wrong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    wrong.setUnderlineColor(colours.warn)
    keyed = (term for term in query.terms if not isinstance(term.node, Text))
    formats = [(term.start, text.index(":", term.start) + 1 - term.start, key) for term in keyed]
    formats += [(one.start, one.end - one.start, wrong) for one in query.notices]
    return sorted(formats, key=lambda one: one[0])


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
        self._found: tuple[int, int, float] | None = None
        self._words = SearchWords(self)
        self._count = named(Label("", "section", parent=self), "search-count")
        self._aside = named(ElidedLabel("", "body", "text2", self), "search-time")
        self._save = named(QuietButton("", "view", SAVE_VIEW.key_hint(), self), "save-view")
        self._save.clicked.connect(self.save_requested)
        self._top = QWidget(self)
        hbox(self._count, self._aside, None, self._save, of=self._top, spacing=S + 2)
        self._understood = QWidget(self)
        self._flow = FlowLayout(S - 2, self._understood)
        self._label = Label("", "caption", "text2", self._understood)
        self._flow.addWidget(self._label)
        self._chips: list[TagChip] = []
        self._notes: list[NoteLine] = []
        self._naming: ViewNameRow | None = None
        self._column = vbox(self._top, self._understood, of=self, spacing=0)
        theme().changed.connect(self._fit)
        self._fit()
        follow_language(self._retranslate)

    def show_query(self, query: Query, now_ms: int) -> None:
        """Show what was understood of a query, and what was not."""
        if query != self._query:
            self._query, self._now_ms = query, now_ms
            self._show_terms()

    def show_found(self, found: int, stored: int, took_ms: float) -> None:
        """Show how many of the stored tickets were found, and how long the first page took."""
        self._found = found, stored, took_ms
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
            return
        found, stored, took_ms = self._found
        self._count.setText(self.tr("%n résultat(s)", "", found))
        text = self.tr("sur {count}, en {time}")
        time = texts.latency(took_ms)
        self._aside.setText(text.format(count=texts.number(stored), time=time))

    def _show_terms(self) -> None:
        names = [name for name, _ in self.removals()]
        while len(self._chips) > len(names):
            remove_part(self._flow, self._chips.pop())
        chips = grown(self._chips, len(names), self._make_chip)
        for chip, name in zip(chips, names, strict=True):
            chip.set_tag(chip.tag_id, name, None)
        self._understood.setVisible(bool(names))
        self._show_notices()

    def _make_chip(self, at: int) -> TagChip:
        chip = TagChip(str(at), "", None, removable=True, parent=self._understood)
        chip.removed.connect(lambda: self.term_removed.emit(self._query.terms[at]))
        self._flow.addWidget(chip)
        return chip

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


class ViewNameRow(QWidget):
    """Hidden until a name is asked for; the focus goes back to where it was."""

    named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view-naming")
        self._back_to: QWidget | None = None
        self._edit = NameEdit("view-name", parent=self)
        self._save = named(PrimaryButton(parent=self), "view-name-save")
        self._cancel = named(IconButton("x", parent=self), "view-name-cancel")
        hbox((self._edit, 1), self._save, self._cancel, of=self, spacing=S)
        self._edit.given.connect(self._on_given)
        self._edit.dropped.connect(self._end)
        self._save.clicked.connect(self._edit.give)
        self._cancel.clicked.connect(self._edit.drop)
        theme().changed.connect(self._fit)
        self._fit()
        follow_language(self._retranslate)
        self.hide()

    def ask(self, name: str) -> None:
        if self.isHidden():
            self._back_to = self.window().focusWidget()
        self.show()
        self._edit.ask(name)

    def drop(self) -> None:
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


_SIGNS = {Op.IS: "=", Op.LT: "<", Op.LE: "≤", Op.GT: ">", Op.GE: "≥"}


class SearchWords(QObject):
    """Phrases for the chips under the search field and for what it did not understand."""

    def term(self, node: Node, now_ms: int) -> str:
        """Return what one term means, "sans …" where it is left out."""
        said = self._said(node, now_ms)
        return self.tr("sans {what}").format(what=said) if node.negated else said

    def notice(self, notice: QueryNotice) -> str:
        match notice.fault:
            case QueryFault.UNKNOWN_KEY:
                text = self.tr("« {what} » n’est pas un filtre, cherché comme un mot.")
            case QueryFault.BAD_VALUE:
                text = self.tr("« {what} » n’est pas une de ses valeurs, cherché comme un mot.")
            case QueryFault.NO_VALUE:
                text = self.tr("Il manque une valeur à « {what} ».")
        return text.format(what=texts.one_line(notice.text))

    def _said(self, node: Node, now_ms: int) -> str:
        match node:
            case Text():
                return self.tr("« {text} »").format(text=texts.one_line(node.text))
            case TextFilter():
                return self._field(node.key, self._either(node.values))
            case PriorityFilter():
                names = self._either(tuple(texts.priority_name(value) for value in node.values))
                if node.op is Op.IS:
                    return self.tr("priorité : {values}").format(values=names)
                text = self.tr("priorité {sign} {value}")
                return text.format(sign=_SIGNS[node.op], value=names)
            case StatusFilter():
                names = self._either(tuple(texts.status_name(value) for value in node.values))
                return self.tr("statut : {values}").format(values=names)
            case FlagFilter():
                return self._either(tuple(self._flag(flag) for flag in node.flags))
            case AgeFilter():
                return self._age(node)
            case DayFilter():
                return self._day(node, now_ms)
            case MetaFilter():
                values = self._either(node.values)
                return f"{node.path} {_SIGNS[node.op]} {values}"

    def _field(self, key: Key, values: str) -> str:
        names = {
            Key.CUSTOMER: self.tr("client : {values}"),
            Key.TAG: self.tr("étiquette : {values}"),
            Key.CATEGORY: self.tr("catégorie : {values}"),
            Key.CHANNEL: self.tr("canal : {values}"),
            Key.NUMBER: self.tr("numéro : {values}"),
            Key.NOTE: self.tr("note privée : {values}"),
        }
        return names[key].format(values=values)

    def _either(self, values: tuple[str, ...]) -> str:
        return self.tr(" ou ").join(texts.one_line(value) for value in values)

    def _flag(self, flag: Flag) -> str:
        return {
            Flag.UNREAD: self.tr("non lu"),
            Flag.READ: self.tr("lu"),
            Flag.PINNED: self.tr("épinglé"),
            Flag.NOTIFIED: self.tr("notifié"),
            Flag.WITHHELD: self.tr("notification retenue"),
            Flag.SNOOZED: self.tr("reporté"),
            Flag.NOTED: self.tr("avec note privée"),
        }[flag]

    def _age(self, node: AgeFilter) -> str:
        length = self._length(node.count, node.unit)
        if node.op in (Op.LT, Op.LE):
            return self.tr("reçu depuis {length}").format(length=length)
        return self.tr("reçu il y a plus de {length}").format(length=length)

    def _length(self, count: int, unit: str) -> str:
        return {
            "s": self.tr("%n seconde(s)", "", count),
            "min": self.tr("%n minute(s)", "", count),
            "h": self.tr("%n heure(s)", "", count),
            "d": self.tr("%n jour(s)", "", count),
            "w": self.tr("%n semaine(s)", "", count),
        }.get(unit, self.tr("%n mois", "", count))

    def _day(self, node: DayFilter, now_ms: int) -> str:
        today = datetime.fromtimestamp(now_ms / 1000).date()
        if node.days_ago == 0:
            day = self.tr("aujourd’hui")
        elif node.days_ago == 1:
            day = self.tr("hier")
        else:
            day = texts.short_day(date.fromisoformat(node.day or ""), today)
        phrases = {
            Op.IS: self.tr("reçu : {day}"),
            Op.LT: self.tr("reçu avant : {day}"),
            Op.LE: self.tr("reçu jusqu’à : {day}"),
            Op.GT: self.tr("reçu après : {day}"),
            Op.GE: self.tr("reçu depuis : {day}"),
        }
        return phrases[node.op].format(day=day)
