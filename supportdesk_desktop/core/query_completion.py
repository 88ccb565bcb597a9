"""Completion of a query at the cursor: keys, and values of a key."""

from __future__ import annotations

import re

import msgspec

from supportdesk_desktop.core.query_language import DAYS, KEYS, META_PREFIXES, Flag, Key, name_of
from supportdesk_desktop.core.text import fold
from supportdesk_desktop.core.tickets import Priority, TicketStatus

_TOKEN = re.compile(r'(?:[^\s"]|"[^"]*(?:"|$))*$')
_KEYED = re.compile(r"(?P<key>[^\W\d_][^\s\":<>=≤≥]*):(?P<op><=|>=|[<>=≤≥])?")
_VALUES: dict[Key, tuple[str, ...]] = {
    Key.PRIORITY: tuple(reversed(Priority)),
    Key.STATUS: tuple(TicketStatus),
    Key.IS: tuple(Flag),
    Key.CHANNEL: ("API",),
    Key.RECEIVED: DAYS,
}
_AGES = {"fr": ("<1h", "<24h", "<7j", "<30j"), "en": ("<1h", "<24h", "<7d", "<30d")}


class Completing(msgspec.Struct, frozen=True):
    """The piece of a query that is being typed.

    ``key`` is None while a key may be typed; for ``méta.`` it is ``Key.META`` and ``path`` the rest
    of the key, None while that itself is typed. ``typed`` stands at ``start`` up to the cursor.
    """

    key: Key | None
    path: str | None
    typed: str
    start: int


def completing(text: str, cursor: int) -> Completing:
    """Return what is typed at the cursor, a position in ``text``."""
    found = _TOKEN.search(text[:cursor])
    token = found[0] if found is not None else ""
    start = cursor - len(token)
    if token.startswith("-"):
        token, start = token[1:], start + 1
    keyed = _KEYED.match(token)
    if keyed is None:
        prefix, dot, path = token.partition(".")
        if dot and fold(prefix) in META_PREFIXES:
            return Completing(Key.META, None, path, start + len(prefix) + 1)
        return Completing(None, None, token, start)
    value = token[keyed.end() :]
    typed = value.rpartition("|")[2].lstrip('"')
    begin = cursor - len(value.rpartition("|")[2])
    prefix, dot, path = keyed["key"].partition(".")
    if dot and fold(prefix) in META_PREFIXES:
        return Completing(Key.META, path, typed, begin)
    key = KEYS.get(fold(keyed["key"]))
    return Completing(key, None, typed if key is not None else token, begin if key else start)


def key_names(lang: str) -> tuple[str, ...]:
    """Return every key as it is typed, ``:`` included, in French or English."""
    return tuple(name_of(key, lang) + ("." if key is Key.META else ":") for key in Key)


def fixed_values(key: Key, lang: str) -> tuple[str, ...]:
    """Return the values that a key always has; empty where they come from the tickets."""
    ages = _AGES["fr" if lang == "fr" else "en"] if key is Key.RECEIVED else ()
    return (*(name_of(value, lang) for value in _VALUES.get(key, ())), *ages)


def as_typed(value: str) -> str:
    """Return a value as a query has it: in quotes where it has a space or a sign of ours."""
    return f'"{value}"' if re.search(r'[\s|"<>=≤≥:]', value) else value


def replaced(text: str, completing: Completing, cursor: int, value: str) -> tuple[str, int]:
    """Return the query with a completed key or value, and where the cursor then stands."""
    more_follows = completing.key is None or (
        completing.key is Key.META and completing.path is None
    )
    if more_follows:
        whole = value
    else:
        whole = as_typed(value) + ("" if text[cursor : cursor + 1].isspace() else " ")
    return text[: completing.start] + whole + text[cursor:], completing.start + len(whole)


def matching(values: tuple[str, ...], typed: str) -> tuple[str, ...]:
    """Return the values that begin as typed, then those with a later word that does."""
    wanted = fold(typed)
    first = tuple(value for value in values if fold(value).lstrip("<>").startswith(wanted))
    later = tuple(
        value
        for value in values
        if value not in first and any(word.startswith(wanted) for word in fold(value).split())
    )
    return first + later
