"""What a filing is: its acts, the states it passes, and the fate of an attempt."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import (
    KeyRefused,
    NotOurServer,
    ProfileError,
    ServerError,
    Throttled,
    WrongState,
)
from supportdesk_desktop.core.ids import FilingId, TicketId
from supportdesk_desktop.core.pacing import HOUR_S, doubling_s

if TYPE_CHECKING:
    from supportdesk_desktop.core.drafts import Draft


class FilingState(StrEnum):
    """Where a filing stands; never "probably"."""

    QUEUED = "queued"
    SENDING = "sending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    WITHDRAWN = "withdrawn"


OPEN_STATES = frozenset(
    {FilingState.QUEUED, FilingState.SENDING, FilingState.REFUSED, FilingState.UNCERTAIN}
)
TO_DECIDE = frozenset({FilingState.REFUSED, FilingState.UNCERTAIN})


class Pause(StrEnum):
    """Why the whole queue stands still."""

    KEY_MISSING = "key_missing"
    KEY_REFUSED = "key_refused"
    NOT_OUR_SERVER = "not_our_server"
    PLAN_LIMIT = "plan_limit"
    OTHER_PROFILE = "other_profile"


KEY_LASTS_MS = 23 * 3_600_000
"""How long after the first attempt a repeated Idempotency-Key is evidence (the desk keeps 24 h)."""

RELAY_OFTEN = 15
"""So many repeats by back-off take ten minutes; what a relay does not know then it may never."""

RELAY_KEY_LASTS_MS = 29 * 24 * 3_600_000
"""The same before a relay, whose ledger keeps a filing's name for 30 days."""

CLOCK_SLACK_MS = 60_000
"""By how much a clock may be set back, as time services do, and still be believed."""

ANSWER_TIMEOUT_S = 15.0
"""After this long without an answer from the first byte on, a create is uncertain."""

RELAY_ANSWER_TIMEOUT_S = 40.0
"""The same before a relay, which itself waits for its turn and for SupportDesk."""


class Evidence(StrEnum):
    """What a confirmation rests on."""

    ANSWER = "answer"
    FEED = "feed"
    IDEMPOTENCY = "idempotency"
    AGENT = "agent"


class Act(StrEnum):
    """What may change the state of a filing."""

    TAKE = "take"
    HOLD = "hold"
    REPEAT = "repeat"
    ANSWER = "answer"
    NOT_SENT = "not_sent"
    REFUSAL = "refusal"
    DOUBT = "doubt"
    OWNER_DIED = "owner_died"
    EVIDENCE = "evidence"
    AGENT_CONFIRMS = "agent_confirms"
    RESEND = "resend"
    MEND = "mend"
    WITHDRAW = "withdraw"


_Q, _S, _C, _R, _U, _W = (
    FilingState.QUEUED,
    FilingState.SENDING,
    FilingState.CONFIRMED,
    FilingState.REFUSED,
    FilingState.UNCERTAIN,
    FilingState.WITHDRAWN,
)

TRANSITIONS: dict[tuple[FilingState, Act], FilingState] = {
    (_Q, Act.TAKE): _S,
    (_Q, Act.HOLD): _Q,
    (_U, Act.HOLD): _U,
    (_U, Act.REPEAT): _U,
    (_S, Act.ANSWER): _C,
    (_S, Act.NOT_SENT): _Q,
    (_S, Act.REFUSAL): _R,
    (_S, Act.DOUBT): _U,
    (_S, Act.OWNER_DIED): _U,
    (_U, Act.ANSWER): _C,
    (_Q, Act.ANSWER): _C,
    (_W, Act.ANSWER): _C,
    (_U, Act.REFUSAL): _R,
    (_U, Act.DOUBT): _U,
    (_U, Act.AGENT_CONFIRMS): _C,
    (_U, Act.RESEND): _Q,
    (_Q, Act.RESEND): _Q,
    (_R, Act.MEND): _Q,
    (_Q, Act.WITHDRAW): _W,
    (_R, Act.WITHDRAW): _W,
    (_U, Act.WITHDRAW): _W,
    (_Q, Act.EVIDENCE): _C,
    (_S, Act.EVIDENCE): _C,
    (_R, Act.EVIDENCE): _C,
    (_U, Act.EVIDENCE): _C,
    (_W, Act.EVIDENCE): _C,
}
"""Every allowed change of state; what is absent is refused with ``WrongState``.

A repeat is on the wire while a person decides: its answer proves the ticket from queued and
withdrawn too.
"""

