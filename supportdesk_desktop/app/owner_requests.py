"""What other processes of a profile may ask its owner, by name, over the control socket."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable

import msgspec

from supportdesk_desktop.app.change_stream import ChangeItem, ChangeStream, decode_told
from supportdesk_desktop.app.services import KeySource, Services
from supportdesk_desktop.core.changes import RELOAD_ALL
from supportdesk_desktop.core.errors import FeatureAbsent, KeyRefused, VaultError
from supportdesk_desktop.core.notices import Bell
from supportdesk_desktop.system.control import Handler, StreamHandler

Opened = Callable[[str | None, str | None], None]
"""Called with a deep link (None: just come forward) and the activation token."""

LOCKED = "locked"
"""What a keyring is called that does not answer."""

KEYRING_S = 2.0
"""A keyring may ask for its password meanwhile; who asks for the state does not wait for that."""


class OpenRequest(msgspec.Struct, frozen=True):
    """Come forward, on a ticket where there is a link."""

    link: str | None = None
    token: str | None = None


class NudgeRequest(msgspec.Struct, frozen=True):
    """Look for work, and tell all what the process that asks changed: ``anew`` for too much."""

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
        self.opened: Opened | None = None

    async def read_key_again(self) -> None:
        """Use the key that the profile has now; where it cannot be read, the one in use stays."""
        with contextlib.suppress(TimeoutError, VaultError, KeyRefused):
            self._services.use_key(await asyncio.wait_for(self._keys.current(), KEYRING_S))

    def handlers(self) -> dict[str, Handler]:
        """Return the requests by name."""
        services = self._services
        return {
            "status": self._status,
            "open": self._open,
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
        """Return the subscriptions by name."""
        return {"changes": self._changes}

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

    async def _open(self, payload: msgspec.Raw) -> object:
        if self.opened is None:
            raise FeatureAbsent("no window")
        request = msgspec.json.decode(payload, type=OpenRequest)
        self.opened(request.link, request.token)
        return True

    async def _nudge(self, payload: msgspec.Raw) -> object:
        request = msgspec.json.decode(payload, type=NudgeRequest | None)
        if request is not None:
            changes = map(decode_told, request.changes)
            for change in (*changes, *(RELOAD_ALL if request.anew else ())):
                if change is not None:
                    self._services.bus.publish(change)
        self._services.nudge()
        return True

    async def _pause(self, _payload: msgspec.Raw) -> object:
        return self._services.outbox.pause

    async def _bell(self, _payload: msgspec.Raw) -> object:
        notices = self._services.notices
        return Bell(notices.available, notices.quiet.held_until_ms())

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

    def _changes(self, _payload: msgspec.Raw) -> AsyncGenerator[object, None]:
        return ChangeStream(self._services).items()


def _doing(act: Callable[[], None]) -> Handler:
    """Return the handler of a request without payload that has something done at once."""

    async def handle(_payload: msgspec.Raw) -> object:
        act()
        return True

    return handle
