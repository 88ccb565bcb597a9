"""Where a ticket stands in an arranged list: keys that compare as the list is ordered.

A key is a tuple: its group, then 0 for the heading or 1 for a ticket, then what is sorted by, then
newest first, then the id. What sorts backwards is negated, or its bytes inverted, so that one
``bisect`` finds a place in every arrangement. The store makes the same keys of its columns.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from supportdesk_desktop.core.arrangement import Arrangement, GroupBy, SortBy
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.tickets import TicketStatus, priority_rank

Place = tuple[Any, ...]
GroupValue = date | int | str | None
"""What a heading says: a day, a priority's rank, the name of a customer or tag ("" for none)."""

SORT_LETTERS = 64
"""Characters of a subject or a name that count for the order."""

_INVERTED = bytes(255 - value for value in range(256))
_NO_TAG = b"\xff"
_QUARTER_MS = 900_000
_STATUSES = {status.value: rank for rank, status in enumerate(TicketStatus)}
_OUTCOMES = {outcome.value: rank for rank, outcome in enumerate(NoticeOutcome)}
_UNKNOWN = 99


def sort_text(text: str) -> str:
    """Return a text as it counts for the order: folded, its first line, cut."""
    # The first paint is rarely in an order of texts.
    from supportdesk_desktop.core.folding import fold

    return fold(text).partition("\n")[0][:SORT_LETTERS]


class Placing:
    """Makes the keys of one arrangement; remembers days and names that it met."""

    def __init__(self, arrangement: Arrangement) -> None:
        """Make keys for ``arrangement``."""
        self.arrangement = arrangement
        self._sort_value = _ROW_SORT_VALUES[arrangement.sort]
        self._group_value = _ROW_GROUP_VALUES[arrangement.group]
        self._parts = _PARTS[arrangement.sort]
        self._texts: dict[str, bytes] = {}
        self._days: dict[int, int] = {}

    @property
    def grouped(self) -> bool:
        """Return whether there are headings."""
        return self.arrangement.group is not GroupBy.NONE

    def of_row(self, row: TicketRow) -> tuple[Place, GroupValue]:
        """Return the key of a row and what the heading over it says."""
        value = self._group_value(row)
        return self.of(row.id, row.received_ms, self._sort_value(row), value)

    def of(
        self, ticket_id: TicketId, received_ms: int, sort_value: Any, group_value: Any
    ) -> tuple[Place, GroupValue]:
        """Return a key and a heading's value from what the store has.

        Args:
            ticket_id: of the ticket.
            received_ms: the assignment, milliseconds since the epoch.
            sort_value: the rank, number, sort text, status or (outcome, latency) sorted by.
            group_value: the time of assignment, rank, customer or first tag grouped by.
        """
        order = self.arrangement
        group, said = self._group(group_value)
        if order.sort is SortBy.RECEIVED:
            moment = -received_ms if order.descending else received_ms
            return (group, 1, moment, ticket_id), said
        parts = self._parts(sort_value)
        if order.descending:
            parts = tuple(map(_backwards, parts))
        return (group, 1, *parts, -received_ms, ticket_id), said

    def _group(self, value: Any) -> tuple[int | bytes, GroupValue]:
        order = self.arrangement
        if order.group is GroupBy.NONE:
            return 0, None
        if order.group is GroupBy.DAY:
            day = self._day(value)
            oldest_first = order.sort is SortBy.RECEIVED and not order.descending
            return (day if oldest_first else -day), date.fromordinal(day)
        if order.group is GroupBy.PRIORITY:
            lowest_first = order.sort is SortBy.PRIORITY and not order.descending
            return (value if lowest_first else -value), value
        text = self._text(value)
        if order.group is GroupBy.TAG:
            return text or _NO_TAG, value
        from_z = order.sort is SortBy.CUSTOMER and order.descending
        return (_backwards(text) if from_z else text), value

    def _day(self, ms: int) -> int:
        """Return the local day; every zone differs from UTC by whole quarters of an hour."""
        quarter = ms // _QUARTER_MS
        found = self._days.get(quarter)
        if found is None:
            found = self._days[quarter] = datetime.fromtimestamp(ms / 1000).toordinal()
        return found

    def _text(self, text: str) -> bytes:
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = sort_text(text).encode()
        return found


def first_tag(row: TicketRow) -> str:
    """Return the name of the first tag, empty where there is none."""
    return row.tags[0].name if row.tags else ""


def _backwards(part: int | bytes) -> int | bytes:
    # 0xFF is no byte of UTF-8: with it at the end the longer of two texts stands first.
    return -part if isinstance(part, int) else part.translate(_INVERTED) + b"\xff"


def _number_parts(number: str) -> Place:
    return len(number), number.encode()


def _status_parts(status: str) -> Place:
    return _STATUSES.get(status, _UNKNOWN), status.encode()


def _notice_parts(value: tuple[str | None, float | None]) -> Place:
    outcome, latency_ms = value
    rank = _UNKNOWN if outcome is None else _OUTCOMES.get(outcome, _UNKNOWN - 1)
    return rank, -1 if latency_ms is None else round(latency_ms)


_PARTS: dict[SortBy, Callable[[Any], Place]] = {
    SortBy.RECEIVED: lambda _: (),
    SortBy.PRIORITY: lambda rank: (rank,),
    SortBy.NUMBER: _number_parts,
    SortBy.CUSTOMER: lambda text: (text.encode(),),
    SortBy.SUBJECT: lambda text: (text.encode(),),
    SortBy.STATUS: _status_parts,
    SortBy.NOTICE: _notice_parts,
}
_ROW_SORT_VALUES: dict[SortBy, Callable[[TicketRow], Any]] = {
    SortBy.RECEIVED: lambda row: None,
    SortBy.PRIORITY: lambda row: priority_rank(row.priority),
    SortBy.NUMBER: lambda row: row.number,
    SortBy.CUSTOMER: lambda row: sort_text(row.customer),
    SortBy.SUBJECT: lambda row: sort_text(row.subject),
    SortBy.STATUS: lambda row: row.status,
    SortBy.NOTICE: lambda row: (row.notice_outcome, row.notice_ms),
}
_ROW_GROUP_VALUES: dict[GroupBy, Callable[[TicketRow], Any]] = {
    GroupBy.NONE: lambda row: None,
    GroupBy.DAY: lambda row: row.received_ms,
    GroupBy.PRIORITY: lambda row: priority_rank(row.priority),
    GroupBy.CUSTOMER: lambda row: row.customer,
    GroupBy.TAG: first_tag,
}
