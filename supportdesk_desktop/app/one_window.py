"""One window a profile: a second start brings the open one forward, from its first page on."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

import msgspec

from supportdesk_desktop.app.options import WINDOW
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.system.control import ControlServer, NoOwner, owner_client
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote
from supportdesk_desktop.system.paths import ProfilePaths

log = logging.getLogger(__name__)

Opened = Callable[[str | None, str | None], None]
"""Comes forward, on a link where there is one; the second is the desktop's activation token."""


class OpenRequest(msgspec.Struct, frozen=True):
    """Come forward, on a ticket where there is a link."""

    link: str | None = None
    token: str | None = None


class OneWindow:
    """Answers the second starts of a profile's window, for as long as it is open.

    It owns the profile no more than any other: feed and outbox have a lock of their own.
    """

    def __init__(self, paths: ProfilePaths, opened: Opened) -> None:
        self.opened = opened
        self._paths = paths
        self._lock = OwnerLock(paths.window)
        self._server: ControlServer | None = None

    async def start(self, link: str | None) -> bool:
        """Answer from now on; False where another window took the link and came forward."""
        try:
            socket = self._paths.socket("window")
            if not self._lock.try_acquire(OwnerNote(os.getpid(), os.fspath(socket), WINDOW)):
                await owner_client(self._paths.window).request("open", {"link": link})
                return False
            server = ControlServer(socket, {"open": self._open})
            await server.start()
        except NoOwner:
            log.warning("another window of this profile does not answer")
        except (DeskError, OSError) as problem:
            log.warning("a second start will open a second window: %s", problem)
        else:
            self._server = server
        return True

    async def aclose(self) -> None:
        """Answer no more: a second start opens a window of its own."""
        if self._server is not None:
            await self._server.aclose()
        self._lock.release()

    async def _open(self, payload: msgspec.Raw) -> object:
        request = msgspec.json.decode(payload, type=OpenRequest)
        self.opened(request.link, request.token)
        return True
