"""A damaged store is set aside; a new one has the filings, drafts and notes, and sends none."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import OtherAgent, StoreDamaged, StoreFull
from supportdesk_desktop.core.filing import Act, Change, Doubt, FilingState, TicketRef
from supportdesk_desktop.core.ids import AgentId, DraftId, TicketId
from supportdesk_desktop.core.tickets import Agent
from supportdesk_desktop.store import (
    feed_state,
    filing_acts,
    filings,
    schema,
    settings,
    tickets,
)
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.filings import put_draft, read_drafts
from supportdesk_desktop.store.ledger_copy import copy_of
from supportdesk_desktop.store.rescue import Rescue, is_suspect, problems_of, rescue
from supportdesk_desktop.store.schema import suspicion_of
from tests.fakes.stored import receive, settle, snapshot, take
from tests.fakes.tickets import a_ticket, an_event

FILINGS = 60
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
    """Write a store of every kind of thing: filings in three states, tickets, drafts, settings."""
    async with opened(path) as store:
        await store.feed.write(feed_state.bind_agent, AICHA)
        await snapshot(store, 9, [a_ticket(n) for n in range(1, TICKETS)], now_ms=1)
        await store.ledger.write(tickets.put_note, TicketId("t-7"), "rappeler lundi")
        await store.ledger.write(settings.put, "ui.theme", "dark")
        await store.ledger.write(settings.put, "notices.held_announced", 59)
        await store.ledger.write(put_draft, DraftId("d"), a_draft(0), 5)
        for number in range(FILINGS):
            filing, _ = await store.ledger.write(
                filing_acts.submit,
                a_draft(number),
                client_ref=f"00000000-0000-4000-8000-{number:012}",
                idempotency_key=f"key-{number}",
                now_ms=1000 + number,
            )
            if number % 3 == 1:
                await take(store, filing, 2000)
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
    return duplicate(model, store_path)


def duplicate(model: Path, path: Path) -> Path:
    shutil.copyfile(model, path)
    shutil.copyfile(copy_of(model), copy_of(path))
    return path


def spoil(path: Path, *pages: int) -> None:
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(random.Random(page).randbytes(PAGE))


def spoil_all(path: Path) -> None:
    path.write_bytes(b"\xa5" * path.stat().st_size)


def root_of(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(
            db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
        )


def renew(path: Path) -> Rescue:
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


def test_damage_seen_at_work_is_set_aside_at_the_next_opening(path: Path) -> None:
    spoil(path, root_of(path, "filings"))
    assert problems_of(path)
    with pytest.raises(StoreDamaged):
        attempt(path, lambda store: store.ledger.read(filings.newest, FILINGS))
    assert is_suspect(path)
    done = rescue(path, "x", certain=False)
    assert done is not None
    assert problems_of(path) == []
    assert not is_suspect(path)


def expected(before: dict[str, FilingState]) -> dict[str, FilingState]:
    """What is left of filings: those that waited may have left."""
    waiting = {FilingState.QUEUED, FilingState.SENDING}
    return {
        ref: FilingState.UNCERTAIN if state in waiting else state for ref, state in before.items()
    }


@given(
    damage=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=5000)),
        min_size=1,
        max_size=6,
    )
)
@examples(max_examples=40)
def test_wherever_the_store_is_damaged_every_filing_is_kept_and_none_waits(
    model: Path, damage: list[tuple[float, bytes]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = duplicate(model, Path(folder) / "store.db")
        size = path.stat().st_size
        with path.open("r+b") as file:
            for place, noise in damage:
                file.seek(round(place * size))
                file.write(noise)
        broken = path.read_bytes()
        done = renew(path)
        assert done.aside.read_bytes() == broken
        assert (done.is_whole, done.filings, done.drafts, done.notes) == (True, FILINGS, 1, 1)
        assert refs(path) == expected(refs(model))
        assert problems_of(path) == []


def test_what_waited_is_uncertain_with_its_reason_and_its_old_key(path: Path) -> None:
    spoil(path, root_of(path, "tickets"))
    done = renew(path)
    assert done.doubtful == FILINGS * 2 // 3

    async def look(store: Store) -> None:
        assert (
            await store.ledger.read(filings.in_states, [FilingState.QUEUED, FilingState.SENDING])
            == []
        )
        (filing,) = await store.ledger.read(
            filings.by_ids, [(await store.ledger.read(filings.newest, FILINGS))[-1].id]
        )
        assert filing.doubt is Doubt.STORE_DAMAGED
        assert filing.idempotency_key == "key-0"
        assert filing.first_attempt_ms == filing.created_ms
        assert filing.draft == a_draft(0)
        # The ledger's own rules hold.
        resent = await settle(store, filing, Act.RESEND, 9)
        assert resent.state is FilingState.QUEUED
        with closing(sqlite3.connect(path)) as db, pytest.raises(sqlite3.IntegrityError):
            db.execute("UPDATE filings SET state = 'confirmed' WHERE id = 1")

    attempt(path, look)


def test_drafts_notes_settings_and_agent_stay_and_the_list_is_asked_for_anew(path: Path) -> None:
    spoil(path, root_of(path, "filings"))
    renew(path)

    async def look(store: Store) -> None:
        memory = await store.read(feed_state.load)
        assert memory.cursor is None
        assert not memory.had_feed
        with pytest.raises(OtherAgent):
            await store.feed.write(
                feed_state.bind_agent, Agent(id=AgentId("b"), name="B", email="b@x.bj")
            )
        assert await store.ledger.read(settings.get, "ui.theme", str) == "dark"
        # It speaks of a notice of the store that was lost.
        assert await store.ledger.read(settings.get, "notices.held_announced", int) is None
        (draft,) = await store.ledger.read(read_drafts)
        assert draft.draft == a_draft(0)
        # What is assigned is announced in one summary, as when the profile was new.
        again = await snapshot(store, 9, [a_ticket(n) for n in range(1, TICKETS + 1)], now_ms=1)
        assert again.first_sync is not None
        assert again.first_sync.count == TICKETS
        assert not again.notices

    attempt(path, look)
    with closing(sqlite3.connect(path)) as db:
        notes = db.execute("SELECT ticket_id, text FROM ticket_notes").fetchall()
    assert notes == [("t-7", "rappeler lundi")]


@pytest.mark.parametrize("fill", [b"\0", b"\xa5"])
def test_a_lost_first_page_is_not_the_end(path: Path, fill: bytes) -> None:
    before = refs(path)
    with path.open("r+b") as file:
        file.write(fill * PAGE)
    with pytest.raises(StoreDamaged):
        attempt(path, lambda store: store.read(tickets.total))
    assert renew(path).filings == FILINGS
    assert refs(path) == expected(before)


def test_a_store_that_is_gone_begins_from_the_copy_too(path: Path) -> None:
    before = refs(path)
    for file in path.parent.glob("store.db*"):
        file.unlink()
    assert refs(path) == expected(before)


def test_what_never_was_a_store_leaves_an_empty_one(store_path: Path) -> None:
    store_path.write_bytes(b"ceci n'est pas une base " * 1000)
    done = renew(store_path)
    assert (done.is_whole, done.filings) == (False, 0)
    attempt(
        store_path,
        lambda store: receive(store, an_event(a_ticket(), 1)),
    )


def test_a_copy_that_is_damaged_too_is_set_aside_and_said(path: Path) -> None:
    spoil_all(path)
    spoil_all(copy_of(path))
    broken = copy_of(path).read_bytes()
    done = renew(path)
    assert (done.is_whole, done.filings) == (False, 0)
    assert path.with_name("ledger.db.damaged-marque").read_bytes() == broken
    assert refs(path) == {}


@pytest.mark.parametrize("change", ["draft = CAST('pas du JSON' AS BLOB)", "state = 'peut-être'"])
def test_a_copy_that_makes_no_sense_is_damaged(path: Path, change: str) -> None:
    spoil_all(path)
    with closing(sqlite3.connect(copy_of(path))) as db:
        db.execute(f"UPDATE filings SET {change} WHERE id = 3")
        db.commit()
    assert not renew(path).is_whole
    assert refs(path) == {}


def test_a_copy_that_is_stale_sends_nothing_again(path: Path) -> None:
    stale = copy_of(path).read_bytes()

    async def confirm(store: Store) -> None:
        for filing in await store.ledger.read(filings.in_states, [FilingState.SENDING]):
            ticket = TicketRef(TicketId(f"t-{filing.id}"), f"TKT-{filing.id}")
            await store.ledger.write(filing_acts.see, filing.id, ticket, 4000)

    before = refs(path)
    attempt(path, confirm)
    copy_of(path).write_bytes(stale)
    spoil_all(path)
    assert renew(path).filings == FILINGS
    assert refs(path) == expected(before)


def test_a_draft_that_was_filed_does_not_come_back(path: Path) -> None:
    ref = "00000000-0000-4000-8000-000000000000"
    with closing(sqlite3.connect(copy_of(path))) as db:
        db.execute("UPDATE drafts SET id = ?", (ref,))
        db.commit()
    spoil_all(path)
    assert renew(path).drafts == 0


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


def test_who_waits_for_the_rescue_goes_on_with_the_new_store(path: Path) -> None:
    """A process that opened the file before never writes into one that lost its name."""
    spoil(path, root_of(path, "filings"))
    inode = path.stat().st_ino
    renew(path)
    assert path.stat().st_ino == inode


class Killed(BaseException):
    """The process ends here."""


def log_a_send(path: Path) -> dict[str, FilingState]:
    """Begin to send one more filing, and leave that in the log as a kill would; return them all."""
    left: dict[Path, bytes] = {}
    sent: dict[str, FilingState] = {}

    async def send(store: Store) -> None:
        filing, _ = await store.ledger.write(
            filing_acts.submit, a_draft(7), client_ref="dernier", idempotency_key="k", now_ms=8
        )
        await take(store, filing, 9)
        sent.update(
            (one.client_ref, one.state)
            for one in await store.ledger.read(filings.newest, FILINGS * 2)
        )
        left.update((file, file.read_bytes()) for file in path.parent.glob("store.db*"))

    attempt(path, send)
    for file, content in left.items():
        file.write_bytes(content)
    return sent


@pytest.mark.parametrize(
    "last", ["os.write", "os.fsync", "os.ftruncate", "Path.rename", "schema.prepare"]
)
@pytest.mark.parametrize("done_first", [False, True])
def test_a_kill_at_any_step_loses_nothing(
    path: Path, last: str, done_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log holds what was sent last: without it the store must not pass for sound."""
    before = log_a_send(path)
    owner, name = last.split(".")
    place = {"os": os, "Path": Path, "schema": schema}[owner]
    real = getattr(place, name)

    def kill(*arguments: object) -> None:
        if done_first:
            real(*arguments)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(place, name, kill)
        with pytest.raises(Killed):
            rescue(path, "un", certain=True)
    if problems_of(path):
        rescue(path, "deux", certain=True)
    # Not begun yet, or done.
    assert refs(path) in (before, expected(before))
    assert problems_of(path) == []


def test_no_room_for_the_copy_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def full(_source: object, _target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(StoreFull):
        rescue(path, "x", certain=True)
    assert path.read_bytes() == before
