"""Reading the outbox, and the meter of the rate budget."""

from __future__ import annotations

import msgspec

from supportdesk_desktop.core.filing import Filing
from supportdesk_desktop.core.filing_state import FilingState
from supportdesk_desktop.core.ids import FilingId
from supportdesk_desktop.core.ledger import DoubtFacts, unproven_sends
from supportdesk_desktop.core.pacing import WindowUse
from supportdesk_desktop.services.budget import RateBudget
from supportdesk_desktop.store import feed_state
from supportdesk_desktop.store import filings as stored_filings
from supportdesk_desktop.store.engine import Store


class Meter(msgspec.Struct, frozen=True):
    """What is used of each window, and in how many milliseconds a filing would leave now."""

    uses: tuple[WindowUse, ...]
    wait_ms: int


class OutboxReader:
    """What the outbox page, the strip and the commands show."""

    def __init__(self, store: Store, budget: RateBudget) -> None:
        self._store = store
        self._budget = budget

    async def filings(self) -> list[Filing]:
        """Return the newest thousand filings of every state, newest first."""
        return await self._store.ledger.read(stored_filings.newest)

    async def open_filings(self) -> list[Filing]:
        """Return the filings not settled, newest first."""
        return await self._store.ledger.read(stored_filings.unsettled)

    async def by_ids(self, ids: tuple[FilingId, ...]) -> list[Filing]:
        """Return these filings."""
        return await self._store.ledger.read(stored_filings.by_ids, ids)

    async def counts(self) -> dict[FilingState, int]:
        """Return how many filings each state has."""
        return await self._store.read(stored_filings.counts)

    async def doubt_facts(self, filing: Filing) -> DoubtFacts:
        """Return what is known of an uncertain filing now."""
        sends = unproven_sends(filing)
        draft = filing.draft
        same = await self._store.read(
            stored_filings.same_subject_since,
            draft.customer_external_id,
            draft.subject,
            sends[0].at_ms if sends else filing.created_ms,
        )
        memory = await self._store.read(feed_state.load)
        return DoubtFacts(filing.id, sends, memory.had_feed, tuple(same))

    async def meter(self) -> Meter:
        """Return the rate budget as it stands now."""
        return Meter(await self._budget.use(), await self._budget.wait_ms())
