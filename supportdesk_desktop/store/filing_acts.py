"""Acts on filings: each checks the state that it starts from, and records a history.

An act is applied by ``core.filing``; the triggers of ``0005_filing_rules.sql`` refuse the rest.
"""

from __future__ import annotations

import sqlite3

import msgspec

from supportdesk_desktop.core.drafts import Draft, KnownCustomer
from supportdesk_desktop.core.errors import AlreadyEscalated, NotFound, OtherContent, WrongState
from supportdesk_desktop.core.escalations import link_of
from supportdesk_desktop.core.filing import (
    TRANSITIONS,
    Act,
    Change,
    Doubt,
    Filing,
    FilingState,
    TicketRef,
    Wait,
    apply,
    shown_by_feed,
    unproven_sends,
)
from supportdesk_desktop.core.ids import DraftId, FilingId, TicketId
from supportdesk_desktop.core.pacing import CEILING_S
from supportdesk_desktop.store import directory, escalations
from supportdesk_desktop.store.filings import read_filings, remove_draft
from supportdesk_desktop.store.schema import as_json, insert


class SeenRef(msgspec.Struct, frozen=True):
    """A filing whose ``clientRef`` stands in a stored ticket that it does not know of yet."""

    filing_id: FilingId
    client_ref: str
    ticket_id: TicketId
    number: str


def submit(
    db: sqlite3.Connection,
    draft: Draft,
    *,
    client_ref: str,
    idempotency_key: str,
    now_ms: int,
    sends_client_ref: bool = True,
    wait: Wait | None = None,
    not_before_ms: int | None = None,
    draft_id: DraftId | None = None,
) -> tuple[Filing, bool]:
    """Write down the intent to file a draft; the kept draft goes in the same transaction.

    Returns:
        The filing, and whether it is new: a ``client_ref`` that is known is the same filing, left
        as it is.

    Raises:
        OtherContent: that filing is another ticket's; nothing was changed.
        AlreadyEscalated: it escalates a ticket whose escalation is open; nothing was changed.
    """
    _refuse_second_escalation(db, draft, client_ref)
    values = {
        "client_ref": client_ref,
        "idempotency_key": idempotency_key,
        "state": FilingState.QUEUED,
        "draft": msgspec.json.encode(draft),
        "created_ms": now_ms,
        "sends_client_ref": sends_client_ref,
        "wait": wait,
        "next_attempt_ms": not_before_ms,
    }
    inserted = db.execute(
        insert("filings", values) + " ON CONFLICT (client_ref) DO NOTHING RETURNING id", values
    ).fetchone()
    if inserted is not None:
        _write_history(db, FilingId(inserted[0]), now_ms, None, None, FilingState.QUEUED)
    filing = read_filings(db, "client_ref = ?", (client_ref,))[0]
    if msgspec.json.encode(filing.draft) != msgspec.json.encode(draft):
        raise OtherContent(filing.id)
    if draft_id is not None:
        remove_draft(db, draft_id)
    return filing, inserted is not None


def _refuse_second_escalation(db: sqlite3.Connection, draft: Draft, client_ref: str) -> None:
    link = link_of(draft.metadata)
    opened = None if link is None else escalations.open_of(db, link.number)
    if link is not None and opened is not None and opened.client_ref != client_ref:
        raise AlreadyEscalated(link.number, opened.id)


def settle(
    db: sqlite3.Connection, filing_id: FilingId, change: Change, draft_id: DraftId | None = None
) -> Filing:
    """Apply one act; a kept draft that becomes part of it goes in the same transaction.

    A wire's answer that something else overtook ends its attempt and adds the ticket that it
    brings, no more.

    Raises:
        NotFound: no such filing.
        WrongState: not allowed from its present state; nothing was changed.
    """
    filing = _require(db, filing_id)
    _write(db, filing, apply(filing, change), change.act, change.at_ms)
    if draft_id is not None:
        remove_draft(db, draft_id)
    return _require(db, filing_id)


