"""A transaction and what ends it."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import StoreError
from supportdesk_desktop.store import schema
from supportdesk_desktop.store.engine import StoreConnection


class CannotRollBack(sqlite3.Connection):
    """A database on a disk that fails once more while it takes a transaction back."""

    failures = 1

    def execute(self, sql: str, *args: object) -> sqlite3.Cursor:
        if sql == "ROLLBACK" and self.failures:
            self.failures -= 1
            raise sqlite3.OperationalError("disk I/O error")
        return super().execute(sql, *args)  # type: ignore[arg-type]


async def test_a_rollback_that_failed_ends_no_later_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.db"
    schema.prepare(path)

    def connect(_path: Path, **_how: object) -> sqlite3.Connection:
        return sqlite3.connect(
            path, factory=CannotRollBack, isolation_level=None, check_same_thread=False
        )

    monkeypatch.setattr(schema, "connect", connect)
    connection = await StoreConnection.open(path, "test", asyncio.Lock())

    def fail(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (n)")
        raise sqlite3.OperationalError("disk I/O error")

    def make(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE whole (n)")

    with pytest.raises(StoreError):
        await connection.write(fail)
    await connection.write(make)
    names = await connection.read(
        lambda db: [name for (name,) in db.execute("SELECT name FROM sqlite_master")]
    )
    await connection.aclose()
    assert {"whole", "half"} & set(names) == {"whole"}
