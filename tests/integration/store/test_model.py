"""The store against a simple model, whatever comes in whatever order; and its query plans."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.rows import TicketView
from supportdesk_desktop.core.tickets import Ticket
from supportdesk_desktop.store import (
    directory,
    feed_state,
    filings,
    notices,
    rows,
    schema,
)
from supportdesk_desktop.store import search as stored_search
from supportdesk_desktop.store import tickets as stored_tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.schema import connect, prepare
from tests.fakes.snapshots import store_snapshot
from tests.fakes.stored import receive, snapshot
from tests.fakes.tickets import NOON_MS, a_ticket, an_event

NUMBERS = st.integers(1, 5)
KINDS = st.sampled_from(
    ["ticket.assigned", "ticket.updated", "ticket.closed", "ticket.unassigned", "ticket.other"]
)
EVENTS = st.lists(st.tuples(KINDS, NUMBERS, st.integers(0, 1)), min_size=1, max_size=6)
SNAPSHOT = st.sets(NUMBERS)
STEPS = st.lists(st.one_of(EVENTS, SNAPSHOT), max_size=6)


class Model:
    """What a store should hold: the set, those ever seen, the assignments ever announced."""

    def __init__(self) -> None:
        self.seq = 0
        self.version = 0
        self.held: dict[TicketId, Ticket] = {}
        self.seen: set[TicketId] = set()
        self.had_snapshot = False
        self.noticed: set[tuple[TicketId, str | None]] = set()

    def next_ticket(self, number: int, assignment: int) -> Ticket:
        self.version += 1
        at = f"2026-04-18T0{assignment}:00:0{number}Z"
        return a_ticket(
            number, version=self.version, assigned_at=at, subject=f"Version {self.version}"
        )


@settings(max_examples=25)
@given(STEPS)
def test_events_and_snapshots_leave_what_the_model_holds(steps: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(follow(Path(folder) / "store.db", steps))


async def follow(path: Path, steps: list[object]) -> None:
    store = await Store.open(path)
    try:
        model = Model()
        for step in steps:
            if isinstance(step, set):
                await replace(store, model, step)
            elif isinstance(step, list):
                await commit(store, model, step)
            await agree(store, model)
    finally:
        await store.aclose()


async def replace(store: Store, model: Model, numbers: set[int]) -> None:
    model.seq += 1
    tickets = [model.next_ticket(number, 0) for number in sorted(numbers)]
    before = set(model.held)
    model.held = {ticket.id: ticket for ticket in tickets}
    new = {(ticket.id, ticket.assigned_at) for ticket in tickets} - model.noticed
    model.noticed |= new
    model.seen |= set(model.held)
    committed = await snapshot(store, model.seq, tickets, epoch="e1")
    assert set(committed.changed.removed) == before - set(model.held)
    told = {(n.record.ticket_id, n.record.assigned_at) for n in committed.notices}
    first = committed.first_sync
    assert told == (new if model.had_snapshot else set())
    assert (first.count if first else 0) == (0 if model.had_snapshot else len(new))
    model.had_snapshot = True


async def commit(store: Store, model: Model, step: list[tuple[str, int, int]]) -> None:
    events = []
    new = set()
    for kind, number, assignment in step:
        model.seq += 1
        ticket = model.next_ticket(number, assignment)
        keeps = kind in {"ticket.assigned", "ticket.updated"}
        events.append(an_event(ticket, model.seq, kind, keeps=keeps))
        if keeps:
            model.held[ticket.id] = ticket
            model.seen.add(ticket.id)
        elif kind != "ticket.other":
            model.held.pop(ticket.id, None)
            model.seen.add(ticket.id)
        if kind == "ticket.assigned":
            new.add((ticket.id, ticket.assigned_at))
    committed = await receive(store, *events)
    assert {
        (n.record.ticket_id, n.record.assigned_at) for n in committed.notices
    } == new - model.noticed
    model.noticed |= new


CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("events"), EVENTS),
        st.tuples(st.just("snapshot"), SNAPSHOT),
        st.tuples(st.sampled_from(["pin", "unpin", "snooze", "wake"]), NUMBERS),
        st.tuples(st.just("forget"), st.none()),
    ),
    max_size=10,
)


@settings(max_examples=20)
@given(CHANGES)
def test_the_numbers_that_are_kept_are_those_counted(changes: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(count(Path(folder) / "store.db", changes))


async def count(path: Path, changes: list[tuple[str, object]]) -> None:
    store = await Store.open(path)
    db = connect(path)
    try:
        seq = 0
        for kind, what in changes:
            seq = await change(store, seq, kind, what)
            numbers = await store.read(rows.counts, NOON_MS)
            counted = {
                view: len(await store.read(rows.order, view, NOON_MS)) for view in TicketView
            }
            assert counted == {view: getattr(numbers, view) for view in TicketView}
            stored, held, snoozed = db.execute(
                "SELECT count(*), count(*) FILTER (WHERE held = 1), count(*) FILTER"
                " (WHERE id IN (SELECT ticket_id FROM ticket_snoozes)) FROM tickets"
            ).fetchone()
            assert await store.read(stored_tickets.total) == stored
            assert (await store.read(feed_state.load)).tickets == held
            assert numbers.snoozed == snoozed
    finally:
        db.close()
        await store.aclose()


async def change(store: Store, seq: int, kind: str, what: object) -> int:
    """Do one thing to tickets, of which every other is urgent, and every other today's."""

    def ticket(number: int, assignment: int) -> Ticket:
        return a_ticket(
            number,
            version=seq + 1,
            assigned_at=f"2026-04-{17 + number % 2}T0{assignment}:00:0{number}Z",
            priority=["LOW", "URGENT"][(number + assignment) % 2],
        )

    if isinstance(what, set):
        tickets = [ticket(number, 0) for number in sorted(what)]
        await snapshot(store, seq + 1, tickets, epoch="e1")
        return seq + 1
    if isinstance(what, list):
        events = [
            an_event(
                ticket(number, assignment),
                seq + at,
                kind_of_event,
                keeps=kind_of_event in {"ticket.assigned", "ticket.updated"},
            )
            for at, (kind_of_event, number, assignment) in enumerate(what, start=1)
        ]
        await receive(store, *events)
        return seq + len(events)
    if isinstance(what, int):
        one = a_ticket(what).id
        if kind in ("pin", "unpin"):
            await store.feed.write(stored_tickets.set_mark, "pinned", [one], kind == "pin")
        elif kind == "snooze":
            await store.ledger.write(stored_tickets.put_snoozes, {one: NOON_MS + 1})
        else:
            await store.ledger.write(stored_tickets.end_snoozes, NOON_MS + 1)
    else:
        await store.feed.write(stored_tickets.forget_left, NOON_MS * 2)
    return seq


