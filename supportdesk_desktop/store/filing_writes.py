"""Acts on filings as writes: each checks the state it starts from, and leaves its trace."""

from __future__ import annotations

import sqlite3

import msgspec

from supportdesk_desktop.core.customers import KnownCustomer
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import NotFound, WrongState
from supportdesk_desktop.core.filing import (
    Act,
    Attempt,
    Doubt,
    Evidence,
    Filing,
    FilingError,
    FilingState,
    TicketRef,
    Wait,
    after,
)
from supportdesk_desktop.core.ids import FilingId, TicketId
from supportdesk_desktop.store.customers import learn_customer
from supportdesk_desktop.store.filing_rows import read_filings


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One act on a filing, and what goes with it. Times are milliseconds since the epoch.

    Every act replaces what the filing waits for and what is wrong with it by what is given here;
    only a further doubt keeps the earlier ``doubt`` and ``error`` where it brings none.

    Attributes:
        at_ms: when it happened.
        attempt: the try on the wire that led to it, written down beside the others.
        ticket, evidence, assigned_to: of a confirmation.
        idempotency_key: a new key, for a mended draft or a resend that may not use the old one.
        draft: the mended draft.
        next_attempt_ms: not before then; None for at once.
    """

    act: Act
    at_ms: int
    attempt: Attempt | None = None
    evidence: Evidence | None = None
    ticket: TicketRef | None = None
    assigned_to: str | None = None
    error: FilingError | None = None
    doubt: Doubt | None = None
    wait: Wait | None = None
    next_attempt_ms: int | None = None
    idempotency_key: str | None = None
    draft: Draft | None = None


class SeenRef(msgspec.Struct, frozen=True):
    """A filing whose ``clientRef`` stands in a stored ticket, not settled by it yet."""

    filing_id: FilingId
    client_ref: str
    ticket_id: TicketId
    number: str


def seen_refs_of(
    db: sqlite3.Connection, client_ref: str, ticket_id: TicketId, number: str
) -> list[SeenRef]:
    """Return the filing that this ticket's ``clientRef`` settles or identifies, if any."""
    records = db.execute(
        f"SELECT f.id FROM filings AS f WHERE f.client_ref = ? AND {_UNPROVEN}", (client_ref,)
    )
    return [SeenRef(FilingId(one), client_ref, ticket_id, number) for (one,) in records]


_UNPROVEN = "(f.state <> 'confirmed' OR f.ticket_id IS NULL)"
_ON_THE_WIRE = frozenset({Act.ANSWER, Act.NOT_SENT, Act.REFUSAL, Act.DOUBT})


def submit(
    db: sqlite3.Connection,
    draft: Draft,
    client_ref: str,
    idempotency_key: str,
    now_ms: int,
    sends_client_ref: bool,
    wait: Wait | None,
    not_before_ms: int | None,
) -> tuple[Filing, bool]:
    """Write down the intent; a ``client_ref`` that is known is the same filing."""
    inserted = db.execute(
        "INSERT INTO filings (client_ref, idempotency_key, state, draft, created_ms,"
        " sends_client_ref, wait, next_attempt_ms) VALUES (?, ?, 'queued', ?, ?, ?, ?, ?)"
        " ON CONFLICT (client_ref) DO NOTHING RETURNING id",
        (
            client_ref,
            idempotency_key,
            msgspec.json.encode(draft),
            now_ms,
            sends_client_ref,
            wait,
            not_before_ms,
        ),
    ).fetchone()
    if inserted is not None:
        _write_history(db, FilingId(inserted[0]), now_ms, None, None, FilingState.QUEUED)
    return read_filings(db, "client_ref = ?", (client_ref,))[0], inserted is not None


def settle(db: sqlite3.Connection, filing_id: FilingId, change: Change) -> Filing:
    """Apply one act, or add the attempt of an answer that the feed overtook."""
    filing = _require(db, filing_id)
    state = after(filing.state, change.act)
    overtaken = filing.state is FilingState.CONFIRMED and change.act in _ON_THE_WIRE
    if state is None and not overtaken:
        raise WrongState(filing.state)
    if change.attempt is not None:
        _write_attempt(db, filing_id, change.attempt)
    if state is not None:
        _move(db, filing, change, state)
    return _require(db, filing_id)


