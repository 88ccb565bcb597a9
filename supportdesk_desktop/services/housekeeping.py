"""What is kept for a time and no longer: tickets that left, for twelve months or as was set."""

from __future__ import annotations

from supportdesk_desktop.core.settings import KEPT_DAYS
from supportdesk_desktop.services.clock import Clock
from supportdesk_desktop.store import settings, tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.tasks import declare

DAY_MS = 86_400_000
BATCH = 200
"""Tickets forgotten in one transaction: the feed waits no longer than for that."""

FIRST_S = 60.0
"""After the start, which has better things to do."""

EVERY_S = 86_400.0
KEEP_HOUSE = declare("house.keep", part="store", longest_s=EVERY_S)


class HouseKeeper:
    """Forgets what is too old, a minute after the start and once a day."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._waited = False

    async def step(self) -> float:
        """Forget, except at the first turn; return the seconds until the next."""
        if not self._waited:
            self._waited = True
            return FIRST_S
        await forget_old_tickets(self._store, self._clock)
        return EVERY_S


async def forget_old_tickets(store: Store, clock: Clock) -> int:
    """Forget tickets that left longer ago than they are kept; returns how many."""
    kept_days = KEPT_DAYS.of(await store.ledger.read(settings.read_all))
    before_ms = clock.wall_ms() - kept_days * DAY_MS
    forgotten = 0
    while gone := await store.feed.write(tickets.forget_left, before_ms, BATCH):
        forgotten += gone
    return forgotten
