"""A damaged store is mended: set aside as it was, filings saved row by row, never sent unasked."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import msgspec
import pytest

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import OtherAgent, StoreDamaged, StoreFull
from supportdesk_desktop.core.filing import Act, Doubt
from supportdesk_desktop.core.filing_state import FilingState
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import AgentId, DraftId, TicketId
from supportdesk_desktop.core.ledger import Change
from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.tickets import Agent
from supportdesk_desktop.store import (
    drafts,
    feed_state,
    filing_acts,
    filings,
    marks,
    salvage,
    settings,
    snapshots,
    sole_use,
    ticket_events,
    tickets,
)
from supportdesk_desktop.store import rescue as rescuing
from supportdesk_desktop.store import search as stored_search
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.rescue import Rescue, is_suspect, problems_of, rescue
from supportdesk_desktop.store.schema import rescued_of, suspicion_of
from tests.fakes.tickets import a_ticket, an_event

FILINGS = 240
TICKETS = 60
PAGE = 4096
AICHA = Agent(id=AgentId("aicha"), name="Aïcha", email="a@exemple.bj")


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Store]:
    store = await Store.open(path)
    try:
        yield store
    finally:
        await store.aclose()


def a_draft(number: int) -> Draft:
    return Draft(
        customer_external_id=f"usr_{number}",
        subject=f"Débité deux fois, n° {number}",
        description="Bonjour,\n" + "long " * 200,
        metadata=msgspec.Raw(b'{"amount": 1.10}'),
    )


async def _fill(path: Path) -> None:
    """Write a store of every kind of thing: filings in five states, tickets, drafts, settings."""
    async with opened(path) as store:
        await store.feed.write(feed_state.bind_agent, AICHA)
        await snapshots.replace_all(
            store.feed, Cursor(epoch="e", seq=9), [a_ticket(n) for n in range(1, TICKETS)], 1
        )
        await store.feed.write(marks.set_mark, "pinned", [TicketId("t-7")], True)
        await store.ledger.write(settings.put, "ui.theme", "dark")
        await store.ledger.write(drafts.put, DraftId("d"), a_draft(0), 5)
        for number in range(FILINGS):
            filing, _ = await store.ledger.write(
                filing_acts.submit,
                a_draft(number),
                client_ref=f"00000000-0000-4000-8000-{number:012}",
                idempotency_key=f"key-{number}",
                now_ms=1000 + number,
            )
            if number % 3 == 1:
                await store.ledger.write(filing_acts.take, filing.id, 2000)
            elif number % 3 == 2:
                withdrawal = Change(act=Act.WITHDRAW, at_ms=3000)
                await store.ledger.write(filing_acts.settle, filing.id, withdrawal)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled store, to be copied."""
    path = tmp_path_factory.mktemp("modèle") / "store.db"
    asyncio.run(_fill(path))
    return path


@pytest.fixture
def path(model: Path, store_path: Path) -> Path:
    """A filled store of this test."""
    shutil.copyfile(model, store_path)
    return store_path


def pages_of(path: Path, table: str) -> list[int]:
    """Return the pages of a table beside its root, which hold its rows."""
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)
        ).fetchone()
        pages = path.stat().st_size // PAGE
    data = path.read_bytes()

    def below(page: int) -> list[int]:
        start = (page - 1) * PAGE
        kind, cells = data[start], int.from_bytes(data[start + 3 : start + 5], "big")
        if kind != 5:
            return [page]
        found = [int.from_bytes(data[start + 8 : start + 12], "big")]
        for cell in range(cells):
            at = start + 12 + 2 * cell
            pointer = start + int.from_bytes(data[at : at + 2], "big")
            found.append(int.from_bytes(data[pointer : pointer + 4], "big"))
        return [leaf for child in found for leaf in below(child)]

    leaves = [page for page in below(root) if page <= pages]
    assert len(leaves) > 2, "too few rows to lose only some"
    return leaves


def spoil(path: Path, *pages: int) -> None:
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(random.Random(page).randbytes(PAGE))


def mend(path: Path) -> Rescue:
    done = rescue(path, "marque", certain=True)
    assert done is not None
    return done


def refs(path: Path) -> dict[str, FilingState]:
    async def read() -> dict[str, FilingState]:
        async with opened(path) as store:
            return {
                one.client_ref: one.state
                for one in await store.ledger.read(filings.newest, FILINGS * 2)
            }

    return asyncio.run(read())