ON_THE_WIRE = frozenset({Act.ANSWER, Act.NOT_SENT, Act.REFUSAL, Act.DOUBT})
"""What one attempt may lead to."""


def after(state: FilingState, act: Act) -> FilingState | None:
    """Return the state that follows, or None where the act is not allowed from ``state``."""
    return TRANSITIONS.get((state, act))


class Doubt(StrEnum):
    """Why a filing is uncertain; the first sentence that people read."""

    NO_ANSWER = "no_answer"
    CUT = "cut"
    SERVER_ERROR = "server_error"
    UNREADABLE = "unreadable"
    APP_STOPPED = "app_stopped"
    IN_PROGRESS = "in_progress"
    CONFLICT = "conflict"
    STORE_DAMAGED = "store_damaged"


class Wait(StrEnum):
    """Why a queued filing waits.

    ``ASKED``: a person wants it sent before all others. ``STOPPED``: something on the way to the
    server stopped its request, perhaps its alone: the others need not wait.
    """

    ASKED = "asked"
    UNDO = "undo"
    RATE = "rate"
    THROTTLED = "throttled"
    NETWORK = "network"
    STOPPED = "stopped"


class TicketRef(msgspec.Struct, frozen=True, rename="camel"):
    """The ticket that a filing became; ``id`` is None while only an agent's word is known."""

    id: TicketId | None
    ticket_number: str


class FilingError(msgspec.Struct, frozen=True):
    """What the server refused with; ``details`` maps a field to its messages."""

    code: str
    message: str = ""
    details: dict[str, list[str]] = msgspec.field(default_factory=dict)


class Attempt(msgspec.Struct, frozen=True):
    """One try on the wire, written down before its first byte leaves.

    Attributes:
        at_ms: when it began, since the epoch.
        outcome: the ``Act`` it led to, None while it is on the wire.
        request_id: what the server called it, where it said so.
        idempotency_key: under which it was sent: two keys may be two tickets.
    """

    at_ms: int
    duration_ms: int | None = None
    http_status: int | None = None
    code: str | None = None
    outcome: str | None = None
    request_id: str | None = None
    idempotency_key: str | None = None


class Filing(msgspec.Struct, frozen=True):
    """One line of the outbox. Times are milliseconds since the epoch.

    ``idempotency_key`` belongs to the draft as it is now: a mended draft gets a new one.
    ``sends_client_ref`` is the setting at the time of filing. ``doubles`` are further tickets
    that carry its reference.
    """

    id: FilingId
    client_ref: str
    idempotency_key: str
    state: FilingState
    draft: Draft
    created_ms: int
    sends_client_ref: bool = True
    evidence: Evidence | None = None
    ticket: TicketRef | None = None
    error: FilingError | None = None
    doubt: Doubt | None = None
    wait: Wait | None = None
    attempts: tuple[Attempt, ...] = ()
    next_attempt_ms: int | None = None
    first_attempt_ms: int | None = None
    settled_ms: int | None = None
    remind_ms: int | None = None
    assigned_to: str | None = None
    doubles: tuple[TicketRef, ...] = ()


