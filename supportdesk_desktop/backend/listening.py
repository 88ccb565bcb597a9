"""Accepting connections: never more than the desk has files for, and with room for whoever asks.

asyncio's own accept goes on where there is no file left: it logs each attempt, and asks for more
and more of them, until nothing else is done.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
from collections.abc import Callable, Collection
from contextlib import suppress

from supportdesk_desktop.backend.http_protocol import DeskHttpProtocol
from supportdesk_desktop.tasks import TaskOwner, declare

logger = logging.getLogger(__name__)

ACCEPT = declare("desk.accept", part="desk")

MOST_CONNECTIONS = 4096
_OWN_FILES = 128
"""Kept for the database (3 for each of its 15 connections), mail and the feed's epoch."""
_NO_FILE_PAUSE_S = 0.1


def raise_file_limit() -> int:
    """Let this process open as many files as it may; returns how many connections that allows."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS names no hard limit and refuses it as a soft one; it has enough anyhow.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return min(MOST_CONNECTIONS, soft - min(_OWN_FILES, soft // 2))


class Acceptance:
    """Accepts connections from one listening socket, at most ``most`` at a time.

    Where there are as many, the one that has waited longest for a request gives way, those before
    their first request before all others; where none waits, the new one is closed.
    """

    def __init__(
        self,
        listener: socket.socket,
        protocol: Callable[[], asyncio.Protocol],
        connections: Collection[object],
        most: int,
    ) -> None:
        self._listener = listener
        self._protocol = protocol
        self._connections = connections
        self._most = most
        self._tasks = TaskOwner("listening")

    def start(self) -> None:
        """Begin to accept."""
        self._tasks.loop(ACCEPT, self._accept)

    async def aclose(self) -> None:
        """Accept no more; the listening socket stays the caller's."""
        await self._tasks.aclose()

    async def _accept(self) -> float:
        loop = asyncio.get_running_loop()
        try:
            connection, _ = await loop.sock_accept(self._listener)
        except OSError as problem:
            logger.warning("a connection could not be accepted: %s", problem)
            self._cut_one()
            return _NO_FILE_PAUSE_S
        if len(self._connections) >= self._most and not self._cut_one():
            logger.warning("a connection is one too many: %d are busy", self._most)
            connection.close()
            return 0
        try:
            await loop.connect_accepted_socket(self._protocol, connection)
        except BaseException:
            connection.close()
            raise
        return 0

    def _cut_one(self) -> bool:
        waiting = [
            connection
            for connection in self._connections
            if isinstance(connection, DeskHttpProtocol) and connection.is_waiting
        ]
        if not waiting:
            return False
        min(waiting, key=lambda connection: connection.waits_since).cut()
        return True
