"""Answers and announcements of an owner to the other processes of its profile, over the socket.

They ask by name. Each is told all that is now, then each change, in a bounded queue; a follower
tells the owner what it changed itself, and the owner tells all.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from typing import Any, get_args

import msgspec

from supportdesk_desktop.app.services import KeySource, Services
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
from supportdesk_desktop.core.errors import KeyRefused, VaultError
from supportdesk_desktop.core.notices import Bell
from supportdesk_desktop.system.control import Handler, StreamHandler

NOT_SENT_ON = frozenset({TraceMark, SettingChanged, LoopChanged})
CHANGE_KINDS: tuple[type[Any], ...] = tuple(
    kind for kind in get_args(Change) if kind not in NOT_SENT_ON
)

FOLLOWERS_TELL: tuple[type[Any], ...] = (FilingsChanged, MarksChanged, SettingStored)
"""Changes that a follower stores itself; it has all others from the owner."""

MOST_BYTES = 1024 * 1024
"""Bytes queued for a listener at most. Beyond that, it is told to read everything again."""

MOST_TICKETS = 2000
"""A change of more tickets is not worth encoding: reading everything again is the lesser work."""


LOCKED = "locked"
"""Name of the state of a keyring that does not answer."""

KEYRING_S = 2.0
"""Seconds to wait for the keyring: a status request must not wait while it asks for a password."""


class ChangeItem(msgspec.Struct, frozen=True):
    """One change on its way to another process."""

    kind: str
    change: msgspec.Raw

    @classmethod
    def of(cls, change: Change) -> ChangeItem:
        return cls(type(change).__name__, msgspec.Raw(msgspec.json.encode(change)))

    def decoded(self, kinds: tuple[type[Any], ...]) -> Change | None:
        """Return the change; None for a kind that is not known, or not to be told of."""
        for kind in kinds:
            if kind.__name__ == self.kind:
                change: Change = msgspec.json.decode(self.change, type=kind)
                return change
        return None


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
        if self._anew:
            return
        is_large = (
            isinstance(change, TicketsChanged)
            and len(change.upserted) + len(change.removed) > MOST_TICKETS
        )
        if not is_large:
            item = ChangeItem.of(change)
            self._items.append(item)
            self._bytes += len(bytes(item.change))
            if self._bytes <= MOST_BYTES:
                return
        self._anew = True
        self._items.clear()

    def take(self) -> tuple[bool, list[ChangeItem]]:
        """Return whether everything is to be read again, or what waits; nothing does any more."""
        taken = self._anew, self._items
        self._anew, self._items, self._bytes = False, [], 0
        return taken


async def changes_of(services: Services) -> AsyncGenerator[object, None]:
    """Yield each change as it is published, without end.

    The listener is told to read everything again when it comes, since much may have been stored
    before, and whenever a change could not be kept for it.
    """
    waiting = PendingChanges(anew=True)
    came = asyncio.Event()
    came.set()

    def hear(change: Change) -> None:
        waiting.add(change)
        came.set()

    stops = [services.bus.subscribe(kind, hear) for kind in CHANGE_KINDS]
    try:
        while True:
            await came.wait()
            came.clear()
            anew, items = waiting.take()
            for item in map(ChangeItem.of, _all_anew(services)) if anew else items:
                yield item
    finally:
        for stop in stops:
            stop()


def _all_anew(services: Services) -> list[Change]:
    now: list[Change] = [
        FeedChanged(services.feed.status),
        QueuePaused(services.outbox.pause),
        TroublesChanged(services.troubles.now),
    ]
    if services.desk.facts is not None:
        now.append(DeskKnown(services.desk.facts))
    if services.feed.presence is not None:
        now.append(PresenceChanged(services.feed.presence))
    return [*now, *RELOAD_ALL]


class NudgeRequest(msgspec.Struct, frozen=True):
    """Look for work, and publish what the asking process changed: ``anew`` for too much to list."""

    changes: tuple[ChangeItem, ...] = ()
    anew: bool = False


class PresenceRequest(msgspec.Struct, frozen=True):
    """Say that the agent is available, or away until a time (ISO 8601)."""

    available: bool
    until: str | None = None


class DndRequest(msgspec.Struct, frozen=True, rename="camel"):
    """Announce nothing until then (milliseconds since the epoch), 0 to announce again."""

    until_ms: int


class OwnerRequests:
    """Answers requests with the services of this process."""

    def __init__(self, services: Services, keys: KeySource) -> None:
        self._services = services
        self._keys = keys

    async def read_key_again(self) -> None:
        """Use the key that the profile has now; where it cannot be read, the one in use stays."""
        with contextlib.suppress(TimeoutError, VaultError, KeyRefused):
            self._services.use_key(await asyncio.wait_for(self._keys.current(), KEYRING_S))

    def handlers(self) -> dict[str, Handler]:
        services = self._services
        return {
            "status": self._status,
            "nudge": self._nudge,
            "pause": self._pause,
            "resume": _doing(services.outbox.resume),
            "retry-feed": _doing(services.feed.retry_now),
            "verify": _doing(services.feed.verify_now),
            "take-over": _doing(services.feed.take_over_here),
            "bell": self._bell,
            "dnd": self._dnd,
            "settings": self._settings,
            "presence": self._presence,
            "reload-key": self._reload_key,
        }

    def streams(self) -> dict[str, StreamHandler]:
        return {"changes": lambda _payload: changes_of(self._services)}

    async def status(self, lang: str) -> dict[str, object]:
        """Return the document of ``status --json`` as this process knows it, said in ``lang``."""
        services = self._services
        has_key, keyring = services.connection.key is not None, LOCKED
        with contextlib.suppress(TimeoutError):
            keyring = await asyncio.wait_for(self._keys.describe(), KEYRING_S)
        return await services.health.document(
            profile=services.setup.paths.name,
            server=services.connection.base_url,
            key_present=None if keyring == LOCKED and not has_key else has_key,
            live=services.feed.status if services.owns else None,
            notifications=services.notices.describe(),
            keyring=keyring,
            troubles=services.troubles.now,
            lang=lang,
        )

    async def _status(self, payload: msgspec.Raw) -> object:
        lang = msgspec.json.decode(payload, type=str | None)
        return await self.status(lang or self._services.setup.lang)

    async def _nudge(self, payload: msgspec.Raw) -> object:
        request = msgspec.json.decode(payload, type=NudgeRequest | None)
        if request is not None:
            changes = (item.decoded(FOLLOWERS_TELL) for item in request.changes)
            for change in (*changes, *(RELOAD_ALL if request.anew else ())):
                if change is not None:
                    self._services.bus.publish(change)
        self._services.nudge()
        return True

    async def _pause(self, _payload: msgspec.Raw) -> object:
        return self._services.outbox.pause

    async def _bell(self, _payload: msgspec.Raw) -> object:
        notices = self._services.notices
        quiet = notices.quiet
        return Bell(notices.available, quiet.held_until_ms(), quiet.by_desktop)

    async def _dnd(self, payload: msgspec.Raw) -> object:
        request = msgspec.json.decode(payload, type=DndRequest)
        await self._services.notices.quiet.do_not_disturb(request.until_ms)
        return True

    async def _settings(self, _payload: msgspec.Raw) -> object:
        await self._services.notices.quiet.settings_changed()
        return True

    async def _presence(self, payload: msgspec.Raw) -> object:
        request = msgspec.json.decode(payload, type=PresenceRequest)
        return await self._services.feed.set_presence(
            available=request.available, until=request.until
        )

    async def _reload_key(self, _payload: msgspec.Raw) -> object:
        self._services.use_key(await self._keys.current())
        return True


def _doing(act: Callable[[], None]) -> Handler:
    """Return the handler of a request without payload that has something done at once."""

    async def handle(_payload: msgspec.Raw) -> object:
        act()
        return True

    return handle
