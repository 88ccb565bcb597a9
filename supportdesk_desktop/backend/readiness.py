"""Whether the desk can take a ticket now: tried on the disk, since only a write proves it."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.tables import app
from supportdesk_desktop.core.frames import MAX_SERVER_FRAME_BYTES

logger = logging.getLogger(__name__)

KEPT_S = 1.0
"""How long an answer holds for others who ask, none of whom needs a key."""


class Readiness:
    """Tries for one desk, for all who ask at the same time once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turn = asyncio.Lock()
        self._tried_s = float("-inf")
        self._works = False

    async def check(self) -> bool:
        """Return whether a write of the desk succeeds."""
        now_s = asyncio.get_running_loop().time
        async with self._turn:
            if now_s() - self._tried_s >= KEPT_S:
                self._works = await self._try()
                self._tried_s = now_s()
            return self._works

    async def _try(self) -> bool:
        database = self._desk.database
        try:
            async with database.writing() as writing:
                same = {"last_ticket_number": app.c.last_ticket_number}
                await writing.conn.execute(update(app).values(same))
            if database.path is not None:
                await asyncio.to_thread(_take_room, database.path.parent)
        except (SQLAlchemyError, OSError) as problem:
            logger.warning("the desk is not ready: %s", problem)
            return False
        return True


def _take_room(folder: Path) -> None:
    """Write as much as the largest ticket needs: the log may have a page left on a full disk."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(MAX_SERVER_FRAME_BYTES))
