"""The ledger: only the allowed changes of filings, each written down, none lost; and drafts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

import msgspec
import pytest

from supportdesk_desktop.core.drafts import (
    NOTHING_TYPED,
    CustomerEntry,
    Draft,
    client_ref_of_draft,
)
from supportdesk_desktop.core.errors import NotFound, OtherContent, WrongState
from supportdesk_desktop.core.filing import (
    OPEN_STATES,
    TRANSITIONS,
    Act,
    Attempt,
    Change,
    Doubt,
    Evidence,
    Filing,
    FilingError,
    FilingState,
    TicketRef,
    Wait,
)
from supportdesk_desktop.core.filing_fate import Doubling, doubling
from supportdesk_desktop.core.ids import DraftId, FilingId
from supportdesk_desktop.store import (
    directory,
    filing_acts,
    filings,
    rows,
    tickets,
)
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.filings import put_draft, read_drafts, remove_draft
from tests.fakes.stored import receive, row_of, settle, snapshot, take
from tests.fakes.tickets import NOON_MS, a_ticket, an_event
from tests.integration.store.conftest import DRAFT, INV, REF, change_of, in_state, submitted


async def test_a_filing_comes_back_byte_for_byte_after_a_restart(
    store: Store, store_path: Path
) -> None:
    filing = await submitted(store, wait=Wait.UNDO, not_before_ms=NOON_MS + 5000)
    await store.aclose()
    again = await Store.open(store_path)
    [found] = await again.ledger.read(filings.unsettled)
    assert found == filing
    assert bytes(found.draft.metadata) == bytes(DRAFT.metadata)
    await again.aclose()


async def test_the_same_reference_is_the_same_filing(store: Store) -> None:
    filing = await submitted(store)
    again, new = await store.ledger.write(
        filing_acts.submit, DRAFT, client_ref=REF, idempotency_key="other", now_ms=NOON_MS + 1
    )
    assert (again, new) == (filing, False)
    assert await store.ledger.read(filings.unsettled) == [filing]


async def test_only_the_allowed_changes_of_state_happen(store: Store) -> None:
    for state, act in product(FilingState, Act):
        filing = await in_state(store, state, f"{state}-{act}")
        change = change_of(act, NOON_MS + 9)
        expected = TRANSITIONS.get((state, act))
        if expected is None:
            with pytest.raises(WrongState):
                await store.ledger.write(filing_acts.settle, filing.id, change)
            assert await store.ledger.read(filings.by_id, filing.id) == filing
        else:
            moved = await store.ledger.write(filing_acts.settle, filing.id, change)
            assert moved.state is expected


async def test_an_unknown_filing_is_said_so(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.ledger.write(filing_acts.take, FilingId(7), NOON_MS)
    with pytest.raises(NotFound):
        await store.ledger.write(filing_acts.remind, FilingId(7), NOON_MS)
    assert await store.ledger.read(filings.by_id, FilingId(7)) is None


async def test_each_try_is_written_down_and_the_first_is_remembered(store: Store) -> None:
    filing = await submitted(store)
    taken = await take(store, filing, NOON_MS + 10)
    assert taken.first_attempt_ms == NOON_MS + 10
    first = Attempt(NOON_MS + 10, 31, 429, "TOO_MANY_REQUESTS", "not_sent", "req-1", f"key-{REF}")
    waiting = await settle(
        store,
        filing,
        Act.NOT_SENT,
        NOON_MS + 41,
        attempt=first,
        wait=Wait.THROTTLED,
        next_attempt_ms=NOON_MS + 2041,
        error=FilingError("TOO_MANY_REQUESTS", "Trop de requêtes"),
    )
    assert (waiting.state, waiting.wait) == (FilingState.QUEUED, Wait.THROTTLED)
    assert await store.ledger.read(filings.next_due, NOON_MS + 2040) is None
    assert await store.ledger.read(filings.next_wake_ms, NOON_MS) == NOON_MS + 2041
    due = await store.ledger.read(filings.next_due, NOON_MS + 2041)
    assert due is not None
    await take(store, due, NOON_MS + 2050)
    second = Attempt(NOON_MS + 2050, 84, 201, None, "answer", "req-2", f"key-{REF}")
    done = await settle(
        store,
        filing,
        Act.ANSWER,
        NOON_MS + 2134,
        attempt=second,
        evidence=Evidence.ANSWER,
        ticket=INV,
        assigned_to="Aïcha",
    )
    assert done.attempts == (first, second)
    assert done.first_attempt_ms == NOON_MS + 10
    assert (done.ticket, done.evidence, done.error, done.wait) == (
        INV,
        Evidence.ANSWER,
        None,
        None,
    )
    assert done.settled_ms == NOON_MS + 2134
    assert await store.ledger.read(filings.unsettled) == []
    # The customer of a confirmed filing is known from now on; before, it was only typed.
    assert await store.read(directory.find_customer, "user_8842") is not None


async def test_filings_leave_in_their_order(store: Store) -> None:
    first = await submitted(store, "a", not_before_ms=NOON_MS + 100)
    second = await submitted(store, "b")
    due = await store.ledger.read(filings.next_due, NOON_MS)
    assert due is not None
    assert due.id == second.id
    due = await store.ledger.read(filings.next_due, NOON_MS + 100)
    assert due is not None
    assert due.id == first.id


async def test_what_a_dead_owner_was_sending_is_uncertain_never_queued(store: Store) -> None:
    await in_state(store, FilingState.SENDING, "a")
    queued = await submitted(store, "b")
    [orphan] = await store.ledger.write(filing_acts.recover, NOON_MS + 9)
    assert (orphan.state, orphan.doubt) == (FilingState.UNCERTAIN, Doubt.APP_STOPPED)
    assert await store.ledger.read(filings.by_id, queued.id) == queued
    assert [attempt.outcome for attempt in orphan.attempts] == [Act.OWNER_DIED]
    assert await store.ledger.write(filing_acts.recover, NOON_MS + 10) == []


async def test_a_mended_draft_is_the_same_filing_under_a_new_key(store: Store) -> None:
    filing = await in_state(store, FilingState.REFUSED)
    mended = msgspec.structs.replace(DRAFT, customer_external_id="user_1")
    again = await settle(store, filing, Act.MEND, NOON_MS + 5, draft=mended, idempotency_key="new")
    assert (again.id, again.client_ref) == (filing.id, REF)
    assert (again.draft, again.idempotency_key) == (mended, "new")
    assert (again.first_attempt_ms, again.error) == (None, None)


async def test_a_draft_becomes_one_filing_whoever_submits_it(
    store: Store, store_path: Path
) -> None:
    draft_id = DraftId("6f1a2f0e-5a53-4a39-8a0e-2d9a4f1b7a11")
    ref = client_ref_of_draft(draft_id)
    other = await Store.open(store_path)
    await store.ledger.write(put_draft, draft_id, DRAFT, NOON_MS)
    first = await filed(store, ref, DRAFT, draft_id)
    assert await store.ledger.read(read_drafts) == []
    assert await filed(other, ref, DRAFT, draft_id) == first
    # What is kept of it with other words is not lost, and not filed under its reference.
    rewritten = msgspec.structs.replace(DRAFT, subject="Autre chose")
    await other.ledger.write(put_draft, draft_id, rewritten, NOON_MS + 1)
    with pytest.raises(OtherContent):
        await filed(other, ref, rewritten, draft_id)
    assert [one.draft for one in await store.ledger.read(read_drafts)] == [rewritten]
    assert await store.ledger.read(filings.newest) == [first]
    await other.aclose()


async def filed(store: Store, ref: str, draft: Draft, draft_id: DraftId) -> Filing:
    filing, _new = await store.ledger.write(
        filing_acts.submit,
        draft,
        client_ref=ref,
        idempotency_key="k",
        now_ms=NOON_MS,
        draft_id=draft_id,
    )
    return filing


async def test_a_mended_draft_leaves_the_shelf_with_its_filing(store: Store) -> None:
    filing = await in_state(store, FilingState.REFUSED)
    await store.ledger.write(put_draft, DraftId("d"), DRAFT, NOON_MS, filing.id)
    mend = Change(act=Act.MEND, at_ms=NOON_MS + 5, draft=DRAFT, idempotency_key="new")
    await store.ledger.write(filing_acts.settle, filing.id, mend, DraftId("d"))
    assert await store.ledger.read(read_drafts) == []
    await store.ledger.write(put_draft, DraftId("d"), DRAFT, NOON_MS, filing.id)
    with pytest.raises(WrongState):
        await store.ledger.write(filing_acts.settle, filing.id, mend, DraftId("d"))
    assert len(await store.ledger.read(read_drafts)) == 1


async def test_the_feed_confirms_what_it_shows_whatever_the_state(store: Store) -> None:
    shown = a_ticket(metadata=msgspec.Raw(b'{"clientRef":"' + REF.encode() + b'"}'))
    filing = await in_state(store, FilingState.WITHDRAWN)
    committed = await receive(store, an_event(shown, 1))
    [seen] = committed.seen_refs
    assert (seen.filing_id, seen.ticket_id, seen.number) == (filing.id, shown.id, "INV-1046")
    # A crash here loses nothing: the stored ticket still proves it to the next owner.
    [done] = await store.ledger.write(filing_acts.recover, NOON_MS + 9)
    assert (done.state, done.evidence) == (FilingState.CONFIRMED, Evidence.FEED)
    assert await store.ledger.write(filing_acts.recover, NOON_MS + 10) == []
    later = await snapshot(store, 4, [shown])
    assert later.seen_refs == ()


async def test_an_answer_that_the_feed_overtook_adds_its_try_alone(store: Store) -> None:
    filing = await in_state(store, FilingState.SENDING)
    await settle(store, filing, Act.EVIDENCE, NOON_MS, evidence=Evidence.FEED, ticket=INV)
    attempt = Attempt(NOON_MS, 15_000, None, None, "doubt", None, f"key-{REF}")
    done = await settle(
        store, filing, Act.DOUBT, NOON_MS + 1, attempt=attempt, doubt=Doubt.NO_ANSWER
    )
    assert (done.state, done.evidence, done.doubt) == (
        FilingState.CONFIRMED,
        Evidence.FEED,
        None,
    )
    assert done.attempts == (attempt,)


async def test_the_agents_word_gets_its_ticket_when_the_feed_shows_it(store: Store) -> None:
    filing = await in_state(store, FilingState.UNCERTAIN)
    await settle(
        store,
        filing,
        Act.AGENT_CONFIRMS,
        NOON_MS,
        evidence=Evidence.AGENT,
        ticket=TicketRef(None, "INV-1046"),
    )
    shown = a_ticket(metadata=msgspec.Raw(b'{"clientRef":"' + REF.encode() + b'"}'))
    committed = await receive(store, an_event(shown, 1))
    assert len(committed.seen_refs) == 1
    done = await store.ledger.write(filing_acts.see, filing.id, INV, NOON_MS)
    assert (done.ticket, done.evidence) == (INV, Evidence.AGENT)


async def test_reminders_counts_and_groups(store: Store) -> None:
    uncertain = await in_state(store, FilingState.UNCERTAIN, "a")
    await in_state(store, FilingState.CONFIRMED, "b")
    await in_state(store, FilingState.WITHDRAWN, "c")
    reminded = await store.ledger.write(filing_acts.remind, uncertain.id, NOON_MS + 600_000)
    assert reminded.remind_ms == NOON_MS + 600_000
    assert await store.ledger.read(filings.unsettled) == [reminded]
    assert len(await store.ledger.read(filings.newest)) == 3
    assert await store.ledger.read(filings.in_states, OPEN_STATES) == [reminded]
    assert await store.read(filings.counts) == {
        FilingState.UNCERTAIN: 1,
        FilingState.CONFIRMED: 1,
        FilingState.WITHDRAWN: 1,
    }
    counts = await store.read(rows.counts, NOON_MS)
    assert (counts.open_filings, counts.filings_to_decide) == (1, 1)


async def test_a_filing_resembles_what_is_typed(store: Store) -> None:
    await submitted(store)
    [candidate] = await store.read(tickets.duplicate_candidates, "user_8842", NOON_MS - 1)
    assert (candidate.ticket_id, candidate.subject) == (None, DRAFT.subject)
    [filing] = await store.ledger.read(filings.in_states, OPEN_STATES)
    assert await store.read(tickets.duplicate_candidates, "user_8842", 0, filing.id) == []


@pytest.mark.parametrize("state", [FilingState.REFUSED, FilingState.WITHDRAWN])
async def test_a_filing_without_a_ticket_resembles_nothing(
    store: Store, state: FilingState
) -> None:
    await in_state(store, state, "a")
    assert await store.read(tickets.duplicate_candidates, "user_8842", 0) == []


@pytest.fixture
def ledger(store: Store, store_path: Path) -> Iterator[sqlite3.Connection]:
    """The same file by hand, as a careless change of the program would use it."""
    with closing(sqlite3.connect(store_path, isolation_level=None)) as db:
        yield db


def test_the_store_has_exactly_the_rules_of_the_core(ledger: sqlite3.Connection) -> None:
    stored = {(before, act): after for before, act, after in ledger.execute(
        "SELECT before, act, after FROM filing_rules"
    )}  # fmt: skip
    assert stored == {(str(state), str(act)): str(to) for (state, act), to in TRANSITIONS.items()}


@pytest.mark.parametrize("start", FilingState)
async def test_no_state_is_written_round_the_rules(
    store: Store, ledger: sqlite3.Connection, start: FilingState
) -> None:
    filing = await in_state(store, start)
    for other in set(FilingState) - {start}:
        with pytest.raises(sqlite3.IntegrityError, match="an act that is written down"):
            ledger.execute(
                "UPDATE filings SET state = ?, evidence = 'answer', ticket_number = 'INV-9'"
                " WHERE id = ?",
                (other, filing.id),
            )
    assert await store.ledger.read(filings.by_id, filing.id) == filing


async def test_no_act_is_written_down_that_is_not_allowed(
    store: Store, ledger: sqlite3.Connection
) -> None:
    filing = await in_state(store, FilingState.CONFIRMED)
    for before, act, after in (
        ("confirmed", "resend", "queued"),
        ("uncertain", "take", "sending"),
        ("uncertain", "not_sent", "queued"),
        ("refused", "resend", "queued"),
    ):
        with pytest.raises(sqlite3.IntegrityError, match="no such change"):
            ledger.execute(
                "INSERT INTO filing_history (filing_id, at_ms, act, before, after)"
                " VALUES (?, 1, ?, ?, ?)",
                (filing.id, act, before, after),
            )


async def test_nothing_is_confirmed_without_evidence(store: Store) -> None:
    filing = await in_state(store, FilingState.SENDING)
    with pytest.raises(Exception, match="confirmed by evidence"):
        await settle(store, filing, Act.ANSWER, NOON_MS)
    assert await store.ledger.read(filings.by_id, filing.id) == filing


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM filings",
        "UPDATE filings SET client_ref = 'other'",
        "UPDATE filings SET created_ms = 1",
        "DELETE FROM filing_attempts",
        "UPDATE filing_attempts SET outcome = 'not_sent'",
        "UPDATE filing_attempts SET at_ms = 1",
        "DELETE FROM filing_history",
        "UPDATE filing_history SET act = 'withdraw'",
    ],
)
async def test_filings_attempts_and_history_are_kept(
    store: Store, ledger: sqlite3.Connection, sql: str
) -> None:
    filing = await in_state(store, FilingState.UNCERTAIN)
    with pytest.raises(sqlite3.IntegrityError, match=r"kept|same intent"):
        ledger.execute(sql)
    assert await store.ledger.read(filings.by_id, filing.id) == filing


async def test_every_act_leaves_its_line_of_history(
    store: Store, ledger: sqlite3.Connection
) -> None:
    filing = await in_state(store, FilingState.UNCERTAIN)
    for act in (Act.REPEAT, Act.DOUBT, Act.RESEND, Act.WITHDRAW, Act.EVIDENCE):
        await store.ledger.write(filing_acts.settle, filing.id, change_of(act, NOON_MS + 1))
    told = ledger.execute("SELECT act, before, after FROM filing_history ORDER BY id").fetchall()
    assert told == [
        (None, None, "queued"),
        ("take", "queued", "sending"),
        ("doubt", "sending", "uncertain"),
        ("repeat", "uncertain", "uncertain"),
        ("doubt", "uncertain", "uncertain"),
        ("resend", "uncertain", "queued"),
        ("withdraw", "queued", "withdrawn"),
        ("evidence", "withdrawn", "confirmed"),
    ]


async def test_an_attempt_is_on_disk_before_it_leaves(store: Store, store_path: Path) -> None:
    filing = await submitted(store)
    await take(store, filing, NOON_MS + 5)
    await store.aclose()
    again = await Store.open(store_path)
    [taken] = await again.ledger.read(filings.unsettled)
    assert taken.attempts == (Attempt(NOON_MS + 5, idempotency_key=filing.idempotency_key),)
    [orphan] = await again.ledger.write(filing_acts.recover, NOON_MS + 9)
    assert orphan.doubt is Doubt.APP_STOPPED
    await again.aclose()


async def test_a_repeat_that_died_with_its_owner_ends_its_attempt(store: Store) -> None:
    filing = await in_state(store, FilingState.UNCERTAIN)
    await settle(store, filing, Act.REPEAT, NOON_MS + 1)
    assert await store.ledger.write(filing_acts.recover, NOON_MS + 2) == []
    [left] = await store.ledger.read(filings.unsettled)
    assert left.state is FilingState.UNCERTAIN
    assert [attempt.outcome for attempt in left.attempts] == [Act.DOUBT, Act.OWNER_DIED]


async def test_an_attempt_that_nobody_waits_for_ends_when_the_next_begins(store: Store) -> None:
    filing = await in_state(store, FilingState.UNCERTAIN)
    await settle(store, filing, Act.REPEAT, NOON_MS + 1)
    await settle(store, filing, Act.RESEND, NOON_MS + 2)
    taken = await take(store, filing, NOON_MS + 3)
    assert [one.outcome for one in taken.attempts] == [Act.DOUBT, Act.OWNER_DIED, None]


async def test_what_a_stored_ticket_proves_is_not_sent(store: Store) -> None:
    """The feed's commit and what follows from it are two steps: no send fits between them."""
    filing = await in_state(store, FilingState.UNCERTAIN)
    await settle(store, filing, Act.RESEND, NOON_MS + 1)
    shown = a_ticket(metadata=msgspec.Raw(b'{"clientRef":"' + REF.encode() + b'"}'))
    await receive(store, an_event(shown, 1))
    with pytest.raises(WrongState):
        await take(store, filing, NOON_MS + 2)