class NotSent(StrEnum):
    """Why nothing left; ``TOO_LATE``: its key had proved nothing any more when it would have."""

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
    """What the wire said to one create; decides nothing.

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
    """What follows from one attempt: the act, and what goes with it."""

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
        result: what the wire said.
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
        return Fate(Act.ANSWER, evidence=_evidence_of(result))
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
    code = result.code
    if code is None or result.status is None or result.status < 400 or result.status == 407:
        is_for_all = result.status is not None and (result.status < 400 or result.status == 407)
        return Fate(
            Act.NOT_SENT,
            pause=Pause.NOT_OUR_SERVER if is_for_all else None,
            wait=Wait.STOPPED,
            delay_s=doubling_s(tries, HOUR_S),
        )
    if result.status == 401 or (result.status == 403 and code.startswith("AUTH_")):
        return Fate(Act.NOT_SENT, pause=Pause.KEY_REFUSED, error=_error_of(result))
    if result.status == 403 and code == "PLAN_LIMIT_REACHED":
        return Fate(Act.NOT_SENT, pause=Pause.PLAN_LIMIT, error=_error_of(result))
    if result.status == 409 and code == "IDEMPOTENCY_IN_PROGRESS":
        return Fate(Act.DOUBT, doubt=Doubt.IN_PROGRESS, delay_s=min(8.0, doubling_s(tries)))
    if result.status == 409 and code == "IDEMPOTENCY_CONFLICT":
        return Fate(Act.DOUBT, doubt=Doubt.CONFLICT, error=_error_of(result))
    return Fate(Act.REFUSAL, error=_error_of(result))


def _fate_of_repeat(result: SendResult, tries: int, relayed: bool) -> Fate:
    """Decide only what is sure; what waits, and for how long, is decided as for any attempt."""
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


def _evidence_of(result: SendResult) -> Evidence:
    return Evidence.IDEMPOTENCY if result.replayed else Evidence.ANSWER


def _error_of(result: SendResult) -> FilingError | None:
    if result.code is None:
        return None
    return FilingError(result.code, result.message, dict(result.details))


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

    Args:
        filing: what was sent.
        key_lasts_ms: how old the key may be, 0 on a desk that announced no such keys.
        now_ms: since the epoch.
    """
    if not key_lasts_ms or filing.doubt is Doubt.CONFLICT or filing.first_attempt_ms is None:
        return False
    # A first attempt in the future means a clock set back: how long ago it was is not known.
    age_ms = now_ms - filing.first_attempt_ms
    return -CLOCK_SLACK_MS <= age_ms < key_lasts_ms


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One act on a filing, and what goes with it. Times are milliseconds since the epoch.

    Every act replaces what the filing waits for and what is wrong with it by what is given here;
    while it stays uncertain it keeps the earlier ``doubt`` and ``error`` where none is given.

    Attributes:
        at_ms: when it happened.
        attempt: the try on the wire that led to it, as it ended.
        ticket, evidence, assigned_to: of a confirmation.
        idempotency_key: a new key, for a mended draft, or where the old one proves nothing when it
            is to be sent again.
        draft: the mended draft.
        next_attempt_ms: not before then; None for at once.
    """

    act: Act
    at_ms: int
    attempt: Attempt | None = None
    evidence: Evidence | None = None
    ticket: TicketRef | None = None
    assigned_to: str | None = None
    error: FilingError | None = None
    doubt: Doubt | None = None
    wait: Wait | None = None
    next_attempt_ms: int | None = None
    idempotency_key: str | None = None
    draft: Draft | None = None


def apply(filing: Filing, change: Change) -> Filing:
    """Return the filing after an act.

    An answer that something else overtook, while it was on the wire, ends its attempt and adds
    the ticket that it brings; the state stays.

    Raises:
        WrongState: the act is not allowed from the filing's state.
    """
    attempts = _attempts_after(filing, change)
    state = after(filing.state, change.act)
    if state is None:
        if attempts == filing.attempts or change.act not in ON_THE_WIRE:
            raise WrongState(filing.state)
        overtaken = msgspec.structs.replace(filing, attempts=attempts)
        return overtaken if change.ticket is None else with_ticket(overtaken, change.ticket)
    stays_uncertain = filing.state is state is FilingState.UNCERTAIN
    key = change.idempotency_key or filing.idempotency_key
    first_ms = filing.first_attempt_ms if key == filing.idempotency_key else None
    if change.act is Act.TAKE and first_ms is None:
        first_ms = change.at_ms
    elif change.act is Act.NOT_SENT and _is_unseen(key, first_ms, attempts):
        first_ms = None
    settled = state in {FilingState.CONFIRMED, FilingState.WITHDRAWN}
    return msgspec.structs.replace(
        filing,
        state=state,
        attempts=attempts,
        evidence=change.evidence,
        ticket=change.ticket or filing.ticket,
        assigned_to=change.assigned_to or filing.assigned_to,
        error=change.error or (filing.error if stays_uncertain else None),
        doubt=change.doubt or (filing.doubt if stays_uncertain else None),
        wait=change.wait,
        next_attempt_ms=change.next_attempt_ms,
        idempotency_key=key,
        first_attempt_ms=first_ms,
        draft=change.draft or filing.draft,
        settled_ms=change.at_ms if settled else None,
        remind_ms=None,
    )


def shown_by_feed(filing: Filing, ticket: TicketRef, at_ms: int) -> Filing:
    """Return the filing after the feed showed a ticket with its reference, whatever its state."""
    if filing.state is FilingState.CONFIRMED:
        return with_ticket(filing, ticket)
    change = Change(act=Act.EVIDENCE, at_ms=at_ms, evidence=Evidence.FEED, ticket=ticket)
    return apply(filing, change)


def with_ticket(filing: Filing, ticket: TicketRef) -> Filing:
    """Return a confirmed filing that knows this ticket: as its own, or as a double of it."""
    if filing.ticket is None or filing.ticket.id is None:
        return msgspec.structs.replace(filing, ticket=ticket)
    if ticket.id in {None, filing.ticket.id, *(double.id for double in filing.doubles)}:
        return filing
    return msgspec.structs.replace(filing, doubles=(*filing.doubles, ticket))


class Doubling(StrEnum):
    """Whether a confirmed filing became more than one ticket."""

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


def unproven_sends(filing: Filing) -> tuple[Attempt, ...]:
    """Return the attempts that left and of which nothing sure came back, oldest first."""
    unknown = {None, Act.DOUBT, Act.OWNER_DIED}
    return tuple(attempt for attempt in filing.attempts if attempt.outcome in unknown)


class DoubtFacts(msgspec.Struct, frozen=True):
    """What is known of a filing whose fate is not: a person decides by it.

    Attributes:
        sends: what left without a sure answer, oldest first.
        has_feed: a feed was seen here, in which a ticket assigned to this agent would appear.
        same_subject: tickets of the same customer and subject that came here since.
    """

    filing_id: FilingId
    sends: tuple[Attempt, ...]
    has_feed: bool
    same_subject: tuple[TicketRef, ...]


def fate_without_identity(problem: ServerError | ProfileError, tries: int) -> Fate:
    """Decide what follows where ``whoami`` did not say that the key is this profile's.

    Nothing of the create has left: it waits, or the queue pauses.

    Args:
        problem: what ``whoami`` or the binding of the profile ended with.
        tries: how often that happened in a row, for the back-off.
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


