"""Two processes of one profile write beside each other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from supportdesk_desktop.core.pacing import RateLimit
from supportdesk_desktop.store import feed_state, filings, ticket_events, tickets
from supportdesk_desktop.store.engine import Store
from tests.fakes.tickets import NOON_MS, a_ticket, an_event

FILINGS = 40

OTHER_PROCESS = f"""
import asyncio, sys
from pathlib import Path
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.pacing import RateLimit
from supportdesk_desktop.store import feed_state, filing_acts
from supportdesk_desktop.store.engine import Store

async def main() -> None:
    store = await Store.open(Path(sys.argv[1]))
    print("open", flush=True)
    draft = Draft(customer_external_id="u", subject="Objet", description="Texte")
    counted = 0
    for n in range({FILINGS}):
        await store.ledger.write(
            filing_acts.submit,
            draft,
            client_ref=f"ref-{{n}}",
            idempotency_key=f"key-{{n}}",
            now_ms=n,
        )
        limits = [RateLimit(50, 60)]
        counted += await store.feed.write(feed_state.reserve_request, limits, {NOON_MS}) == 0
    print(counted, flush=True)
    await store.aclose()

asyncio.run(main())
"""


async def test_both_write_and_nothing_is_lost(store: Store, store_path: Path) -> None:
    other = subprocess.Popen(  # noqa: ASYNC220 the test itself is what runs beside it
        [sys.executable, "-c", OTHER_PROCESS, str(store_path)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        counted = 0
        for n in range(1, FILINGS + 1):
            await store.feed.write(ticket_events.store_events, [an_event(a_ticket(n), n)])
            counted += (
                await store.feed.write(feed_state.reserve_request, [RateLimit(50, 60)], NOON_MS)
                == 0
            )
        theirs = int(other.stdout.readline())
    finally:
        other.communicate(timeout=30)
    assert other.returncode == 0
    assert await store.read(tickets.total) == FILINGS
    assert len(await store.ledger.read(filings.unsettled)) == FILINGS
    # The budget is one for both: not one request more than the limit was let through.
    assert counted + theirs == 50
    assert len(await store.read(feed_state.recent_requests, 0)) == 50
