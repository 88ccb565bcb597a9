"""What a person does with mouse and keyboard, as real events."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint, Qt, SignalInstance
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

Some = TypeVar("Some", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def find(root: QWidget, kind: type[Some], name: str) -> Some:
    """Return the child of a kind and object name; fail where there is none."""
    found = root.findChild(kind, name)
    assert isinstance(found, kind), f"no {kind.__name__} named {name}"
    return found


def shown(qtbot: QtBot, widget: Some, width: int = 0, height: int = 0) -> Some:
    """Show a widget until the test is over, in a size of its own where none is given."""
    qtbot.addWidget(widget)
    if width and height:
        widget.resize(width, height)
    widget.show()
    return widget


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click with the left button, in the middle or ``at`` a point."""
    where = widget.rect().center() if at is None else at
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, PLAIN, where)


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    """Press and release one key."""
    QTest.keyClick(widget, key, modifiers)


def keys(widget: QWidget, text: str) -> None:
    """Type ASCII text key by key."""
    QTest.keyClicks(widget, text)


def type_text(widget: QWidget, text: str) -> None:
    """Type any text by input method: ``QTest.keyClicks`` aborts on accents."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def told(signal: SignalInstance) -> list[object]:
    """Return a list that the first argument of each emission joins."""
    seen: list[object] = []
    signal.connect(lambda *given: seen.append(given[0] if given else None))
    return seen


def lines(menu: QMenu) -> list[str]:
    return [action.objectName() for action in menu.actions() if action.objectName()]


def plain(text: str) -> str:
    """Return text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def words(root: QWidget) -> str:
    """Return every label that is shown, a line each, with ordinary spaces."""
    shown = [label.text() for label in root.findChildren(QLabel) if label.isVisible()]
    return plain("\n".join(shown))
