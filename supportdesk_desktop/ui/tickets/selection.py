"""The tickets chosen to act on together: ids, apart from the one row that has the keys."""

from __future__ import annotations

from collections.abc import Container, Iterable

from PySide6.QtCore import QObject, Signal

from supportdesk_desktop.core.ids import TicketId


class TicketSelection(QObject):
    """A set of tickets of the list; those that leave the list leave it too."""

    changed = Signal(object)
    """The ids that came in or went out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: set[TicketId] = set()
        self._stretch: set[TicketId] = set()
        self._anchor: TicketId | None = None

    def __contains__(self, ticket_id: object) -> bool:
        return ticket_id in self._ids

    def __len__(self) -> int:
        """Return how many are chosen."""
        return len(self._ids)

    @property
    def ids(self) -> frozenset[TicketId]:
        """The tickets that are chosen."""
        return frozenset(self._ids)

    @property
    def anchor(self) -> TicketId | None:
        """Where a stretch begins that Maj extends."""
        return self._anchor

    def set_anchor(self, ticket_id: TicketId | None) -> None:
        """Begin the next stretch here."""
        self._anchor, self._stretch = ticket_id, set()

    def toggle(self, ticket_id: TicketId) -> None:
        """Take a ticket in, or out again."""
        self.set_anchor(ticket_id)
        self._change({ticket_id})

    def stretch(self, ids: Iterable[TicketId]) -> None:
        """Take in a stretch from the anchor on, in place of the one before."""
        wanted = set(ids)
        out = (self._stretch - wanted) & self._ids
        self._stretch = wanted
        self._change(out | (wanted - self._ids))

    def set_ids(self, ids: Iterable[TicketId]) -> None:
        """Choose exactly these."""
        self._stretch = set()
        self._change(self._ids ^ set(ids))

    def clear(self) -> None:
        """Choose nothing."""
        self.set_anchor(None)
        self._change(set(self._ids))

    def drop(self, gone: Iterable[TicketId]) -> None:
        """Let tickets go that left the list."""
        self._change(self._ids.intersection(gone))

    def keep(self, there: Container[TicketId]) -> None:
        """Let all go that are not among these."""
        self._change({ticket for ticket in self._ids if ticket not in there})

    def _change(self, turned: set[TicketId]) -> None:
        if turned:
            self._ids ^= turned
            self.changed.emit(turned)
