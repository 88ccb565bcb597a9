"""What a desk does by itself: see other writers, end absences, give out what waits, clean up."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy import delete, select

from supportdesk_desktop.backend.assignment import assign_waiting, could_assign
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.idempotency import KEPT_MS
from supportdesk_desktop.backend.presence import expire_presence, has_expired
from supportdesk_desktop.backend.tables import (
    agents,
    api_keys,
    idempotency_keys,
    mail_outbox,
)

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
CLEAN_EVERY_S = 3600.0
DAY_MS = 24 * 3600 * 1000
SETTLED_MS = 30 * DAY_MS
"""How long revoked keys and settled mail are kept."""


async def watch_desk(desk: Desk) -> None:
    """Look after the desk once a second, until cancelled. A failed look is logged and repeated."""
    seen: dict[str, tuple[int, int]] = {}
    while True:
        try:
            await ring_for_other_writers(desk, seen)
            await settle_due(desk)
        except Exception:
            logger.exception("looking after the desk failed; trying again")
        await asyncio.sleep(LOOK_EVERY_S)


async def ring_for_other_writers(desk: Desk, seen: dict[str, tuple[int, int]]) -> None:
    """Ring for every agent whose feed, presence or keys changed since ``seen``, and note it.

    The command line and other gateways write beside this process and cannot ring its bells.
    """
    async with desk.database.reading() as conn:
        rows = (await conn.execute(select(agents.c.id, agents.c.feed_seq, agents.c.revision))).all()
    for row in rows:
        state = (row.feed_seq, row.revision)
        if seen.get(row.id) != state:
            seen[row.id] = state
            desk.wakeups.notify(row.id)


async def settle_due(desk: Desk) -> None:
    """End absences whose time has come, and give waiting tickets to whoever is available."""
    now_ms = desk.clock()
    async with desk.database.reading() as conn:
        expired = await has_expired(conn, now_ms)
        waiting = await could_assign(conn, now_ms)
    if expired:
        async with desk.writing() as writing:
            await expire_presence(writing, now_ms)
    elif waiting:
        async with desk.writing() as writing:
            await assign_waiting(writing, now_ms)


async def clean_desk(desk: Desk) -> None:
    """Delete what nobody needs any more once an hour, until cancelled."""
    while True:
        try:
            await delete_outdated(desk)
        except Exception:
            logger.exception("cleaning up failed; trying again in an hour")
        await asyncio.sleep(CLEAN_EVERY_S)


async def delete_outdated(desk: Desk) -> None:
    """Delete idempotency keys after a day, settled mail and revoked keys after a month."""
    now_ms = desk.clock()
    outdated = (
        delete(idempotency_keys).where(idempotency_keys.c.created_ms < now_ms - KEPT_MS),
        delete(mail_outbox).where(
            mail_outbox.c.next_attempt_ms.is_(None),
            mail_outbox.c.created_ms < now_ms - SETTLED_MS,
        ),
        delete(api_keys).where(api_keys.c.revoked_ms < now_ms - SETTLED_MS),
    )
    for statement in outdated:
        # One transaction each, so that no writer waits for all of them.
        async with desk.database.writing() as writing:
            await writing.conn.execute(statement)
