"""The search language: its words and the tree that they make."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

import msgspec

from supportdesk_desktop.core.text import fold
from supportdesk_desktop.core.tickets import Priority, TicketStatus

T = TypeVar("T", bound=str)


class Key(StrEnum):
    """A key of a filter."""

    PRIORITY = "priority"
    CUSTOMER = "customer"
    TAG = "tag"
    CATEGORY = "category"
    STATUS = "status"
    CHANNEL = "channel"
    RECEIVED = "received"
    NUMBER = "number"
    META = "meta"
    NOTE = "note"
    IS = "is"


class Flag(StrEnum):
    """A local property of a ticket."""

    UNREAD = "unread"
    READ = "read"
    PINNED = "pinned"
    NOTIFIED = "notified"
    WITHHELD = "withheld"
    SNOOZED = "snoozed"
    NOTED = "noted"


class Unit(msgspec.Struct, frozen=True):
    """A unit of age: its length, its canonical names, and every folded name it is known by."""

    ms: int
    french: str
    english: str
    names: frozenset[str]


UNITS: dict[str, Unit] = {
    "s": Unit(1000, "s", "s", frozenset({"s", "sec"})),
    "min": Unit(60_000, "min", "min", frozenset({"min", "m", "mn"})),
    "h": Unit(3_600_000, "h", "h", frozenset({"h"})),
    "d": Unit(86_400_000, "j", "d", frozenset({"j", "d", "jour", "jours", "day", "days"})),
    "w": Unit(604_800_000, "sem", "w", frozenset({"sem", "w", "semaine", "semaines", "week"})),
    "mo": Unit(2_592_000_000, "mois", "mo", frozenset({"mois", "mo", "month", "months"})),
}
"""Units of age by their own name; a month counts 30 days."""

_NAMES: dict[str, tuple[str, ...]] = {
    Key.PRIORITY: ("priorité", "priority"),
    Key.CUSTOMER: ("client", "customer"),
    Key.TAG: ("tag", "tag", "tags", "étiquette", "étiquettes"),
    Key.CATEGORY: ("catégorie", "category"),
    Key.STATUS: ("statut", "status"),
    Key.CHANNEL: ("canal", "channel"),
    Key.RECEIVED: ("reçu", "received"),
    Key.NUMBER: ("n", "n", "numéro", "number"),
    Key.META: ("méta", "meta"),
    Key.NOTE: ("note", "note"),
    Key.IS: ("est", "is"),
    Priority.LOW: ("basse", "low"),
    Priority.MEDIUM: ("moyenne", "medium"),
    Priority.HIGH: ("haute", "high"),
    Priority.URGENT: ("urgente", "urgent"),
    Priority.CRITICAL: ("critique", "critical"),
    TicketStatus.OPEN: ("ouvert", "open"),
    TicketStatus.IN_PROGRESS: (
        *("encours", "in_progress", "en-cours", "en_cours", "en cours"),
        *("in progress", "inprogress"),
    ),
    TicketStatus.CLOSED: ("traité", "closed", "fermé", "clos", "done"),
    Flag.UNREAD: ("nonlu", "unread", "non-lu", "non_lu"),
    Flag.READ: ("lu", "read"),
    Flag.PINNED: ("épinglé", "pinned"),
    Flag.NOTIFIED: ("notifié", "notified"),
    Flag.WITHHELD: ("retenu", "held", "withheld"),
    Flag.SNOOZED: ("reporté", "snoozed"),
    Flag.NOTED: ("annoté", "noted"),
    "today": ("aujourd’hui", "today"),
    "yesterday": ("hier", "yesterday"),
}
"""Words of the language: as they are written in French and in English, then others understood."""

META_PREFIXES = frozenset({"meta", "metadata"})


def name_of(word: str, lang: str) -> str:
    """Return a word of the language as it is written in French or English, else as it is."""
    names = _NAMES.get(word)
    return word if names is None else names[0 if lang == "fr" else 1]


def _by_name(words: Iterable[T]) -> dict[str, T]:
    """Return words of the language by every folded name."""
    return {fold(name): word for word in words for name in _NAMES[word]}


KEYS = _by_name(key for key in Key if key is not Key.META)
"""Metadata keys (``méta.orderId``) are read apart."""

PRIORITIES = _by_name(Priority)
STATUSES = _by_name(TicketStatus)
FLAGS = _by_name(Flag)
DAYS = ("today", "yesterday")
RELATIVE_DAYS = {name: DAYS.index(day) for name, day in _by_name(DAYS).items()}
"""Days between today and the named day."""


class Op(StrEnum):
    """A comparison of a value."""

    IS = ""
    LT = "<"
    LE = "≤"
    GT = ">"
    GE = "≥"


class _Negatable(msgspec.Struct, frozen=True, kw_only=True):
    negated: bool = False


class Text(_Negatable, frozen=True):
    """A word, found as the beginning of a word, or a phrase, found as it is."""

    text: str
    phrase: bool = False


class TextFilter(_Negatable, frozen=True):
    """Words within one field; any of ``values`` is enough. A quoted one is a phrase."""

    key: Key
    values: tuple[str, ...]
    phrase: bool = False


class PriorityFilter(_Negatable, frozen=True):
    """A comparison with a priority, or any of several (``Op.IS`` alone)."""

    op: Op
    values: tuple[str, ...]


class StatusFilter(_Negatable, frozen=True):
    """Any of these statuses, as on the wire; one that is not known here stands as typed."""

    values: tuple[str, ...]


class FlagFilter(_Negatable, frozen=True):
    """Any of what a ticket may be here."""

    flags: tuple[Flag, ...]


class AgeFilter(_Negatable, frozen=True):
    """Received less (LT, LE) or more (GT, GE) than ``count`` units ago."""

    op: Op
    count: int
    unit: str

    @property
    def age_ms(self) -> int:
        """The age in milliseconds."""
        return self.count * UNITS[self.unit].ms


class DayFilter(_Negatable, frozen=True):
    """Received on (IS), before or after a day, local time.

    ``day`` is an ISO date, or ``days_ago`` counts back from today.
    """

    op: Op
    day: str | None = None
    days_ago: int | None = None


class MetaFilter(_Negatable, frozen=True):
    """A comparison of a metadata value; ``exact`` (quoted) texts match whole, else their start.

    A value that reads as a number compares numbers too; ``Op`` other than IS only numbers.
    """

    path: str
    op: Op
    values: tuple[str, ...]
    exact: bool = False


Node = (
    Text
    | TextFilter
    | PriorityFilter
    | StatusFilter
    | FlagFilter
    | AgeFilter
    | DayFilter
    | MetaFilter
)


class Term(msgspec.Struct, frozen=True):
    """A node and where it stands in the text, to colour it and to take it out."""

    node: Node
    start: int
    end: int


class QueryFault(StrEnum):
    """A part of a query that was not understood."""

    UNKNOWN_KEY = "unknown_key"
    BAD_VALUE = "bad_value"
    NO_VALUE = "no_value"


class QueryNotice(msgspec.Struct, frozen=True):
    """Something not understood: ``text`` is the key or value as typed, at ``start``-``end``.

    An unknown key and a bad value are searched as a word; a filter without a value is left out.
    """

    fault: QueryFault
    text: str
    start: int
    end: int


class Query(msgspec.Struct, frozen=True):
    """A query as understood. All terms are required."""

    terms: tuple[Term, ...] = ()
    notices: tuple[QueryNotice, ...] = ()

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes in their order."""
        return tuple(term.node for term in self.terms)