@pytest.mark.parametrize("state", FilingState)
async def test_only_what_has_not_left_is_taken_back(store: Store, state: FilingState) -> None:
    filing = await in_state(store, state)
    if state is FilingState.QUEUED:
        taken = await store.ledger.write(filing_acts.take_back, filing.id, NOON_MS + 1)
        assert taken.state is FilingState.WITHDRAWN
        return
    with pytest.raises(WrongState):
        await store.ledger.write(filing_acts.take_back, filing.id, NOON_MS + 1)
    assert await store.ledger.read(filings.by_id, filing.id) == filing


async def test_what_was_sent_again_is_not_taken_back(store: Store) -> None:
    filing = await in_state(store, FilingState.UNCERTAIN)
    again = await settle(store, filing, Act.RESEND, NOON_MS + 1)
    with pytest.raises(WrongState):
        await store.ledger.write(filing_acts.take_back, filing.id, NOON_MS + 2)
    assert await store.ledger.read(filings.by_id, filing.id) == again


async def test_a_double_is_found_when_both_tickets_come_together(store: Store) -> None:
    filing = await in_state(store, FilingState.UNCERTAIN)
    metadata = msgspec.Raw(b'{"clientRef":"' + REF.encode() + b'"}')
    both = [a_ticket(number, metadata=metadata) for number in (1046, 1047)]
    committed = await snapshot(store, 4, both)
    for seen in committed.seen_refs:
        await store.ledger.write(
            filing_acts.see, filing.id, TicketRef(seen.ticket_id, seen.number), NOON_MS
        )
    done = await store.ledger.read(filings.by_id, filing.id)
    assert done is not None
    assert (done.state, doubling(done)) == (FilingState.CONFIRMED, Doubling.KNOWN)


