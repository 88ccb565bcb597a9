"""What a query means: terms, all required, and what was not understood."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from supportdesk_desktop.core.query_words import UNITS, Flag, Key


class Op(StrEnum):
    """How a value is compared."""

    IS = ""
    LT = "<"
    LE = "≤"
    GT = ">"
    GE = "≥"


class Text(msgspec.Struct, frozen=True):
    """A word, found as the beginning of a word, or a phrase, found as it is."""

    text: str
    phrase: bool = False
    negated: bool = False


class TextFilter(msgspec.Struct, frozen=True):
    """Words within one field; any of ``values`` is enough. A quoted one is a phrase."""

    key: Key
    values: tuple[str, ...]
    phrase: bool = False
    negated: bool = False


class PriorityFilter(msgspec.Struct, frozen=True):
    """A comparison with a priority, or any of several (``Op.IS`` alone)."""

    op: Op
    values: tuple[str, ...]
    negated: bool = False


class StatusFilter(msgspec.Struct, frozen=True):
    """Any of these statuses, as on the wire; one that is not known here stands as typed."""

    values: tuple[str, ...]
    negated: bool = False


class FlagFilter(msgspec.Struct, frozen=True):
    """Any of what a ticket may be here."""

    flags: tuple[Flag, ...]
    negated: bool = False


class AgeFilter(msgspec.Struct, frozen=True):
    """Received less (LT, LE) or more (GT, GE) than ``count`` units ago."""

    op: Op
    count: int
    unit: str
    negated: bool = False

    @property
    def age_ms(self) -> int:
        """The age in milliseconds."""
        return self.count * UNITS[self.unit].ms


class DayFilter(msgspec.Struct, frozen=True):
    """Received on (IS), before or after a day, local time.

    ``day`` is an ISO date, or ``days_ago`` counts back from today.
    """

    op: Op
    day: str | None = None
    days_ago: int | None = None
    negated: bool = False


class MetaFilter(msgspec.Struct, frozen=True):
    """A comparison of a metadata value; ``exact`` (quoted) texts match whole, else their start.

    A value that reads as a number compares numbers too; ``Op`` other than IS only numbers.
    """

    path: str
    op: Op
    values: tuple[str, ...]
    exact: bool = False
    negated: bool = False


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


class Fault(StrEnum):
    """What was not understood."""

    UNKNOWN_KEY = "unknown_key"
    BAD_VALUE = "bad_value"
    NO_VALUE = "no_value"


class QueryNotice(msgspec.Struct, frozen=True):
    """Something not understood: ``text`` is the key or value as typed, at ``start``-``end``.

    An unknown key and a bad value are searched as a word; a filter without a value is left out.
    """

    fault: Fault
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
