"""A language made for tests: every text 40 % longer, with accents, between brackets.

A text without the brackets never went through translation; one that is cut would be cut in a
language with longer words.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QTranslator

OPEN, CLOSE = "⟦", "⟧"
GROWTH = 0.4

_KEPT = re.compile(r"\{\w*\}|%n|<[^>]+>|&\w")
"""Placeholders, tags and mnemonics, which a translator leaves as they are."""
_ACCENTS = str.maketrans("aeiouycnsAEIOUYCNS", "åéîöûýçñšÅÉÎÖÛÝÇÑŠ")
_VOWELS = frozenset("åéîöûýàèêôùÅÉÎÖÛÝ")
_INNERMOST = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")


class PseudoTranslator(QTranslator):
    """Answers for every text of the application, and leaves Qt's own to Qt."""

    def isEmpty(self) -> bool:
        """Return that there is something to translate with."""
        return False

    def translate(
        self,
        context: str,
        sourceText: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        """Return the text in the language of tests; None for Qt's own."""
        return None if context[:1] == "Q" and context[1:2].isupper() else pseudo(sourceText)


def pseudo(text: str) -> str:
    """Return a text 40 % longer, accented, between brackets; placeholders stay."""
    missing = max(2, round(len(text) * GROWTH)) - len(OPEN + CLOSE)
    made: list[str] = []
    place = 0
    for kept in [*_KEPT.finditer(text), None]:
        end = len(text) if kept is None else kept.start()
        for char in text[place:end].translate(_ACCENTS):
            made.append(char)
            if missing > 0 and char in _VOWELS:
                made.append(char.lower())
                missing -= 1
        if kept is not None:
            made.append(kept.group())
            place = kept.end()
    return f"{OPEN}{''.join(made)}{'~' * missing}{CLOSE}"


def without_translated(text: str) -> str:
    """Return what is left of a text once all that was translated is taken out of it."""
    while (rest := _INNERMOST.sub(" ", text)) != text:
        text = rest
    # A text that was cut has lost its closing bracket.
    return text.partition(OPEN)[0]
