"""``ledger.db``: a second copy of what the desk cannot give back, in case the store is damaged.

A transaction that changes such rows is committed to the copy first and to the store then
(``docs/decisions/0018-a-copy-of-the-ledger.md``). So whatever may have left is in the copy, and a
process killed between the two leaves a copy that is ahead, never one that is behind.

The copy is written only while the store's write lock is held, and is open only for that time.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from supportdesk_desktop.core.errors import StoreDamaged, StoreNewer
from supportdesk_desktop.core.filing import Doubt, FilingState
from supportdesk_desktop.store.filings import read_filings
from supportdesk_desktop.store.schema import BUSY_TIMEOUT_S, store_errors, version_of
from supportdesk_desktop.store.settings import FIRST_VERIFIED, HELD_ANNOUNCED


class CopiedTable(msgspec.Struct, frozen=True):
    """A table in the copy.

    Attributes:
        table: its name, there as in the store.
        key: the column by which rows are copied: all of the same value together.
        columns: no others are copied; empty for all.
    """

    table: str
    key: str
    columns: tuple[str, ...] = ()


KEPT = (
    CopiedTable("filings", "id"),
    CopiedTable("filing_attempts", "filing_id"),
    CopiedTable("filing_history", "filing_id"),
    CopiedTable("filing_tickets", "filing_id"),
    CopiedTable("drafts", "id"),
    CopiedTable("ticket_notes", "ticket_id"),
    CopiedTable("ticket_snoozes", "ticket_id"),
    CopiedTable("ticket_reminders", "ticket_id"),
    CopiedTable("escalation_reminders", "filing_id"),
    CopiedTable("settings", "name"),
    # Whose profile this is: another's key stays refused.
    CopiedTable("feed", "one", ("one", "agent", "facts")),
)


def copy_of(store: Path) -> Path:
    """Return where the copy of this store is."""
    return store.with_name("ledger.db")


def follow(db: sqlite3.Connection) -> None:
    """Make this connection record the copied rows that it changes, until its transaction ends."""
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("CREATE TEMP TABLE changed (name TEXT, key)")
    for kept in KEPT:
        only = f"OF {', '.join(kept.columns)}" if kept.columns else ""
        for event, row in (("INSERT", "NEW"), (f"UPDATE {only}", "NEW"), ("DELETE", "OLD")):
            db.execute(
                f"CREATE TEMP TRIGGER kept_{kept.table}_{event[:6]} AFTER {event}"
                f" ON main.{kept.table} BEGIN"
                f" INSERT INTO changed VALUES ('{kept.table}', {row}.{kept.key}); END"
            )


def write_copy(db: sqlite3.Connection, store: Path) -> None:
    """Commit to the copy what the present transaction changed; the store comes after it.

    Args:
        db: what ``follow`` was called for, inside a transaction.
        store: where its database is.

    Raises:
        StoreError: the copy cannot be written; then the store must not be either.
    """
    changed = db.execute("SELECT DISTINCT name, key FROM temp.changed").fetchall()
    if not changed:
        return
    db.execute("DELETE FROM temp.changed")
    path = copy_of(store)
    try:
        _write(db, path, changed)
    except StoreDamaged:
        if _is_sound(path):
            raise  # it is the store that is damaged
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        _write(db, path, changed)


def restore(db: sqlite3.Connection, store: Path) -> None:
    """Fill a new, empty store with what the copy has; does nothing where there is none.

    Filings that were not settled become uncertain, whatever the copy says: it may be older than
    what was sent.

    Args:
        db: the new store, inside a transaction.
        store: where it is.

    Raises:
        StoreDamaged: the copy cannot be read.
        StoreNewer: it was written by a newer version.
    """
    path = copy_of(store)
    if not path.exists():
        return
    if not _is_sound(path):
        raise StoreDamaged(f"{path.name} is damaged")
    with closing(_open(path)) as copy:
        version = version_of(copy)
        if version > version_of(db):
            raise StoreNewer(f"schema {version} of {path.name}")
        if not version:
            raise StoreDamaged(f"{path.name} was never finished")
        try:
            for kept in KEPT:
                _restore_table(copy, db, kept)
            _mark_waiting_uncertain(db)
            read_filings(db, "1")
        except (sqlite3.IntegrityError, ValueError) as problem:
            raise StoreDamaged(f"{path.name}: {problem}") from problem
    _drop_obsolete_rows(db)


def _write(db: sqlite3.Connection, path: Path, changed: list[tuple[str, Any]]) -> None:
    with store_errors(), closing(_open(path)) as copy:
        copy.execute("BEGIN IMMEDIATE")
        if version_of(copy) == version_of(db):
            tables = {kept.table: kept for kept in KEPT}
            for name, key in changed:
                _copy_rows(db, copy, tables[name], key)
        if not _is_complete(db, copy):
            _copy_all(db, copy)
        copy.execute("COMMIT")


def _open(path: Path) -> sqlite3.Connection:
    """Open the copy, made (0600) where it is missing; transactions are begun by hand."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        # Each commit is on the disk, the end of its journal too.
        db.execute("PRAGMA synchronous = EXTRA")
    except BaseException:
        db.close()
        raise
    return db


