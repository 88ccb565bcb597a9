"""The rows of a damaged store in a new one: checked, indexed anew, and never sent unasked."""

from __future__ import annotations

import sqlite3

import msgspec

from supportdesk_desktop.core.filing import Doubt
from supportdesk_desktop.core.filing_state import FilingState
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import URGENT_RANK
from supportdesk_desktop.core.tickets import Ticket, UnreadableTicket, decode_ticket
from supportdesk_desktop.store.documents import document
from supportdesk_desktop.store.filings import read_filings
from supportdesk_desktop.store.salvage import Salvage
from supportdesk_desktop.store.staging import COUNTS
from supportdesk_desktop.store.ticket_tables import TicketTables

NOT_COPIED = frozenset({"ticket_meta", "ticket_counts", "filing_rules"})
"""Made anew from the tickets, and part of the schema."""


class Saved(msgspec.Struct, frozen=True):
    """What was kept. ``doubtful`` of the filings may have left before.

    ``lost`` counts what cannot be read, each a row or a whole table.
    """

    filings: int = 0
    doubtful: int = 0
    drafts: int = 0
    tickets: int = 0
    lost: int = 0


def save_rows(salvage: Salvage, new: sqlite3.Connection) -> Saved:
    """Copy every row that can be read and used into a new, empty store.

    Raises:
        sqlite3.Error: the new store cannot be written.
    """
    new.execute("BEGIN IMMEDIATE")
    rules = _lift_rules(new)
    lost = sum(_copy(salvage, new, table, named) for table, named in _tables(new))
    lost += _drop_unusable_filings(new)
    lost += _index_tickets(new)
    _tidy(new)
    doubtful = _doubt_what_may_have_left(new)
    for (sql,) in rules:
        new.execute(sql)
    saved = Saved(
        filings=_count(new, "filings"),
        doubtful=doubtful,
        drafts=_count(new, "drafts"),
        tickets=_count(new, "tickets"),
        lost=lost + salvage.lost,
    )
    new.execute("COMMIT")
    return saved


def _tables(new: sqlite3.Connection) -> list[tuple[str, bool]]:
    """Return the ordinary tables, and whether each is without row numbers."""
    return [
        (name, bool(without_rowid))
        for _, name, kind, _, without_rowid, _ in new.execute("PRAGMA main.table_list")
        if kind == "table" and not name.startswith("sqlite_") and name not in NOT_COPIED
    ]


def _lift_rules(new: sqlite3.Connection) -> list[tuple[str]]:
    """Take the triggers away, which allow a filing only to begin, and return them."""
    found = new.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in found:
        new.execute(f'DROP TRIGGER "{name}"')
    return [(sql,) for _, sql in found]


def _copy(salvage: Salvage, new: sqlite3.Connection, table: str, named: bool) -> int:
    """Copy one table; returns how many rows its own rules refuse."""
    there = salvage.columns(table)
    known = [record[1] for record in new.execute(f"PRAGMA table_info({table})")]
    columns = [name for name in known if name in there]
    if not columns:
        return 0
    marks = ", ".join("?" * len(columns))
    sql = f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    read = salvage.named_rows if named else salvage.rows
    refused = 0
    for row in read(table, columns):
        try:
            new.execute(sql, row)
        except (sqlite3.IntegrityError, sqlite3.DataError):
            refused += 1
    return refused


def _drop_unusable_filings(new: sqlite3.Connection) -> int:
    """Drop filings that could not be read later; returns how many."""
    bad = []
    for (number,) in new.execute("SELECT id FROM filings").fetchall():
        try:
            read_filings(new, "id = ?", (number,))
        except ValueError:
            bad.append((number,))
    new.executemany("DELETE FROM filings WHERE id = ?", bad)
    return len(bad)


def _index_tickets(new: sqlite3.Connection) -> int:
    """Make search and metadata of every ticket anew; returns how many tickets were unusable."""
    tables = TicketTables(new)
    bad = []
    rows = new.execute("SELECT key, id, version, unreadable, received_ms, body FROM tickets")
    for key, ticket_id, version, unreadable, received_ms, body in rows.fetchall():
        ticket: Ticket | UnreadableTicket | None
        if unreadable is not None:
            ticket = UnreadableTicket(TicketId(ticket_id), version, body, unreadable)
        else:
            ticket = _readable(body)
        if ticket is None:
            bad.append((key,))
        else:
            doc = document(ticket, received_ms)
            tables.index(key, doc)
            new.execute(
                "UPDATE tickets SET subject_key = ?, customer_key = ? WHERE key = ?",
                (doc.subject_key, doc.customer_key, key),
            )
    new.executemany("DELETE FROM tickets WHERE key = ?", bad)
    return len(bad)


def _readable(body: bytes) -> Ticket | None:
    try:
        ticket = decode_ticket(body)
    except ValueError:
        return None
    return ticket if isinstance(ticket, Ticket) else None


def _tidy(new: sqlite3.Connection) -> None:
    """Drop what belongs to a lost row, and ask the server for the whole list again."""
    for table in ("filing_attempts", "filing_history"):
        new.execute(f"DELETE FROM {table} WHERE filing_id NOT IN (SELECT id FROM filings)")
    new.execute("DELETE FROM timeline WHERE ticket_key NOT IN (SELECT key FROM tickets)")
    new.execute(
        "UPDATE tickets SET notice_id = NULL WHERE notice_id NOT IN (SELECT id FROM notices)"
    )
    new.execute("UPDATE feed SET epoch = NULL, seq = NULL")
    new.execute(
        "UPDATE ticket_counts SET (stored, held, urgent) = (SELECT count(*),"
        " count(*) FILTER (WHERE held = 1),"
        f" count(*) FILTER (WHERE held = 1 AND priority_rank >= {URGENT_RANK}) FROM tickets"
        f" WHERE {COUNTS})"
    )


def _doubt_what_may_have_left(new: sqlite3.Connection) -> int:
    """Make filings that wait uncertain: the row that says that they left may be among the lost.

    ``first_attempt_ms`` is set, so that a desk that knows their Idempotency-Key settles them.
    """
    waiting = (FilingState.QUEUED, FilingState.SENDING)
    new.execute(
        "INSERT INTO filing_history (filing_id, at_ms, before, after)"
        " SELECT id, created_ms, state, ? FROM filings WHERE state IN (?, ?)",
        (FilingState.UNCERTAIN, *waiting),
    )
    return new.execute(
        "UPDATE filings SET state = ?, doubt = ?, wait = NULL, next_attempt_ms = NULL,"
        " first_attempt_ms = coalesce(first_attempt_ms, created_ms) WHERE state IN (?, ?)",
        (FilingState.UNCERTAIN, Doubt.STORE_DAMAGED, *waiting),
    ).rowcount


def _count(new: sqlite3.Connection, table: str) -> int:
    return int(new.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