def attempt(path: Path, use: Callable[[Store], Awaitable[object]]) -> None:
    """Open the store, use it, close it."""

    async def run() -> None:
        async with opened(path) as store:
            await use(store)

    asyncio.run(run())


def test_a_sound_store_that_was_suspected_stays_as_it_is(path: Path) -> None:
    suspicion_of(path).touch()
    before = path.read_bytes()
    assert rescue(path, "x", certain=False) is None
    assert not is_suspect(path)
    assert path.read_bytes() == before


def test_damage_seen_at_work_is_mended_at_the_next_opening(path: Path) -> None:
    spoil(path, *pages_of(path, "filings")[:1])
    assert problems_of(path)
    with pytest.raises(StoreDamaged):
        attempt(path, lambda store: store.ledger.read(filings.newest, FILINGS))
    assert is_suspect(path)
    done = rescue(path, "x", certain=False)
    assert done is not None
    assert problems_of(path) == []
    assert not is_suspect(path)


@pytest.mark.parametrize("which", ["first", "middle", "last", "two"])
def test_only_the_filings_of_the_lost_pages_are_lost(path: Path, which: str) -> None:
    before = refs(path)
    leaves = pages_of(path, "filings")
    middle = len(leaves) // 2
    lost = {
        "first": leaves[:1], "middle": [leaves[middle]], "last": leaves[-1:],
        "two": [leaves[1], leaves[-2]],
    }[which]  # fmt: skip
    spoil(path, *lost)
    whole = path.read_bytes()
    done = mend(path)
    assert done.aside is not None
    assert done.aside.read_bytes() == whole
    after = refs(path)
    most = 8 * len(lost)
    assert len(before) - most <= len(after) < len(before)
    assert done.saved.filings == len(after)
    assert done.saved.lost >= 1
    for ref, state in after.items():
        waiting = before[ref] in {FilingState.QUEUED, FilingState.SENDING}
        assert state is (FilingState.UNCERTAIN if waiting else before[ref])


def test_a_table_is_read_from_its_end_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(salvage, "PROBES_PAST_THE_END", 1)
    spoil(path, pages_of(path, "filings")[2])
    assert mend(path).saved.filings > FILINGS - 8


def test_what_waited_is_uncertain_with_its_reason_and_its_old_key(path: Path) -> None:
    spoil(path, *pages_of(path, "tickets")[:1])
    done = mend(path)
    assert done.saved.filings == FILINGS
    assert done.saved.doubtful == FILINGS * 2 // 3

    async def look(store: Store) -> None:
        unsent = (FilingState.QUEUED, FilingState.SENDING)
        assert await store.ledger.read(filings.in_states, unsent) == []
        oldest = (await store.ledger.read(filings.newest, FILINGS))[-1]
        (filing,) = await store.ledger.read(filings.by_ids, [oldest.id])
        assert filing.doubt is Doubt.STORE_DAMAGED
        assert filing.idempotency_key == "key-0"
        assert filing.first_attempt_ms == filing.created_ms
        assert filing.draft == a_draft(0)
        # The ledger's own rules hold again.
        resent = await store.ledger.write(
            filing_acts.settle, filing.id, Change(act=Act.RESEND, at_ms=9)
        )
        assert resent.state is FilingState.QUEUED
        with closing(sqlite3.connect(path)) as db, pytest.raises(sqlite3.IntegrityError):
            db.execute("UPDATE filings SET state = 'confirmed' WHERE id = 1")

    attempt(path, look)


def test_drafts_settings_agent_and_marks_stay_and_the_list_is_asked_for_anew(
    path: Path,
) -> None:
    spoil(path, *pages_of(path, "filings")[:1])
    done = mend(path)
    assert (done.saved.drafts, done.saved.tickets) == (1, TICKETS - 1)

    async def look(store: Store) -> None:
        memory = await store.read(feed_state.load)
        assert memory.cursor is None
        assert memory.had_feed
        with pytest.raises(OtherAgent):
            await store.feed.write(
                feed_state.bind_agent, Agent(id=AgentId("b"), name="B", email="b@x.bj")
            )
        assert await store.ledger.read(settings.get, "ui.theme", str) == "dark"
        (draft,) = await store.ledger.read(drafts.read_all)
        assert draft.draft == a_draft(0)
        (full,) = await store.read(tickets.full, [TicketId("t-7")])
        assert full.pinned
        # No assignment is announced a second time.
        again = await snapshots.replace_all(
            store.feed, Cursor(epoch="e", seq=9), [a_ticket(n) for n in range(1, TICKETS + 1)], 1
        )
        assert [one.record.ticket_id for one in again.notices] == [TicketId(f"t-{TICKETS}")]
        assert await store.read(stored_search.count, parse("débité"), 1) == TICKETS

    attempt(path, look)