def _is_sound(path: Path) -> bool:
    try:
        with store_errors(), closing(_open(path)) as copy:
            return bool(copy.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except StoreDamaged:
        return False


def _columns(db: sqlite3.Connection, kept: CopiedTable) -> tuple[str, ...]:
    names = [record[1] for record in db.execute(f"PRAGMA table_info({kept.table})")]
    return tuple(name for name in names if name in (kept.columns or names))


def _select(kept: CopiedTable, columns: tuple[str, ...]) -> str:
    return f"SELECT {', '.join(columns)} FROM {kept.table}"


def _insert(kept: CopiedTable, columns: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT OR REPLACE INTO {kept.table} ({', '.join(columns)}) VALUES ({marks})"


def _copy_rows(
    db: sqlite3.Connection, copy: sqlite3.Connection, kept: CopiedTable, key: object
) -> None:
    columns = _columns(db, kept)
    copy.execute(f"DELETE FROM {kept.table} WHERE {kept.key} = ?", (key,))
    # A failure of the copy must leave no statement open on the store, which would lock it.
    with closing(db.execute(f"{_select(kept, columns)} WHERE {kept.key} = ?", (key,))) as rows:
        copy.executemany(_insert(kept, columns), rows)


def _is_complete(db: sqlite3.Connection, copy: sqlite3.Connection) -> bool:
    """Return whether the copy has as many rows as the store, of the same schema.

    It has not where it is new, or where a version wrote the store that knew of no copy: no filing
    changes without one more row of history.
    """
    if version_of(copy) != version_of(db):
        return False
    counts = [f"SELECT count(*) FROM {kept.table}" for kept in KEPT]
    return all(copy.execute(one).fetchone() == db.execute(one).fetchone() for one in counts)


def _copy_all(db: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    for kept in KEPT:
        copy.execute(f"DROP TABLE IF EXISTS {kept.table}")
        table = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (kept.table,))
        copy.execute(table.fetchone()[0])
        columns = _columns(db, kept)
        with closing(db.execute(_select(kept, columns))) as rows:
            copy.executemany(_insert(kept, columns), rows)
    copy.execute(f"PRAGMA user_version = {version_of(db)}")


def _restore_table(copy: sqlite3.Connection, db: sqlite3.Connection, kept: CopiedTable) -> None:
    """Bring over the columns that both have: the copy may be of an older version."""
    there = _columns(copy, kept)
    columns = tuple(name for name in _columns(db, kept) if name in there)
    if columns:
        db.executemany(_insert(kept, columns), copy.execute(_select(kept, columns)))


def _mark_waiting_uncertain(db: sqlite3.Connection) -> None:
    """Mark waiting filings as uncertain.

    ``first_attempt_ms`` is set, so that a desk that knows their Idempotency-Key settles them.
    """
    waiting = (FilingState.QUEUED, FilingState.SENDING)
    db.execute(
        "INSERT INTO filing_history (filing_id, at_ms, before, after)"
        " SELECT id, created_ms, state, ? FROM filings WHERE state IN (?, ?)",
        (FilingState.UNCERTAIN, *waiting),
    )
    db.execute(
        "UPDATE filings SET state = ?, doubt = ?, wait = NULL, next_attempt_ms = NULL,"
        " first_attempt_ms = coalesce(first_attempt_ms, created_ms) WHERE state IN (?, ?)",
        (FilingState.UNCERTAIN, Doubt.STORE_DAMAGED, *waiting),
    )


def _drop_obsolete_rows(db: sqlite3.Connection) -> None:
    """Drop drafts that were filed, and settings about notices and a feed that are lost."""
    # A draft's id is the reference of the filing that it became.
    db.execute(
        "DELETE FROM drafts WHERE filing_id IS NULL AND id IN (SELECT client_ref FROM filings)"
    )
    db.execute("DELETE FROM settings WHERE name IN (?, ?)", (FIRST_VERIFIED, HELD_ANNOUNCED))