async def waiting(store: Store, ref: str, wait: Wait, until_ms: int) -> Filing:
    filing = await in_state(store, FilingState.SENDING, ref)
    change = Change(act=Act.NOT_SENT, at_ms=NOON_MS, wait=wait, next_attempt_ms=until_ms)
    return await store.ledger.write(filing_acts.settle, filing.id, change)


@pytest.mark.parametrize("wait", [Wait.THROTTLED, Wait.NETWORK])
async def test_the_queue_waits_as_one_for_the_server(store: Store, wait: Wait) -> None:
    held = await waiting(store, "a", wait, NOON_MS + 8000)
    later = await submitted(store, "b")
    assert await store.ledger.read(filings.next_due, NOON_MS) is None
    assert await store.ledger.read(filings.next_wake_ms, NOON_MS) == NOON_MS + 8000
    assert await due_id(store, NOON_MS + 8000) == held.id
    # A person may ask for one all the same.
    await settle(store, later, Act.RESEND, NOON_MS + 1, wait=Wait.ASKED)
    assert await due_id(store, NOON_MS + 2) == later.id


async def test_a_pause_lets_through_what_a_person_asked_for(store: Store) -> None:
    await submitted(store, "a")
    asked = await submitted(store, "b")
    assert await store.ledger.read(filings.next_due, NOON_MS, asked_only=True) is None
    await settle(store, asked, Act.RESEND, NOON_MS, wait=Wait.ASKED)
    found = await store.ledger.read(filings.next_due, NOON_MS, asked_only=True)
    assert found is not None
    assert found.id == asked.id


