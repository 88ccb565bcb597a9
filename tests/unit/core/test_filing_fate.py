"""The fate of a create, a row a row of ``contract/rest.md``."""

from __future__ import annotations

from typing import Any

import pytest

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
)
from supportdesk_desktop.core.filing import Act, Doubt, Evidence, FilingError, Pause, Wait
from supportdesk_desktop.core.filing_fate import (
    Created,
    Fate,
    NotSent,
    SendResult,
    fate,
    fate_without_identity,
)
from supportdesk_desktop.core.ids import TicketId

CREATED = Created(TicketId("cl1"), "INV-1042")
FIELDS = {"subject": ["Requis"]}


def result(status: int | None = None, code: str | None = None, **rest: Any) -> SendResult:
    return SendResult(120, status=status, code=code, **rest)


def confirmed(evidence: Evidence = Evidence.ANSWER) -> Fate:
    return Fate(Act.ANSWER, evidence=evidence)


def doubtful(doubt: Doubt | None, code: str | None = None, **rest: Any) -> Fate:
    return Fate(Act.DOUBT, doubt=doubt, error=None if code is None else FilingError(code), **rest)


def kept(code: str | None = None, **rest: Any) -> Fate:
    return Fate(Act.NOT_SENT, error=None if code is None else FilingError(code), **rest)


OFFLINE = kept(wait=Wait.NETWORK, delay_s=1.0)
STOPPED = kept(wait=Wait.STOPPED, delay_s=1.0)
ELSEWHERE = kept(wait=Wait.STOPPED, delay_s=1.0, pause=Pause.NOT_OUR_SERVER)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        *((result(status, created=CREATED), confirmed()) for status in (200, 201, 299)),
        (result(201, created=CREATED, replayed=True), confirmed(Evidence.IDEMPOTENCY)),
        # What may have created is uncertain.
        (result(200), doubtful(Doubt.UNREADABLE)),
        (result(101), doubtful(Doubt.UNREADABLE)),
        (result(503), doubtful(Doubt.SERVER_ERROR)),
        (result(500, "INTERNAL_ERROR"), doubtful(Doubt.SERVER_ERROR, "INTERNAL_ERROR")),
        (result(timed_out=True), doubtful(Doubt.NO_ANSWER)),
        (result(timed_out=False), doubtful(Doubt.CUT)),
        (result(409, "IDEMPOTENCY_IN_PROGRESS"), doubtful(Doubt.IN_PROGRESS, delay_s=1.0)),
        (result(409, "IDEMPOTENCY_CONFLICT"), doubtful(Doubt.CONFLICT, "IDEMPOTENCY_CONFLICT")),
        # Nothing left: it stays queued; a key that came too late is sent anew at once.
        *((result(not_sent=why), OFFLINE) for why in set(NotSent) - {NotSent.TOO_LATE}),
        (result(not_sent=NotSent.TOO_LATE), kept()),
        (
            result(429, "TOO_MANY_REQUESTS", retry_after_s=12.0),
            kept("TOO_MANY_REQUESTS", wait=Wait.THROTTLED, delay_s=12.0),
        ),
        # A 4xx without the envelope makes that filing alone wait.
        *((result(status), STOPPED) for status in (400, 401, 403, 404, 451)),
    ],
)
def test_what_an_answer_leads_to(answer: SendResult, outcome: Fate) -> None:
    assert fate(answer, tries=0, repeating=False) == outcome


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (
            result(401, "AUTH_API_KEY_INVALID"),
            kept("AUTH_API_KEY_INVALID", pause=Pause.KEY_REFUSED),
        ),
        (
            result(403, "AUTH_API_KEY_FORBIDDEN"),
            kept("AUTH_API_KEY_FORBIDDEN", pause=Pause.KEY_REFUSED),
        ),
        (result(403, "PLAN_LIMIT_REACHED"), kept("PLAN_LIMIT_REACHED", pause=Pause.PLAN_LIMIT)),
        (result(407, "ANYTHING"), ELSEWHERE),
        (result(302), ELSEWHERE),
        (result(302, "ODD"), ELSEWHERE),
    ],
)
def test_what_concerns_all_pauses_the_queue_and_keeps_the_filing(
    answer: SendResult, outcome: Fate
) -> None:
    assert fate(answer, tries=0, repeating=False) == outcome
    repeated = fate(answer, tries=0, repeating=True)
    assert (repeated.act, repeated.pause) == (Act.DOUBT, outcome.pause)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "VALIDATION_ERROR"),
        (404, "CUSTOMER_NOT_FOUND"),
        (403, "SOMETHING_ELSE"),
        (413, "PAYLOAD_TOO_LARGE"),
        (409, "CUSTOMER_EMAIL_EXISTS"),
        (409, "UPSTREAM_UNCERTAIN"),  # that of a desk which is no relay
    ],
)
def test_any_other_enveloped_4xx_is_refused_with_its_fields(status: int, code: str) -> None:
    answer = result(status, code, details=FIELDS)
    refused = Fate(Act.REFUSAL, error=FilingError(code, details=FIELDS))
    assert fate(answer, tries=0, repeating=False) == refused


@pytest.mark.parametrize(
    ("answer", "repeating", "delays"),
    [
        (result(not_sent=NotSent.DNS), False, [1, 2, 4, 8, 60, 60]),
        (result(451), False, [1, 2, 4, 8, 2048, 3600]),
        (result(409, "IDEMPOTENCY_IN_PROGRESS"), True, [1, 2, 4, 8, 8, 8]),
        (result(403), True, [1, 2, 4, 8, 2048, 3600]),
        (result(500, "INTERNAL_ERROR"), True, [1, 2, 4, 8, 60, 60]),
        (result(403, "PLAN_LIMIT_REACHED"), True, [3600] * 6),
        (result(429, "TOO_MANY_REQUESTS", retry_after_s=7.0), True, [7] * 6),
    ],
)
def test_it_is_tried_again_as_often_as_the_answer_tells(
    answer: SendResult, repeating: bool, delays: list[float]
) -> None:
    tries = (0, 1, 2, 3, 11, 99)
    assert [fate(answer, tries=one, repeating=repeating).delay_s for one in tries] == delays


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
