"""What an owner tells one follower: all that is now, then each change, in a bounded queue."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from typing import Any, get_args

import msgspec

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.core.changes import (
    RELOAD_ALL,
    Change,
    DeskKnown,
    FeedChanged,
    LoopChanged,
    PresenceChanged,
    QueuePaused,
    SettingChanged,
    TicketsChanged,
    TraceMark,
    TroublesChanged,
)

NOT_SENT_ON = frozenset({TraceMark, SettingChanged, LoopChanged})
CHANGE_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in get_args(Change) if kind not in NOT_SENT_ON
}

MOST_BYTES = 1024 * 1024
"""What waits for a follower at most. Where more would, it is told to read everything again."""

MOST_TICKETS = 2000
"""A change of more tickets is not worth encoding: reading everything again is the lesser work."""


class ChangeItem(msgspec.Struct, frozen=True):
    """One change on its way to a follower."""

    kind: str
    change: msgspec.Raw


class ChangeStream:
    """The changes for one follower.

    It is told to read everything again when it comes, since much may have been stored before, and
    whenever a change could not be kept for it: one too large, or too many while it did not read.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._waiting: deque[ChangeItem] = deque()
        self._bytes = 0
        self._anew = True
        self._came = asyncio.Event()
        self._came.set()

    async def items(self) -> AsyncGenerator[object, None]:
        """Yield each change as it is published, without end."""
        bus = self._services.bus
        stops = [bus.subscribe(kind, self._hear) for kind in CHANGE_KINDS.values()]
        try:
            while True:
                await self._came.wait()
                for item in self._take():
                    yield item
        finally:
            for stop in stops:
                stop()

    def _hear(self, change: Change) -> None:
        if self._anew:
            return
        if isinstance(change, TicketsChanged) and _size(change) > MOST_TICKETS:
            self._begin_anew()
            return
        item = _item(change)
        self._bytes += len(bytes(item.change))
        if self._bytes > MOST_BYTES:
            self._begin_anew()
        else:
            self._waiting.append(item)
            self._came.set()

    def _begin_anew(self) -> None:
        self._anew = True
        self._waiting.clear()
        self._bytes = 0
        self._came.set()

    def _take(self) -> list[ChangeItem]:
        self._came.clear()
        if self._anew:
            self._anew = False
            return [_item(change) for change in (*_present(self._services), *RELOAD_ALL)]
        taken, self._bytes = list(self._waiting), 0
        self._waiting.clear()
        return taken


def decode_change(item: msgspec.Raw) -> Change | None:
    """Read a change that an owner sent; None for a kind that this version does not know."""
    parsed = msgspec.json.decode(item, type=ChangeItem)
    kind = CHANGE_KINDS.get(parsed.kind)
    if kind is None:
        return None
    change: Change = msgspec.json.decode(parsed.change, type=kind)
    return change


def _size(change: TicketsChanged) -> int:
    return len(change.upserted) + len(change.removed)


def _item(change: Change) -> ChangeItem:
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