async def agree(store: Store, model: Model) -> None:
    memory = await store.read(feed_state.load)
    assert memory.cursor == Cursor(epoch="e1", seq=model.seq)
    assert memory.tickets == len(model.held)
    assert await store.feed.read(stored_tickets.held_versions) == {
        ticket.id: ticket.version for ticket in model.held.values()
    }
    seen = [a_ticket(number).id for number in range(7)]
    assert await store.feed.read(stored_tickets.versions_of, seen) == await store.feed.read(
        stored_tickets.held_versions
    )
    order = [one for one, _ in await store.read(rows.order, TicketView.MINE, NOON_MS)]
    assert order == sorted(order, key=lambda one: model.held[one].assigned_ms, reverse=True)
    full = await store.read(stored_tickets.full, order)
    assert {one.id: one.ticket for one in full} == model.held
    assert len(await store.read(notices.recent)) == len(model.noticed)
    # The index has each ticket once, with its present text and no other.
    page = await store.read(stored_search.page, parse("version"), NOON_MS)
    assert {row.id for row in page.rows} == model.seen
    for ticket in model.held.values():
        [row] = (await store.read(stored_search.page, parse(f'"{ticket.subject}"'), NOON_MS)).rows
        assert row.id == ticket.id


def test_hot_queries_never_go_through_the_whole_table(store_path: Path) -> None:
    prepare(store_path)
    db = connect(store_path)
    db.execute("BEGIN")
    tickets = [a_ticket(n, subject="Retrait" if n % 50 else "Virement") for n in range(1, 2001)]
    store_snapshot(db, Cursor(epoch="e", seq=1), tickets, NOON_MS)
    db.execute("COMMIT")
    db.close()
    plans = asyncio.run(plans_of_hot_queries(store_path))
    assert plans
    assert [plan for plan in plans if is_full_scan(plan)] == []


def is_full_scan(plan: str) -> bool:
    """Whether a step of a plan reads all of a table, and not through one of its indexes."""
    tables = ("tickets", "t", "notices", "n", "ticket_meta", "timeline", "filings", "customers")
    words = plan.split()
    return words[0] == "SCAN" and words[1] in tables and "INDEX" not in words


async def plans_of_hot_queries(path: Path) -> list[str]:
    """Run the hot queries, and explain every statement that they executed."""
    statements: list[str] = []

    def traced(
        database: Path, *, synchronous: str = "NORMAL", query_only: bool = False
    ) -> sqlite3.Connection:
        db = connect(database, synchronous=synchronous, query_only=query_only)
        db.set_trace_callback(statements.append)
        return db

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "connect", traced)
        store = await Store.open(path)
        await run_hot_queries(store)
        await store.aclose()
    db = connect(path)
    plans = [
        str(step[3])
        for statement in statements
        if statement.startswith("SELECT") and "temp." not in statement
        for step in db.execute(f"EXPLAIN QUERY PLAN {statement}")
    ]
    db.close()
    return plans


async def run_hot_queries(store: Store) -> None:
    ids = [one for one, _ in await store.read(rows.order, TicketView.MINE, NOON_MS)]
    for view in TicketView:
        await store.read(rows.order, view, NOON_MS)
    await store.read(rows.by_ids, ids[:40])
    await store.read(stored_tickets.detail, ids[0])
    await store.read(rows.counts, NOON_MS)
    await store.feed.read(stored_tickets.held_versions)
    await store.read(stored_tickets.by_number, "INV-7")
    await store.read(stored_tickets.duplicate_candidates, "user_8842", NOON_MS)
    await receive(store, an_event(a_ticket(5, version=9), 2, "ticket.updated"))
    await store.read(filings.counts)
    await store.ledger.read(filings.next_due, NOON_MS)
    await store.read(notices.pending)
    await store.read(notices.totals)
    await store.read(feed_state.recent_requests, NOON_MS)
    await store.read(feed_state.load)
    await store.read(directory.recent_customers)
    for text in ("virement", "retrait", "n:INV-7", "méta.orderId:20418", "reçu:<2j", ""):
        await store.read(stored_search.page, parse(text), NOON_MS)
