"""Filings that escalate a ticket, with what the desk said last of the tickets that they became."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from supportdesk_desktop.core.escalations import Escalation, FiledTicket, link_of, standing_of
from supportdesk_desktop.core.filing import Filing
from supportdesk_desktop.core.ids import FilingId, TicketId
from supportdesk_desktop.core.times import epoch_ms
from supportdesk_desktop.store.filings import read_filings
from supportdesk_desktop.store.schema import (
    AMONG,
    ESCALATED,
    ESCALATION_IS_OPEN,
    UNTOLD_MS,
    as_json,
    insert,
)

MOST = 500


def open_of(db: sqlite3.Connection, number: str) -> Filing | None:
    """Return the open escalation of a ticket, if there is one."""
    found = read_filings(
        db, f"{ESCALATED} = ? AND {ESCALATION_IS_OPEN} ORDER BY id DESC LIMIT 1", (number,)
    )
    return found[0] if found else None


def read_all(db: sqlite3.Connection, now_ms: int) -> list[Escalation]:
    """Return the newest escalations that were not taken back, the newest first."""
    where = f"{ESCALATED} > '' AND state <> 'withdrawn' ORDER BY id DESC LIMIT {MOST}"
    found = (_escalation(db, filing) for filing in read_filings(db, where))
    return [one for one in found if one is not None and _is_listed(one, now_ms)]


def origins(db: sqlite3.Connection, ids: Sequence[FilingId]) -> tuple[TicketId, ...]:
    """Return the tickets known here that these filings escalate."""
    found = db.execute(
        "SELECT t.id FROM filings AS f JOIN tickets AS t"
        f" ON t.number = {ESCALATED} WHERE f.id {AMONG}",
        (as_json(ids),),
    )
    return tuple(ticket_id for (ticket_id,) in found.fetchall())


def put_told(db: sqlite3.Connection, told: Iterable[FiledTicket], now_ms: int) -> None:
    """Write down what the desk says of tickets that were escalated from here."""
    ours = {
        number
        for (number,) in db.execute(
            f"SELECT ticket_number FROM filings WHERE {ESCALATED} > ''"
            " AND ticket_number IS NOT NULL"
        )
    }
    for one in told:
        if one.number in ours:
            values = {
                "number": one.number,
                "status": one.status,
                "agent": None if one.agent is None else one.agent.name,
                "changed_ms": _ms(one.updated_at),
                "said_ms": now_ms,
            }
            db.execute(insert("filed_tickets", values).replace("INSERT", "REPLACE", 1), values)


def said_ms(db: sqlite3.Connection) -> int | None:
    """Return when the desk spoke last of our escalations, None where it never did."""
    found: int | None = db.execute("SELECT max(said_ms) FROM filed_tickets").fetchone()[0]
    return found


def put_reminded(db: sqlite3.Connection, ids: Iterable[FilingId], now_ms: int) -> None:
    """Write down that the agent is being told that these passed their limit."""
    db.executemany(
        "INSERT OR IGNORE INTO escalation_reminders (filing_id, reminded_ms) VALUES (?, ?)",
        [(one, now_ms) for one in ids],
    )


def _is_listed(one: Escalation, now_ms: int) -> bool:
    return one.told_by_desk or one.since_ms >= now_ms - UNTOLD_MS


def _escalation(db: sqlite3.Connection, filing: Filing) -> Escalation | None:
    link = link_of(filing.draft.metadata)
    if link is None:
        return None
    known = db.execute(
        "SELECT subject, priority FROM tickets WHERE number = ? ORDER BY held DESC LIMIT 1",
        (link.number,),
    ).fetchone()
    subject, priority = known or (filing.draft.subject, filing.draft.priority)
    number = None if filing.ticket is None else filing.ticket.ticket_number
    told = db.execute(
        "SELECT status, agent, changed_ms FROM filed_tickets WHERE number = ?", (number,)
    ).fetchone()
    status, agent, changed_ms = told or (None, filing.assigned_to, None)
    reminded = db.execute(
        "SELECT reminded_ms FROM escalation_reminders WHERE filing_id = ?", (filing.id,)
    ).fetchone()
    return Escalation(
        filing=filing,
        origin=link,
        origin_subject=subject,
        origin_priority=priority,
        standing=standing_of(filing, status, agent),
        agent=agent,
        changed_ms=changed_ms,
        told_by_desk=told is not None,
        reminded_ms=None if reminded is None else reminded[0],
    )


def _ms(text: str | None) -> int | None:
    try:
        return None if text is None else epoch_ms(text)
    except (ValueError, OverflowError):
        return None
