"""Filings as they are read from the ledger."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.filing import (
    Attempt,
    Doubt,
    Evidence,
    Filing,
    FilingError,
    TicketRef,
    Wait,
)
from supportdesk_desktop.core.filing_state import FilingState
from supportdesk_desktop.core.ids import FilingId, TicketId

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


def _read_attempts(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, list[Attempt]]:
    found: dict[int, list[Attempt]] = defaultdict(list)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        marks = ",".join("?" * len(batch))
        for filing_id, *columns in db.execute(
            "SELECT filing_id, at_ms, duration_ms, http_status, code, outcome, request_id,"
            f" idempotency_key FROM filing_attempts WHERE filing_id IN ({marks}) ORDER BY id",
            batch,
        ):
            found[filing_id].append(Attempt(*columns))
    return found


def _read_tickets(db: sqlite3.Connection, ids: Sequence[int]) -> dict[int, list[TicketRef]]:
    """Return every ticket known to be a filing's, in the order in which they were seen."""
    found: dict[int, list[TicketRef]] = defaultdict(list)
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        marks = ",".join("?" * len(batch))
        for filing_id, ticket_id, number in db.execute(
            "SELECT filing_id, ticket_id, number FROM filing_tickets"
            f" WHERE filing_id IN ({marks}) ORDER BY at_ms, ticket_id",
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