def _move(db: sqlite3.Connection, filing: Filing, change: Change, state: FilingState) -> None:
    keeps_doubt = change.act is Act.DOUBT
    doubt = change.doubt or (filing.doubt if keeps_doubt else None)
    error = change.error or (filing.error if keeps_doubt else None)
    key = change.idempotency_key or filing.idempotency_key
    first_ms = filing.first_attempt_ms if key == filing.idempotency_key else None
    if change.act is Act.TAKE and first_ms is None:
        first_ms = change.at_ms
    settled = state in {FilingState.CONFIRMED, FilingState.WITHDRAWN}
    ticket = change.ticket or filing.ticket
    moved = db.execute(
        "UPDATE filings SET state = ?, evidence = ?, ticket_id = ?, ticket_number = ?, error = ?,"
        " doubt = ?, wait = ?, next_attempt_ms = ?, first_attempt_ms = ?, settled_ms = ?,"
        " remind_ms = NULL, assigned_to = coalesce(?, assigned_to), idempotency_key = ?, draft = ?"
        " WHERE id = ? AND state = ?",
        (
            state,
            change.evidence,
            None if ticket is None else ticket.id,
            None if ticket is None else ticket.ticket_number,
            None if error is None else msgspec.json.encode(error).decode(),
            doubt,
            change.wait,
            change.next_attempt_ms,
            first_ms,
            change.at_ms if settled else None,
            change.assigned_to,
            key,
            msgspec.json.encode(change.draft or filing.draft),
            filing.id,
            filing.state,
        ),
    )
    if moved.rowcount != 1:
        raise WrongState(filing.state)
    _write_history(db, filing.id, change.at_ms, change.act, filing.state, state)
    if state is FilingState.CONFIRMED:
        customer = filing.draft.customer_external_id
        used = filing.created_ms
        learn_customer(db, KnownCustomer(customer, first_seen_ms=used, last_used_ms=used))


def orphans(db: sqlite3.Connection, at_ms: int) -> list[Filing]:
    """Make what a dead owner was sending uncertain."""
    change = Change(act=Act.OWNER_DIED, at_ms=at_ms, doubt=Doubt.APP_STOPPED)
    orphans = read_filings(db, "state = ? ORDER BY id", (FilingState.SENDING,))
    return [settle(db, filing.id, change) for filing in orphans]


def identify(db: sqlite3.Connection, filing_id: FilingId, ticket: TicketRef) -> Filing:
    """Give a filing confirmed by the agent's word its ticket."""
    _require(db, filing_id)
    db.execute(
        "UPDATE filings SET ticket_id = ?, ticket_number = ?"
        " WHERE id = ? AND state = 'confirmed' AND ticket_id IS NULL",
        (ticket.id, ticket.ticket_number, filing_id),
    )
    return _require(db, filing_id)


def remind(db: sqlite3.Connection, filing_id: FilingId, remind_ms: int | None) -> Filing:
    """Set when to remind of a filing."""
    db.execute("UPDATE filings SET remind_ms = ? WHERE id = ?", (remind_ms, filing_id))
    return _require(db, filing_id)


def _require(db: sqlite3.Connection, filing_id: FilingId) -> Filing:
    found = read_filings(db, "id = ?", (filing_id,))
    if not found:
        raise NotFound(f"filing {filing_id}")
    return found[0]


def all_seen_refs(db: sqlite3.Connection) -> list[SeenRef]:
    """Return what the stored tickets prove and no filing says yet."""
    records = db.execute(
        "SELECT f.id, f.client_ref, t.id, t.number FROM filings AS f"
        f" JOIN tickets AS t ON t.client_ref = f.client_ref WHERE {_UNPROVEN}"
    )
    return [
        SeenRef(FilingId(filing_id), client_ref, TicketId(ticket_id), number)
        for filing_id, client_ref, ticket_id, number in records
    ]


def _write_attempt(db: sqlite3.Connection, filing_id: FilingId, attempt: Attempt) -> None:
    db.execute(
        "INSERT INTO filing_attempts (filing_id, at_ms, duration_ms, http_status, code, outcome,"
        " request_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            filing_id,
            attempt.at_ms,
            attempt.duration_ms,
            attempt.http_status,
            attempt.code,
            attempt.outcome,
            attempt.request_id,
        ),
    )


def _write_history(
    db: sqlite3.Connection,
    filing_id: FilingId,
    at_ms: int,
    act: Act | None,
    before: FilingState | None,
    state: FilingState,
) -> None:
    db.execute(
        "INSERT INTO filing_history (filing_id, at_ms, act, before, after) VALUES (?, ?, ?, ?, ?)",
        (filing_id, at_ms, act, before, state),
    )
