"""What the processes of a profile tell each other of changes, in bounded queues.

An owner tells each follower all that is now, then each change; a follower tells the owner what it
changed itself, and the owner tells all.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, get_args

import msgspec

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.core.changes import (
    RELOAD_ALL,
    Change,
    DeskKnown,
    FeedChanged,
    FilingsChanged,
    LoopChanged,
    MarksChanged,
    PresenceChanged,
    QueuePaused,
    SettingChanged,
    SettingStored,
    TicketsChanged,
    TraceMark,
    TroublesChanged,
)

NOT_SENT_ON = frozenset({TraceMark, SettingChanged, LoopChanged})
CHANGE_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in get_args(Change) if kind not in NOT_SENT_ON
}

FOLLOWERS_TELL: tuple[type[Any], ...] = (FilingsChanged, MarksChanged, SettingStored)
"""What a follower stores itself; all else it has from the owner."""

MOST_BYTES = 1024 * 1024
"""What waits for a listener at most. Where more would, it is told to read everything again."""

MOST_TICKETS = 2000
"""A change of more tickets is not worth encoding: reading everything again is the lesser work."""


class ChangeItem(msgspec.Struct, frozen=True):
    """One change on its way to a follower."""

    kind: str
    change: msgspec.Raw


class PendingChanges:
    """Changes that wait for one listener, of ``MOST_BYTES`` at most.

    Where one was too large to be kept, or too many came before they were taken, all of them give
    way to one word: everything is to be read again.
    """

    def __init__(self, *, anew: bool = False) -> None:
        self._anew = anew
        self._items: list[ChangeItem] = []
        self._bytes = 0

    def add(self, change: Change) -> None:
        """Let a change wait."""
        if self._anew:
            return
        item = None if _is_large(change) else item_of(change)
        if item is not None:
            self._items.append(item)
            self._bytes += len(bytes(item.change))
        if item is None or self._bytes > MOST_BYTES:
            self._anew = True
            self._items.clear()

    def take(self) -> tuple[bool, list[ChangeItem]]:
        """Return whether everything is to be read again, or what waits; nothing does any more."""
        taken = self._anew, self._items
        self._anew, self._items, self._bytes = False, [], 0
        return taken


class ChangeStream:
    """The changes for one follower.

    It is told to read everything again when it comes, since much may have been stored before, and
    whenever a change could not be kept for it.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._waiting = PendingChanges(anew=True)
        self._came = asyncio.Event()
        self._came.set()

    async def items(self) -> AsyncGenerator[object, None]:
        """Yield each change as it is published, without end."""
        bus = self._services.bus
        stops = [bus.subscribe(kind, self._hear) for kind in CHANGE_KINDS.values()]
        try:
            while True:
                await self._came.wait()
                self._came.clear()
                anew, items = self._waiting.take()
                for item in map(item_of, self._all_anew()) if anew else items:
                    yield item
        finally:
            for stop in stops:
                stop()

    def _hear(self, change: Change) -> None:
        self._waiting.add(change)
        self._came.set()

    def _all_anew(self) -> list[Change]:
        return [*_present(self._services), *RELOAD_ALL]


def decode_change(item: msgspec.Raw) -> Change | None:
    """Read a change that an owner sent; None for a kind that this version does not know."""
    parsed = msgspec.json.decode(item, type=ChangeItem)
    kind = CHANGE_KINDS.get(parsed.kind)
    return None if kind is None else _decoded(parsed, kind)


def decode_told(item: ChangeItem) -> Change | None:
    """Read a change that a follower sent; None for a kind of which it cannot know."""
    kind = next((kind for kind in FOLLOWERS_TELL if kind.__name__ == item.kind), None)
    return None if kind is None else _decoded(item, kind)


def _decoded(item: ChangeItem, kind: type[Any]) -> Change:
    change: Change = msgspec.json.decode(item.change, type=kind)
    return change


def _is_large(change: Change) -> bool:
    if not isinstance(change, TicketsChanged):
        return False
    return len(change.upserted) + len(change.removed) > MOST_TICKETS


def item_of(change: Change) -> ChangeItem:
    """Return a change as it travels."""
    return ChangeItem(type(change).__name__, msgspec.Raw(msgspec.json.encode(change)))


def _present(services: Services) -> list[Change]:
    now: list[Change] = [
        FeedChanged(services.feed.status),
        QueuePaused(services.outbox.pause),
        TroublesChanged(services.troubles.now),
    ]
    if services.desk.facts is not None:
        now.append(DeskKnown(services.desk.facts))
    if services.feed.presence is not None:
        now.append(PresenceChanged(services.feed.presence))
    return now
