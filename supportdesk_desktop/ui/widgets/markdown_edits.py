"""What the Markdown buttons do to a text and its selection: pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ITEM = re.compile(r"^(\s*)([-*+]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Selected:
    """A text and what is selected in it, ``start`` up to but not including ``end``."""

    text: str
    start: int
    end: int

    @property
    def selection(self) -> str:
        """The selected part."""
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
    """Whether ``mark`` ends the text and is not part of a longer run (``*`` of ``**``)."""
    run = len(text) - len(text.rstrip(mark[0]))
    return text.endswith(mark) and (run == len(mark) or run == 3)


def _begins_with(text: str, mark: str) -> bool:
    run = len(text) - len(text.lstrip(mark[0]))
    return text.startswith(mark) and (run == len(mark) or run == 3)
