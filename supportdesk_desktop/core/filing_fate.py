"""The fate of a filing after one attempt, and what its keys prove: a ticket, or perhaps two."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from supportdesk_desktop.core.errors import (
    KeyRefused,
    NotOurServer,
    ProfileError,
    ServerError,
    Throttled,
)
from supportdesk_desktop.core.filing import (
    Act,
    Attempt,
    Change,
    Doubt,
    Evidence,
    Filing,
    FilingError,
    FilingState,
    Pause,
    TicketRef,
    Wait,
)
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.pacing import HOUR_S, doubling_s

RELAY_OFTEN = 15
"""So many repeats by back-off take ten minutes; what a relay does not know then it may never."""

ANSWER_TIMEOUT_S = 15.0
"""After this long without an answer from the first byte on, a create is uncertain."""

RELAY_ANSWER_TIMEOUT_S = 40.0
"""The same before a relay, which itself waits for its turn and for SupportDesk."""


class NotSent(StrEnum):
    """The reason why nothing left; ``TOO_LATE``: by then its key would have proved nothing."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    PROXY = "proxy"
    TOO_LATE = "too_late"


class Created(msgspec.Struct, frozen=True):
    """The readable part of a 2xx answer to a create; a relay may know the number alone."""

    id: TicketId | None
    ticket_number: str
    assigned_to: str | None = None


class SendResult(msgspec.Struct, frozen=True):
    """The outcome of one create on the wire; decides nothing.

    Exactly one of ``not_sent``, ``status`` or neither (no complete answer: ``timed_out`` says
    whether by the clock or by a cut) is the case. ``code`` is None without the failure envelope.
    """

    duration_ms: int
    not_sent: NotSent | None = None
    status: int | None = None
    timed_out: bool = False
    code: str | None = None
    message: str = ""
    details: dict[str, list[str]] = msgspec.field(default_factory=dict)
    created: Created | None = None
    replayed: bool = False
    retry_after_s: float | None = None
    request_id: str | None = None


class Fate(msgspec.Struct, frozen=True):
    """The act that follows from one attempt, with its facts."""

    act: Act
    evidence: Evidence | None = None
    doubt: Doubt | None = None
    wait: Wait | None = None
    pause: Pause | None = None
    delay_s: float | None = None
    error: FilingError | None = None


def fate(result: SendResult, *, tries: int, repeating: bool, relayed: bool = False) -> Fate:
    """Decide what one attempt led to, by the table in ``contract/rest.md``.

    Args:
        tries: earlier attempts in this state, for the back-off.
        repeating: the Idempotency-Key of an uncertain filing was repeated: this leads only to
            confirmed, or to refused by an enveloped 4xx other than 401, 403, 409 and 429.
        relayed: the desk announced that it is a relay, and has answers of its own.
    """
    if repeating:
        return _fate_of_repeat(result, tries, relayed)
    if relayed and (said := _fate_at_relay(result, tries)) is not None:
        return said
    if result.not_sent is NotSent.TOO_LATE:
        return Fate(Act.NOT_SENT)
    if result.not_sent is not None:
        return Fate(Act.NOT_SENT, wait=Wait.NETWORK, delay_s=doubling_s(tries))
    if result.status is None:
        return Fate(Act.DOUBT, doubt=Doubt.NO_ANSWER if result.timed_out else Doubt.CUT)
    if result.status < 300:
        if result.created is None or (result.created.id is None and not relayed):
            return Fate(Act.DOUBT, doubt=Doubt.UNREADABLE)
        evidence = Evidence.IDEMPOTENCY if result.replayed else Evidence.ANSWER
        return Fate(Act.ANSWER, evidence=evidence)
    if result.status >= 500:
        return Fate(Act.DOUBT, doubt=Doubt.SERVER_ERROR, error=_error_of(result))
    if result.status == 429:
        return _throttled(result, tries)
    return _fate_of_4xx(result, tries)


