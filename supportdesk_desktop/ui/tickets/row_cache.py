"""The rows of a list that are at hand, that are asked for, and that arrived just now."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from PySide6.QtCore import QObject, Signal

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.ui.timers import later, monotonic_s

MOST = 1000
"""Rows at hand, at most: many screens full."""

_FADE_S = 1.2


class RowCache(QObject):
    """Rows by id. What is missing is asked for once, together with all that one repaint misses."""

    wanted = Signal(object)
    """A list of ids."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: dict[TicketId, TicketRow] = {}
        self._wanted: list[TicketId] = []
        self._asked: set[TicketId] = set()
        self._arrivals: dict[TicketId, float] = {}

    def get(self, ticket_id: TicketId) -> TicketRow | None:
        return self._rows.get(ticket_id)

    def ids(self) -> list[TicketId]:
        return list(self._rows)

    def want(self, ticket_id: TicketId) -> TicketRow | None:
        found = self._rows.get(ticket_id)
        if found is None and ticket_id not in self._asked:
            if not self._wanted:
                later(0, self, self._ask)
            self._asked.add(ticket_id)
            self._wanted.append(ticket_id)
        return found

    def put(self, rows: Iterable[TicketRow]) -> None:
        """Add rows to the cache; the oldest ones are dropped where it is full."""
        for row in rows:
            self._rows.pop(row.id, None)
            self._rows[row.id] = row
            self._asked.discard(row.id)
        for ticket in list(islice(self._rows, max(0, len(self._rows) - MOST))):
            del self._rows[ticket]

    def keep(self, there: TicketLines) -> None:
        """Drop all rows that are not among these tickets."""
        short = there.ticket_count < len(self._rows)
        kept = there.tickets() if short else [one for one in self._rows if one in there]
        self._rows = {ticket: self._rows[ticket] for ticket in kept if ticket in self._rows}
        self._asked = {ticket for ticket in self._asked if ticket in there}

    def clear(self) -> None:
        for kept in (self._rows, self._asked, self._wanted):
            kept.clear()

    def note_arrivals(self, ids: Iterable[TicketId]) -> None:
        began = monotonic_s()
        for ticket in ids:
            # The oldest first, also where one comes again.
            self._arrivals.pop(ticket, None)
            self._arrivals[ticket] = began

    def forget(self, ticket_id: TicketId) -> None:
        self._arrivals.pop(ticket_id, None)
        self._asked.discard(ticket_id)

    def freshness(self, ticket_id: TicketId) -> float:
        """Return 1.0 for a ticket that arrived just now, down to 0.0 after 1.2 s."""
        began = self._arrivals.get(ticket_id)
        return 0.0 if began is None else max(0.0, 1.0 - (monotonic_s() - began) / _FADE_S)

    def is_fading(self) -> bool:
        """Return whether a ticket arrived within the last 1.2 s; forget those before."""
        while self._arrivals:
            oldest = next(iter(self._arrivals))
            if self.freshness(oldest) > 0:
                return True
            del self._arrivals[oldest]
        return False

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, []
        self.wanted.emit([ticket for ticket in wanted if ticket in self._asked])
