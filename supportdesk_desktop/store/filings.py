"""The ledger as it is read: every filing that was ever made here, and the drafts being written.

Several drafts may be open; their metadata is kept as typed, JSON or not.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from supportdesk_desktop.core.drafts import NOTHING_TYPED, CustomerEntry, Draft, StoredDraft
from supportdesk_desktop.core.filing import (
    OPEN_STATES,
    Attempt,
    Filing,
    FilingError,
    FilingState,
    TicketRef,
)
from supportdesk_desktop.core.ids import DraftId, FilingId, TicketId
from supportdesk_desktop.core.text import fold
from supportdesk_desktop.store.schema import AMONG, as_json, insert, named

LONGEST_WAIT_MS = 3_600_000
"""No time set for a filing is further away; one that seems to be means a clock set back."""

_HELD = "wait IN ('throttled', 'network') AND next_attempt_ms > :now AND next_attempt_ms <= :last"
"""The server said when, or does not answer: then the whole queue waits with this filing."""

_DUE = (
    "state = 'queued' AND (wait = 'asked' OR (NOT :asked_only"
    " AND (next_attempt_ms IS NULL OR next_attempt_ms <= :now OR next_attempt_ms > :last)"
    f" AND NOT EXISTS (SELECT 1 FROM filings WHERE state = 'queued' AND {_HELD})))"
    " ORDER BY wait IS NOT 'asked', id LIMIT 1"
)

_COLUMNS = (
    "id, client_ref, idempotency_key, state, draft, created_ms, sends_client_ref, evidence,"
    " ticket_id, ticket_number, error, doubt, wait, next_attempt_ms, first_attempt_ms, settled_ms,"
    " remind_ms, assigned_to"
)

_draft = msgspec.json.Decoder(Draft)
_customer = msgspec.json.Decoder(CustomerEntry)
_tag_ids = msgspec.json.Decoder(tuple[str, ...])
_error = msgspec.json.Decoder(FilingError)


def read_filings(
    db: sqlite3.Connection, where: str, arguments: Sequence[object] = ()
) -> list[Filing]:
    """Return the filings that a condition selects, each with its attempts.

    Args:
        db: a connection.
        where: SQL from this package, never from outside, with its order and limit.
        arguments: what its ``?`` stand for.
    """
    records = list(named(db, f"SELECT {_COLUMNS} FROM filings WHERE {where}", arguments))
    ids = as_json([record["id"] for record in records])
    attempts: dict[FilingId, list[Attempt]] = defaultdict(list)
    for filing_id, *columns in db.execute(
        "SELECT filing_id, at_ms, duration_ms, http_status, code, outcome, request_id,"
        f" idempotency_key FROM filing_attempts WHERE filing_id {AMONG} ORDER BY id",
        (ids,),
    ):
        attempts[filing_id].append(Attempt(*columns))
    # Every ticket known to be a filing's, in the order in which they were seen.
    tickets: dict[FilingId, list[TicketRef]] = defaultdict(list)
    for filing_id, ticket_id, number in db.execute(
        f"SELECT filing_id, ticket_id, number FROM filing_tickets WHERE filing_id {AMONG}"
        " ORDER BY at_ms, ticket_id",
        (ids,),
    ):
        tickets[filing_id].append(TicketRef(ticket_id, number))
    return [_filing(one, attempts[one["id"]], tickets[one["id"]]) for one in records]


def by_id(db: sqlite3.Connection, filing_id: FilingId) -> Filing | None:
    """Return one filing."""
    found = by_ids(db, (filing_id,))
    return found[0] if found else None


def by_ids(db: sqlite3.Connection, ids: Sequence[FilingId]) -> list[Filing]:
    """Return these filings, newest first."""
    return read_filings(db, f"id {AMONG} ORDER BY id DESC", (as_json(ids),))


def in_states(db: sqlite3.Connection, states: Collection[FilingState]) -> list[Filing]:
    """Return the filings of these states, newest first."""
    return read_filings(db, f"state {AMONG} ORDER BY id DESC", (as_json(states),))


def unsettled(db: sqlite3.Connection) -> list[Filing]:
    """Return the filings that are not settled, newest first."""
    return in_states(db, OPEN_STATES)


def newest(db: sqlite3.Connection, limit: int = 1000) -> list[Filing]:
    """Return the newest filings of every state, newest first."""
    return read_filings(db, "1 ORDER BY id DESC LIMIT ?", (limit,))


def next_due(db: sqlite3.Connection, now_ms: int, *, asked_only: bool = False) -> Filing | None:
    """Return the queued filing to send now: what a person asked for, else the oldest.

    While one waits for a server that said when, or does not answer, the others wait with it.

    Args:
        db: a connection.
        now_ms: the present.
        asked_only: nothing but what a person asked for.
    """
    found = db.execute(f"SELECT id FROM filings WHERE {_DUE}", _times(now_ms, asked_only))
    row = found.fetchone()
    return None if row is None else read_filings(db, "id = ?", row)[0]


def next_wake_ms(db: sqlite3.Connection, now_ms: int) -> int | None:
    """Return when a queued filing may be due next, None where there is none to wait for."""
    held, earliest = db.execute(
        f"SELECT min(CASE WHEN {_HELD} THEN next_attempt_ms END), min(next_attempt_ms)"
        " FROM filings WHERE state = 'queued'",
        _times(now_ms),
    ).fetchone()
    found: int | None = earliest if held is None else held
    return found


def same_subject_since(
    db: sqlite3.Connection, customer_external_id: str, subject: str, since_ms: int
) -> list[TicketRef]:
    """Return tickets of this customer and subject that came here since then, oldest first."""
    records = db.execute(
        "SELECT id, number, subject FROM tickets WHERE customer_external_id = ?"
        " AND received_ms >= ? ORDER BY received_ms, key",
        (customer_external_id, since_ms),
    )
    wanted = fold(subject).strip()
    return [
        TicketRef(TicketId(ticket_id), number)
        for ticket_id, number, theirs in records
        if fold(theirs).strip() == wanted
    ]


def counts(db: sqlite3.Connection) -> dict[FilingState, int]:
    """Return how many filings each state has; states without any are left out."""
    records = db.execute("SELECT state, count(*) FROM filings GROUP BY state")
    return {FilingState(state): count for state, count in records}


def put_draft(
    db: sqlite3.Connection,
    draft_id: DraftId,
    draft: Draft,
    now_ms: int,
    filing_id: FilingId | None = None,
    customer: CustomerEntry = NOTHING_TYPED,
) -> None:
    """Keep a draft as it is now, until it is filed or thrown away."""
    changing = msgspec.structs.asdict(draft) | {
        "metadata": bytes(draft.metadata),
        "tag_ids": as_json(draft.tag_ids),
        "filing_id": filing_id,
        "updated_ms": now_ms,
        "customer": None if customer == NOTHING_TYPED else as_json(customer),
    }
    values = changing | {"id": draft_id, "created_ms": now_ms}
    changes = ", ".join(f"{name} = excluded.{name}" for name in changing)
    db.execute(f"{insert('drafts', values)} ON CONFLICT (id) DO UPDATE SET {changes}", values)


def read_drafts(db: sqlite3.Connection) -> list[StoredDraft]:
    """Return every draft, the one touched last first."""
    records = named(db, "SELECT * FROM drafts ORDER BY updated_ms DESC, id")
    return [
        StoredDraft(
            id=columns.pop("id"),
            created_ms=columns.pop("created_ms"),
            updated_ms=columns.pop("updated_ms"),
            filing_id=columns.pop("filing_id"),
            customer=_customer.decode(columns.pop("customer") or b"{}"),
            draft=Draft(
                metadata=msgspec.Raw(columns.pop("metadata")),
                tag_ids=_tag_ids.decode(columns.pop("tag_ids")),
                **columns,
            ),
        )
        for columns in records
    ]


def remove_draft(db: sqlite3.Connection, draft_id: DraftId) -> None:
    """Throw a draft away: it was filed, or the agent said so."""
    db.execute("DELETE FROM drafts WHERE id = ?", (draft_id,))


def _times(now_ms: int, asked_only: bool = False) -> dict[str, int]:
    return {"now": now_ms, "last": now_ms + LONGEST_WAIT_MS, "asked_only": asked_only}


def _filing(
    columns: dict[str, Any], attempts: Sequence[Attempt], tickets: Sequence[TicketRef]
) -> Filing:
    ticket_id, number = columns.pop("ticket_id"), columns.pop("ticket_number")
    columns |= {
        "draft": _draft.decode(columns["draft"]),
        "error": None if columns["error"] is None else _error.decode(columns["error"]),
        "ticket": None if number is None else TicketRef(ticket_id, number),
        "attempts": attempts,
        "doubles": [one for one in tickets if one.id != ticket_id],
    }
    # Lax: SQLite has no booleans.
    return msgspec.convert(columns, Filing, strict=False)
