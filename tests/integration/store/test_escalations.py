"""Escalations in the store: one for a ticket at a time, found by an index, told by the desk."""

from __future__ import annotations

import sqlite3

import msgspec
import pytest
from msgspec.structs import replace

from supportdesk_desktop.core.errors import AlreadyEscalated
from supportdesk_desktop.core.escalations import (
    FiledTicket,
    Link,
    Standing,
    escalation,
    linked,
)
from supportdesk_desktop.core.filing import Act, Change, Evidence, Filing, TicketRef
from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.rows import EscalatedAs
from supportdesk_desktop.core.tickets import Assignee
from supportdesk_desktop.store import escalations, filing_acts, rows, tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.schema import ESCALATED, UNTOLD_MS
from tests.fakes.stored import row_of, snapshot
from tests.fakes.tickets import NOON_MS, a_ticket
from tests.integration.store.conftest import DRAFT

SABINE = Assignee(id=AgentId("agent-2"), name="Sabine Quenum", email="sabine@boutique-adjara.bj")
ORIGIN = a_ticket(1046, priority="HIGH")


async def escalated(store: Store, ref: str = "a", now_ms: int = NOON_MS) -> Filing:
    filing, _new = await store.ledger.write(
        filing_acts.submit,
        escalation(ORIGIN, "fr"),
        client_ref=ref,
        idempotency_key=f"key-{ref}",
        now_ms=now_ms,
    )
    return filing


async def confirmed(store: Store, ref: str = "a", number: int = 1109) -> Filing:
    filing = await escalated(store, ref)
    change = Change(
        act=Act.EVIDENCE,
        at_ms=NOON_MS,
        evidence=Evidence.FEED,
        ticket=TicketRef(TicketId(f"t-{number}"), f"INV-{number}"),
    )
    return await store.ledger.write(filing_acts.settle, filing.id, change)


async def said(store: Store, status: str, agent: Assignee | None = None) -> None:
    told = FiledTicket(
        number="INV-1109", status=status, agent=agent, updated_at="2026-04-18T12:00:00Z"
    )
    other = replace(told, number="INV-2000")
    await store.feed.write(escalations.put_told, [told, other], NOON_MS)


async def test_a_ticket_has_one_open_escalation(store: Store) -> None:
    first = await confirmed(store)
    assert (await escalated(store)).id == first.id, "the same reference is the same filing"
    with pytest.raises(AlreadyEscalated) as refused:
        await escalated(store, "b")
    assert (refused.value.number, refused.value.filing_id) == ("INV-1046", first.id)
    assert await store.ledger.read(escalations.open_of, "INV-1046") == first

    await said(store, "CLOSED", SABINE)
    assert (await escalated(store, "b")).id != first.id


async def test_what_was_taken_back_can_be_escalated_anew(store: Store) -> None:
    first = await escalated(store)
    await store.ledger.write(filing_acts.take_back, first.id, NOON_MS)
    assert await store.ledger.read(escalations.open_of, "INV-1046") is None
    assert (await escalated(store, "b")).id != first.id


async def test_the_row_of_an_escalated_ticket_says_so(store: Store) -> None:
    await snapshot(store, 1, [ORIGIN])
    assert not (await row_of(store, ORIGIN.id)).escalated
    await escalated(store)
    assert (await row_of(store, ORIGIN.id)).escalated
    detail = await store.read(tickets.detail, ORIGIN.id)
    assert detail is not None
    assert detail.escalated_as == EscalatedAs("", NOON_MS)


async def test_the_desk_has_the_last_word_on_who_has_it(store: Store) -> None:
    await snapshot(store, 1, [ORIGIN])
    await confirmed(store)
    [before] = await store.ledger.read(escalations.read_all, NOON_MS)
    assert (before.standing, before.origin_priority) == (Standing.CREATED, "HIGH")
    assert await store.read(escalations.said_ms) is None

    await said(store, "OPEN")
    [waiting] = await store.ledger.read(escalations.read_all, NOON_MS)
    await said(store, "IN_PROGRESS", SABINE)
    [taken] = await store.ledger.read(escalations.read_all, NOON_MS)
    await said(store, "CLOSED", SABINE)
    [settled] = await store.ledger.read(escalations.read_all, NOON_MS)

    assert [one.standing for one in (waiting, taken, settled)] == [
        Standing.TO_TAKE,
        Standing.WITH_AGENT,
        Standing.SETTLED,
    ]
    assert (taken.agent, settled.changed_ms) == ("Sabine Quenum", NOON_MS)
    assert await store.read(escalations.said_ms) == NOON_MS


async def test_what_the_desk_never_spoke_of_leaves_the_list(store: Store) -> None:
    await confirmed(store)
    later = NOON_MS + UNTOLD_MS + 1
    assert (await store.read(rows.counts, NOON_MS)).escalations == 1
    assert await store.ledger.read(escalations.read_all, later) == []
    assert (await store.read(rows.counts, later)).escalations == 0
    await said(store, "IN_PROGRESS", SABINE)
    assert (await store.read(rows.counts, later)).escalations == 1


async def test_the_key_of_before_is_read(store: Store) -> None:
    await store.ledger.write(
        filing_acts.submit,
        replace(DRAFT, metadata=msgspec.Raw(b'{"escalates":"INV-7"}')),
        client_ref="old",
        idempotency_key="old",
        now_ms=NOON_MS,
    )
    [old] = await store.ledger.read(escalations.read_all, NOON_MS)
    assert old.origin == Link(number="INV-7")


async def test_other_links_and_no_link_hinder_nothing(store: Store) -> None:
    await escalated(store)
    for ref, metadata in (("b", linked(b"{}", Link(number="INV-8"))), ("c", DRAFT.metadata)):
        await store.ledger.write(
            filing_acts.submit,
            replace(DRAFT, metadata=metadata),
            client_ref=ref,
            idempotency_key=ref,
            now_ms=NOON_MS,
        )
    assert len(await store.ledger.read(escalations.read_all, NOON_MS)) == 2


async def test_an_index_finds_them(store: Store) -> None:
    def plans(db: sqlite3.Connection) -> list[str]:
        asked = (
            f"SELECT 1 FROM filings WHERE {ESCALATED} = 'INV-1' AND state <> 'x'",
            f"SELECT count(*) FROM filings WHERE {ESCALATED} > '' AND state <> 'x'",
        )
        return [db.execute(f"EXPLAIN QUERY PLAN {one}").fetchone()[3] for one in asked]

    assert all("filings_escalated" in plan for plan in await store.read(plans))
