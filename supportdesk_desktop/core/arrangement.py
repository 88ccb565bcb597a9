"""Sort order and grouping of a list of tickets, and the place of a ticket in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from struct import Struct
from typing import Any

import msgspec

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.text import fold
from supportdesk_desktop.core.tickets import TicketStatus, priority_rank


class SortBy(StrEnum):
    """A sort order of tickets; among equals the newest stands first."""

    RECEIVED = "received"
    PRIORITY = "priority"
    NUMBER = "number"
    CUSTOMER = "customer"
    SUBJECT = "subject"
    STATUS = "status"
    NOTICE = "notice"


class GroupBy(StrEnum):
    """A grouping of tickets under headings. By tag: by the first one, so each stands once."""

    NONE = "none"
    DAY = "day"
    PRIORITY = "priority"
    CUSTOMER = "customer"
    TAG = "tag"


class Density(StrEnum):
    """Two lines a ticket, or one."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class Arrangement(msgspec.Struct, frozen=True):
    """The order of a list; the default is newest first under headings of days."""

    sort: SortBy = SortBy.RECEIVED
    descending: bool = True
    group: GroupBy = GroupBy.DAY


class ViewLayout(msgspec.Struct, frozen=True):
    """The layout of one view, kept in the profile."""

    arrangement: Arrangement = Arrangement()
    density: Density = Density.COMFORTABLE
    table: bool = False

    @property
    def order(self) -> Arrangement:
        """Return the order that is shown: a table has no headings."""
        if self.table and self.arrangement.group is not GroupBy.NONE:
            return msgspec.structs.replace(self.arrangement, group=GroupBy.NONE)
        return self.arrangement


class ColumnState(msgspec.Struct, frozen=True):
    """A column of the table: its name, its width in unscaled pixels, and whether it is shown."""

    name: str
    width: int
    shown: bool = True


BEST_FIRST = frozenset({SortBy.RECEIVED, SortBy.PRIORITY})
"""Sort orders that begin with their highest value when chosen; the others begin with A or 1."""


def sorted_by(sort: SortBy) -> Arrangement:
    """Return the order that choosing ``sort`` leads to, in its usual direction and groups."""
    groups = {
        SortBy.RECEIVED: GroupBy.DAY,
        SortBy.PRIORITY: GroupBy.PRIORITY,
        SortBy.CUSTOMER: GroupBy.CUSTOMER,
    }
    return Arrangement(sort, sort in BEST_FIRST, groups.get(sort, GroupBy.NONE))


def resorted(layout: ViewLayout, sort: SortBy) -> ViewLayout:
    """Return the layout sorted by ``sort``, or the other way round where it is already."""
    order = layout.arrangement
    if order.sort is sort:
        turned = msgspec.structs.replace(order, descending=not order.descending)
        return msgspec.structs.replace(layout, arrangement=turned)
    return msgspec.structs.replace(layout, arrangement=sorted_by(sort))


COLUMNS_SETTING = "table.columns"
"""The name of the setting that keeps the columns of the table, the same for every view."""


def layout_setting(view: str) -> str:
    """Return the name of the setting that keeps the layout of a view."""
    return f"list.{view}"


def decode_layout(text: str | None) -> ViewLayout:
    """Read a layout as kept; the default where there is none or it cannot be read."""
    try:
        return ViewLayout() if text is None else msgspec.json.decode(text, type=ViewLayout)
    except ValueError:
        return ViewLayout()


Place = bytes
GroupValue = date | int | str | None
"""The value of a heading: a day, a priority's rank, the name of a customer or tag ("" for none)."""

SORT_LETTERS = 64
"""Characters of a subject or a name that count for the order."""

_INVERTED = bytes(255 - value for value in range(256))
_END = b"\x00"
_NO_TAG = b"\xff" + _END
_HEADING, _TICKET = b"\x00", b"\x01"
_BEFORE_ID = b"\xff"
"""No byte of UTF-8, so what follows the last one is the id."""

_HALF = 2**63
"""Added to a whole number, negative ones too, it compares as bytes."""

_number = Struct(">Q").pack
_DAY_BYTES, _RANK_BYTES = 4, 1
_GROUP_BYTES = {GroupBy.NONE: 0, GroupBy.DAY: _DAY_BYTES, GroupBy.PRIORITY: _RANK_BYTES}
_QUARTER_MS = 900_000
_STATUSES = {status.value: rank for rank, status in enumerate(TicketStatus)}
_OUTCOMES = {outcome.value: rank for rank, outcome in enumerate(NoticeOutcome)}
_UNKNOWN = 99


def sort_text(text: str) -> str:
    """Return a text as it counts for the order: folded, its first line, cut."""
    return fold(text).partition("\n")[0][:SORT_LETTERS]


