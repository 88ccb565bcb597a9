"""The text of an edit as it was typed."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit


def exact_text(edit: QPlainTextEdit) -> str:
    """Return the text with its no-break spaces, which ``toPlainText`` turns into plain ones."""
    return edit.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")
