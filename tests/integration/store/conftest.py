"""A store on a real file, and tickets as a desk would send them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.filing import Act, Change, Evidence, Filing, FilingState, TicketRef
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.store import (
    filing_acts,
)
from supportdesk_desktop.store.engine import Store
from tests.fakes.tickets import NOON_MS

DRAFT = Draft(
    customer_external_id="user_8842",
    subject="Virement bloqué depuis deux jours",
    description="Le client attend **toujours**.",
    priority="HIGH",
    metadata=msgspec.Raw(b'{"amount": 1.10, "orderId": "007"}'),
    tag_ids=("8f9d6c1e-0000-4000-8000-000000000001",),
)
INV = TicketRef(TicketId("t-1046"), "INV-1046")

REF = "5f0c3a52-1111-4000-8000-000000000001"


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """Where the store of the profile is."""
    folder = tmp_path / "boutique"
    folder.mkdir(mode=0o700)
    return folder / "store.db"


@pytest.fixture
async def store(store_path: Path) -> AsyncIterator[Store]:
    """An open, empty store."""
    opened = await Store.open(store_path)
    yield opened
    await opened.aclose()


async def submitted(store: Store, ref: str = REF, **options: object) -> Filing:
    filing, new = await store.ledger.write(
        filing_acts.submit,
        DRAFT,
        client_ref=ref,
        idempotency_key=f"key-{ref}",
        now_ms=NOON_MS,
        **options,  # type: ignore[arg-type]
    )
    assert new
    return filing


async def in_state(store: Store, state: FilingState, ref: str = REF) -> Filing:
    filing = await submitted(store, ref)
    acts = {
        FilingState.QUEUED: [],
        FilingState.SENDING: [Act.TAKE],
        FilingState.CONFIRMED: [Act.TAKE, Act.ANSWER],
        FilingState.REFUSED: [Act.TAKE, Act.REFUSAL],
        FilingState.UNCERTAIN: [Act.TAKE, Act.DOUBT],
        FilingState.WITHDRAWN: [Act.WITHDRAW],
    }[state]
    for act in acts:
        filing = await store.ledger.write(filing_acts.settle, filing.id, change_of(act, NOON_MS))
    return filing


def change_of(act: Act, at_ms: int) -> Change:
    """Return an act with what the rules ask of it: a confirmation needs its evidence."""
    evidence = {
        Act.ANSWER: Evidence.ANSWER,
        Act.EVIDENCE: Evidence.FEED,
        Act.AGENT_CONFIRMS: Evidence.AGENT,
    }.get(act)
    return Change(act=act, at_ms=at_ms, evidence=evidence, ticket=INV if evidence else None)