async def test_time_to_undo_holds_nobody_else(store: Store) -> None:
    await submitted(store, "a", wait=Wait.UNDO, not_before_ms=NOON_MS + 5000)
    other = await submitted(store, "b")
    assert await due_id(store, NOON_MS) == other.id


@pytest.mark.parametrize("wait", [Wait.THROTTLED, Wait.NETWORK])
async def test_a_clock_set_back_holds_nothing_for_hours(store: Store, wait: Wait) -> None:
    held = await waiting(store, "a", wait, NOON_MS + 8000)
    assert await due_id(store, NOON_MS - 5 * 3_600_000) == held.id


async def due_id(store: Store, now_ms: int) -> int:
    due = await store.ledger.read(filings.next_due, now_ms)
    assert due is not None
    return due.id


async def test_tickets_of_the_same_subject_are_found_since_the_send(store: Store) -> None:
    before = a_ticket(1, subject="Virement bloqué")
    await receive(store, an_event(before, 1))
    row = await row_of(store, before.id)
    customer = before.customer.external_id
    since = row.received_ms + 1
    assert await store.read(filings.same_subject_since, customer, "Virement bloqué", since) == []
    [found] = await store.read(
        filings.same_subject_since, customer, " virement BLOQUE", row.received_ms
    )
    assert found == TicketRef(before.id, before.ticket_number)
    assert await store.read(filings.same_subject_since, "autre", "Virement bloqué", 0) == []
    assert await store.read(filings.same_subject_since, customer, "Virement", 0) == []


