"""Drafts being written: kept on this computer until they are filed or thrown away.

Several may be open; their metadata is kept as typed, JSON or not.
"""

from __future__ import annotations

import sqlite3

import msgspec

from supportdesk_desktop.core.customers import NOTHING_TYPED, CustomerEntry, StoredDraft
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.ids import DraftId, FilingId

_tag_ids = msgspec.json.Decoder(tuple[str, ...])
_customer = msgspec.json.Decoder(CustomerEntry)


def put(
    db: sqlite3.Connection,
    draft_id: DraftId,
    draft: Draft,
    now_ms: int,
    filing_id: FilingId | None = None,
    customer: CustomerEntry = NOTHING_TYPED,
) -> None:
    """Keep a draft as it is now."""
    db.execute(
        "INSERT INTO drafts (id, customer_external_id, subject, description, priority, category,"
        " metadata, tag_ids, filing_id, created_ms, updated_ms, customer)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " customer_external_id = excluded.customer_external_id, subject = excluded.subject,"
        " description = excluded.description, priority = excluded.priority,"
        " category = excluded.category, metadata = excluded.metadata, tag_ids = excluded.tag_ids,"
        " filing_id = excluded.filing_id, updated_ms = excluded.updated_ms,"
        " customer = excluded.customer",
        (
            draft_id,
            draft.customer_external_id,
            draft.subject,
            draft.description,
            draft.priority,
            draft.category,
            bytes(draft.metadata),
            msgspec.json.encode(draft.tag_ids).decode(),
            filing_id,
            now_ms,
            now_ms,
            None if customer == NOTHING_TYPED else msgspec.json.encode(customer).decode(),
        ),
    )


def get(db: sqlite3.Connection, draft_id: DraftId) -> StoredDraft | None:
    """Return one draft."""
    return next((one for one in read_all(db) if one.id == draft_id), None)


def read_all(db: sqlite3.Connection) -> list[StoredDraft]:
    """Return every draft, the one touched last first."""
    records = db.execute(
        "SELECT id, customer_external_id, subject, description, priority, category, metadata,"
        " tag_ids, created_ms, updated_ms, filing_id, customer"
        " FROM drafts ORDER BY updated_ms DESC, id"
    )
    return [
        StoredDraft(
            DraftId(draft_id),
            Draft(
                customer_external_id=customer,
                subject=subject,
                description=description,
                priority=priority,
                category=category,
                metadata=msgspec.Raw(metadata),
                tag_ids=_tag_ids.decode(tag_ids),
            ),
            created_ms,
            updated_ms,
            None if filing_id is None else FilingId(filing_id),
            NOTHING_TYPED if entry is None else _customer.decode(entry),
        )
        for (
            draft_id, customer, subject, description, priority, category, metadata,
            tag_ids, created_ms, updated_ms, filing_id, entry,
        ) in records
    ]  # fmt: skip


def remove(db: sqlite3.Connection, draft_id: DraftId) -> None:
    """Throw a draft away: it was filed, or the agent said so."""
    db.execute("DELETE FROM drafts WHERE id = ?", (draft_id,))
