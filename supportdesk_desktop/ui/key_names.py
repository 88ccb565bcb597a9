"""Keys as people read them: "Ctrl+Maj+N", "G puis M"."""

from __future__ import annotations

import sys

from PySide6 import QtGui
from PySide6.QtCore import QCoreApplication

CONTEXT = "Keys"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark ``text`` for lupdate, which knows this name alone; Qt's own is typed as an object."""
    return text


_NAMES = {
    "Shift": QT_TRANSLATE_NOOP("Keys", "Maj"),
    "Return": QT_TRANSLATE_NOOP("Keys", "Entrée"),
    "Enter": QT_TRANSLATE_NOOP("Keys", "Entrée"),
    "Esc": QT_TRANSLATE_NOOP("Keys", "Échap"),
    "Space": QT_TRANSLATE_NOOP("Keys", "Espace"),
    "Left": QT_TRANSLATE_NOOP("Keys", "Gauche"),
    "Right": QT_TRANSLATE_NOOP("Keys", "Droite"),
    "Up": QT_TRANSLATE_NOOP("Keys", "Haut"),
    "Down": QT_TRANSLATE_NOOP("Keys", "Bas"),
    "Del": QT_TRANSLATE_NOOP("Keys", "Suppr"),
}


def strokes(keys: str) -> tuple[str, ...]:
    """Return what is pressed one after the other, each in the words of the window.

    Args:
        keys: a portable sequence, "Ctrl+Shift+N" or "G, M".
    """
    return tuple(_stroke(stroke) for stroke in keys.split(", "))


def said(keys: str) -> str:
    """Return a sequence in one line: "G puis M"."""
    then = QCoreApplication.translate(CONTEXT, "puis")
    return f" {then} ".join(strokes(keys))


def portable(sequence: QtGui.QKeySequence) -> str:
    """Return a sequence as the registry writes it."""
    return sequence.toString(QtGui.QKeySequence.SequenceFormat.PortableText)


def _stroke(stroke: str) -> str:
    if sys.platform == "darwin":
        native = QtGui.QKeySequence.SequenceFormat.NativeText
        return QtGui.QKeySequence(stroke).toString(native)
    # A plus at the end is the key itself: "Ctrl++".
    names = stroke.removesuffix("+").removesuffix("+").split("+") if stroke[-2:] == "++" else None
    parts = stroke.split("+") if names is None else [*names, "+"]
    return "+".join(
        QCoreApplication.translate(CONTEXT, _NAMES[one]) if one in _NAMES else one for one in parts
    )
