"""The rules of the ledger: which act may follow which state, and what each leaves behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import (
    WrongState,
)
from supportdesk_desktop.core.filing import (
    ON_THE_WIRE,
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
    apply,
    shown_by_feed,
    unproven_sends,
)
from supportdesk_desktop.core.filing_fate import (
    KEY_LASTS_MS,
    Doubling,
    doubling,
    may_repeat_key,
    repeats_key,
)
from supportdesk_desktop.core.ids import FilingId, TicketId

DOUBT_TO_QUEUE = (FilingState.UNCERTAIN, FilingState.QUEUED)


def test_what_the_transitions_promise() -> None:
    assert not [act for state, act in TRANSITIONS if state is FilingState.CONFIRMED]
    for state in set(FilingState) - {FilingState.CONFIRMED}:
        assert TRANSITIONS[state, Act.EVIDENCE] is FilingState.CONFIRMED, "even withdrawn"
    assert TRANSITIONS[FilingState.SENDING, Act.OWNER_DIED] is FilingState.UNCERTAIN, "never queued"
    wakes = [act for (state, act), to in TRANSITIONS.items() if (state, to) == DOUBT_TO_QUEUE]
    assert wakes == [Act.RESEND], "only a person returns an uncertain filing to the queue"


@given(st.lists(st.sampled_from(list(Act)), max_size=30))
def test_no_sequence_of_acts_sends_a_doubtful_filing_without_a_person(acts: list[Act]) -> None:
    state = FilingState.QUEUED
    asked = True
    for act in acts:
        following = TRANSITIONS.get((state, act))
        if following is None:
            continue
        if following is FilingState.UNCERTAIN:
            asked = False
        if act in {Act.RESEND, Act.MEND}:
            asked = True
        assert following is not FilingState.SENDING or asked
        state = following


PAGE = Path(__file__).parents[3] / "docs" / "filing.md"
ONE = TicketRef(TicketId("t1"), "INV-1")
TWO = TicketRef(TicketId("t2"), "INV-2")
HOUR_MS = 3_600_000
ANSWERED = Change(act=Act.ANSWER, at_ms=9, evidence=Evidence.ANSWER, ticket=ONE)


def filing(state: FilingState = FilingState.QUEUED) -> Filing:
    return Filing(FilingId(1), "ref", "key-1", state, Draft(subject="S"), created_ms=0)


def after_acts(*acts: Act | Change) -> Filing:
    now = filing()
    for at_ms, act in enumerate(acts, start=1):
        change = act if isinstance(act, Change) else Change(act=act, at_ms=at_ms)
        now = apply(now, change)
    return now


def resends(key: str | None) -> Change:
    return Change(act=Act.RESEND, at_ms=5, idempotency_key=key)


def test_the_page_tells_and_draws_every_transition_with_its_evidence() -> None:
    page = PAGE.read_text("utf-8")
    rows = re.findall(r"^\| (\w+) \| (\w+) \| (\w+) \| (.+) \|$", page, re.M)
    told = {(before, act): to for before, act, to, _ in rows if act != "act"}
    lines = re.findall(r"^  (\w+) --> (\w+): (.+)$", page, re.M)
    drawn = {(before, act): to for before, to, acts in lines for act in acts.split(", ")}
    known = {(str(state), str(act)): str(to) for (state, act), to in TRANSITIONS.items()}
    assert told == drawn == known
    assert all(len(evidence) > 5 for *_, evidence in rows)


@given(st.lists(st.sampled_from(list(Act)), max_size=30))
def test_whatever_happens_the_rules_hold(acts: list[Act]) -> None:
    now = filing()
    for at_ms, act in enumerate(acts, start=1):
        before = now
        change = replace(ANSWERED, act=act, at_ms=at_ms)
        try:
            now = apply(before, change)
        except WrongState:
            assert (before.state, act) not in TRANSITIONS
            continue
        expected = TRANSITIONS.get((before.state, act), before.state)
        assert now.state is expected
        assert (now.id, now.client_ref, now.created_ms) == (1, "ref", 0)
        # Attempts are only added, and end once.
        assert now.attempts[: len(before.attempts) - 1] == before.attempts[:-1]
        assert [one.at_ms for one in now.attempts[: len(before.attempts)]] == [
            one.at_ms for one in before.attempts
        ]
        on_the_wire = [one for one in now.attempts if one.outcome is None]
        assert now.state is not FilingState.SENDING or len(on_the_wire) == 1


def test_an_attempt_that_nobody_waits_for_ends_when_the_next_begins() -> None:
    now = after_acts(Act.TAKE, Act.DOUBT, Act.REPEAT, resends(None), Act.TAKE)
    assert [one.outcome for one in now.attempts] == [Act.DOUBT, Act.OWNER_DIED, None]


def test_an_answer_without_an_attempt_is_refused() -> None:
    done = after_acts(Act.TAKE, ANSWERED)
    for act in ON_THE_WIRE:
        with pytest.raises(WrongState):
            apply(done, Change(act=act, at_ms=9))


def test_what_was_doubtful_is_kept_while_it_stays_so() -> None:
    doubt = Change(act=Act.DOUBT, at_ms=2, doubt=Doubt.CUT, error=FilingError("X"))
    now = after_acts(Act.TAKE, doubt, Act.HOLD, Act.REPEAT, Act.DOUBT)
    assert (now.doubt, now.error) == (Doubt.CUT, FilingError("X"))
    queued = apply(now, resends(None))
    assert (queued.doubt, queued.error) == (None, None)


def test_the_age_of_a_key_is_counted_from_its_own_first_attempt() -> None:
    first = after_acts(Act.TAKE, Act.DOUBT)
    assert first.first_attempt_ms == 1
    assert apply(first, resends(None)).first_attempt_ms == 1
    again = apply(first, resends("key-2"))
    assert again.first_attempt_ms is None
    assert apply(again, Change(act=Act.TAKE, at_ms=77)).first_attempt_ms == 77


def test_an_attempt_of_which_nothing_left_does_not_age_the_key() -> None:
    offline = Change(act=Act.NOT_SENT, at_ms=2, attempt=Attempt(1))
    unseen = after_acts(Act.TAKE, offline)
    assert unseen.first_attempt_ms is None
    seen = apply(unseen, Change(act=Act.TAKE, at_ms=77))
    assert seen.first_attempt_ms == 77
    throttled = apply(
        seen, Change(act=Act.NOT_SENT, at_ms=78, attempt=Attempt(77, http_status=429))
    )
    assert throttled.first_attempt_ms == 77


def test_a_mended_store_keeps_when_a_lost_first_attempt_began() -> None:
    rescued = replace(filing(FilingState.UNCERTAIN), first_attempt_ms=3)
    queued = apply(rescued, resends(None))
    taken = apply(queued, Change(act=Act.TAKE, at_ms=7))
    assert apply(taken, Change(act=Act.NOT_SENT, at_ms=8)).first_attempt_ms == 3


def test_a_key_is_repeated_where_a_ticket_may_exist_under_it() -> None:
    throttled = Change(act=Act.NOT_SENT, at_ms=2, attempt=Attempt(1, http_status=429))
    lost = replace(filing(), first_attempt_ms=0)
    assert not repeats_key(filing())
    assert not repeats_key(after_acts(Act.TAKE, throttled))
    assert repeats_key(after_acts(Act.TAKE, Act.DOUBT, resends(None)))
    assert not repeats_key(after_acts(Act.TAKE, Act.DOUBT, resends("key-2")))
    assert repeats_key(lost)
    assert repeats_key(apply(apply(lost, Change(act=Act.TAKE, at_ms=1)), throttled))


def test_a_new_key_may_be_taken_when_it_leaves() -> None:
    queued = after_acts(Act.TAKE, Act.DOUBT, resends(None))
    taken = apply(queued, Change(act=Act.TAKE, at_ms=77, idempotency_key="key-2"))
    assert taken.attempts[-1].idempotency_key == taken.idempotency_key == "key-2"
    assert taken.first_attempt_ms == 77


MENDED = Change(act=Act.MEND, at_ms=5, idempotency_key="key-2")
ANEW = resends("key-2")


@pytest.mark.parametrize(
    ("acts", "doubles"),
    [
        # One key is one ticket.
        ((Act.DOUBT, resends(None), Act.TAKE, Act.DOUBT, Act.REPEAT), Doubling.NONE),
        # What created nothing for sure is no double.
        ((Act.NOT_SENT, ANEW, Act.TAKE), Doubling.NONE),
        ((Act.DOUBT, Act.REPEAT, Act.REFUSAL, MENDED, Act.TAKE), Doubling.NONE),
        # Two keys, of which none was refused; an owner that died may have created too.
        ((Act.DOUBT, ANEW, Act.TAKE), Doubling.POSSIBLE),
        ((Act.OWNER_DIED, ANEW, Act.TAKE), Doubling.POSSIBLE),
    ],
)
def test_what_may_have_become_two_tickets(
    acts: tuple[Act | Change, ...], doubles: Doubling
) -> None:
    assert doubling(after_acts(Act.TAKE, *acts, ANSWERED)) is doubles


def test_a_double_is_possible_once_confirmed() -> None:
    uncertain = after_acts(Act.TAKE, Act.DOUBT, ANEW, Act.TAKE, Act.DOUBT)
    assert doubling(uncertain) is Doubling.NONE
    assert doubling(shown_by_feed(uncertain, ONE, 9)) is Doubling.POSSIBLE
    assert [one.at_ms for one in unproven_sends(uncertain)] == [1, 4]


def test_the_feed_completes_the_agents_word_and_adds_a_second_ticket() -> None:
    word = Change(
        act=Act.AGENT_CONFIRMS, at_ms=3, evidence=Evidence.AGENT, ticket=TicketRef(None, "INV-1")
    )
    told = after_acts(Act.TAKE, Act.DOUBT, word)
    known = shown_by_feed(told, ONE, 4)
    assert (known.ticket, known.evidence, known.doubles) == (ONE, Evidence.AGENT, ())
    assert shown_by_feed(known, ONE, 5) == known
    double = shown_by_feed(known, TWO, 6)
    assert (double.ticket, double.doubles) == (ONE, (TWO,))
    assert shown_by_feed(double, TWO, 7) == double


def test_a_late_answer_ends_its_attempt_and_changes_nothing_else() -> None:
    seen = shown_by_feed(after_acts(Act.TAKE), ONE, 3)
    late = Change(act=Act.DOUBT, at_ms=9, attempt=Attempt(1, 15_000), doubt=Doubt.NO_ANSWER)
    done = apply(seen, late)
    ended = Attempt(1, 15_000, outcome="doubt", idempotency_key="key-1")
    assert done == replace(seen, attempts=(ended,))


def test_a_key_proves_for_23_hours_where_announced_and_no_clock_was_set_back() -> None:
    doubtful = replace(
        filing(FilingState.UNCERTAIN), doubt=Doubt.CUT, first_attempt_ms=10 * HOUR_MS
    )

    def may(now_ms: int, filing: Filing = doubtful, key_lasts_ms: int = KEY_LASTS_MS) -> bool:
        return may_repeat_key(filing, key_lasts_ms=key_lasts_ms, now_ms=now_ms)

    assert may(10 * HOUR_MS)
    assert not may(10 * HOUR_MS, key_lasts_ms=0), "the desk announced no such keys"
    assert not may(10 * HOUR_MS, replace(doubtful, doubt=Doubt.CONFLICT))
    assert may(33 * HOUR_MS - 1)
    assert not may(33 * HOUR_MS)
    assert may(10 * HOUR_MS - 30_000)
    assert not may(9 * HOUR_MS)
