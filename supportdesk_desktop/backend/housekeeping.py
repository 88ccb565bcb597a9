"""Housekeeping of a desk: notice other writers, end absences, assign waiting tickets, clean up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy import delete, select

from supportdesk_desktop.backend.assignment import (
    assign_waiting,
    could_assign,
    expire_presence,
    has_expired,
)
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.rest.idempotency import KEPT_MS
from supportdesk_desktop.backend.tables import (
    agents,
    api_keys,
    feed_acks,
    feed_events,
    idempotency_keys,
    mail_outbox,
)
from supportdesk_desktop.tasks import Loop, declare

LOOK_EVERY_S = 1.0
CLEAN_EVERY_S = 3600.0
RING = declare("desk.ring", part="desk")
SETTLE = declare("desk.settle", part="desk")
CLEAN = declare("desk.clean", part="desk", longest_s=CLEAN_EVERY_S)
DAY_MS = 24 * 3600 * 1000
SETTLED_MS = 30 * DAY_MS
"""Milliseconds that revoked keys and settled mail are kept."""
HISTORY_MS = 7 * DAY_MS
"""Milliseconds that events are kept at least; a cursor before the oldest gets a snapshot."""


def start_housekeeping(desk: Desk) -> None:
    seen: dict[str, tuple[int, int]] = {}
    _do_every(desk, RING, LOOK_EVERY_S, lambda: notice_other_writers(desk, seen))
    _do_every(desk, SETTLE, LOOK_EVERY_S, lambda: settle_due(desk))
    _do_every(desk, CLEAN, CLEAN_EVERY_S, lambda: delete_outdated(desk))


def _do_every(desk: Desk, loop: Loop, pause_s: float, work: Callable[[], Awaitable[None]]) -> None:
    async def step() -> float:
        await work()
        return pause_s

    desk.tasks.loop(loop, step)


async def notice_other_writers(desk: Desk, seen: dict[str, tuple[int, int]]) -> None:
    """Wake the readers of agents whose feed, presence or keys changed since ``seen``; note it.

    The command line and other gateways write beside this process and cannot wake its readers.
    """
    async with desk.database.reading() as conn:
        rows = (await conn.execute(select(agents.c.id, agents.c.feed_seq, agents.c.revision))).all()
    for row in rows:
        state = (row.feed_seq, row.revision)
        if seen.get(row.id) != state:
            seen[row.id] = state
            desk.wakeups.notify(row.id)


async def settle_due(desk: Desk) -> None:
    """End absences whose time has come, and assign waiting tickets to available agents."""
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


async def delete_outdated(desk: Desk) -> None:
    """Delete idempotency keys after a day, what feeds keep after a week, the rest after a month."""
    now_ms = desk.clock()
    outdated = (
        delete(feed_events).where(feed_events.c.occurred_ms < now_ms - HISTORY_MS),
        # Each start of a desktop makes a new instance, whose last ack nobody renews.
        delete(feed_acks).where(feed_acks.c.acked_ms < now_ms - HISTORY_MS),
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
