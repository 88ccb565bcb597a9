"""Tags as chips: chosen by name from the tag book, or typed as a UUID."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QWidget

from supportdesk_desktop.core.text import MAX_TAG_NAME, fold, is_tag_name, words
from supportdesk_desktop.core.tickets import Tag
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import CONTROL, S
from supportdesk_desktop.ui.widgets.buttons import IconButton, PlainButton
from supportdesk_desktop.ui.widgets.chips import TagChip
from supportdesk_desktop.ui.widgets.layouts import FlowLayout, hbox, named, remove_part
from supportdesk_desktop.ui.widgets.painting import draw_box, smooth_painter
from supportdesk_desktop.ui.widgets.popover import Suggestion, SuggestionBox
from supportdesk_desktop.ui.widgets.wells import Field

MOST_SUGGESTIONS = 20


class TagEditor(QFrame):
    """Chips and an edit in one box. Enter or comma adds, Backspace in the empty edit removes."""

    changed = Signal()
    refused = Signal(str)
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tag-box")
        self.setProperty("kind", "entry")
        self._book: tuple[Tag, ...] = ()
        self._chips: list[TagChip] = []
        self.edit = named(QLineEdit(self), "tags")
        self.edit.setProperty("kind", "bare")
        self.edit.setProperty("suggestion-anchor", self)
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit.installEventFilter(self)  # before the box, which then sees the keys first
        self.box = SuggestionBox(self.edit, "tag-suggestions")
        self.box.picked.connect(self._on_picked)
        self.box.asked.connect(lambda: self._offer(self.edit.text()))
        self.edit.textEdited.connect(self._on_edited)
        self.edit.editingFinished.connect(self._on_finished)
        self._flow = FlowLayout(4, self)
        self._flow.addWidget(self.edit)
        self._indent()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self._on_theme)
        self._on_theme()
        follow_language(self._retranslate)

    @property
    def tag_ids(self) -> tuple[str, ...]:
        """The UUIDs chosen, in their order."""
        return tuple(chip.tag_id for chip in self._chips)

    def unnamed(self) -> tuple[str, ...]:
        """Return the UUIDs among the chosen that have no name in the tag book."""
        named = {tag.id for tag in self._book if tag.name}
        return tuple(one for one in self.tag_ids if one not in named)

    def set_book(self, tags: Sequence[Tag]) -> None:
        """Offer these tags; chips whose name is now known get it."""
        self._book = tuple(tags)
        for chip in self._chips:
            chip.set_tag(*_shown(self._tag_of(chip.tag_id)))

    def set_tag_ids(self, ids: Sequence[str]) -> None:
        if tuple(ids) == self.tag_ids:
            return
        while self._chips:
            self._drop(self._chips.pop())
        for one in ids:
            self._append(self._tag_of(one))
        self.changed.emit()

    def take_pending(self) -> bool:
        """Add what still stands in the edit: a tag's name, the only one that fits, or a UUID.

        Returns False where it is none of them.
        """
        return self._add_typed(self.edit.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remove the last tag by Backspace, add by Enter, follow the focus."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Backspace and not self.edit.text() and self._chips:
                self._remove(self._chips[-1])
                return True
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not held:
                self.take_pending()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box as an input is drawn: its edge shows focus and refusal."""
        token = "danger" if self.property("refused") else "borderstrong"
        token = "focus" if self.edit.hasFocus() else token
        width = 1 if token == "borderstrong" else 2
        inset, look = width / 2, theme()
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        draw_box(smooth_painter(self), box, look.palette.surface, look.colour(token), width=width)

    def _retranslate(self) -> None:
        self.edit.setPlaceholderText(self.tr("Ajouter…"))
        self.box.set_name(self.tr("Étiquettes connues"))

    def _indent(self) -> None:
        """Begin where other inputs begin, or, with chips, close to the edge."""
        self._flow.setContentsMargins(3 if self._chips else 8, 4, 3, 4)

    def _on_theme(self) -> None:
        look = theme()
        self.setMinimumHeight(look.px(CONTROL))
        self.edit.setMinimumWidth(look.px(60))
        for chip in self._chips:
            chip.updateGeometry()
        self.update()

    def _on_edited(self, text: str) -> None:
        self.typed.emit()
        if text.endswith(",") and self._add_typed(text[:-1]):
            return
        if text.strip():
            self._offer(text)
        else:
            self.box.hide()

    def _offer(self, text: str) -> None:
        found = self._fitting(text)[:MOST_SUGGESTIONS]
        lines = [Suggestion(tag.id, tag.name or tag.id, dot=tag.color or "") for tag in found]
        self.box.offer(lines, text)

    def _fitting(self, text: str) -> list[Tag]:
        """Return the tags not chosen yet that have every word of a text."""
        wanted = words(text)
        return [tag for tag in self._book if tag.id not in self.tag_ids and _has(tag, wanted)]

    def _on_finished(self) -> None:
        if not self.box.lines:
            self.take_pending()

    def _on_picked(self, line: Suggestion) -> None:
        self.edit.clear()
        self._add(line.value)

    def _add_typed(self, text: str) -> bool:
        typed = text.strip()
        if not typed:
            return True
        named = [tag for tag in self._book if fold(tag.name or "") == fold(typed)]
        fitting = named or (self._fitting(typed) if words(typed) else [])
        found = fitting[0].id if named or len(fitting) == 1 else _uuid_of(typed)
        if found is None:
            self.refused.emit(typed)
            return False
        self.edit.clear()
        self.box.hide()
        self._add(found)
        return True

    def _add(self, tag_id: str) -> None:
        if tag_id not in self.tag_ids:
            self._append(self._tag_of(tag_id))
            self.changed.emit()

    def _append(self, tag: Tag) -> None:
        chip = named(TagChip(*_shown(tag), removable=True, parent=self), f"tag-{tag.id}")
        chip.removed.connect(lambda: self._remove(chip))
        self._chips.append(chip)
        self._flow.insert_widget(len(self._chips) - 1, chip)
        self._indent()
        chip.show()
        self.updateGeometry()

    def _remove(self, chip: TagChip) -> None:
        self._chips.remove(chip)
        self._drop(chip)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _drop(self, chip: TagChip) -> None:
        remove_part(self._flow, chip)
        self._indent()
        self.updateGeometry()

    def _tag_of(self, tag_id: str) -> Tag:
        return next((tag for tag in self._book if tag.id == tag_id), Tag(id=tag_id))


