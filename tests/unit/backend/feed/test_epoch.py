"""The epoch file: what makes a new epoch, and what never does."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from supportdesk_desktop.backend.database import Database
from supportdesk_desktop.backend.feed.epoch import FeedEpoch, epoch_path
from supportdesk_desktop.backend.tables import agents

AGENT = "clagent"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path / 'desk.db'}")
    async with opened.writing() as writing:
        await writing.conn.execute(
            insert(agents).values(
                **dict.fromkeys(("id", "name", "email", "email_folded", "role"), AGENT),
                **dict.fromkeys(("last_assigned_ms", "held_tickets", "revision", "created_ms"), 0),
                available=True,
                feed_seq=5,
            )
        )
    yield opened
    await opened.aclose()


async def opened_as(database: Database, *, new_epoch: bool = False) -> str:
    return (await FeedEpoch.open(database, 0, new_epoch=new_epoch)).of(AGENT)


def file_of(database: Database) -> Path:
    assert database.path is not None
    return epoch_path(database.path)


async def test_it_stays_over_restarts(database: Database) -> None:
    first = await opened_as(database)
    assert len(first) <= 128
    assert await opened_as(database) == first
    assert (await FeedEpoch.open(database, 0)).of("another agent") != first


async def test_a_head_is_on_disk_before_reach_returns(database: Database) -> None:
    epoch = await FeedEpoch.open(database, 0)
    await asyncio.gather(*(epoch.reach(AGENT, seq) for seq in (7, 6, 9, 8)))
    assert json.loads(file_of(database).read_text())["heads"] == {AGENT: 9}
    await epoch.reach(AGENT, 3)
    assert json.loads(file_of(database).read_text())["heads"] == {AGENT: 9}
    if os.name == "posix":
        assert file_of(database).stat().st_mode & 0o777 == 0o600


async def test_a_database_below_the_file_begins_a_new_one(database: Database) -> None:
    epoch = await FeedEpoch.open(database, 0)
    await epoch.reach(AGENT, 6)
    changed = await opened_as(database)
    assert changed != epoch.of(AGENT)
    assert await opened_as(database) == changed


async def test_a_database_above_the_file_keeps_it(database: Database) -> None:
    first = await opened_as(database)
    async with database.writing() as writing:
        await writing.conn.execute(update(agents).values(feed_seq=50))
    assert await opened_as(database) == first


@pytest.mark.parametrize("damage", ["missing", "empty", "other id", "not JSON"])
async def test_a_file_that_does_not_vouch_begins_a_new_one(database: Database, damage: str) -> None:
    first = await opened_as(database)
    path = file_of(database)
    if damage == "missing":
        path.unlink()
    else:
        path.write_text({"empty": "", "other id": '{"id":"x","heads":{}}'}.get(damage, "{"))
    assert await opened_as(database) != first


async def test_it_can_be_asked_for(database: Database) -> None:
    first = await opened_as(database)
    assert await opened_as(database, new_epoch=True) != first


async def test_a_file_that_cannot_be_written_lets_nothing_pass(database: Database) -> None:
    epoch = await FeedEpoch.open(database, 0)
    path = file_of(database)
    path.with_name(path.name + ".new").mkdir()
    with pytest.raises(OSError, match="directory"):
        await epoch.reach(AGENT, 6)
    path.with_name(path.name + ".new").rmdir()
    await epoch.reach(AGENT, 6)
    assert json.loads(path.read_text())["heads"] == {AGENT: 6}


def open_to_all(folder: Path) -> None:
    """Let everybody read and write the files of a folder, as a restore may."""
    for file in folder.iterdir():
        file.chmod(0o666)


def modes_in(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
async def test_what_a_restore_left_open_is_narrowed(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path / 'desk.db'}")
    await FeedEpoch.open(database, 0)
    (tmp_path / "desk.db.epoch.new").touch()
    (tmp_path / "of somebody else").touch()
    open_to_all(tmp_path)
    again = await Database.open(f"sqlite:///{tmp_path / 'desk.db'}")
    await FeedEpoch.open(again, 0)
    modes = modes_in(tmp_path)
    assert modes.pop("of somebody else") == 0o666
    assert modes.keys() >= {"desk.db", "desk.db-wal", "desk.db-shm", "desk.db.epoch"}
    assert set(modes.values()) == {0o600}, modes
    await again.aclose()
    await database.aclose()
