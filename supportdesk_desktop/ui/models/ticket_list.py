"""The list of tickets: ids in order with day headings, and a cache of the rows to draw.

What a search found is a list without headings, brought page by page.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.ui.models.matches import Matches
from supportdesk_desktop.ui.models.ticket_words import heading_text, row_text

LineRole = Qt.ItemDataRole.UserRole
"""The one role of the delegate: a ``TicketRow``, a ``DayHeading``, or None while it is fetched."""

_MANY = 200
_FADE_S = 1.2
_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class DayHeading(msgspec.Struct, frozen=True):
    """A line over the tickets of one local day."""

    day: date
    count: int
    end_ms: int


class TicketListModel(QAbstractListModel):
    """Tickets, newest first.

    Rows that are drawn but not in the cache are asked for by ``rows_wanted`` (a list of ids, once
    for all that one repaint misses); ``set_rows`` brings them. ``about_to_change`` and
    ``has_changed`` stand around every change of the order, so that a view can keep its place.
    """

    rows_wanted = Signal(object)
    about_to_change = Signal()
    has_changed = Signal()
    arrived = Signal(object)
    more_wanted = Signal()
    """The end of what was found so far came into view."""

    def __init__(
        self, parent: QObject | None = None, now_ms: Callable[[], int] | None = None
    ) -> None:
        """Make an empty list; ``now_ms`` is the clock, milliseconds since the epoch."""
        super().__init__(parent)
        self.now_ms = now_ms or (lambda: round(time.time() * 1000))
        self._lines: list[TicketId | DayHeading] = []
        self._keys: list[float] = []
        self._day_ends: set[int] = set()
        self._matches: Matches | None = None
        self._has_more = False
        self._received: dict[TicketId, int] = {}
        self._rows: dict[TicketId, TicketRow] = {}
        self._wanted: list[TicketId] = []
        self._asked: set[TicketId] = set()
        self._arrivals: dict[TicketId, float] = {}
        self._dimmed: frozenset[TicketId] = frozenset()
        self.unpainted: set[TicketId] = set()
        """Ids touched since they were last drawn; the view takes them out."""
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.timeout.connect(self._ask)

    # What the view reads.

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of tickets and headings."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line for drawing, or its words for a screen reader."""
        if role == LineRole:
            line = self._lines[index.row()]
            if isinstance(line, DayHeading):
                return line
            row = self._rows.get(line)
            if row is None:
                self._want(line)
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self._text_at(index.row())
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return that tickets can be chosen and headings cannot."""
        if not index.isValid() or isinstance(self._lines[index.row()], DayHeading):
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def ticket_count(self) -> int:
        """Return the number of tickets."""
        return len(self._received)

    def heading_rows(self) -> Iterator[int]:
        """Yield the rows that are headings; the work grows with the days alone."""
        return (bisect_left(self._keys, _heading_key(end)) for end in self._day_ends)

    def excerpt_rows(self) -> Iterator[int]:
        """Yield the rows that have a line of the description under them."""
        rows = (self.row_of(ticket) for ticket in (self._matches or Matches()).excerpts)
        return (row for row in rows if row is not None)

    @property
    def matches(self) -> Matches | None:
        """What is marked in the rows; None while the list shows a view."""
        return self._matches

    def row_of(self, ticket_id: TicketId) -> int | None:
        """Return where a ticket stands, None where it is not in the list."""
        received = self._received.get(ticket_id)
        if received is None:
            return None
        row = bisect_left(self._keys, -received)
        while row < len(self._lines) and self._lines[row] != ticket_id:
            row += 1
        return row if row < len(self._lines) else None

    def id_at(self, row: int) -> TicketId | None:
        """Return the ticket at a row, None for a heading or past the ends."""
        if not 0 <= row < len(self._lines):
            return None
        line = self._lines[row]
        return None if isinstance(line, DayHeading) else line

    def canFetchMore(self, parent: _Index) -> bool:
        """Return whether the search found more than is in the list."""
        return self._has_more and not parent.isValid()

    def fetchMore(self, parent: _Index) -> None:
        """Ask for the next page, once."""
        if self._has_more:
            self._has_more = False
            self.more_wanted.emit()

    def row_data(self, ticket_id: TicketId) -> TicketRow | None:
        """Return the cached row of a ticket."""
        return self._rows.get(ticket_id)

    def freshness(self, ticket_id: TicketId) -> float:
        """Return 1.0 for a ticket that arrived just now, down to 0.0 after 1.2 s."""
        began = self._arrivals.get(ticket_id)
        if began is None:
            return 0.0
        left = 1.0 - (time.monotonic() - began) / _FADE_S
        if left <= 0:
            del self._arrivals[ticket_id]
            return 0.0
        return left

    def fading(self) -> list[TicketId]:
        """Return the tickets that arrived within the last 1.2 s."""
        return [ticket for ticket in list(self._arrivals) if self.freshness(ticket) > 0]

    def is_dimmed(self, ticket_id: TicketId) -> bool:
        """Return whether an action on this ticket waits to leave."""
        return ticket_id in self._dimmed

    # What a presenter writes.

    def set_order(self, entries: Sequence[tuple[TicketId, int]]) -> None:
        """Replace the whole list by (id, received_ms), newest first; cached rows stay."""
        self._replace(entries, None)

    def set_results(self, rows: Sequence[TicketRow], matches: Matches, *, has_more: bool) -> None:
        """Replace the whole list by what a search found, newest first, without headings."""
        self._replace([(row.id, row.received_ms) for row in rows], matches)
        self._has_more = has_more
        self.set_rows(rows)

    def add_results(
        self, rows: Sequence[TicketRow], excerpts: dict[TicketId, str], *, has_more: bool
    ) -> None:
        """Add a further page of what a search found at the end."""
        self._has_more = has_more
        new = [row for row in rows if row.id not in self._received]
        if not new or self._matches is None:
            return
        self.about_to_change.emit()
        self._matches = Matches(self._matches.wanted, self._matches.excerpts | excerpts)
        self.beginInsertRows(_ROOT, len(self._lines), len(self._lines) + len(new) - 1)
        for row in new:
            self._rows[row.id] = row
            self._received[row.id] = row.received_ms
            self._lines.append(row.id)
            self._keys.append(-row.received_ms)
        self.endInsertRows()
        self.has_changed.emit()

    def set_rows(self, rows: Iterable[TicketRow]) -> None:
        """Put rows into the cache and draw those in the list again."""
        fetched = list(rows)
        for row in fetched:
            self._rows[row.id] = row
            self._asked.discard(row.id)
        if len(fetched) > _MANY:
            if self._lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 0))
            return
        for row in fetched:
            at = self.row_of(row.id)
            if at is not None:
                index = self.index(at, 0)
                self.dataChanged.emit(index, index)

    def touch(self, rows: Iterable[TicketRow]) -> None:
        """Show the new state of tickets; those assigned again move to their new place."""
        changed = [row for row in rows if row.id in self._received]
        moved = [row for row in changed if self._received[row.id] != row.received_ms]
        if self._matches is not None:
            # What a search found keeps its order until it is searched again.
            moved = []
        self.unpainted.update(row.id for row in changed)
        if moved:
            self.remove([row.id for row in moved])
            self._insert(moved)
        self.set_rows(changed)

    def insert(self, rows: Iterable[TicketRow]) -> None:
        """Add tickets that arrived, each at its place; those already in the list are touched."""
        given = {row.id: row for row in rows}
        new = [row for row in given.values() if row.id not in self._received]
        self.touch(row for row in given.values() if row.id in self._received)
        if not new:
            return
        began = time.monotonic()
        self._arrivals.update((row.id, began) for row in new)
        self.unpainted.update(row.id for row in new)
        self._insert(new)
        self.arrived.emit([row.id for row in new])

    def remove(self, ids: Iterable[TicketId]) -> None:
        """Take tickets out, and headings without tickets."""
        gone = [ticket for ticket in ids if ticket in self._received]
        if not gone:
            return
        if len(gone) > _MANY:
            out = set(gone)
            self.set_order([entry for entry in self._received.items() if entry[0] not in out])
            return
        self.about_to_change.emit()
        for ticket in gone:
            self._remove_one(ticket)
        self.has_changed.emit()

    def set_dimmed(self, ids: Iterable[TicketId]) -> None:
        """Draw these tickets dimmed: what was asked for them has not left yet."""
        before, self._dimmed = self._dimmed, frozenset(ids)
        for ticket in before ^ self._dimmed:
            row = self.row_of(ticket)
            if row is not None:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def forget_rows(self) -> None:
        """Empty the cache: what is drawn is asked for again."""
        self._rows.clear()
        self._asked.clear()

    # How it is done.

    def _replace(self, entries: Sequence[tuple[TicketId, int]], matches: Matches | None) -> None:
        self.about_to_change.emit()
        self.beginResetModel()
        self._matches, self._has_more = matches, False
        self._fill(entries)
        self.endResetModel()
        self.has_changed.emit()

    def _fill(self, entries: Sequence[tuple[TicketId, int]]) -> None:
        self._received = dict(sorted(entries, key=lambda entry: -entry[1]))
        self._lines, self._keys, self._day_ends = [], [], set()
        if self._matches is None:
            self._fill_by_day()
        else:
            self._lines = list(self._received)
            self._keys = [-received for received in self._received.values()]
        self._rows = {key: row for key, row in self._rows.items() if key in self._received}
        self._asked &= self._received.keys()
        self.unpainted &= self._received.keys()

    def _fill_by_day(self) -> None:
        start, end, heading_at = 0, 0, -1
        for ticket, received in self._received.items():
            if heading_at < 0 or received < start:
                self._count_heading(heading_at)
                day, start, end = _day_of(received)
                heading_at = len(self._lines)
                self._lines.append(DayHeading(day, 0, end))
                self._keys.append(_heading_key(end))
                self._day_ends.add(end)
            self._lines.append(ticket)
            self._keys.append(-received)
        self._count_heading(heading_at)

    def _count_heading(self, at: int) -> None:
        if at < 0:
            return
        heading = self._lines[at]
        if isinstance(heading, DayHeading):
            count = len(self._lines) - at - 1
            self._lines[at] = DayHeading(heading.day, count, heading.end_ms)

    def _insert(self, rows: Sequence[TicketRow]) -> None:
        for row in rows:
            self._rows[row.id] = row
        if len(rows) > _MANY:
            new = [(row.id, row.received_ms) for row in rows]
            self.set_order([*self._received.items(), *new])
            return
        self.about_to_change.emit()
        for row in rows:
            self._insert_one(row)
        self.has_changed.emit()

    def _insert_one(self, row: TicketRow) -> None:
        day, _, end = _day_of(row.received_ms)
        at = bisect_left(self._keys, _heading_key(end))
        heading = self._lines[at] if at < len(self._lines) else None
        if isinstance(heading, DayHeading) and heading.end_ms == end:
            self._recount(at, +1)
        else:
            self._put(at, DayHeading(day, 1, end), _heading_key(end))
            self._day_ends.add(end)
        self._received[row.id] = row.received_ms
        place = max(bisect_left(self._keys, -row.received_ms), at + 1)
        self._put(place, row.id, -row.received_ms)

    def _put(self, at: int, line: TicketId | DayHeading, key: float) -> None:
        self.beginInsertRows(_ROOT, at, at)
        self._lines.insert(at, line)
        self._keys.insert(at, key)
        self.endInsertRows()

    def _remove_one(self, ticket: TicketId) -> None:
        row = self.row_of(ticket)
        if row is None:
            return
        _, _, end = _day_of(self._received[ticket])
        self._take(row)
        del self._received[ticket]
        self._arrivals.pop(ticket, None)
        self.unpainted.discard(ticket)
        at = bisect_left(self._keys, _heading_key(end))
        heading = self._lines[at]
        if isinstance(heading, DayHeading) and heading.count == 1:
            self._take(at)
            self._day_ends.discard(end)
        else:
            self._recount(at, -1)

    def _take(self, at: int) -> None:
        self.beginRemoveRows(_ROOT, at, at)
        del self._lines[at]
        del self._keys[at]
        self.endRemoveRows()

    def _recount(self, at: int, change: int) -> None:
        heading = self._lines[at]
        if isinstance(heading, DayHeading):
            self._lines[at] = DayHeading(heading.day, heading.count + change, heading.end_ms)
            self.dataChanged.emit(self.index(at, 0), self.index(at, 0))

    def _text_at(self, row: int) -> str:
        line = self._lines[row]
        now = self.now_ms()
        if isinstance(line, DayHeading):
            return heading_text(line.day, line.count, now)
        found = self._rows.get(line)
        return "" if found is None else row_text(found, now)

    def _want(self, ticket: TicketId) -> None:
        if ticket not in self._asked:
            self._asked.add(ticket)
            self._wanted.append(ticket)
            self._asking.start(0)

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, []
        self.rows_wanted.emit([ticket for ticket in wanted if ticket in self._received])


def _day_of(ms: int) -> tuple[date, int, int]:
    """Return the local day of a time and when it begins and ends, in milliseconds."""
    start = datetime.fromtimestamp(ms / 1000).replace(hour=0, minute=0, second=0, microsecond=0)
    after = (start + timedelta(days=1)).timestamp()
    return start.date(), round(start.timestamp() * 1000), round(after * 1000)


def _heading_key(end_ms: int) -> float:
    """Return the sorting key of a heading: after the next day, before its own tickets."""
    return 0.5 - end_ms