@pytest.mark.parametrize("fill", [b"\0", b"\xa5"])
def test_a_lost_first_page_is_not_the_end(path: Path, fill: bytes) -> None:
    before = refs(path)
    with path.open("r+b") as file:
        file.write(fill * PAGE)
    with pytest.raises(StoreDamaged):
        attempt(path, lambda store: store.read(tickets.total))
    done = mend(path)
    assert done.saved.filings == FILINGS
    assert set(refs(path)) == set(before)


def test_what_never_was_a_store_leaves_an_empty_one(path: Path) -> None:
    path.write_bytes(b"ceci n'est pas une base " * 1000)
    done = mend(path)
    assert (done.saved.filings, done.saved.tickets) == (0, 0)
    attempt(
        path, lambda store: store.feed.write(ticket_events.store_events, [an_event(a_ticket(), 1)])
    )


def test_a_store_in_use_elsewhere_is_left_alone(path: Path) -> None:
    hold = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]);"
        "db.execute('SELECT count(*) FROM settings').fetchone(); print('open', flush=True);"
        "sys.stdin.read()"
    )
    before = path.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreDamaged, match="open elsewhere"):
            rescue(path, "x", certain=True)
        assert other.stdin is not None
        other.stdin.close()
    assert path.read_bytes() == before
    assert list(path.parent.glob("*.damaged-*")) == []


def test_who_waits_for_the_rescue_goes_on_with_the_mended_store(path: Path) -> None:
    """A process that opened the file before never writes into one that lost its name."""
    spoil(path, *pages_of(path, "filings")[:1])
    inode = path.stat().st_ino
    mend(path)
    assert path.stat().st_ino == inode


@pytest.mark.parametrize("cut_at", ["_copy_aside", "_save", "_take_place", "copy_in", "after-copy"])
def test_a_crash_at_any_step_loses_nothing(
    path: Path, cut_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = refs(path)
    spoil(path, *pages_of(path, "tickets")[:1])

    class Crash(BaseException):
        pass

    real = sole_use.copy_in

    def crash(*arguments: object) -> None:
        if cut_at == "after-copy":
            real(*arguments)  # type: ignore[arg-type]
        elif cut_at == "copy_in":
            descriptor = arguments[1]
            assert isinstance(descriptor, int)
            os.pwrite(descriptor, b"\0" * PAGE, 0)
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(rescuing, "copy_in" if cut_at == "after-copy" else cut_at, crash)
        with pytest.raises(Crash):
            rescue(path, "un", certain=True)
    if rescued_of(path).exists():
        with pytest.raises(StoreDamaged):
            attempt(path, lambda store: store.read(tickets.total))
        assert is_suspect(path)
        done = rescue(path, "deux", certain=False)
        assert done == Rescue(None, done.saved) if done else False
    else:
        mend(path)
    assert set(refs(path)) == set(before)
    assert problems_of(path) == []


def test_no_room_for_the_copy_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("supportdesk_desktop.store.sole_use.os.write", full)
    with pytest.raises(StoreFull):
        rescue(path, "x", certain=True)
    assert path.read_bytes() == before


def test_rows_that_no_longer_make_sense_are_left_out(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        for (name,) in db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("UPDATE filings SET draft = CAST('pas du JSON' AS BLOB) WHERE id = 3")
        db.execute("UPDATE filings SET state = 'peut-être' WHERE id = 4")
        db.execute("UPDATE tickets SET body = CAST('{' AS BLOB) WHERE id = 't-3'")
        db.commit()
    done = mend(path)
    assert (done.saved.filings, done.saved.tickets, done.saved.lost) == (
        FILINGS - 2,
        TICKETS - 2,
        3,
    )
    with closing(sqlite3.connect(path)) as db:
        orphans = db.execute(
            "SELECT count(*) FROM filing_history WHERE filing_id IN (3, 4)"
        ).fetchone()
        kept = db.execute("SELECT stored, held, urgent FROM ticket_counts").fetchone()
        counted = db.execute(
            "SELECT count(*), sum(held), sum(held = 1 AND priority_rank >= 3) FROM tickets"
        ).fetchone()
    assert orphans == (0,)
    assert kept == counted
    assert kept[0] == TICKETS - 2