class Placing:
    """Makes the keys of one arrangement; remembers days and names that it met."""

    def __init__(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self._sort_value, self._parts = _SORTS[arrangement.sort]
        self._group_value = _GROUP_VALUES[arrangement.group]
        self._text = cache(_text_part)
        self._day = cache(_local_day)
        self._from_z = (
            arrangement.group is GroupBy.CUSTOMER
            and arrangement.sort is SortBy.CUSTOMER
            and arrangement.descending
        )

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
            received_ms: the assignment, milliseconds since the epoch.
            sort_value: the rank, number, sort text, status or (outcome, latency) sorted by.
            group_value: the time of assignment, rank, customer or first tag grouped by.
        """
        order = self.arrangement
        group, said = self._group(group_value)
        sorted_part = self._parts(sort_value)
        moment = _HALF - 1 - received_ms
        if order.sort is SortBy.RECEIVED:
            if not order.descending:
                moment = _HALF + received_ms
        elif order.descending:
            sorted_part = sorted_part.translate(_INVERTED)
        id_part = ticket_id.encode()
        return b"".join((group, _TICKET, sorted_part, _number(moment), _BEFORE_ID, id_part)), said

    def heading_of(self, place: Place) -> Place:
        """Return the key of the heading over a ticket."""
        return place[: self._group_end(place)] + _HEADING

    def _group_end(self, place: Place) -> int:
        fixed = _GROUP_BYTES.get(self.arrangement.group)
        if fixed is not None:
            return fixed
        return place.index(_END.translate(_INVERTED) if self._from_z else _END) + 1

    def _group(self, value: Any) -> tuple[bytes, GroupValue]:
        order = self.arrangement
        if order.group is GroupBy.NONE:
            return b"", None
        if order.group is GroupBy.DAY:
            day = self._day(value // _QUARTER_MS)
            oldest_first = order.sort is SortBy.RECEIVED and not order.descending
            return _signed(day if oldest_first else -day, _DAY_BYTES), date.fromordinal(day)
        if order.group is GroupBy.PRIORITY:
            lowest_first = order.sort is SortBy.PRIORITY and not order.descending
            return _signed(value if lowest_first else -value, _RANK_BYTES), value
        text = self._text(value)
        if order.group is GroupBy.TAG:
            return _NO_TAG if text == _END else text, value
        return (text.translate(_INVERTED) if self._from_z else text), value


def id_bytes(place: Place) -> bytes:
    """Return the id that a ticket's key ends with, in UTF-8."""
    return place[place.rindex(_BEFORE_ID) + 1 :]


def ticket_of(place: Place) -> TicketId:
    """Return the id of the ticket with this key."""
    return TicketId(id_bytes(place).decode())


def given_place(number: int, ticket_id: TicketId) -> Place:
    """Return a key in the order of ``number`` alone."""
    return _TICKET + _number(number) + _BEFORE_ID + ticket_id.encode()


def _local_day(quarter: int) -> int:
    """Return the local day; every zone differs from UTC by whole quarters of an hour."""
    return datetime.fromtimestamp(quarter * _QUARTER_MS / 1000).toordinal()


def _text_part(text: str) -> bytes:
    return _ended(sort_text(text))


def _signed(number: int, size: int) -> bytes:
    """Return bytes that compare as whole numbers, negative ones too."""
    return (number + (1 << (8 * size - 1))).to_bytes(size, "big")


def _ended(text: str) -> bytes:
    """Return bytes that compare as texts do, a beginning before what it begins."""
    return text.encode().replace(_END, b"") + _END


def _number_part(number: str) -> bytes:
    return len(number).to_bytes(4, "big") + _ended(number)


def _status_part(status: str) -> bytes:
    return _signed(_STATUSES.get(status, _UNKNOWN), _RANK_BYTES) + _ended(status)


def _notice_part(value: tuple[str | None, float | None]) -> bytes:
    outcome, latency_ms = value
    rank = _UNKNOWN if outcome is None else _OUTCOMES.get(outcome, _UNKNOWN - 1)
    waited = 0 if latency_ms is None else 1 + min(max(round(latency_ms), 0), _HALF)
    return _signed(rank, _RANK_BYTES) + _number(waited)


_SORTS: dict[SortBy, tuple[Callable[[TicketRow], Any], Callable[[Any], bytes]]] = {
    SortBy.RECEIVED: (lambda row: None, lambda _: b""),
    SortBy.PRIORITY: (
        lambda row: priority_rank(row.priority),
        lambda rank: _signed(rank, _RANK_BYTES),
    ),
    SortBy.NUMBER: (lambda row: row.number, _number_part),
    SortBy.CUSTOMER: (lambda row: sort_text(row.customer), _ended),
    SortBy.SUBJECT: (lambda row: sort_text(row.subject), _ended),
    SortBy.STATUS: (lambda row: row.status, _status_part),
    SortBy.NOTICE: (lambda row: (row.notice_outcome, row.notice_ms), _notice_part),
}
"""The part of a row that each order sorts by, and its bytes, which compare as it does."""

_GROUP_VALUES: dict[GroupBy, Callable[[TicketRow], Any]] = {
    GroupBy.NONE: lambda row: None,
    GroupBy.DAY: lambda row: row.received_ms,
    GroupBy.PRIORITY: lambda row: priority_rank(row.priority),
    GroupBy.CUSTOMER: lambda row: row.customer,
    GroupBy.TAG: lambda row: row.tags[0].name if row.tags else "",
}
