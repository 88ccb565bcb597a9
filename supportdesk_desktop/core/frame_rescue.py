"""Makes a frame readable that one ticket in it spoils for all: by a lone surrogate, by its depth.

JSON allows both (RFC 8259, 8.2 and 9), readers do not. Each place is written anew with ``MARK``,
which tells ``decode_ticket`` that this ticket could not be read; every other byte stays.
"""

from __future__ import annotations

import re

MARK = r"\uFfFd"
"""The replacement character in a spelling that nobody else uses."""

DEEPEST = 100
"""Arrays and objects within one another that are kept, where a reader gave up at some depth."""

# Compiled when a frame is first spoiled: ``re`` keeps them, and no start waits for them.
# Every escape is matched, so that a "\\" never makes an escape of what follows it.
_ESCAPE = (
    r"(?s)\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})"
    r"|.)"
)
_STRING_OR_BRACKET = r'(?s)"(?:[^"\\]|\\.)*"|[\[\]{}]'


def without_lone_surrogates(text: str) -> str:
    """Return JSON text in which ``MARK`` stands for each escaped half of a surrogate pair."""
    return re.sub(_ESCAPE, lambda escape: MARK if escape["lone"] else escape[0], text)


def without_depths(text: str) -> str:
    """Return JSON text in which a string of ``MARK`` stands for what is deeper than ``DEEPEST``."""
    kept: list[str] = []
    depth, begin = 0, 0
    for token in re.finditer(_STRING_OR_BRACKET, text):
        if token[0] in "[{":
            depth += 1
            if depth == DEEPEST + 1:
                kept += [text[begin : token.start()], f'"{MARK}"']
        elif token[0] in "]}":
            if depth == DEEPEST + 1:
                begin = token.end()
            depth -= 1
    return "".join([*kept, text[begin:]])
