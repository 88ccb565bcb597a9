"""A query written again: the same nodes with the keys of a language."""

from __future__ import annotations

import re

from supportdesk_desktop.core.query_nodes import (
    AgeFilter,
    DayFilter,
    FlagFilter,
    MetaFilter,
    Node,
    PriorityFilter,
    Query,
    StatusFilter,
    Text,
    TextFilter,
)
from supportdesk_desktop.core.query_words import UNITS, Key, name_of

_SIGNS = re.compile(r"^[<>=≤≥]|[\s|]")


def canonical(query: Query, lang: str = "fr") -> str:
    """Write a query with the keys of a language; reading it again gives the same nodes."""
    return " ".join(canonical_term(node, lang) for node in query.nodes)


def canonical_term(node: Node, lang: str = "fr") -> str:
    """Write one node with the keys of a language, ``fr`` or ``en``."""
    return ("-" if node.negated else "") + _written(node, lang)


def _written(node: Node, lang: str) -> str:
    match node:
        case Text():
            return f'"{node.text}"' if node.phrase else node.text
        case TextFilter():
            return f"{name_of(node.key, lang)}:{_values(node.values, node.phrase)}"
        case PriorityFilter():
            names = "|".join(name_of(value, lang) for value in node.values)
            return f"{name_of(Key.PRIORITY, lang)}:{node.op}{names}"
        case StatusFilter():
            names = _values(tuple(name_of(value, lang) for value in node.values), False)
            return f"{name_of(Key.STATUS, lang)}:{names}"
        case FlagFilter():
            names = "|".join(name_of(flag, lang) for flag in node.flags)
            return f"{name_of(Key.IS, lang)}:{names}"
        case AgeFilter():
            unit = UNITS[node.unit].french if lang == "fr" else UNITS[node.unit].english
            return f"{name_of(Key.RECEIVED, lang)}:{node.op}{node.count}{unit}"
        case DayFilter():
            return f"{name_of(Key.RECEIVED, lang)}:{node.op}{_day(node, lang)}"
        case MetaFilter():
            prefix = name_of(Key.META, lang)
            return f"{prefix}.{node.path}:{node.op}{_values(node.values, node.exact)}"


def _values(values: tuple[str, ...], quoted: bool) -> str:
    # A value with a space or a sign of ours (a status of the server's own) needs its quotes.
    if quoted or any(_SIGNS.search(value) for value in values):
        return f'"{values[0]}"'
    return "|".join(values)


def _day(node: DayFilter, lang: str) -> str:
    if node.days_ago is None:
        return node.day or ""
    return name_of(("today", "yesterday")[node.days_ago], lang)