def _shown(tag: Tag) -> tuple[str, str, str | None]:
    return tag.id, tag.name or tag.id, tag.color


def _has(tag: Tag, wanted: tuple[str, ...]) -> bool:
    known = words(tag.name or tag.id)
    return all(any(word.startswith(want) for word in known) for want in wanted)


def _uuid_of(text: str) -> str | None:
    """Return a UUID in its usual form, None where the text is none."""
    try:
        return str(UUID(text)) if len(text) == 36 else None
    except ValueError:
        return None


class TagNaming(QWidget):
    """One name for one tag; hidden until asked for. ``named`` carries the ``Tag``."""

    named = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tag-naming")
        self._tag_id = ""
        self.edit = named(QLineEdit(), "tag-name")
        self._add = named(PlainButton(), "tag-name-add")
        self._close = named(IconButton("x"), "tag-name-close")
        line = QWidget()
        hbox((self.edit, 1), self._add, self._close, of=line, spacing=S)
        self._field = Field("tag-name-field", line, focus=self.edit, parent=self)
        hbox(self._field, of=self)
        self.edit.textChanged.connect(self._field.clear_problem)
        self._add.clicked.connect(self._submit_name)
        self._close.clicked.connect(self.close_naming)
        follow_language(self._retranslate)
        self.hide()

    def ask(self, tag_id: str) -> None:
        self._tag_id = tag_id
        self.edit.clear()
        self._retranslate()
        self.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_naming(self) -> None:
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds, Escape leaves the naming and not the panel."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._submit_name()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_naming()
        else:
            super().keyPressEvent(event)

    def _submit_name(self) -> None:
        name = self.edit.text().strip()
        if is_tag_name(name):
            self.named.emit(Tag(id=self._tag_id, name=name))
            self.close_naming()
            return
        problem = self.tr("Donnez un nom à cette étiquette.")
        if name:
            problem = self.tr("Nom trop long ou illisible. {most} caractères lisibles au plus.")
        self._field.set_problem(problem.format(most=MAX_TAG_NAME))
        self.edit.setFocus()

    def _retranslate(self) -> None:
        label = self.tr("Nom de l’étiquette {tag}").format(tag=self._tag_id)
        self._field.set_label(label)
        self._add.setText(self.tr("Ajouter"))
        self._close.set_name(self.tr("Ne pas nommer cette étiquette"))