def _fate_at_relay(result: SendResult, tries: int) -> Fate | None:
    """Decide what the relay's own answers lead to, None for what came from behind it."""
    match result.status, result.code:
        case 503, "UPSTREAM_UNREACHABLE":
            return _throttled(result, tries)
        case ((502 | 409), "UPSTREAM_UNCERTAIN"):
            delay_s = doubling_s(tries) if tries < RELAY_OFTEN else HOUR_S
            error = _error_of(result)
            return Fate(Act.DOUBT, doubt=Doubt.SERVER_ERROR, delay_s=delay_s, error=error)
    return None


def _throttled(result: SendResult, tries: int) -> Fate:
    delay_s = result.retry_after_s or doubling_s(tries)
    return Fate(Act.NOT_SENT, wait=Wait.THROTTLED, delay_s=delay_s, error=_error_of(result))


def _fate_of_4xx(result: SendResult, tries: int) -> Fate:
    status, code, error = result.status or 0, result.code, _error_of(result)
    is_for_all = status < 400 or status == 407
    if code is None or is_for_all:
        return Fate(
            Act.NOT_SENT,
            pause=Pause.NOT_OUR_SERVER if is_for_all else None,
            wait=Wait.STOPPED,
            delay_s=doubling_s(tries, HOUR_S),
        )
    if status == 401 or (status == 403 and code.startswith("AUTH_")):
        return Fate(Act.NOT_SENT, pause=Pause.KEY_REFUSED, error=error)
    match status, code:
        case 403, "PLAN_LIMIT_REACHED":
            return Fate(Act.NOT_SENT, pause=Pause.PLAN_LIMIT, error=error)
        case 409, "IDEMPOTENCY_IN_PROGRESS":
            return Fate(Act.DOUBT, doubt=Doubt.IN_PROGRESS, delay_s=min(8.0, doubling_s(tries)))
        case 409, "IDEMPOTENCY_CONFLICT":
            return Fate(Act.DOUBT, doubt=Doubt.CONFLICT, error=error)
    return Fate(Act.REFUSAL, error=error)


def _fate_of_repeat(result: SendResult, tries: int, relayed: bool) -> Fate:
    """Decide only the certain cases; waits and their length are decided as for any attempt."""
    first = fate(result, tries=tries, repeating=False, relayed=relayed)
    if first.act is Act.ANSWER:
        return Fate(Act.ANSWER, evidence=Evidence.IDEMPOTENCY)
    is_sure = first.act is Act.REFUSAL and result.status not in {403, 409}
    if is_sure or first.doubt is Doubt.CONFLICT:
        return first
    quota = first.pause is Pause.PLAN_LIMIT
    return Fate(
        Act.DOUBT,
        wait=first.wait if first.wait is Wait.THROTTLED else None,
        pause=first.pause,
        delay_s=HOUR_S if quota else first.delay_s or doubling_s(tries),
    )


def _error_of(result: SendResult) -> FilingError | None:
    if result.code is None:
        return None
    return FilingError(result.code, result.message, dict(result.details))


def fate_without_identity(problem: ServerError | ProfileError, tries: int) -> Fate:
    """Decide what follows where ``whoami`` did not say that the key is this profile's.

    Nothing of the create has left: it waits, the longer the more ``tries`` ended so in a row, or
    the queue pauses.
    """
    if isinstance(problem, ProfileError):
        return Fate(Act.HOLD, pause=Pause.OTHER_PROFILE)
    if isinstance(problem, KeyRefused):
        return Fate(Act.HOLD, pause=Pause.KEY_REFUSED)
    if isinstance(problem, NotOurServer):
        return Fate(Act.HOLD, pause=Pause.NOT_OUR_SERVER)
    if isinstance(problem, Throttled):
        delay_s = problem.retry_after_s or doubling_s(tries)
        return Fate(Act.HOLD, wait=Wait.THROTTLED, delay_s=delay_s)
    return Fate(Act.HOLD, wait=Wait.NETWORK, delay_s=doubling_s(tries))