def _keys_that_may_have_created(filing: Filing) -> set[str | None]:
    keys: set[str | None] = set()
    for attempt in filing.attempts:
        if attempt.outcome == Act.REFUSAL:
            # Where the key was repeated, its refusal says that the earlier request made nothing.
            keys.discard(attempt.idempotency_key)
        elif attempt.outcome != Act.NOT_SENT:
            keys.add(attempt.idempotency_key)
    return keys


def _is_unseen(key: str, first_ms: int | None, attempts: tuple[Attempt, ...]) -> bool:
    """Return whether no byte ever left under this key: then nobody counts its hours yet.

    A store that was mended may know when a first attempt began and no more of it.
    """
    return first_ms == attempts[-1].at_ms and not any(
        one.outcome != Act.NOT_SENT or one.http_status is not None
        for one in attempts
        if one.idempotency_key == key
    )


def _given_up(attempts: tuple[Attempt, ...]) -> tuple[Attempt, ...]:
    """End an attempt that nobody waits for any more: one is on the wire at a time."""
    if not attempts or attempts[-1].outcome is not None:
        return attempts
    ended = msgspec.structs.replace(attempts[-1], outcome=str(Act.OWNER_DIED))
    return (*attempts[:-1], ended)


def _attempts_after(filing: Filing, change: Change) -> tuple[Attempt, ...]:
    """Begin an attempt, or end the one on the wire."""
    attempts = filing.attempts
    if change.act in {Act.TAKE, Act.REPEAT}:
        key = change.idempotency_key or filing.idempotency_key
        return (*_given_up(attempts), Attempt(change.at_ms, idempotency_key=key))
    ends = change.act in ON_THE_WIRE or change.act is Act.OWNER_DIED
    if not ends or not attempts or attempts[-1].outcome is not None:
        return attempts
    begun = attempts[-1]
    ended = msgspec.structs.replace(
        change.attempt or begun,
        at_ms=begun.at_ms,
        outcome=str(change.act),
        idempotency_key=begun.idempotency_key,
    )
    return (*attempts[:-1], ended)
