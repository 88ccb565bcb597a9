"""Opening a store: made private, migrated, refused where it is not ours to touch."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import time
from contextlib import closing
from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import (
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreReplaced,
)
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store import settings, tickets
from supportdesk_desktop.store.engine import Store, StoreConnection
from supportdesk_desktop.store.schema import migrations, prepare, version_of


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def content_of(path: Path) -> bytes:
    return path.read_bytes()


def write(path: Path, content: bytes, mode: int = 0o600) -> None:
    path.write_bytes(content)
    path.chmod(mode)


async def test_a_new_store_is_private_and_of_the_present_version(
    store: Store, store_path: Path
) -> None:
    await store.ledger.write(settings.put, "thème", "dark")
    for file in store_path.parent.iterdir():
        assert mode_of(file) == 0o600, file.name
    with closing(sqlite3.connect(store_path)) as db:
        assert version_of(db) == len(migrations())
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_first_start_waits_for_another_that_makes_the_same_store(
    store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(store_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        def other_is_done(_: float) -> None:
            if other.in_transaction:
                other.execute("COMMIT")

        monkeypatch.setattr(time, "sleep", other_is_done)
        prepare(store_path)
        assert version_of(other) == len(migrations())


async def test_a_file_that_others_could_read_is_made_private(store_path: Path) -> None:
    write(store_path, b"", 0o644)
    await (await Store.open(store_path)).aclose()
    assert mode_of(store_path) == 0o600


@pytest.mark.parametrize(
    "content", [b"ceci n'est pas une base " * 100, b"SQLite format 3\0xx" * 99]
)
async def test_what_is_not_a_database_is_damaged_and_not_touched(
    store_path: Path, content: bytes
) -> None:
    write(store_path, content)
    with pytest.raises(StoreDamaged):
        await Store.open(store_path)
    assert content_of(store_path) == content


async def test_another_programs_database_is_not_ours(store_path: Path) -> None:
    with closing(sqlite3.connect(store_path)) as db:
        db.execute("CREATE TABLE autre (x)")
    with pytest.raises(StoreDamaged):
        await Store.open(store_path)


async def test_a_place_that_cannot_be_written_is_read_only(tmp_path: Path) -> None:
    with pytest.raises(StoreReadOnly):
        await Store.open(tmp_path / "absent" / "store.db")


async def test_a_full_disk_stores_nothing_and_is_said_so(store_path: Path) -> None:
    prepare(store_path)
    connection = await StoreConnection.open(store_path, "test", asyncio.Lock())

    def fill(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO settings (name, value) VALUES ('gros', ?)", ("x" * 1_000_000,))

    def no_more_pages(db: sqlite3.Connection) -> None:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}").fetchone()

    await connection.read(no_more_pages)
    with pytest.raises(StoreFull):
        await connection.write(fill)
    rows = await connection.read(lambda db: db.execute("SELECT * FROM settings").fetchall())
    assert rows == []
    await connection.aclose()


async def test_a_closed_store_says_so(store: Store) -> None:
    await store.aclose()
    with pytest.raises(StoreError):
        await store.read(tickets.total)
    with pytest.raises(StoreError):
        await store.ledger.write(settings.put, "x", 1)


async def test_readers_cannot_write(store: Store, store_path: Path) -> None:
    reader = await StoreConnection.open(store_path, "test")
    with pytest.raises(StoreReadOnly):
        await reader.read(lambda db: db.execute("DELETE FROM settings"))
    with pytest.raises(StoreError):
        await reader.write(lambda db: db.execute("DELETE FROM settings"))
    await reader.aclose()


async def test_a_cancelled_caller_leaves_no_half_transaction(store_path: Path) -> None:
    prepare(store_path)
    connection = await StoreConnection.open(store_path, "test", asyncio.Lock())
    loop = asyncio.get_running_loop()
    begun = asyncio.Event()

    def write_two(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO settings (name, value) VALUES ('un', '1')")
        loop.call_soon_threadsafe(begun.set)
        db.execute("INSERT INTO settings (name, value) VALUES ('deux', '2')")

    task = asyncio.ensure_future(connection.write(write_two))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    names = await connection.read(
        lambda db: db.execute("SELECT count(*) FROM settings").fetchone()[0]
    )
    assert names == 2
    await connection.aclose()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a file that is in use")
@pytest.mark.parametrize("another_in_its_place", [False, True])
async def test_a_store_whose_file_was_taken_away_neither_reads_nor_writes(
    store: Store, store_path: Path, another_in_its_place: bool
) -> None:
    os.rename(store_path, f"{store_path}.moved")
    if another_in_its_place:
        prepare(store_path)
    with pytest.raises(StoreReplaced):
        await store.ledger.write(settings.put, "thème", "dark")
    with pytest.raises(StoreReplaced):
        await store.read(stored_rows.counts, 0)
