"""The lines of a list: tickets in order, with headings; every change costs one search by halves.

All that is kept of a ticket is its key, which ends with its id: 100,000 lines are 10 MiB.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

import msgspec

from supportdesk_desktop.core.arrangement import (
    Arrangement,
    GroupBy,
    GroupValue,
    Place,
    Placing,
    given_place,
    id_bytes,
    ticket_of,
)
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketRow

Entry = tuple[Place, GroupValue]
"""The place of a ticket, and the value of the heading over it."""


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
        self.placing = placing
        self._keys: list[Place] = []
        self._by_id: list[Place] = []
        self._headings: dict[Place, Heading] = {}
        self._given = 0

    @classmethod
    def arranged(cls, placing: Placing, entries: Iterable[Entry]) -> TicketLines:
        """Return lines of entries in any order."""
        made = cls(placing)
        if placing.grouped:
            made._fill_groups(placing, entries)
        else:
            made._keys = [place for place, _ in entries]
            made._keys.sort()
            made._by_id = sorted(made._keys, key=id_bytes)
        return made

    @classmethod
    def of_rows(cls, arrangement: Arrangement, rows: Iterable[TicketRow]) -> TicketLines:
        """Return lines of whole rows."""
        placing = Placing(arrangement)
        return cls.arranged(placing, (placing.of_row(row) for row in rows))

    @classmethod
    def as_given(cls, ids: Iterable[TicketId]) -> TicketLines:
        """Return lines in this very order, without headings."""
        made = cls()
        made.append(ids)
        return made

    def __contains__(self, ticket_id: object) -> bool:
        return isinstance(ticket_id, str) and self._find(TicketId(ticket_id)) is not None

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, row: int) -> TicketId | Heading:
        place = self._keys[row]
        return self._headings.get(place) or ticket_of(place)

    def __iter__(self) -> Iterator[TicketId | Heading]:
        return (self._headings.get(place) or ticket_of(place) for place in self._keys)

    @property
    def ticket_count(self) -> int:
        return len(self._by_id)

    @property
    def headings(self) -> int:
        return len(self._headings)

    def tickets(self) -> Iterator[TicketId]:
        """Yield the tickets from the top."""
        return (ticket_of(place) for place in self._keys if place not in self._headings)

    def heading_at(self, row: int) -> Heading | None:
        """Return the heading in a row, None where a ticket is."""
        return self._headings.get(self._keys[row])

    def row_of(self, ticket_id: TicketId) -> int | None:
        """Return where a ticket stands, None where it is not in the list."""
        place = self._find(ticket_id)
        return None if place is None else bisect_left(self._keys, place)

    def row_for(self, place: Place) -> int:
        """Return where a line with this key stands or would stand."""
        return bisect_left(self._keys, place)

    def heading_row(self, heading: Place) -> int | None:
        """Return where the heading with this key stands, None where there is none."""
        return self.row_for(heading) if heading in self._headings else None

    def heading_rows(self) -> Iterator[int]:
        """Yield the rows that are headings."""
        row = 0
        while row < len(self._keys):
            heading = self.heading_at(row)
            if heading is None:
                return
            yield row
            row += heading.count + 1

    def place_of(self, ticket_id: TicketId) -> Place:
        """Return the key of a ticket in the list. Raises ``KeyError``."""
        place = self._find(ticket_id)
        if place is None:
            raise KeyError(ticket_id)
        return place

    def put(self, row: int, place: Place) -> None:
        """Add the ticket with this key at ``row_for(place)``."""
        self._keys.insert(row, place)
        self._by_id.insert(self._at(id_bytes(place)), place)

    def put_heading(self, row: int, place: Place, heading: Heading) -> None:
        """Add a heading at ``row_for(place)``."""
        self._keys.insert(row, place)
        self._headings[place] = heading

    def take(self, row: int) -> None:
        """Take a line out."""
        place = self._keys.pop(row)
        if self._headings.pop(place, None) is None:
            del self._by_id[self._at(id_bytes(place))]

    def move(self, row: int, to: int, place: Place) -> None:
        """Move a ticket to ``to``, counted before it is taken out, with its new key."""
        self.take(row)
        self.put(to - (to > row), place)

    def recount(self, row: int, change: int) -> None:
        """Count so many tickets more under the heading in a row."""
        place = self._keys[row]
        heading = self._headings[place]
        self._headings[place] = msgspec.structs.replace(heading, count=heading.count + change)

    def append(self, ids: Iterable[TicketId]) -> None:
        """Add tickets at the end of lines that are as given; those already there are left out."""
        for ticket in ids:
            if ticket not in self:
                self.put(len(self._keys), given_place(self._given, ticket))
                self._given += 1

    def without(self, gone: set[TicketId]) -> TicketLines:
        """Return other lines that lack these tickets."""
        if self.placing is None:
            return self.as_given(ticket for ticket in self.tickets() if ticket not in gone)
        return self.arranged(self.placing, (one for one in self.entries() if _id(one) not in gone))

    def entries(self) -> Iterator[Entry]:
        """Yield the tickets' keys in order, with what the headings over them say."""
        value: GroupValue = None
        for place in self._keys:
            heading = self._headings.get(place)
            if heading is None:
                yield place, value
            else:
                value = heading.value

    def _fill_groups(self, placing: Placing, entries: Iterable[Entry]) -> None:
        keys: list[Place] = []
        firsts: dict[Place, Entry] = {}
        for entry in entries:
            place = entry[0]
            keys.append(place)
            heading = placing.heading_of(place)
            first = firsts.get(heading)
            if first is None or place < first[0]:
                firsts[heading] = entry
        self._by_id = sorted(keys, key=id_bytes)
        keys.extend(firsts)
        keys.sort()
        self._keys = keys
        ends = len(keys)
        for heading in sorted(firsts, reverse=True):
            row = bisect_left(keys, heading)
            value = firsts[heading][1]
            self._headings[heading] = Heading(placing.arrangement.group, value, ends - row - 1)
            ends = row

    def _find(self, ticket_id: TicketId) -> Place | None:
        wanted = ticket_id.encode()
        at = self._at(wanted)
        if at < len(self._by_id) and id_bytes(self._by_id[at]) == wanted:
            return self._by_id[at]
        return None

    def _at(self, wanted: bytes) -> int:
        return bisect_left(self._by_id, wanted, key=id_bytes)


def _id(entry: Entry) -> TicketId:
    return ticket_of(entry[0])
