"""Drafts as they are kept."""

from __future__ import annotations

import msgspec

from supportdesk_desktop.core.drafts import NOTHING_TYPED, CustomerEntry, Draft
from supportdesk_desktop.core.ids import DraftId, FilingId
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.filings import put_draft, read_drafts, remove_draft
from tests.fakes.tickets import NOON_MS


async def test_a_draft_is_kept_as_typed_even_where_its_metadata_is_not_json(store: Store) -> None:
    draft = Draft(
        customer_external_id="user_8842",
        subject="Où est ma commande ?",
        metadata=msgspec.Raw(b'{"orderId": 20418,'),
        tag_ids=("x",),
    )
    await store.ledger.write(put_draft, DraftId("d1"), draft, NOON_MS)
    await store.ledger.write(put_draft, DraftId("d2"), Draft(), NOON_MS + 1, FilingId(3))
    later = msgspec.structs.replace(draft, subject="Où est ma commande 20418 ?")
    await store.ledger.write(put_draft, DraftId("d1"), later, NOON_MS + 2)
    first, second = await store.ledger.read(read_drafts)
    assert (first.id, first.draft, first.created_ms, first.updated_ms) == (
        "d1",
        later,
        NOON_MS,
        NOON_MS + 2,
    )
    assert (second.id, second.filing_id) == ("d2", 3)
    await store.ledger.write(remove_draft, DraftId("d1"))
    assert await store.ledger.read(read_drafts) == [second]


async def test_a_draft_keeps_what_is_typed_of_its_customer(store: Store) -> None:
    typed = CustomerEntry(email="firmin@", phone="01 97 00", opened=True)
    await store.ledger.write(put_draft, DraftId("d1"), Draft(), NOON_MS, customer=typed)
    (kept,) = await store.ledger.read(read_drafts)
    assert kept.customer == typed
    await store.ledger.write(put_draft, DraftId("d1"), Draft(), NOON_MS + 1)
    (kept,) = await store.ledger.read(read_drafts)
    assert kept.customer == NOTHING_TYPED
