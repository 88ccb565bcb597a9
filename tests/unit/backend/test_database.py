"""The database: schema, addresses, transactions."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import DatabaseError

from supportdesk_desktop.backend.database import (
    Database,
    DatabaseUrlError,
    file_url,
    parse_url,
    sqlite_file,
)
from supportdesk_desktop.backend.tables import metadata, quota_months


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path}/desk.db")
    yield opened
    await opened.aclose()


async def counted(database: Database) -> int | None:
    async with database.reading() as conn:
        return await conn.scalar(select(func.count()).select_from(quota_months))


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found: list[object] = compare_metadata(context, metadata)
    return found


async def test_the_migrated_schema_is_that_of_the_tables(database: Database) -> None:
    async with database.reading() as conn:
        assert await conn.run_sync(_differences) == []


async def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/100% à nous/desk.db"
    database = await Database.open(url)
    async with database.writing() as writing:
        await writing.conn.execute(insert(quota_months).values(month="2026-04", created=3))
    await database.aclose()
    database = await Database.open(url)
    async with database.reading() as conn:
        assert await conn.scalar(select(quota_months.c.created)) == 3
    await database.aclose()


@pytest.mark.parametrize("name", ["a?b", "50%20", "n°1 #2", "à nous"])
async def test_a_file_is_found_whatever_its_folder_is_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "desk.db"
    database = await Database.open(file_url(path))
    await database.aclose()
    assert path.is_file()
    assert sqlite_file(file_url(path)) == path


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
async def test_the_file_is_for_this_user_alone(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/new/desk.db")
    await database.aclose()
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "desk.db").stat().st_mode) == 0o600


async def test_an_exception_rolls_back(database: Database) -> None:
    async def fail_halfway() -> None:
        async with database.writing() as writing:
            await writing.conn.execute(insert(quota_months).values(month="2026-04", created=1))
            raise LookupError

    with pytest.raises(LookupError):
        await fail_halfway()
    assert await counted(database) == 0


async def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    count = select(func.count()).select_from(quota_months)
    async with database.reading() as conn:
        before = await conn.scalar(count)
        async with database.writing() as writing:
            await writing.conn.execute(insert(quota_months).values(month="2026-05", created=1))
        assert await conn.scalar(count) == before
    assert await counted(database) == 1


async def test_writers_take_turns(database: Database) -> None:
    async def add_one() -> None:
        async with database.writing() as writing:
            count = await writing.conn.scalar(select(func.count()).select_from(quota_months))
            await writing.conn.execute(insert(quota_months).values(month=f"{count}", created=0))

    await asyncio.gather(*(add_one() for _ in range(20)))
    assert await counted(database) == 20


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:////var/lib/desk.db", "sqlite+aiosqlite"),
        ("postgresql://desk@localhost/desk", "postgresql+asyncpg"),
        ("postgres://desk@localhost/desk", "postgresql+asyncpg"),
    ],
)
def test_the_driver_follows_from_the_address(url: str, driver: str) -> None:
    assert parse_url(url).drivername == driver


@pytest.mark.parametrize(
    "url", ["", "desk.db", "sqlite://", "sqlite:///:memory:", "mysql://u:motdepasse@h/d"]
)
def test_other_addresses_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(DatabaseUrlError) as refused:
        parse_url(url)
    assert "motdepasse" not in str(refused.value)


async def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(DatabaseUrlError, match="asyncpg is not installed"):
        await Database.open("postgresql://desk@localhost/desk")


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Ceci n’est pas une base. " * 100, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(DatabaseError):
        await Database.open(f"sqlite:///{path}")
    assert path.read_bytes() == before


async def test_a_read_cancelled_while_its_connection_opens_leaves_none_open(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[sqlite3.Connection] = []
    real = sqlite3.connect

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        made.append(real(*arguments, **options))
        return made[-1]

    async def read() -> None:
        async with database.reading() as conn:
            await conn.scalar(select(func.count()).select_from(quota_months))

    monkeypatch.setattr(sqlite3, "connect", connect)
    # The one connection of the pool is taken, so each read opens another.
    async with database.reading():
        for steps in range(100):
            reading = asyncio.create_task(read())
            for _ in range(steps):
                await asyncio.sleep(0)
            reading.cancel()
            await asyncio.wait([reading])
    await database.aclose()
    assert [connection for connection in made if is_open(connection)] == []


def is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.total_changes  # noqa: B018
    except sqlite3.ProgrammingError:
        return False
    return True


LOOK = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("SELECT month FROM quota_months").fetchall()
db.close()
"""


async def test_a_second_opening_ends_no_lock_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    first = await Database.open(f"sqlite:///{path}")
    second = await Database.open(f"sqlite:///{path}")
    # Whoever closes a database that nobody else seems to have open throws its log away.
    look = [sys.executable, "-c", LOOK, str(path)]
    await asyncio.to_thread(subprocess.run, look, check=True)
    assert path.with_name("desk.db-wal").exists()
    await second.aclose()
    await first.aclose()
