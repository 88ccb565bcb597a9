"""How a query is written in the search line: keys in colour, what is not understood underlined."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat

from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.query_nodes import Text
from supportdesk_desktop.ui.theme import theme


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