def take_back(db: sqlite3.Connection, filing_id: FilingId, at_ms: int) -> Filing:
    """Withdraw a filing under which no ticket can exist, so that it may be written anew.

    Raises:
        NotFound: no such filing.
        WrongState: it left, or may have; nothing was changed.
    """
    filing = _require(db, filing_id)
    if filing.state is not FilingState.QUEUED or unproven_sends(filing):
        raise WrongState(filing.state)
    return settle(db, filing_id, Change(act=Act.WITHDRAW, at_ms=at_ms))


def take(
    db: sqlite3.Connection, filing_id: FilingId, at_ms: int, idempotency_key: str | None = None
) -> Filing:
    """Mark a queued filing as being sent, before its first byte leaves.

    Args:
        db: a connection.
        filing_id: which.
        at_ms: the present.
        idempotency_key: in the place of one that proves nothing any more.

    Raises:
        NotFound: no such filing.
        WrongState: it is not queued any more, or a stored ticket proves that it exists.
    """
    if _see_stored(db, at_ms, "f.id = ?", filing_id):
        raise WrongState(FilingState.CONFIRMED)
    return settle(db, filing_id, Change(act=Act.TAKE, at_ms=at_ms, idempotency_key=idempotency_key))


def see(db: sqlite3.Connection, filing_id: FilingId, ticket: TicketRef, at_ms: int) -> Filing:
    """Record a ticket of the feed that carries the filing's reference.

    It confirms a filing in any other state, completes the agent's word, and is a double of a
    filing that is another ticket already. Raises ``NotFound``.
    """
    filing = _require(db, filing_id)
    _write(db, filing, shown_by_feed(filing, ticket, at_ms), Act.EVIDENCE, at_ms)
    return _require(db, filing_id)


def recover(db: sqlite3.Connection, at_ms: int) -> list[Filing]:
    """Settle what a dead owner left: proven by a stored ticket, else uncertain, never queued.

    Returns:
        The filings that changed.
    """
    proven = _see_stored(db, at_ms)
    change = Change(act=Act.OWNER_DIED, at_ms=at_ms, doubt=Doubt.APP_STOPPED)
    orphans = [
        settle(db, filing.id, change)
        for filing in read_filings(db, "state = ? ORDER BY id", (FilingState.SENDING,))
    ]
    # Further away than a server that does not answer is ever waited for: the clock was set back.
    db.execute(
        "UPDATE filings SET next_attempt_ms = ?1 WHERE state = 'queued' AND wait = 'network'"
        " AND next_attempt_ms > ?1",
        (at_ms + round(CEILING_S * 1000),),
    )
    # A repeat that was on the wire: its filing stays uncertain, its attempt has ended.
    db.execute("UPDATE filing_attempts SET outcome = ? WHERE outcome IS NULL", (Act.OWNER_DIED,))
    return [*proven, *orphans]


def advance_attempts(db: sqlite3.Connection, by_ms: int) -> None:
    """Move the due time of the next attempts back by ``by_ms``, as the clock was."""
    db.execute(
        "UPDATE filings SET next_attempt_ms = next_attempt_ms - ? WHERE next_attempt_ms > 0",
        (by_ms,),
    )


def postpone(db: sqlite3.Connection, filing_id: FilingId, until_ms: int) -> Filing:
    """Let a filing that can still be taken back wait until then."""
    db.execute(
        "UPDATE filings SET next_attempt_ms = ? WHERE id = ? AND state = ? AND wait = ?",
        (until_ms, filing_id, FilingState.QUEUED, Wait.UNDO),
    )
    return _require(db, filing_id)


def remind(db: sqlite3.Connection, filing_id: FilingId, remind_ms: int | None) -> Filing:
    """Remember when to remind of a filing that waits for a decision; None for never."""
    db.execute("UPDATE filings SET remind_ms = ? WHERE id = ?", (remind_ms, filing_id))
    return _require(db, filing_id)


def seen_refs(db: sqlite3.Connection, which: str = "1", *arguments: object) -> list[SeenRef]:
    """Return what the stored tickets prove and no filing says yet.

    ``which`` is a condition on filings as ``f`` and tickets as ``t``, from this package alone.
    """
    records = db.execute(
        "SELECT f.id, f.client_ref, t.id, t.number FROM filings AS f"
        " JOIN tickets AS t ON t.client_ref = f.client_ref WHERE NOT EXISTS"
        " (SELECT 1 FROM filing_tickets AS k WHERE k.filing_id = f.id AND k.ticket_id = t.id)"
        f" AND {which} ORDER BY t.created_ms, t.key",
        arguments,
    )
    return [SeenRef(*record) for record in records]