async def test_a_draft_is_kept_as_typed_even_where_its_metadata_is_not_json(store: Store) -> None:
    draft = Draft(
        customer_external_id="user_8842",
        subject="Où est ma commande ?",
        metadata=msgspec.Raw(b'{"orderId": 20418,'),
        tag_ids=("x",),
    )
    await store.ledger.write(put_draft, DraftId("d1"), draft, NOON_MS)
    await store.ledger.write(put_draft, DraftId("d2"), Draft(), NOON_MS + 1, FilingId(3))
    later = msgspec.structs.replace(draft, subject="Où est ma commande 20418 ?")
    await store.ledger.write(put_draft, DraftId("d1"), later, NOON_MS + 2)
    first, second = await store.ledger.read(read_drafts)
    assert (first.id, first.draft, first.created_ms, first.updated_ms) == (
        "d1",
        later,
        NOON_MS,
        NOON_MS + 2,
    )
    assert (second.id, second.filing_id) == ("d2", 3)
    await store.ledger.write(remove_draft, DraftId("d1"))
    assert await store.ledger.read(read_drafts) == [second]


async def test_a_draft_keeps_what_is_typed_of_its_customer(store: Store) -> None:
    typed = CustomerEntry(email="firmin@", phone="01 97 00", opened=True)
    await store.ledger.write(put_draft, DraftId("d1"), Draft(), NOON_MS, customer=typed)
    (kept,) = await store.ledger.read(read_drafts)
    assert kept.customer == typed
    await store.ledger.write(put_draft, DraftId("d1"), Draft(), NOON_MS + 1)
    (kept,) = await store.ledger.read(read_drafts)
    assert kept.customer == NOTHING_TYPED
