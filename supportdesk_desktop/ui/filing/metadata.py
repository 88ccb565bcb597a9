"""Metadata as a table of typed rows, or as the JSON text itself; no digit changes between them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from supportdesk_desktop.core.metadata import (
    MetaRow,
    RowFault,
    check_rows,
    json_fault,
    rows_of,
    text_of,
)
from supportdesk_desktop.core.strict_json import JsonFault, StrictJsonError
from supportdesk_desktop.ui.filing.metadata_rows import MetadataRowEdit, ReferenceRow
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import set_look
from supportdesk_desktop.ui.widgets.buttons import QuietButton
from supportdesk_desktop.ui.widgets.choices import Segmented
from supportdesk_desktop.ui.widgets.labels import Label, exact_text
from supportdesk_desktop.ui.widgets.layouts import FoldingRow, hbox, named, remove_part, vbox
from supportdesk_desktop.ui.widgets.wells import GrowingText, NoteLine

TABLE, JSON = "table", "json"


class MetadataEditor(QWidget):
    """Both sides. ``text`` is what will be filed, exactly as it was given until it is edited.

    ``rows_placed`` tells that other controls are shown, for the order of Tab.
    """

    changed = Signal()
    rows_placed = Signal()
    left = Signal()
    """Enter was pressed in a blank last row: there is no more to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("metadata")
        self._source = "{}"
        self._shown = ""
        self._touched = False
        self._rows: list[MetadataRowEdit] = []
        self.problem = ""
        """The sentence that says what is wrong, empty when nothing is."""
        self._build_head()
        self._build_pages()
        self.note = NoteLine("metadata-note", self)
        parts = (self._fold, self._head, self._table, self.json_edit, self.note)
        vbox(*parts, of=self, margins=(0, 2, 0, 0), spacing=6)
        self.set_text("{}")
        self.set_folded(False)
        follow_language(self._retranslate)

    @property
    def text(self) -> str:
        """The JSON text; where it is not JSON, exactly what was typed."""
        if self.side == JSON:
            typed = exact_text(self.json_edit)
            return self._source if typed == self._shown else typed
        return text_of(self.rows) if self._touched else self._source

    @property
    def rows(self) -> tuple[MetaRow, ...]:
        """The rows of the table."""
        return tuple(edit.row for edit in self._rows)

    @property
    def side(self) -> str:
        """The side that is open: ``table`` or ``json``."""
        return self._sides.current()

    def set_text(self, text: str) -> None:
        """Show a JSON text; one that is no JSON object opens on the JSON side, as it is."""
        self._source, self._touched = text.strip() or "{}", False
        self._open(self.side if json_fault(self._source) is None else JSON)

    def set_folded(self, folded: bool) -> None:
        """Show one line with the keys instead of the editor."""
        self._fold.setVisible(folded)
        self._head.setVisible(not folded)
        self._table.setVisible(not folded and self.side == TABLE)
        self.json_edit.setVisible(not folded and self.side == JSON)
        self._show_validity()

    @property
    def is_folded(self) -> bool:
        """Whether only one line is shown."""
        return not self._fold.isHidden()

    def find_fault(self) -> bool:
        """Mark what must be mended, say it under the editor, and return whether there is any."""
        if self.side == JSON:
            return self._show_json_fault()
        self.clear_problem()
        problems = check_rows(self.rows)
        for problem in reversed(problems):
            edit = self._rows[problem.index]
            sentence = self._fault_sentence(problem.fault, edit.row.key)
            edit.mark(sentence, in_key=problem.in_key)
            self._say(sentence)
        return bool(problems)

    def set_problem(self, sentence: str) -> None:
        self._say(sentence)
        set_look(self.json_edit, "refused", True)
        self.json_edit.setAccessibleDescription(sentence)

    def clear_problem(self) -> None:
        self.problem = ""
        set_look(self.json_edit, "refused", False)
        self.json_edit.setAccessibleDescription("")
        for edit in self._rows:
            edit.clear_marks()
        self._show_validity()

    def focus_target(self) -> QWidget:
        """Return what takes the focus when the metadata must be mended."""
        if self.side == JSON:
            return self.json_edit
        parts = [part for edit in self._rows for part in (edit.key_edit, edit.value_entry)]
        marked = [part for part in parts if part.property("refused")]
        return next(iter(marked or parts), self._add)

    def _build_head(self) -> None:
        self._label = Label("", "bodymedium", "text1", self)
        self._add = named(QuietButton("", "plus", parent=self), "metadata-add")
        self._add.clicked.connect(self._on_add)
        sides = [(TABLE, "", "rows"), (JSON, "JSON", "braces")]
        self._sides = named(Segmented(sides, self), "metadata-sides")
        self._sides.chosen.connect(self._on_side)
        self._fold = named(QuietButton("", "right", parent=self), "metadata-unfold")
        self._fold.clicked.connect(lambda: self.set_folded(False))
        tools = QWidget(self)
        hbox(self._add, self._sides, of=tools, spacing=12)
        self._head = FoldingRow(8, self, (self._label, 1), (tools, 0))

    def _build_pages(self) -> None:
        self._table = QWidget(self)
        self.reference = ReferenceRow(self._table)
        """Shown where filings carry it, which is a setting."""
        self._table_rows = vbox(self.reference, of=self._table, spacing=6)
        self.json_edit = GrowingText("metadata-json", (6, 16), 24, self)
        self.json_edit.setProperty("face", "mono")
        self.json_edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.json_edit.textChanged.connect(self.clear_problem)
        self.json_edit.textChanged.connect(self.changed)
        self._label.setBuddy(self.json_edit)

    def _retranslate(self) -> None:
        self._label.setText(self.tr("Métadonnées"))
        self.json_edit.setAccessibleName(self.tr("Métadonnées en JSON"))
        self._add.setText(self.tr("Ajouter une ligne"))
        self._sides.set_texts([self.tr("Tableau"), "JSON"])
        self._sides.setAccessibleName(self.tr("Forme des métadonnées"))
        self._show_validity()

    def _open(self, side: str) -> None:
        """Show a side of what was given; where it is no JSON, its text says so."""
        self._set_side(side)
        if side == JSON:
            one_line = "\n" not in self._source and json_fault(self._source) is None
            shown = text_of(rows_of(self._source), line_each=True) if one_line else self._source
            with QSignalBlocker(self.json_edit):
                self.json_edit.setPlainText(shown)
            self._shown = exact_text(self.json_edit)
            self._show_json_fault()
        else:
            self._fill_table()
        self._add.setVisible(side == TABLE)
        self.set_folded(self.is_folded)

    def _on_side(self, side: str) -> None:
        self._set_side(TABLE if side == JSON else JSON)
        self._source = self.text
        if side == TABLE and self._show_json_fault():
            self.json_edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._touched = False
        self.clear_problem()
        self._open(side)
        self.rows_placed.emit()

    def _set_side(self, side: str) -> None:
        with QSignalBlocker(self._sides):
            self._sides.set_current(side)

    def _fill_table(self) -> None:
        for edit in self._rows:
            remove_part(self._table_rows, edit)
        self._rows.clear()
        for row in rows_of(self._source) or (MetaRow(""),):
            self._insert(row)
        self.rows_placed.emit()

    def _insert(self, row: MetaRow) -> MetadataRowEdit:
        edit = MetadataRowEdit(row, self._table)
        edit.changed.connect(self._on_rows)
        edit.removed.connect(lambda: self._on_removed(edit))
        edit.entered.connect(lambda: self._on_entered(edit))
        self._table_rows.insertWidget(len(self._rows), edit)
        edit.show()
        self._rows.append(edit)
        return edit

    def _on_add(self) -> None:
        row = self._insert(MetaRow(""))
        self.rows_placed.emit()
        row.key_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_entered(self, edit: MetadataRowEdit) -> None:
        """Go to the next row, to a new one from the last, on from one that was left blank."""
        following = self._rows[self._rows.index(edit) + 1 :]
        if following:
            following[0].key_edit.setFocus(Qt.FocusReason.TabFocusReason)
        elif edit.row.is_blank:
            self.left.emit()
        else:
            self._on_add()

    def _on_removed(self, edit: MetadataRowEdit) -> None:
        index = self._rows.index(edit)
        self._rows.remove(edit)
        remove_part(self._table_rows, edit)
        self._on_rows()
        left = self._rows[min(index, len(self._rows) - 1)].key_edit if self._rows else self._add
        left.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_rows(self) -> None:
        self._touched = True
        self.clear_problem()
        self.changed.emit()

    def _show_json_fault(self) -> bool:
        fault = json_fault(self.text)
        if fault is None:
            return False
        self.set_problem(self._json_sentence(fault))
        return True

    def _json_sentence(self, problem: StrictJsonError) -> str:
        if problem.line is not None:
            text = self.tr("JSON invalide, ligne {line}, colonne {column}.")
            return text.format(line=problem.line, column=problem.column)
        if not self.text.lstrip().startswith("{"):
            return self.tr("Un objet JSON est attendu, entre accolades.")
        if problem.fault is JsonFault.DUPLICATE_KEY:
            return self._fault_sentence(RowFault.KEY_TWICE, problem.key)
        return self.tr("Ce JSON contient un nombre, un texte ou une profondeur hors limites.")

    def _fault_sentence(self, fault: RowFault, key: str) -> str:
        return {
            RowFault.NO_KEY: self.tr("Cette ligne n’a pas de clé."),
            RowFault.KEY_TWICE: self.tr("La clé « {key} » est en double."),
            RowFault.NOT_A_NUMBER: self.tr(
                "« {key} » : un nombre s’écrit 48500 ou 12.5, sans espace ni virgule."
            ),
            RowFault.NOT_A_BOOLEAN: self.tr("« {key} » : un booléen est true ou false."),
            RowFault.NOT_JSON: self.tr("« {key} » : cette valeur n’est pas du JSON."),
        }[fault].format(key=key)

    def _say(self, sentence: str) -> None:
        self.problem = sentence
        self.note.show_note(sentence, tone="danger", icon="refused")

    def _show_validity(self) -> None:
        """Say under the JSON side that it is valid, and in the folded line which keys there are."""
        if not self.problem:
            self.note.clear()
            if self.side == JSON and not self.is_folded and not json_fault(self.text):
                count = self.tr("%n clé(s)", "", len(rows_of(self.text)))
                said = self.tr("Objet JSON valide, {keys}").format(keys=count)
                self.note.show_note(said, tone="ok", icon="check")
        if self.is_folded:
            keys = [] if json_fault(self.text) else [row.key for row in rows_of(self.text)]
            names = ", ".join(keys[:4]) + ("…" if len(keys) > 4 else "")
            head = self.tr("Métadonnées")
            if keys:
                count = self.tr("%n clé(s)", "", len(keys))
                head += "   " + self.tr("{count} : {names}").format(count=count, names=names)
            self._fold.setText(head)
