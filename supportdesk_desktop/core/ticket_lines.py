"""The lines of a list: tickets in order, with headings; every change costs one search by halves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from supportdesk_desktop.core.arrangement import Arrangement, GroupBy
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.placing import GroupValue, Place, Placing
from supportdesk_desktop.core.rows import TicketRow

Entry = tuple[Place, TicketId, GroupValue]


class Heading(msgspec.Struct, frozen=True):
    """A line over the tickets of one group."""

    group: GroupBy
    value: GroupValue
    count: int


class TicketLines:
    """Tickets and headings in order. Built anywhere, a thread included; then of one owner.

    Without a ``placing`` the order is as given, as that of what a search found.
    """

    def __init__(self, placing: Placing | None = None) -> None:
        """Make no lines yet."""
        self.placing = placing
        self.lines: list[TicketId | Heading] = []
        self.headings = 0
        self._keys: list[Place] = []
        self._places: dict[TicketId, Place] = {}

    @classmethod
    def arranged(cls, placing: Placing, entries: Iterable[Entry]) -> TicketLines:
        """Return lines of entries in any order."""
        made = cls(placing)
        made._fill(sorted(entries))
        return made

    @classmethod
    def of_rows(cls, arrangement: Arrangement, rows: Iterable[TicketRow]) -> TicketLines:
        """Return lines of whole rows."""
        placing = Placing(arrangement)
        places = ((row.id, placing.of_row(row)) for row in rows)
        return cls.arranged(placing, [(place, one, value) for one, (place, value) in places])

    @classmethod
    def as_given(cls, ids: Iterable[TicketId]) -> TicketLines:
        """Return lines in this very order, without headings."""
        made = cls()
        made.append(ids)
        return made

    def __contains__(self, ticket_id: object) -> bool:
        return ticket_id in self._places

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.lines)

    @property
    def ids(self) -> dict[TicketId, Place]:
        """The tickets and their keys; not to be changed."""
        return self._places

    def row_of(self, ticket_id: TicketId) -> int | None:
        """Return where a ticket stands, None where it is not in the list."""
        place = self._places.get(ticket_id)
        return None if place is None else bisect_left(self._keys, place)

    def row_for(self, place: Place) -> int:
        """Return where a line with this key stands or would stand."""
        return bisect_left(self._keys, place)

    def heading_row(self, group: object) -> int | None:
        """Return where the heading of a group stands, None where it has none."""
        key = (group, 0)
        row = bisect_left(self._keys, key)
        return row if row < len(self._keys) and self._keys[row] == key else None

    def heading_rows(self) -> Iterator[int]:
        """Yield the rows that are headings."""
        row = 0
        while row < len(self.lines):
            line = self.lines[row]
            if not isinstance(line, Heading):
                return
            yield row
            row += line.count + 1

    def place_of(self, ticket_id: TicketId) -> Place:
        """Return the key of a ticket in the list. Raises ``KeyError``."""
        return self._places[ticket_id]

    def put(self, row: int, line: TicketId | Heading, place: Place) -> None:
        """Add a line at ``row_for(place)``."""
        self.lines.insert(row, line)
        self._keys.insert(row, place)
        if isinstance(line, Heading):
            self.headings += 1
        else:
            self._places[line] = place

    def take(self, row: int) -> None:
        """Take a line out."""
        line = self.lines.pop(row)
        del self._keys[row]
        if isinstance(line, Heading):
            self.headings -= 1
        else:
            del self._places[line]

    def move(self, row: int, to: int, place: Place) -> None:
        """Move a ticket to ``to``, counted before it is taken out, with its new key."""
        line = self.lines[row]
        self.take(row)
        self.put(to - (to > row), line, place)

    def append(self, ids: Iterable[TicketId]) -> None:
        """Add tickets at the end of lines that are as given; those already there are left out."""
        for ticket in ids:
            if ticket not in self._places:
                place = (0, 1, len(self.lines))
                self.lines.append(ticket)
                self._keys.append(place)
                self._places[ticket] = place

    def without(self, gone: set[TicketId]) -> TicketLines:
        """Return other lines that lack these tickets."""
        if self.placing is None:
            return self.as_given(ticket for ticket in self._places if ticket not in gone)
        return self.arranged(self.placing, (one for one in self.entries() if one[1] not in gone))

    def entries(self) -> Iterator[Entry]:
        """Yield the tickets with their keys, in order."""
        value: GroupValue = None
        for line in self.lines:
            if isinstance(line, Heading):
                value = line.value
            else:
                yield self._places[line], line, value

    def _fill(self, entries: Sequence[Entry]) -> None:
        if self.placing is None or not self.placing.grouped:
            self._keys = [entry[0] for entry in entries]
            self.lines = [entry[1] for entry in entries]
            self._places = dict(zip((entry[1] for entry in entries), self._keys, strict=True))
            return
        kind, heading_at, group = self.placing.arrangement.group, -1, None
        for place, ticket, value in entries:
            if heading_at < 0 or place[0] != group:
                self._count(heading_at)
                group, heading_at = place[0], len(self.lines)
                self.lines.append(Heading(kind, value, 0))
                self._keys.append((group, 0))
                self.headings += 1
            self.lines.append(ticket)
            self._keys.append(place)
            self._places[ticket] = place
        self._count(heading_at)

    def _count(self, heading_at: int) -> None:
        if heading_at < 0:
            return
        heading = self.lines[heading_at]
        assert isinstance(heading, Heading)
        count = len(self.lines) - heading_at - 1
        self.lines[heading_at] = Heading(heading.group, heading.value, count)
