"""The fate of a create, a test a row of ``contract/rest.md``, and the rules of the ledger."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import (
    KeyRefused,
    NotOurServer,
    OtherAgent,
    OtherServer,
    ProfileError,
    ServerError,
    ServerFault,
    Throttled,
    Unreachable,
    WrongState,
)
from supportdesk_desktop.core.filing import (
    KEY_LASTS_MS,
    ON_THE_WIRE,
    OPEN_STATES,
    TRANSITIONS,
    Act,
    Attempt,
    Change,
    Doubling,
    Doubt,
    Evidence,
    Filing,
    FilingError,
    FilingState,
    Pause,
    TicketRef,
    Wait,
    after,
    apply,
    doubling,
    may_repeat_key,
    repeats_key,
    shown_by_feed,
    unproven_sends,
)
from supportdesk_desktop.core.filing_fate import (
    Created,
    NotSent,
    SendResult,
    fate,
    fate_without_identity,
)
from supportdesk_desktop.core.ids import FilingId, TicketId

CREATED = Created(TicketId("cl1"), "INV-1042")


def result(status: int | None = None, code: str | None = None, **rest: Any) -> SendResult:
    return SendResult(120, status=status, code=code, **rest)


def test_a_readable_2xx_confirms() -> None:
    for status in (200, 201, 299):
        outcome = fate(result(status, created=CREATED), tries=0, repeating=False)
        assert (outcome.act, outcome.evidence) == (Act.ANSWER, Evidence.ANSWER)


def test_a_replayed_2xx_says_so() -> None:
    outcome = fate(result(201, created=CREATED, replayed=True), tries=0, repeating=False)
    assert outcome.evidence is Evidence.IDEMPOTENCY


@pytest.mark.parametrize(
    ("answer", "doubt"),
    [
        (result(200), Doubt.UNREADABLE),
        (result(500, "INTERNAL_ERROR"), Doubt.SERVER_ERROR),
        (result(503), Doubt.SERVER_ERROR),
        (result(timed_out=True), Doubt.NO_ANSWER),
        (result(timed_out=False), Doubt.CUT),
        (result(409, "IDEMPOTENCY_IN_PROGRESS"), Doubt.IN_PROGRESS),
        (result(409, "IDEMPOTENCY_CONFLICT"), Doubt.CONFLICT),
    ],
)
def test_what_may_have_created_is_uncertain(answer: SendResult, doubt: Doubt) -> None:
    outcome = fate(answer, tries=0, repeating=False)
    assert (outcome.act, outcome.doubt, outcome.pause) == (Act.DOUBT, doubt, None)


def test_a_key_that_came_too_late_is_sent_anew_at_once() -> None:
    outcome = fate(result(not_sent=NotSent.TOO_LATE), tries=3, repeating=False)
    assert (outcome.act, outcome.wait, outcome.delay_s) == (Act.NOT_SENT, None, None)


@pytest.mark.parametrize("why", sorted(set(NotSent) - {NotSent.TOO_LATE}))
def test_nothing_sent_stays_queued_with_a_doubling_delay(why: NotSent) -> None:
    delays = [
        fate(result(not_sent=why), tries=tries, repeating=False).delay_s for tries in range(8)
    ]
    assert delays == [1, 2, 4, 8, 16, 32, 60, 60]
    outcome = fate(result(not_sent=why), tries=0, repeating=False)
    assert (outcome.act, outcome.wait) == (Act.NOT_SENT, Wait.NETWORK)


def test_429_waits_as_long_as_the_server_says() -> None:
    answer = result(429, "TOO_MANY_REQUESTS", retry_after_s=12.0)
    outcome = fate(answer, tries=0, repeating=False)
    assert (outcome.act, outcome.wait, outcome.delay_s) == (Act.NOT_SENT, Wait.THROTTLED, 12.0)


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        (result(401, "AUTH_API_KEY_INVALID"), Pause.KEY_REFUSED),
        (result(403, "AUTH_API_KEY_FORBIDDEN"), Pause.KEY_REFUSED),
        (result(403, "PLAN_LIMIT_REACHED"), Pause.PLAN_LIMIT),
        (result(407, "ANYTHING"), Pause.NOT_OUR_SERVER),
        (result(302), Pause.NOT_OUR_SERVER),
        (result(302, "ODD"), Pause.NOT_OUR_SERVER),
    ],
)
def test_what_concerns_all_pauses_the_queue_and_keeps_the_filing(
    answer: SendResult, pause: Pause
) -> None:
    outcome = fate(answer, tries=0, repeating=False)
    assert (outcome.act, outcome.pause) == (Act.NOT_SENT, pause)
    repeated = fate(answer, tries=0, repeating=True)
    assert (repeated.act, repeated.pause) == (Act.DOUBT, pause)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 451])
def test_a_4xx_without_the_envelope_makes_that_filing_alone_wait(status: int) -> None:
    delays = [
        fate(result(status), tries=tries, repeating=False).delay_s for tries in (0, 1, 11, 12, 99)
    ]
    assert delays == [1, 2, 2048, 3600, 3600]
    outcome = fate(result(status), tries=0, repeating=False)
    assert (outcome.act, outcome.wait, outcome.pause) == (Act.NOT_SENT, Wait.STOPPED, None)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "VALIDATION_ERROR"),
        (404, "CUSTOMER_NOT_FOUND"),
        (403, "SOMETHING_ELSE"),
        (413, "PAYLOAD_TOO_LARGE"),
        (409, "CUSTOMER_EMAIL_EXISTS"),
    ],
)
def test_any_other_enveloped_4xx_is_refused_with_its_fields(status: int, code: str) -> None:
    answer = result(status, code, details={"subject": ["Requis"]})
    outcome = fate(answer, tries=0, repeating=False)
    assert outcome.act is Act.REFUSAL
    assert outcome.error is not None
    assert outcome.error.code == code
    assert outcome.error.details == {"subject": ["Requis"]}


@pytest.mark.parametrize(
    ("answer", "act"),
    [
        (result(201, created=CREATED), Act.ANSWER),
        (result(404, "CUSTOMER_NOT_FOUND"), Act.REFUSAL),
        (result(400, "VALIDATION_ERROR"), Act.REFUSAL),
        (result(401, "AUTH_API_KEY_INVALID"), Act.DOUBT),
        (result(403, "PLAN_LIMIT_REACHED"), Act.DOUBT),
        (result(409, "IDEMPOTENCY_IN_PROGRESS"), Act.DOUBT),
        (result(409, "IDEMPOTENCY_CONFLICT"), Act.DOUBT),
        (result(429, "TOO_MANY_REQUESTS", retry_after_s=3.0), Act.DOUBT),
        (result(500, "INTERNAL_ERROR"), Act.DOUBT),
        (result(404), Act.DOUBT),
        (result(not_sent=NotSent.DNS), Act.DOUBT),
        (result(timed_out=True), Act.DOUBT),
        (result(201), Act.DOUBT),
    ],
)
def test_repeating_a_key_leads_only_to_confirmed_or_refused(answer: SendResult, act: Act) -> None:
    outcome = fate(answer, tries=0, repeating=True)
    assert outcome.act is act
    assert act is not Act.ANSWER or outcome.evidence is Evidence.IDEMPOTENCY


@pytest.mark.parametrize(
    ("answer", "delays"),
    [
        (result(409, "IDEMPOTENCY_IN_PROGRESS"), [1, 2, 4, 8, 8, 8]),
        (result(403), [1, 2, 4, 8, 2048, 3600]),
        (result(500, "INTERNAL_ERROR"), [1, 2, 4, 8, 60, 60]),
        (result(403, "PLAN_LIMIT_REACHED"), [3600] * 6),
        (result(429, "TOO_MANY_REQUESTS", retry_after_s=7.0), [7] * 6),
    ],
    ids=["in progress", "stopped", "fault", "quota", "throttled"],
)
def test_a_key_is_repeated_as_often_as_the_answer_tells(
    answer: SendResult, delays: list[float]
) -> None:
    tries = (0, 1, 2, 3, 11, 99)
    assert [fate(answer, tries=one, repeating=True).delay_s for one in tries] == delays


def test_what_a_relay_did_not_send_on_waits_as_long_as_it_says() -> None:
    answer = result(503, "UPSTREAM_UNREACHABLE", retry_after_s=30.0)
    outcome = fate(answer, tries=0, repeating=False, relayed=True)
    assert (outcome.act, outcome.wait, outcome.delay_s) == (Act.NOT_SENT, Wait.THROTTLED, 30.0)
    repeated = fate(answer, tries=0, repeating=True, relayed=True)
    assert (repeated.act, repeated.delay_s) == (Act.DOUBT, 30.0)
    assert fate(answer, tries=0, repeating=False).act is Act.DOUBT


@pytest.mark.parametrize("repeating", [False, True])
@pytest.mark.parametrize("status", [502, 409])
def test_what_a_relay_does_not_know_is_asked_for_ten_minutes_then_hourly(
    status: int, repeating: bool
) -> None:
    answer = result(status, "UPSTREAM_UNCERTAIN")
    fates = [fate(answer, tries=tries, repeating=repeating, relayed=True) for tries in range(100)]
    assert {one.act for one in fates} == {Act.DOUBT}
    delays = [one.delay_s or 0.0 for one in fates]
    often = delays[: delays.index(3600)]
    assert often[:4] == [1, 2, 4, 8]
    assert 600 <= sum(often) < 660
    assert set(delays[len(often) :]) == {3600}


def test_a_conflict_of_any_other_desk_is_refused_whatever_it_is_called() -> None:
    outcome = fate(result(409, "UPSTREAM_UNCERTAIN"), tries=0, repeating=False)
    assert outcome.act is Act.REFUSAL


def test_an_answer_that_is_none_is_uncertain() -> None:
    outcome = fate(result(101), tries=0, repeating=False)
    assert (outcome.act, outcome.doubt) == (Act.DOUBT, Doubt.UNREADABLE)


def test_only_a_person_returns_an_uncertain_filing_to_the_queue() -> None:
    ways = [
        act
        for (state, act), to in TRANSITIONS.items()
        if state is FilingState.UNCERTAIN and to is FilingState.QUEUED
    ]
    assert ways == [Act.RESEND]


def test_nothing_leaves_confirmed() -> None:
    assert all(after(FilingState.CONFIRMED, act) is None for act in Act)


def test_evidence_confirms_from_everywhere_even_withdrawn() -> None:
    for state in FilingState:
        expected = None if state is FilingState.CONFIRMED else FilingState.CONFIRMED
        assert after(state, Act.EVIDENCE) is expected


def test_a_dead_owner_leaves_doubt_never_a_queue() -> None:
    assert after(FilingState.SENDING, Act.OWNER_DIED) is FilingState.UNCERTAIN


@given(st.lists(st.sampled_from(list(Act)), max_size=30))
def test_no_sequence_of_acts_sends_a_doubtful_filing_without_a_person(acts: list[Act]) -> None:
    state = FilingState.QUEUED
    asked = True
    for act in acts:
        following = after(state, act)
        if following is None:
            continue
        if following is FilingState.UNCERTAIN:
            asked = False
        if act in {Act.RESEND, Act.MEND}:
            asked = True
        assert following is not FilingState.SENDING or asked
        state = following
    assert state in OPEN_STATES | {FilingState.CONFIRMED, FilingState.WITHDRAWN}


def test_a_key_is_repeated_only_where_announced_and_for_23_hours() -> None:
    filing = Filing(
        id=FilingId(1),
        client_ref="r",
        idempotency_key="k",
        state=FilingState.UNCERTAIN,
        draft=Draft(),
        created_ms=0,
        first_attempt_ms=1000,
        doubt=Doubt.CUT,
    )
    hours = 3_600_000
    assert may_repeat_key(filing, key_lasts_ms=KEY_LASTS_MS, now_ms=22 * hours)
    assert not may_repeat_key(filing, key_lasts_ms=0, now_ms=22 * hours)
    assert not may_repeat_key(filing, key_lasts_ms=KEY_LASTS_MS, now_ms=1000 + 23 * hours)
    conflict = msgspec.structs.replace(filing, doubt=Doubt.CONFLICT)
    assert not may_repeat_key(conflict, key_lasts_ms=KEY_LASTS_MS, now_ms=hours)


PAGE = Path(__file__).parents[3] / "docs" / "filing.md"
ONE = TicketRef(TicketId("t1"), "INV-1")
TWO = TicketRef(TicketId("t2"), "INV-2")
HOUR_MS = 3_600_000


def filing(state: FilingState = FilingState.QUEUED) -> Filing:
    return Filing(FilingId(1), "ref", "key-1", state, Draft(subject="S"), created_ms=0)


def after_acts(*acts: Act | Change) -> Filing:
    now = filing()
    for at_ms, act in enumerate(acts, start=1):
        change = act if isinstance(act, Change) else Change(act=act, at_ms=at_ms)
        now = apply(now, change)
    return now


def confirms(act: Act, ticket: TicketRef = ONE) -> Change:
    return Change(act=act, at_ms=9, evidence=Evidence.ANSWER, ticket=ticket)


def resends(key: str | None) -> Change:
    return Change(act=Act.RESEND, at_ms=5, idempotency_key=key)


# The page


def test_the_page_has_every_transition_with_its_evidence() -> None:
    rows = re.findall(r"^\| (\w+) \| (\w+) \| (\w+) \| (.+) \|$", PAGE.read_text("utf-8"), re.M)
    told = {(before, act): to for before, act, to, _ in rows if act != "act"}
    assert told == {(str(state), str(act)): str(to) for (state, act), to in TRANSITIONS.items()}
    assert all(len(evidence) > 5 for *_, evidence in rows)


def test_the_diagram_has_every_transition() -> None:
    lines = re.findall(r"^  (\w+) --> (\w+): (.+)$", PAGE.read_text("utf-8"), re.M)
    drawn = {(before, act): to for before, to, acts in lines for act in acts.split(", ")}
    assert drawn == {(str(state), str(act)): str(to) for (state, act), to in TRANSITIONS.items()}


# The machine


@given(st.lists(st.sampled_from(list(Act)), max_size=30))
def test_whatever_happens_the_rules_hold(acts: list[Act]) -> None:
    now = filing()
    for at_ms, act in enumerate(acts, start=1):
        before = now
        change = replace(confirms(act), at_ms=at_ms)
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
    done = after_acts(Act.TAKE, confirms(Act.ANSWER))
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


# Doubles


def test_one_key_is_one_ticket() -> None:
    done = after_acts(
        Act.TAKE, Act.DOUBT, resends(None), Act.TAKE, Act.DOUBT, Act.REPEAT, confirms(Act.ANSWER)
    )
    assert doubling(done) is Doubling.NONE


def test_two_keys_of_which_none_was_refused_may_be_two_tickets() -> None:
    twice = (Act.TAKE, Act.DOUBT, resends("key-2"), Act.TAKE)
    assert doubling(after_acts(*twice, confirms(Act.ANSWER))) is Doubling.POSSIBLE
    uncertain = after_acts(*twice, Act.DOUBT)
    assert doubling(uncertain) is Doubling.NONE
    assert doubling(shown_by_feed(uncertain, ONE, 9)) is Doubling.POSSIBLE
    assert [one.at_ms for one in unproven_sends(uncertain)] == [1, 4]


@pytest.mark.parametrize("harmless", [Act.NOT_SENT, Act.REFUSAL])
def test_what_created_nothing_for_sure_is_no_double(harmless: Act) -> None:
    ways = {
        Act.NOT_SENT: (Act.TAKE, Act.NOT_SENT, resends("key-2")),
        Act.REFUSAL: (
            Act.TAKE, Act.DOUBT, Act.REPEAT, Act.REFUSAL,
            Change(act=Act.MEND, at_ms=5, idempotency_key="key-2"),
        ),
    }  # fmt: skip
    done = after_acts(*ways[harmless], Act.TAKE, confirms(Act.ANSWER))
    assert doubling(done) is Doubling.NONE


def test_an_owner_that_died_may_have_created() -> None:
    done = after_acts(Act.TAKE, Act.OWNER_DIED, resends("key-2"), Act.TAKE, confirms(Act.ANSWER))
    assert doubling(done) is Doubling.POSSIBLE


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


# Keys


def test_a_clock_set_back_ends_the_proof_of_a_key() -> None:
    doubtful = replace(
        filing(FilingState.UNCERTAIN), doubt=Doubt.CUT, first_attempt_ms=10 * HOUR_MS
    )

    def may(now_ms: int) -> bool:
        return may_repeat_key(doubtful, key_lasts_ms=KEY_LASTS_MS, now_ms=now_ms)

    assert may(10 * HOUR_MS)
    assert may(33 * HOUR_MS - 1)
    assert not may(33 * HOUR_MS)
    assert may(10 * HOUR_MS - 30_000)
    assert not may(9 * HOUR_MS)


@pytest.mark.parametrize(
    ("problem", "pause", "wait"),
    [
        (OtherServer("p", "x"), Pause.OTHER_PROFILE, None),
        (OtherAgent("x"), Pause.OTHER_PROFILE, None),
        (KeyRefused(status=401), Pause.KEY_REFUSED, None),
        (NotOurServer(status=302), Pause.NOT_OUR_SERVER, None),
        (Throttled(retry_after_s=7), None, Wait.THROTTLED),
        (Unreachable("x"), None, Wait.NETWORK),
        (ServerFault(status=500), None, Wait.NETWORK),
    ],
)
def test_without_identity_nothing_leaves(
    problem: ServerError | ProfileError, pause: Pause | None, wait: Wait | None
) -> None:
    outcome = fate_without_identity(problem, 3)
    assert (outcome.act, outcome.pause, outcome.wait) == (Act.HOLD, pause, wait)
    if wait is not None:
        assert outcome.delay_s == (7 if wait is Wait.THROTTLED else 8)
