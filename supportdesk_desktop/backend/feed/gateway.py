"""The gateway: every feed connection of this process, and the upkeep of the log."""

from __future__ import annotations

import logging

from sqlalchemy import delete
from starlette.websockets import WebSocket, WebSocketDisconnect

from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.envelope import failure
from supportdesk_desktop.backend.feed.acks import forget_old_acks
from supportdesk_desktop.backend.feed.closing import CloseCode, FeedClose
from supportdesk_desktop.backend.feed.connection import FeedConnection
from supportdesk_desktop.backend.feed.epoch import FeedEpoch
from supportdesk_desktop.backend.feed.handshake import admit_handshake
from supportdesk_desktop.backend.feed.limits import FeedLimits
from supportdesk_desktop.backend.feed.presence_pace import PresencePace
from supportdesk_desktop.backend.refusals import Refusal, unavailable
from supportdesk_desktop.backend.tables import feed_events
from supportdesk_desktop.core.frames import SUBPROTOCOL
from supportdesk_desktop.tasks import declare

logger = logging.getLogger(__name__)

HISTORY_KEPT_MS = 7 * 24 * 3600 * 1000
"""How long events are kept at least."""
_AGAIN_MS = 60_000
_UPKEEP_EVERY_S = 3600.0

UPKEEP = declare("desk.feed_upkeep", part="desk", longest_s=_UPKEEP_EVERY_S)


class FeedGateway:
    """Serves feeds from one desk. Start it before the desk takes its first ticket of this run."""

    def __init__(self, desk: Desk, limits: FeedLimits | None = None) -> None:
        self._desk = desk
        self._epoch: FeedEpoch | None = None
        self._limits = limits or FeedLimits()
        self._presence_pace = PresencePace()
        self._by_agent: dict[str, dict[str, FeedConnection]] = {}

    async def start(self) -> None:
        """Settle the epoch, and start the upkeep among the desk's tasks.

        Raises:
            OSError: the epoch file cannot be written.
        """
        desk = self._desk
        self._epoch = await FeedEpoch.open(
            desk.database, desk.clock(), new_epoch=desk.options.new_epoch
        )
        desk.tasks.loop(UPKEEP, self._keep_up)

    async def endpoint(self, websocket: WebSocket) -> None:
        """Take one handshake and serve its connection to the end."""
        try:
            if self._epoch is None:
                raise unavailable()
            caller = await admit_handshake(self._desk, websocket)
        except Refusal as refusal:
            await websocket.send_denial_response(failure(refusal))
            return
        try:
            await websocket.accept(SUBPROTOCOL)
        except OSError:
            # It left during the handshake.
            return
        connection = FeedConnection(
            self._desk, self._epoch, self._limits, self._presence_pace, websocket, caller
        )
        try:
            hello = await connection.greet()
            self._enter(connection)
            await connection.serve(hello)
        except FeedClose as close:
            await connection.close(close)
        except WebSocketDisconnect:
            return
        except Exception:
            logger.exception("a feed connection failed")
            fault = FeedClose(CloseCode.FAULT, "INTERNAL_ERROR", "Erreur interne du serveur")
            await connection.close(fault)
        finally:
            self._leave(connection)

    def _enter(self, connection: FeedConnection) -> None:
        """Register a connection; the older one of the same instance ends with 4409.

        Raises:
            FeedClose: 4429, the agent has as many as are allowed.
        """
        others = self._by_agent.setdefault(connection.agent_id, {})
        older = others.get(connection.instance_id)
        if older is not None:
            older.end(
                FeedClose(CloseCode.REPLACED, "REPLACED", "Ce poste s’est connecté à nouveau.")
            )
        elif len(others) >= self._limits.sockets:
            raise FeedClose(
                CloseCode.TOO_MANY,
                "TOO_MANY_REQUESTS",
                "Trop de postes de cet agent sont connectés.",
                retry_after_ms=_AGAIN_MS,
            )
        others[connection.instance_id] = connection

    def _leave(self, connection: FeedConnection) -> None:
        others = self._by_agent.get(connection.agent_id, {})
        if others.get(connection.instance_id) is connection:
            del others[connection.instance_id]
        if not others:
            self._by_agent.pop(connection.agent_id, None)

    async def _keep_up(self) -> float:
        async with self._desk.writing() as writing:
            await trim_history(writing, self._desk.clock())
            await forget_old_acks(writing, self._desk.clock())
        return _UPKEEP_EVERY_S


async def trim_history(writing: Writing, now_ms: int) -> None:
    """Drop events older than seven days; a cursor before them gets a snapshot."""
    await writing.conn.execute(
        delete(feed_events).where(feed_events.c.occurred_ms < now_ms - HISTORY_KEPT_MS)
    )
