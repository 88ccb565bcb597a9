"""The copy of the ledger: ahead of the store by one transaction at most, and never behind it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import StoreDamaged, StoreError, StoreFull, StoreNewer
from supportdesk_desktop.core.filing import Act, Change, FilingState, TicketRef
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import AgentId, DraftId, FilingId, TicketId
from supportdesk_desktop.core.tickets import Agent
from supportdesk_desktop.store import (
    feed_state,
    filing_acts,
    filings,
    ledger_copy,
    notices,
    settings,
    snapshots,
)
from supportdesk_desktop.store import tickets as stored_tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.filings import put_draft, read_drafts, remove_draft
from supportdesk_desktop.store.ledger_copy import KEPT, copy_of
from tests.fakes.tickets import a_ticket

DRAFT = Draft(customer_external_id="usr_1", subject="Débité", metadata=msgspec.Raw(b"{}"))
REF = "3b6f0d2c-1d0e-4e63-9a63-3f1e3a2d7c11"

KILLED_BETWEEN = """
import asyncio, os, pathlib, signal, sys
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.store import engine, filing_acts, filings
from supportdesk_desktop.store.engine import Store

write = engine.write_copy

def write_and_die(db, path):
    write(db, path)
    os.kill(os.getpid(), signal.SIGKILL)

async def main():
    store = await Store.open(pathlib.Path(sys.argv[1]))
    engine.write_copy = write_and_die
    if sys.argv[2] == "take":
        [filing] = await store.ledger.read(filings.newest)
        await store.ledger.write(filing_acts.take, filing.id, 5)
    else:
        await store.ledger.write(
            filing_acts.submit,
            Draft(subject="Tué"), client_ref="tué", idempotency_key="k", now_ms=5
        )

asyncio.run(main())
"""


async def submit(store: Store, ref: str = REF, draft_id: DraftId | None = None) -> FilingId:
    filing, _ = await store.ledger.write(
        filing_acts.submit,
        DRAFT,
        client_ref=ref,
        idempotency_key=f"key-{ref}",
        now_ms=1,
        draft_id=draft_id,
    )
    return filing.id


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of the tables that are kept, as far as they are."""
    with closing(sqlite3.connect(path)) as db:
        return {
            kept.table: sorted(
                db.execute(f"SELECT {', '.join(kept.columns) or '*'} FROM {kept.table}").fetchall(),
                key=repr,
            )
            for kept in KEPT
        }


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(sql)
        db.commit()


def killed_between(path: Path, act: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED_BETWEEN, str(path), act], check=False)
    assert done.returncode == -signal.SIGKILL


async def states(path: Path) -> dict[str, FilingState]:
    store = await Store.open(path)
    found = {one.client_ref: one.state for one in await store.ledger.read(filings.newest)}
    await store.aclose()
    return found


async def test_whatever_is_kept_is_in_the_copy_when_it_is_in_the_store(
    store: Store, store_path: Path
) -> None:
    async def same(step: Awaitable[object]) -> None:
        await step
        assert rows_of(copy_of(store_path)) == rows_of(store_path)

    await same(
        store.feed.write(feed_state.bind_agent, Agent(id=AgentId("a"), name="A", email="a@x.bj"))
    )
    await same(store.ledger.write(settings.put, "ui.theme", "dark"))
    await same(store.ledger.write(settings.put, "ui.theme", "light"))
    await same(store.ledger.write(put_draft, DraftId(REF), DRAFT, 1))
    await same(store.ledger.write(put_draft, DraftId("autre"), DRAFT, 1))
    await same(store.ledger.write(put_draft, DraftId("autre"), DRAFT, 2))
    await same(store.ledger.write(remove_draft, DraftId("autre")))
    await same(submit(store, draft_id=DraftId(REF)))
    await same(store.ledger.write(filing_acts.take, FilingId(1), 2))
    await same(store.ledger.write(filing_acts.settle, FilingId(1), Change(act=Act.DOUBT, at_ms=3)))
    await same(
        store.ledger.write(filing_acts.see, FilingId(1), TicketRef(TicketId("t-1"), "TKT-1"), 4)
    )
    await same(submit(store, "deux"))
    await same(store.ledger.write(filing_acts.advance_attempts, 5))
    await same(store.ledger.write(filing_acts.recover, 6))
    await same(store.ledger.write(stored_tickets.put_note, TicketId("t-1"), "rappeler"))
    await same(store.ledger.write(stored_tickets.put_note, TicketId("t-1"), " "))
    await same(store.ledger.write(stored_tickets.put_snoozes, {TicketId("t-1"): 9}))
    await same(store.ledger.write(stored_tickets.end_snoozes, 10))
    await same(store.ledger.write(notices.put_reminded, [TicketId("t-1")], 11))
    await same(store.ledger.write(settings.remove, "ui.theme"))
    assert len(rows_of(store_path)["filing_attempts"]) == 1