def earlier_misses(filing: Filing, status: int | None) -> int:
    """Return how many attempts before this one led to nothing in a row, for the back-off.

    Hours without a network say nothing of a server that answers no: they are counted apart.
    """
    misses = 0
    for attempt in reversed(filing.attempts[:-1]):
        is_alike = (attempt.http_status is None) == (status is None)
        if attempt.outcome not in {Act.NOT_SENT, Act.DOUBT} or not is_alike:
            break
        misses += 1
    return misses


def change_by(outcome: Fate, result: SendResult, started_ms: int, now_ms: int) -> Change:
    """Return the change of a filing that an attempt led to. Times since the epoch."""
    created = result.created if outcome.act is Act.ANSWER else None
    delay_s = outcome.delay_s
    return Change(
        act=outcome.act,
        at_ms=now_ms,
        attempt=Attempt(
            at_ms=started_ms,
            duration_ms=result.duration_ms,
            http_status=result.status,
            code=result.code or (None if result.not_sent is None else str(result.not_sent)),
            request_id=result.request_id,
        ),
        evidence=outcome.evidence,
        ticket=None if created is None else TicketRef(created.id, created.ticket_number),
        assigned_to=None if created is None else created.assigned_to,
        error=outcome.error,
        doubt=outcome.doubt,
        wait=outcome.wait,
        next_attempt_ms=None if delay_s is None else now_ms + round(delay_s * 1000),
    )


KEY_LASTS_MS = 23 * 3_600_000
"""Milliseconds from the first attempt that an Idempotency-Key is evidence (the desk keeps 24 h)."""

RELAY_KEY_LASTS_MS = 29 * 24 * 3_600_000
"""As ``KEY_LASTS_MS`` before a relay, whose ledger keeps a filing's name for 30 days."""

CLOCK_SLACK_MS = 60_000
"""By how much a clock may be set back, as time services do, and still be believed."""


def repeats_key(filing: Filing) -> bool:
    """Return whether sending it now repeats a key under which a ticket may exist already."""
    if filing.first_attempt_ms is None:
        return False
    own = [one for one in filing.attempts if one.idempotency_key == filing.idempotency_key]
    # A store that was mended may have lost the attempt that began then.
    is_lost = not own or own[0].at_ms > filing.first_attempt_ms
    return is_lost or any(one.outcome != Act.NOT_SENT for one in own)


def may_repeat_key(filing: Filing, *, key_lasts_ms: int, now_ms: int) -> bool:
    """Return whether repeating the Idempotency-Key of this filing is evidence at ``now_ms``.

    The key may be ``key_lasts_ms`` old, 0 on a desk that announced no such keys.
    """
    if not key_lasts_ms or filing.doubt is Doubt.CONFLICT or filing.first_attempt_ms is None:
        return False
    # A first attempt in the future means a clock set back: how long ago it was is not known.
    age_ms = now_ms - filing.first_attempt_ms
    return -CLOCK_SLACK_MS <= age_ms < key_lasts_ms


class Doubling(StrEnum):
    """The number of tickets that a confirmed filing became: one, perhaps more, or surely more."""

    NONE = "none"
    POSSIBLE = "possible"
    KNOWN = "known"


def doubling(filing: Filing) -> Doubling:
    """Return whether a confirmed filing is, or may be, more than one ticket.

    It may be where requests left under two keys, none of which the server refused: a person sent
    it again while the fate of the first request was not known.
    """
    if filing.doubles:
        return Doubling.KNOWN
    if filing.state is not FilingState.CONFIRMED or len(_keys_that_may_have_created(filing)) < 2:
        return Doubling.NONE
    return Doubling.POSSIBLE


def _keys_that_may_have_created(filing: Filing) -> set[str | None]:
    keys: set[str | None] = set()
    for attempt in filing.attempts:
        if attempt.outcome == Act.REFUSAL:
            # Where the key was repeated, its refusal says that the earlier request made nothing.
            keys.discard(attempt.idempotency_key)
        elif attempt.outcome != Act.NOT_SENT:
            keys.add(attempt.idempotency_key)
    return keys
