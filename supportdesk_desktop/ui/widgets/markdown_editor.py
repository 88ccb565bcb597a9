"""A Markdown text with its buttons, written on one side and previewed on the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QWidget

from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.markdown import MarkdownView
from supportdesk_desktop.ui.theme import set_look
from supportdesk_desktop.ui.theme.tokens import L, M
from supportdesk_desktop.ui.widgets.buttons import IconButton
from supportdesk_desktop.ui.widgets.choices import Segmented
from supportdesk_desktop.ui.widgets.labels import Label, exact_text
from supportdesk_desktop.ui.widgets.layouts import FoldingRow, hbox, named, vbox
from supportdesk_desktop.ui.widgets.wells import GrowingText, NoteLine

_ITEM = re.compile(r"^(\s*)([-*+]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Selected:
    """A text and what is selected in it, ``start`` up to but not including ``end``."""

    text: str
    start: int
    end: int

    @property
    def selection(self) -> str:
        return self.text[self.start : self.end]


def wrap(now: Selected, mark: str) -> Selected:
    """Put ``mark`` around the selection, or take it away where it already stands there."""
    size = len(mark)
    before, after = now.text[: now.start], now.text[now.end :]
    if _ends_with(before, mark) and _begins_with(after, mark):
        text = before[:-size] + now.selection + after[size:]
        return Selected(text, now.start - size, now.end - size)
    text = before + mark + now.selection + mark + after
    return Selected(text, now.start + size, now.end + size)


def prefix_lines(now: Selected, prefix: str) -> Selected:
    """Begin each selected line with ``prefix``, or take it away where all begin with it."""
    first = now.text.rfind("\n", 0, now.start) + 1
    last = now.text.find("\n", now.end)
    last = len(now.text) if last < 0 else last
    lines = now.text[first:last].split("\n")
    if all(line.startswith(prefix) for line in lines):
        lines = [line[len(prefix) :] for line in lines]
    else:
        lines = [prefix + line for line in lines]
    block = "\n".join(lines)
    whole = now.text[:first] + block + now.text[last:]
    end = first + len(block)
    return Selected(whole, end if now.start == now.end else first, end)


def code(now: Selected) -> Selected:
    """Mark the selection as code: a fence around several lines, else backticks."""
    if "\n" not in now.selection:
        return wrap(now, "`")
    opening = "" if now.start == 0 or now.text[now.start - 1] == "\n" else "\n"
    head = now.text[: now.start] + opening + "```\n"
    closing = "" if now.selection.endswith("\n") else "\n"
    text = head + now.selection + closing + "```\n" + now.text[now.end :]
    return Selected(text, len(head), len(head) + len(now.selection))


def link(now: Selected, placeholder: str) -> Selected:
    """Make the selection a link and select where its address goes.

    Args:
        now: the text and its selection.
        placeholder: stands for the address until it is typed over.
    """
    head = now.text[: now.start] + "[" + now.selection + "]("
    text = head + placeholder + ")" + now.text[now.end :]
    return Selected(text, len(head), len(head) + len(placeholder))


def item_prefix(line: str) -> str:
    """Return how the next line of a list begins: the same mark, or the next number."""
    found = _ITEM.match(line)
    if found is None:
        return ""
    indent, mark = found.groups()
    if mark[:-1].isdigit():
        mark = f"{int(mark[:-1]) + 1}{mark[-1]}"
    return f"{indent}{mark} "


def _ends_with(text: str, mark: str) -> bool:
    """Return whether ``mark`` ends the text, not as part of a longer run (``*`` of ``**``)."""
    run = len(text) - len(text.rstrip(mark[0]))
    return text.endswith(mark) and (run == len(mark) or run == 3)


def _begins_with(text: str, mark: str) -> bool:
    run = len(text) - len(text.lstrip(mark[0]))
    return text.startswith(mark) and (run == len(mark) or run == 3)


WRITE, PREVIEW = "write", "preview"


class MarkdownText(GrowingText):
    """The text itself: Ctrl+B and Ctrl+I format, Enter goes on with a list, Tab leaves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("description", (8, 16), 16, parent)

    def apply(self, edit: Callable[[Selected], Selected]) -> None:
        """Change text and selection as one step of undo."""
        cursor = self.textCursor()
        before = exact_text(self)
        now = Selected(
            before,
            _to_index(before, cursor.selectionStart()),
            _to_index(before, cursor.selectionEnd()),
        )
        then = edit(now)
        first, last = _changed_part(before, then.text)
        cursor.beginEditBlock()
        cursor.setPosition(_to_unit(before, first))
        cursor.setPosition(_to_unit(before, len(before) - last), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(then.text[first : len(then.text) - last])
        cursor.endEditBlock()
        cursor.setPosition(_to_unit(then.text, then.start))
        cursor.setPosition(_to_unit(then.text, then.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mark = _mark_of(event)
        if mark:
            self.apply(lambda now: wrap(now, mark))
        elif event.key() == Qt.Key.Key_Return and not event.modifiers():
            self._new_line(event)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+B and Ctrl+I from the window's shortcuts while writing."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and _mark_of(event):
            event.accept()
            return True
        return super().event(event)

    def _new_line(self, event: QKeyEvent) -> None:
        cursor = self.textCursor()
        line = cursor.block().text()
        prefix = item_prefix(line)
        if not prefix or not cursor.atBlockEnd():
            super().keyPressEvent(event)
        elif line.strip() == item_prefix(line).strip() or not line[len(prefix) :].strip():
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
            cursor.removeSelectedText()
        else:
            cursor.insertText("\n" + prefix)


class MarkdownEditor(QWidget):
    """Label, formatting buttons and the two sides; the preview is made when it is turned to.

    ``turned`` tells that the other side is shown.
    """

    changed = Signal()
    turned = Signal()

    def __init__(
        self, preview: MarkdownView, keys: QKeySequence, parent: QWidget | None = None
    ) -> None:
        """Build the editor.

        Args:
            preview: shows Markdown without loading anything.
            keys: turn to the other side; told by the tooltip, bound by the owner.
            parent: the owner.
        """
        super().__init__(parent)
        self._keys = keys
        self.text_edit = MarkdownText(self)
        self.note = NoteLine("description-note", self)
        self._preview = preview
        self._preview.setObjectName("description-preview")
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.text_edit)
        self._preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._pages.addWidget(_framed(self._preview))
        self._label = Label("", "bodymedium", "text1", self)
        self._label.setBuddy(self.text_edit)
        self._hint = Label("", "caption", "text3", self)
        self._bar = QWidget(self)
        self._buttons = self._make_buttons()
        sides = Segmented([(WRITE, "", None), (PREVIEW, "", None)], self)
        self._sides = named(sides, "description-sides")
        parts = (self._make_head(), (self._pages, 1), self.note)
        vbox(*parts, of=self, margins=(0, 2, 0, 0), spacing=6)
        self.text_edit.textChanged.connect(self.changed)
        self._sides.chosen.connect(self._on_side)
        self._on_side(WRITE)
        follow_language(self._retranslate)

    @property
    def markdown(self) -> str:
        return exact_text(self.text_edit)

    def set_markdown(self, text: str) -> None:
        """Fill in a text, unless the agent is writing one."""
        document = self.text_edit.document()
        typing = self.text_edit.hasFocus() and document.isModified()
        if not typing and text != self.markdown:
            self.text_edit.setPlainText(text)

    def toggle(self) -> None:
        other = WRITE if self._sides.current() == PREVIEW else PREVIEW
        self._sides.set_current(other)
        target = self.text_edit if other == WRITE else self._preview
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, sign: str) -> None:
        """Put a sign of Markdown around what is selected: ``**`` for bold, ``*`` for italic."""
        self.show_writing()
        self.text_edit.apply(lambda now: wrap(now, sign))

    def show_writing(self) -> None:
        self._sides.set_current(WRITE)

    def set_problem(self, sentence: str) -> None:
        """Mark the text with what is wrong, and turn to where it is written."""
        self.show_writing()
        set_look(self.text_edit, "refused", True)
        self.text_edit.setAccessibleDescription(sentence)
        self.note.show_note(sentence, tone="danger", icon="refused")

    def clear_problem(self) -> None:
        set_look(self.text_edit, "refused", False)
        self.text_edit.setAccessibleDescription("")
        self.note.clear()

    @property
    def problem(self) -> str:
        """The sentence that says what is wrong, empty when nothing is."""
        return self.note.text

    def _make_head(self) -> QWidget:
        names = QWidget(self)
        hbox(self._label, self._hint, None, of=names, spacing=6)
        tools = QWidget(self)
        hbox(None, self._bar, self._sides, of=tools, spacing=8)
        return FoldingRow(6, self, (names, 1), (tools, 0))

    def _make_buttons(self) -> list[IconButton]:
        acts: tuple[tuple[str, Callable[[Selected], Selected]], ...] = (
            ("bold", lambda now: wrap(now, "**")),
            ("italic", lambda now: wrap(now, "*")),
            ("list", lambda now: prefix_lines(now, "- ")),
            ("quote", lambda now: prefix_lines(now, "> ")),
            ("code", code),
            ("link", lambda now: link(now, "https://")),
        )
        buttons = []
        for icon, act in acts:
            button = named(IconButton(icon, "", self._bar), f"description-{icon}")
            # Passed over by Tab: what they do is written in the text itself, too.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, act=act: self.text_edit.apply(act))
            buttons.append(button)
        hbox(*buttons, of=self._bar, spacing=0)
        return buttons

    def _retranslate(self) -> None:
        name = self.tr("Description")
        self._label.setText(name)
        self._hint.setText(self.tr("obligatoire, en Markdown"))
        self.text_edit.setAccessibleName(name)
        self._preview.setAccessibleName(self.tr("Aperçu de la description"))
        self._sides.set_texts([self.tr("Écrire"), self.tr("Aperçu")])
        self._sides.setToolTip(self._keys.toString(QKeySequence.SequenceFormat.NativeText))
        names = (
            *(self.tr("Gras"), self.tr("Italique"), self.tr("Liste")),
            *(self.tr("Citation"), self.tr("Code"), self.tr("Lien")),
        )
        for button, name in zip(self._buttons, names, strict=True):
            button.set_name(name)

    def _on_side(self, side: str) -> None:
        if side == PREVIEW:
            self._preview.set_markdown(self.markdown)
        self._pages.setCurrentIndex(1 if side == PREVIEW else 0)
        self._bar.setVisible(side == WRITE)
        self.turned.emit()


def _mark_of(event: QKeyEvent) -> str:
    """Return the sign that a combination puts around what is selected, else nothing."""
    control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    marks = {Qt.Key.Key_B: "**", Qt.Key.Key_I: "*"}
    return marks.get(Qt.Key(event.key()), "") if control else ""


def _framed(widget: QWidget) -> QFrame:
    """Put an edge around the preview, as the text has one."""
    frame = QFrame()
    frame.setProperty("kind", "card")
    vbox(widget, of=frame, margins=(L - 4, M - 2, L - 4, M - 2))
    return frame


def _changed_part(before: str, after: str) -> tuple[int, int]:
    """Return how many characters at the start and at the end are the same."""
    first = _common_length(before, after)
    return first, _common_length(before[first:][::-1], after[first:][::-1])


def _common_length(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


_UNITS = ("utf-16-le", "surrogatepass")


def _to_unit(text: str, index: int) -> int:
    """Turn an index of Python into Qt's, which counts UTF-16 units."""
    return len(text[:index].encode(*_UNITS)) // 2


def _to_index(text: str, unit: int) -> int:
    """Turn Qt's index into one of Python."""
    return len(text.encode(*_UNITS)[: 2 * unit].decode(*_UNITS))
