"""The list of tickets: lines in order with headings, and a cache of the rows to draw.

What a search found is a list without headings, brought page by page. One model serves list and
table: as a table it has a column for each ``Column``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from supportdesk_desktop.core.arrangement import Arrangement, GroupValue, Place, Placing
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.ticket_lines import Heading, TicketLines
from supportdesk_desktop.ui import timers
from supportdesk_desktop.ui.tickets.columns import (
    COLUMNS,
    cell_text,
    column_title,
    heading_text,
    row_text,
)
from supportdesk_desktop.ui.tickets.row_cache import RowCache
from supportdesk_desktop.ui.tickets.row_painting import Matches
from supportdesk_desktop.ui.tickets.selection import TicketSelection

LineRole = Qt.ItemDataRole.UserRole
"""The one role of the delegate: a ``TicketRow``, a ``Heading``, or None while it is fetched."""

_MANY = 200
_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class TicketListModel(QAbstractTableModel):
    """Tickets in one arrangement, by default newest first under days.

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
        self.now_ms = now_ms or timers.now_ms
        self.selection = TicketSelection(self)
        self.selection.changed.connect(self._tell_tickets)
        self.lines = TicketLines(Placing(Arrangement()))
        """The lines that are shown, for ``set_lines`` later; this model alone changes them."""
        self._total: int | None = None
        self._as_table = False
        self.matches: Matches | None = None
        """The matches marked in the rows; None while the list shows a view."""
        self._has_more = False
        self._cache = RowCache(self)
        self._cache.wanted.connect(self.rows_wanted)
        self.row_data = self._cache.get
        """The row of a ticket, None where it is not at hand."""
        self.ids_at_hand = self._cache.ids
        self.freshness, self.is_fading = self._cache.freshness, self._cache.is_fading
        """Freshness of a ticket, 1.0 down to 0.0; and whether any ticket is fresh."""
        self._dimmed: frozenset[TicketId] = frozenset()
        self.unpainted: set[TicketId] = set()
        """Ids touched since they were last drawn; the view takes them out."""

    # What the view reads.

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        if parent.isValid():
            return 0
        return len(COLUMNS) if self._as_table else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line for drawing, its words for a screen reader, or whether it is chosen."""
        if role == LineRole:
            return self.line_at(index.row())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self._text_at(index.row(), index.column())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return self._check_state(index.row())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal
        if not (self._as_table and across and role == Qt.ItemDataRole.DisplayRole):
            return None
        return column_title(COLUMNS[section])

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or self.lines.heading_at(index.row()) is not None:
            return Qt.ItemFlag.NoItemFlags
        kind = Qt.ItemFlag
        flags = kind.ItemIsEnabled | kind.ItemIsSelectable | kind.ItemNeverHasChildren
        return flags | kind.ItemIsUserCheckable if index.column() == 0 else flags

    def line_at(self, row: int) -> TicketRow | Heading | None:
        """Return what stands in a row; a ticket that is not in the cache is asked for."""
        line = self.lines[row]
        return line if isinstance(line, Heading) else self._cache.want(line)

    @property
    def arrangement(self) -> Arrangement | None:
        """The arrangement of the list; None while it shows the results of a search."""
        placing = self.lines.placing
        return None if placing is None else placing.arrangement

    def ticket_count(self) -> int:
        """Return the number of tickets, also of those of which only the head is here yet."""
        return self.lines.ticket_count if self._total is None else self._total

    @property
    def is_partial(self) -> bool:
        """Whether only the head of the order is here yet."""
        return self._total is not None

    def ticket_ids(self) -> list[TicketId]:
        return list(self.lines.tickets())

    def excerpt_rows(self) -> Iterator[int]:
        """Yield the rows that have a line of the description under them."""
        rows = (self.row_of(ticket) for ticket in (self.matches or Matches()).excerpts)
        return (row for row in rows if row is not None)

    def row_of(self, ticket_id: TicketId) -> int | None:
        """Return where a ticket stands, None where it is not in the list."""
        return self.lines.row_of(ticket_id)

    def id_at(self, row: int) -> TicketId | None:
        """Return the ticket at a row, None for a heading or past the ends."""
        if not 0 <= row < len(self.lines):
            return None
        line = self.lines[row]
        return None if isinstance(line, Heading) else line

    def canFetchMore(self, parent: _Index) -> bool:
        return self._has_more and not parent.isValid()

    def fetchMore(self, parent: _Index) -> None:
        """Ask for the next page, once."""
        if self._has_more:
            self._has_more = False
            self.more_wanted.emit()

    def is_dimmed(self, ticket_id: TicketId) -> bool:
        """Return whether an action on this ticket waits to leave."""
        return ticket_id in self._dimmed

    # What a presenter writes.

    def show_as_table(self, table: bool) -> None:
        """Have one column, or those of the table."""
        if table != self._as_table:
            self.about_to_change.emit()
            self.beginResetModel()
            self._as_table = table
            self.endResetModel()
            self.has_changed.emit()

    def set_lines(self, lines: TicketLines, total: int | None = None) -> None:
        """Replace the whole list; cached rows stay. ``total`` is given with its head alone."""
        self._total = total
        self._replace(lines, None)

    def set_results(self, rows: Sequence[TicketRow], matches: Matches, *, has_more: bool) -> None:
        """Replace the whole list by what a search found, in this order, without headings."""
        self._total = None
        self._replace(TicketLines.as_given(row.id for row in rows), matches, rows)
        self._has_more = has_more

    def add_results(
        self, rows: Sequence[TicketRow], excerpts: dict[TicketId, str], *, has_more: bool
    ) -> None:
        """Add a further page of what a search found at the end."""
        self._has_more = has_more
        new = [row for row in rows if row.id not in self.lines]
        if not new or self.matches is None:
            return
        self.about_to_change.emit()
        self.matches = Matches(self.matches.wanted, self.matches.excerpts | excerpts)
        self._cache.put(new)
        self.beginInsertRows(_ROOT, len(self.lines), len(self.lines) + len(new) - 1)
        self.lines.append(row.id for row in new)
        self.endInsertRows()
        self.has_changed.emit()

    def set_rows(self, rows: Iterable[TicketRow]) -> None:
        """Put rows into the cache and draw those in the list again."""
        fetched = list(rows)
        self._cache.put(fetched)
        self._tell_tickets([row.id for row in fetched])

    def touch(self, rows: Iterable[TicketRow]) -> None:
        """Show the new state of tickets; those that belong elsewhere now move there."""
        changed = [row for row in rows if row.id in self.lines]
        self.unpainted.update(row.id for row in changed)
        placing = self.lines.placing
        if placing is not None:
            # What a search found keeps its order until it is searched again.
            places = [(row.id, *placing.of_row(row)) for row in changed]
            self._move([one for one in places if self.lines.place_of(one[0]) != one[1]])
        self.set_rows(changed)

    def insert(self, rows: Iterable[TicketRow]) -> None:
        """Add tickets that arrived, each at its place; those already in the list are touched."""
        given = {row.id: row for row in rows}
        new = [row for row in given.values() if row.id not in self.lines]
        self.touch(row for row in given.values() if row.id in self.lines)
        if not new:
            return
        self._cache.note_arrivals(row.id for row in new)
        self.unpainted.update(row.id for row in new)
        self._insert(new)
        self.arrived.emit([row.id for row in new])

    def remove(self, ids: Iterable[TicketId]) -> None:
        """Take tickets out, and headings without tickets."""
        gone = [ticket for ticket in ids if ticket in self.lines]
        if not gone:
            return
        self.selection.drop(gone)
        if self._total is not None:
            self._total -= len(gone)
        if len(gone) > _MANY:
            self._replace(self.lines.without(set(gone)), self.matches)
            return
        self.about_to_change.emit()
        for ticket in gone:
            place = self.lines.place_of(ticket)
            self._take(self.lines.row_for(place))
            self._cache.forget(ticket)
            self.unpainted.discard(ticket)
            self._lower_heading(place)
        self.has_changed.emit()

    def set_dimmed(self, ids: Iterable[TicketId]) -> None:
        """Draw these tickets dimmed: what was asked for them has not left yet."""
        before, self._dimmed = self._dimmed, frozenset(ids)
        self._tell_tickets(before ^ self._dimmed)

    def forget_rows(self) -> None:
        """Empty the cache: what is drawn is asked for again."""
        self._cache.clear()
        self._tell_rows(0, len(self.lines) - 1)

    # How it is done.

    def _replace(
        self, lines: TicketLines, matches: Matches | None, rows: Sequence[TicketRow] = ()
    ) -> None:
        self.about_to_change.emit()
        self.beginResetModel()
        self.matches, self._has_more = matches, False
        self.lines = lines
        self._cache.keep(lines)
        self._cache.put(rows)
        self.unpainted = {ticket for ticket in self.unpainted if ticket in lines}
        self.endResetModel()
        if self._total is None:
            self.selection.keep(lines)
        self.has_changed.emit()

    def _insert(self, rows: Sequence[TicketRow]) -> None:
        self._cache.put(rows)
        if self._total is not None:
            self._total += len(rows)
        placing = self.lines.placing
        if placing is None:
            return
        placed = [placing.of_row(row) for row in rows]
        if len(rows) > _MANY:
            lines = TicketLines.arranged(placing, chain(self.lines.entries(), placed))
            self._replace(lines, None)
            return
        self.about_to_change.emit()
        for place, value in placed:
            self._raise_heading(place, value)
            at = self.lines.row_for(place)
            self.beginInsertRows(_ROOT, at, at)
            self.lines.put(at, place)
            self.endInsertRows()
        self.has_changed.emit()

    def _move(self, places: Sequence[tuple[TicketId, Place, GroupValue]]) -> None:
        if not places:
            return
        self.about_to_change.emit()
        for ticket, place, value in places:
            before = self.lines.place_of(ticket)
            regrouped = self._heading_of(before) != self._heading_of(place)
            if regrouped:
                self._raise_heading(place, value)
            row, to = self.lines.row_for(before), self.lines.row_for(place)
            if to in (row, row + 1):
                self.lines.move(row, to, place)
            else:
                self.beginMoveRows(_ROOT, row, row, _ROOT, to)
                self.lines.move(row, to, place)
                self.endMoveRows()
            if regrouped:
                self._lower_heading(before)
        self.has_changed.emit()

    def _heading_of(self, place: Place) -> Place | None:
        """Return the key of the heading over a ticket, None in a list without headings."""
        placing = self.lines.placing
        return placing.heading_of(place) if placing is not None and placing.grouped else None

    def _raise_heading(self, place: Place, value: GroupValue) -> None:
        """Count one ticket more under the heading of a place, which is made where it is missing."""
        placing, heading = self.lines.placing, self._heading_of(place)
        if placing is None or heading is None:
            return
        row = self.lines.heading_row(heading)
        if row is not None:
            self._recount(row, +1)
            return
        at = self.lines.row_for(heading)
        self.beginInsertRows(_ROOT, at, at)
        self.lines.put_heading(at, heading, Heading(placing.arrangement.group, value, 1))
        self.endInsertRows()

    def _lower_heading(self, place: Place) -> None:
        """Count one ticket less under the heading of a place; an empty group has none."""
        heading = self._heading_of(place)
        row = None if heading is None else self.lines.heading_row(heading)
        if row is None:
            return
        there = self.lines.heading_at(row)
        if there is not None and there.count == 1:
            self._take(row)
        else:
            self._recount(row, -1)

    def _take(self, at: int) -> None:
        self.beginRemoveRows(_ROOT, at, at)
        self.lines.take(at)
        self.endRemoveRows()

    def _recount(self, at: int, change: int) -> None:
        self.lines.recount(at, change)
        self._tell_rows(at, at)

    def _text_at(self, row: int, column: int) -> str:
        line = self.lines[row]
        now = self.now_ms()
        if isinstance(line, Heading):
            return heading_text(line, now)
        found = self._cache.get(line)
        if found is None:
            return ""
        if self._as_table:
            return cell_text(COLUMNS[column], found, now)
        excerpts = {} if self.matches is None else self.matches.excerpts
        return row_text(found, now, excerpts.get(line, ""))

    def _check_state(self, row: int) -> Qt.CheckState | None:
        line = self.lines[row]
        if isinstance(line, Heading):
            return None
        return Qt.CheckState.Checked if line in self.selection else Qt.CheckState.Unchecked

    def _tell_tickets(self, tickets: Collection[TicketId]) -> None:
        """Draw these tickets again, where they are in the list."""
        if len(tickets) > _MANY:
            self._tell_rows(0, len(self.lines) - 1)
            return
        for ticket in tickets:
            row = self.row_of(ticket)
            if row is not None:
                self._tell_rows(row, row)

    def _tell_rows(self, first: int, last: int) -> None:
        if first <= last:
            ends = self.index(first, 0), self.index(last, self.columnCount() - 1)
            self.dataChanged.emit(*ends)
