"""Which tickets are held, and in which version: a few bytes a ticket, whatever their number."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping

from supportdesk_desktop.core.ids import TicketId

_LONGEST = 2**63 - 1
"""What the store keeps of a version that is longer."""


class HeldVersions:
    """Versions by ticket, without the ids: 100,000 are 2 MiB, in a dictionary 13.

    A ticket is known by Python's hash of its id: 64 bits, with a secret that is new in each
    process. Should two of 100,000 tickets ever share one (1 in 4,000,000,000), the count is short
    by one, so that the next heartbeat asks for the whole list.
    """

    def __init__(self, versions: Iterable[tuple[TicketId, int]] = ()) -> None:
        """Hold these tickets, each given once."""
        keys, found = array("q"), array("q")
        for ticket_id, version in versions:
            keys.append(hash(ticket_id))
            found.append(_kept(version))
        order = sorted(range(len(keys)), key=keys.__getitem__)
        self._keys = array("q", (keys[at] for at in order))
        self._versions = array("q", (found[at] for at in order))

    def __len__(self) -> int:
        """Return how many tickets are held."""
        return len(self._keys)

    def __eq__(self, other: object) -> bool:
        """Compare with a mapping of ids."""
        if not isinstance(other, Mapping):
            return NotImplemented
        return len(self) == len(other) and all(self.get(one) == other[one] for one in other)

    __hash__ = None  # type: ignore[assignment]

    def get(self, ticket_id: TicketId) -> int | None:
        """Return the version held, None where the ticket is not."""
        at = self._place(ticket_id)
        return self._versions[at] if self._is_at(at, ticket_id) else None

    def put(self, ticket_id: TicketId, version: int) -> None:
        """Hold a ticket in this version from now on."""
        at = self._place(ticket_id)
        if self._is_at(at, ticket_id):
            self._versions[at] = _kept(version)
        else:
            self._keys.insert(at, hash(ticket_id))
            self._versions.insert(at, _kept(version))

    def drop(self, ticket_id: TicketId) -> None:
        """Hold a ticket no longer, if it was."""
        at = self._place(ticket_id)
        if self._is_at(at, ticket_id):
            del self._keys[at], self._versions[at]

    def _place(self, ticket_id: TicketId) -> int:
        return bisect_left(self._keys, hash(ticket_id))

    def _is_at(self, at: int, ticket_id: TicketId) -> bool:
        return at < len(self._keys) and self._keys[at] == hash(ticket_id)


def _kept(version: int) -> int:
    return max(-_LONGEST, min(version, _LONGEST))