def _see_stored(
    db: sqlite3.Connection, at_ms: int, which: str = "1", *arguments: object
) -> list[Filing]:
    """Record every stored ticket that carries a filing's reference."""
    return [
        see(db, seen.filing_id, TicketRef(seen.ticket_id, seen.number), at_ms)
        for seen in seen_refs(db, which, *arguments)
    ]


def _write(db: sqlite3.Connection, before: Filing, filing: Filing, act: Act, at_ms: int) -> None:
    """Store one step of a filing, its history first, as the rules of the database require."""
    if (before.state, act) in TRANSITIONS:
        _write_history(db, filing.id, at_ms, act, before.state, filing.state)
    _write_attempts(db, before, filing)
    _write_tickets(db, filing, at_ms)
    _write_filing(db, before, filing)
    if filing.state is FilingState.CONFIRMED and before.state is not FilingState.CONFIRMED:
        customer = filing.draft.customer_external_id
        used = filing.created_ms
        known = KnownCustomer(customer, first_seen_ms=used, last_used_ms=used)
        directory.learn_customers(db, [known])


# fmt: off
_AS_THEY_ARE = (
    "state", "evidence", "doubt", "wait", "next_attempt_ms", "first_attempt_ms", "settled_ms",
    "remind_ms", "assigned_to", "idempotency_key",
)
# fmt: on


def _write_filing(db: sqlite3.Connection, before: Filing, filing: Filing) -> None:
    ticket, error = filing.ticket, filing.error
    values = {name: getattr(filing, name) for name in _AS_THEY_ARE} | {
        "ticket_id": None if ticket is None else ticket.id,
        "ticket_number": None if ticket is None else ticket.ticket_number,
        "error": None if error is None else as_json(error),
        "draft": msgspec.json.encode(filing.draft),
    }
    changes = ", ".join(f"{name} = :{name}" for name in values)
    moved = db.execute(
        f"UPDATE filings SET {changes} WHERE id = :id AND state = :before",
        values | {"id": filing.id, "before": before.state},
    )
    if moved.rowcount != 1:
        raise WrongState(before.state)


def _write_attempts(db: sqlite3.Connection, before: Filing, filing: Filing) -> None:
    """Write down the attempt that began, or how the one on the wire ended."""
    if filing.attempts == before.attempts:
        return
    attempt = filing.attempts[-1]
    if len(filing.attempts) > len(before.attempts):
        db.execute(
            "UPDATE filing_attempts SET outcome = ? WHERE filing_id = ? AND outcome IS NULL",
            (Act.OWNER_DIED, filing.id),
        )
        db.execute(
            "INSERT INTO filing_attempts (filing_id, at_ms, idempotency_key) VALUES (?, ?, ?)",
            (filing.id, attempt.at_ms, attempt.idempotency_key),
        )
        return
    db.execute(
        "UPDATE filing_attempts SET duration_ms = ?, http_status = ?, code = ?, outcome = ?,"
        " request_id = ?"
        " WHERE id = (SELECT max(id) FROM filing_attempts WHERE filing_id = ?)",
        (
            attempt.duration_ms,
            attempt.http_status,
            attempt.code,
            attempt.outcome,
            attempt.request_id,
            filing.id,
        ),
    )


def _write_tickets(db: sqlite3.Connection, filing: Filing, at_ms: int) -> None:
    own = () if filing.ticket is None else (filing.ticket,)
    for ticket in (*own, *filing.doubles):
        if ticket.id is not None:
            db.execute(
                "INSERT INTO filing_tickets (filing_id, ticket_id, number, at_ms)"
                " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (filing.id, ticket.id, ticket.ticket_number, at_ms),
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


def _require(db: sqlite3.Connection, filing_id: FilingId) -> Filing:
    found = read_filings(db, "id = ?", (filing_id,))
    if not found:
        raise NotFound(f"filing {filing_id}")
    return found[0]