async def test_what_a_feed_brings_does_not_touch_the_copy(store: Store, store_path: Path) -> None:
    await store.ledger.write(settings.put, "ui.theme", "dark")
    before = copy_of(store_path).stat()
    await snapshots.replace_all(store.feed, Cursor(epoch="e", seq=1), [a_ticket(1)], 1)
    assert copy_of(store_path).stat() == before


async def test_what_cannot_be_copied_is_not_stored(store: Store, store_path: Path) -> None:
    """So nothing leaves that the copy does not know of."""
    filing = await submit(store)
    with closing(sqlite3.connect(copy_of(store_path), isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout = 0")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ledger_copy, "BUSY_TIMEOUT_S", 0)
            with pytest.raises(StoreError):
                await store.ledger.write(filing_acts.take, filing, 2)
        other.execute("ROLLBACK")
    [one] = await store.ledger.read(filings.newest)
    assert (one.state, one.attempts) == (FilingState.QUEUED, ())
    await store.ledger.write(filing_acts.take, filing, 3)
    assert rows_of(copy_of(store_path)) == rows_of(store_path)


async def test_a_copy_that_fails_holds_no_lock_on_the_store(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing = await submit(store)
    with monkeypatch.context() as patch:
        patch.setattr(ledger_copy, "_insert", lambda *_: "INSERT INTO nowhere VALUES (1)")
        # Held for the rest of the test, with whatever its frames hold.
        with pytest.raises(StoreError) as _problem:
            await store.ledger.write(filing_acts.take, filing, 2)
    await store.feed.write(feed_state.verified, 1, 1)
    assert (await store.ledger.write(filing_acts.take, filing, 3)).state is FilingState.SENDING


async def test_no_room_for_the_copy_is_a_full_disk(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing = await submit(store)

    def full(path: Path) -> sqlite3.Connection:
        copy = real(path)
        pages = copy.execute("PRAGMA page_count").fetchone()[0]
        copy.execute(f"PRAGMA max_page_count = {pages}")
        return copy

    real = ledger_copy._open
    monkeypatch.setattr(ledger_copy, "_open", full)
    with pytest.raises(StoreFull):
        await store.ledger.write(stored_tickets.put_note, TicketId("t-1"), "long " * 100_000)
    assert [one.state for one in await store.ledger.read(filings.newest)] == [FilingState.QUEUED]
    assert (await store.ledger.write(filing_acts.take, filing, 3)).state is FilingState.SENDING


async def test_a_kill_between_copy_and_store_leaves_a_filing_that_is_not_sent_again(
    store_path: Path,
) -> None:
    store = await Store.open(store_path)
    await submit(store)
    await store.aclose()
    killed_between(store_path, "take")
    # The store was not reached: nothing had left, and it may leave.
    assert await states(store_path) == {REF: FilingState.QUEUED}
    assert rows_of(copy_of(store_path))["filings"][0][3] == FilingState.SENDING
    for file in store_path.parent.glob("store.db*"):
        file.unlink()
    assert await states(store_path) == {REF: FilingState.UNCERTAIN}


async def test_a_filing_that_only_the_copy_has_gives_way_to_the_next_one(store_path: Path) -> None:
    store = await Store.open(store_path)
    await submit(store)
    await store.aclose()
    killed_between(store_path, "submit")
    assert await states(store_path) == {REF: FilingState.QUEUED}
    assert len(rows_of(copy_of(store_path))["filings"]) == 2
    store = await Store.open(store_path)
    await submit(store, "suivant")
    await store.aclose()
    assert rows_of(copy_of(store_path)) == rows_of(store_path)


def removed(path: Path) -> None:
    path.unlink()


def unreadable(path: Path) -> None:
    path.write_bytes(b"\xa5" * 20_000)


def of_another_version(path: Path) -> None:
    change(path, "PRAGMA user_version = 3")


def behind(path: Path) -> None:
    """As after an older version of the program, which knows of no copy."""
    change(path, "DELETE FROM filing_history")


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("spoil", [removed, unreadable, of_another_version, behind, empty])
async def test_a_copy_that_will_not_do_is_made_anew_by_the_next_write(
    store_path: Path, spoil: Callable[[Path], None]
) -> None:
    store = await Store.open(store_path)
    filing = await submit(store)
    await submit(store, "autre")
    await store.ledger.write(put_draft, DraftId("d"), DRAFT, 1)
    await store.aclose()
    spoil(copy_of(store_path))
    store = await Store.open(store_path)
    await store.ledger.write(filing_acts.take, filing, 2)
    await store.aclose()
    assert rows_of(copy_of(store_path)) == rows_of(store_path)
    assert os.stat(copy_of(store_path)).st_mode & 0o777 == 0o600


async def test_a_copy_that_goes_while_the_store_is_open_is_made_anew(
    store: Store, store_path: Path
) -> None:
    filing = await submit(store)
    copy_of(store_path).unlink()
    await store.ledger.write(filing_acts.take, filing, 2)
    assert rows_of(copy_of(store_path)) == rows_of(store_path)


async def test_a_damaged_store_costs_no_sound_copy(
    store: Store, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing = await submit(store)
    before = rows_of(copy_of(store_path))

    def damaged(*_arguments: object) -> None:
        raise StoreDamaged("the store")

    monkeypatch.setattr(ledger_copy, "_copy_rows", damaged)
    with pytest.raises(StoreDamaged):
        await store.ledger.write(filing_acts.take, filing, 2)
    assert rows_of(copy_of(store_path)) == before


async def test_a_copy_of_an_older_version_fills_a_new_store(store_path: Path) -> None:
    store = await Store.open(store_path)
    await submit(store)
    await store.ledger.write(put_draft, DraftId("d"), DRAFT, 1)
    await store.aclose()
    change(copy_of(store_path), "ALTER TABLE drafts DROP COLUMN customer")
    change(copy_of(store_path), "DROP TABLE ticket_reminders")
    change(copy_of(store_path), "PRAGMA user_version = 2")
    for file in store_path.parent.glob("store.db*"):
        file.unlink()
    assert await states(store_path) == {REF: FilingState.UNCERTAIN}
    store = await Store.open(store_path)
    assert [one.id for one in await store.ledger.read(read_drafts)] == ["d"]
    await store.aclose()


async def test_a_copy_of_a_newer_version_is_not_touched(store_path: Path) -> None:
    store = await Store.open(store_path)
    await submit(store)
    await store.aclose()
    change(copy_of(store_path), "PRAGMA user_version = 9999")
    before = copy_of(store_path).read_bytes()
    for file in store_path.parent.glob("store.db*"):
        file.unlink()
    with pytest.raises(StoreNewer):
        await Store.open(store_path)
    assert copy_of(store_path).read_bytes() == before


async def test_two_processes_write_one_copy(store: Store, store_path: Path) -> None:
    other = await Store.open(store_path)
    await submit(store)
    await submit(other, "autre")
    await store.ledger.write(filing_acts.take, FilingId(2), 2)
    await other.ledger.write(filing_acts.take, FilingId(1), 2)
    await other.aclose()
    assert rows_of(copy_of(store_path)) == rows_of(store_path)
