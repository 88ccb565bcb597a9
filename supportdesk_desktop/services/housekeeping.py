"""What is kept for a time and no longer: tickets that left, for twelve months or as was set."""

from __future__ import annotations

import asyncio
import logging

from supportdesk_desktop.core.errors import StoreError
from supportdesk_desktop.core.settings import KEPT_DAYS
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.store import Store

log = logging.getLogger(__name__)

DAY_MS = 86_400_000
BATCH = 200
"""Tickets forgotten in one transaction: the feed waits no longer than for that."""

FIRST_S = 60.0
"""After the start, which has better things to do."""

EVERY_S = 86_400.0


async def keep_house(store: Store, clock: Clock) -> None:
    """Forget what is too old, once a day, until it is cancelled."""
    await asyncio.sleep(FIRST_S)
    while True:
        try:
            await forget_old_tickets(store, clock)
        except StoreError as problem:
            log.warning("old tickets could not be forgotten: %s", problem)
        await asyncio.sleep(EVERY_S)


async def forget_old_tickets(store: Store, clock: Clock) -> int:
    """Forget tickets that left longer ago than they are kept; returns how many."""
    kept_days = KEPT_DAYS.of(await store.settings.all())
    before_ms = clock.wall_ms() - kept_days * DAY_MS
    forgotten = 0
    while gone := await store.tickets.forget_left(before_ms, BATCH):
        forgotten += gone
    return forgotten
