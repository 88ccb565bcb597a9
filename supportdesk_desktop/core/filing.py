"""A filing: one intent to create one ticket, and the only ways its state may change.

``docs/filing.md`` has every transition with what it rests on, and the fate of a create. Nothing
here sends or stores: ``core.ledger`` applies ``TRANSITIONS``, the store enforces them once more.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from supportdesk_desktop.core.backoff import HOUR_S, doubling_s
from supportdesk_desktop.core.filing_state import FilingState, Pause
from supportdesk_desktop.core.ids import FilingId, TicketId

if TYPE_CHECKING:
    from supportdesk_desktop.core.drafts import Draft

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
