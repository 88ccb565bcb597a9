"""The fate of a create: one test a row of the table in ``contract/rest.md``."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.filing import (
    KEY_LASTS_MS,
    OPEN_STATES,
    TRANSITIONS,
    Act,
    Created,
    Doubt,
    Evidence,
    Filing,
    FilingState,
    NotSent,
    Pause,
    SendResult,
    Wait,
    after,
    fate,
    may_repeat_key,
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
