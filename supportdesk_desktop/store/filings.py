"""Filings as they are read from the ledger: every one that was ever made here."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.filing import (
    OPEN_STATES,
    Attempt,
    Doubt,
    Evidence,
    Filing,
    FilingError,
    FilingState,
    TicketRef,
    Wait,
)
from supportdesk_desktop.core.ids import FilingId, TicketId
from supportdesk_desktop.core.text import fold

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

_BATCH = 500

_draft = msgspec.json.Decoder(Draft)
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
    records = db.execute(f"SELECT {_COLUMNS} FROM filings WHERE {where}", arguments).fetchall()
    ids = [record[0] for record in records]
    attempts = _read_attempts(db, ids)
    tickets = _read_tickets(db, ids)
    return [_filing(record, attempts[record[0]], tickets[record[0]]) for record in records]


def by_id(db: sqlite3.Connection, filing_id: FilingId) -> Filing | None:
    """Return one filing."""
    found = by_ids(db, (filing_id,))
    return found[0] if found else None


def by_ids(db: sqlite3.Connection, ids: Sequence[FilingId]) -> list[Filing]:
    """Return these filings, newest first."""
    return read_filings(db, f"id IN ({_marks(ids)}) ORDER BY id DESC", ids)


def in_states(db: sqlite3.Connection, states: Collection[FilingState]) -> list[Filing]:
    """Return the filings of these states, newest first."""
    return read_filings(db, f"state IN ({_marks(states)}) ORDER BY id DESC", tuple(states))


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


def _times(now_ms: int, asked_only: bool = False) -> dict[str, int]:
    return {"now": now_ms, "last": now_ms + LONGEST_WAIT_MS, "asked_only": asked_only}


def _read_attempts(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, list[Attempt]]:
    found: dict[int, list[Attempt]] = defaultdict(list)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        for filing_id, *columns in db.execute(
            "SELECT filing_id, at_ms, duration_ms, http_status, code, outcome, request_id,"
            " idempotency_key FROM filing_attempts"
            f" WHERE filing_id IN ({_marks(batch)}) ORDER BY id",
            batch,
        ):
            found[filing_id].append(Attempt(*columns))
    return found


def _read_tickets(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, list[TicketRef]]:
    """Return every ticket known to be a filing's, in the order in which they were seen."""
    found: dict[int, list[TicketRef]] = defaultdict(list)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        for filing_id, ticket_id, number in db.execute(
            "SELECT filing_id, ticket_id, number FROM filing_tickets"
            f" WHERE filing_id IN ({_marks(batch)}) ORDER BY at_ms, ticket_id",
            batch,
        ):
            found[filing_id].append(TicketRef(TicketId(ticket_id), number))
    return found


def _filing(
    record: Sequence[Any], attempts: Sequence[Attempt], tickets: Sequence[TicketRef]
) -> Filing:
    (
        filing_id, client_ref, idempotency_key, state, draft, created_ms, sends_client_ref,
        evidence, ticket_id, ticket_number, error, doubt, wait, next_attempt_ms, first_attempt_ms,
        settled_ms, remind_ms, assigned_to,
    ) = record  # fmt: skip
    ticket = None
    if ticket_number is not None:
        ticket = TicketRef(None if ticket_id is None else TicketId(ticket_id), ticket_number)
    return Filing(
        id=FilingId(filing_id),
        client_ref=client_ref,
        idempotency_key=idempotency_key,
        state=FilingState(state),
        draft=_draft.decode(draft),
        created_ms=created_ms,
        sends_client_ref=bool(sends_client_ref),
        evidence=None if evidence is None else Evidence(evidence),
        ticket=ticket,
        error=None if error is None else _error.decode(error),
        doubt=None if doubt is None else Doubt(doubt),
        wait=None if wait is None else Wait(wait),
        attempts=tuple(attempts),
        next_attempt_ms=next_attempt_ms,
        first_attempt_ms=first_attempt_ms,
        settled_ms=settled_ms,
        remind_ms=remind_ms,
        assigned_to=assigned_to,
        doubles=tuple(one for one in tickets if one.id != ticket_id),
    )


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))
