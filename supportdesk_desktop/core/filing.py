"""A filing: its states, the acts that change them, and what each act leaves behind."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import WrongState
from supportdesk_desktop.core.ids import FilingId, TicketId


class FilingState(StrEnum):
    """The state of a filing; never "probably"."""

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


class Act(StrEnum):
    """An act that may change the state of a filing."""

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


_Q, _S, _C, _R, _U, _W = FilingState

_TRANSITIONS: tuple[tuple[tuple[FilingState, ...], Act, FilingState], ...] = (
    ((_Q,), Act.TAKE, _S),
    ((_Q,), Act.HOLD, _Q),
    ((_U,), Act.HOLD, _U),
    ((_U,), Act.REPEAT, _U),
    ((_Q, _S, _U, _W), Act.ANSWER, _C),
    ((_S,), Act.NOT_SENT, _Q),
    ((_S, _U), Act.REFUSAL, _R),
    ((_S, _U), Act.DOUBT, _U),
    ((_S,), Act.OWNER_DIED, _U),
    ((_U,), Act.AGENT_CONFIRMS, _C),
    ((_Q, _U), Act.RESEND, _Q),
    ((_R,), Act.MEND, _Q),
    ((_Q, _R, _U), Act.WITHDRAW, _W),
    ((_Q, _S, _R, _U, _W), Act.EVIDENCE, _C),
)
TRANSITIONS: dict[tuple[FilingState, Act], FilingState] = {
    (before, act): following for befores, act, following in _TRANSITIONS for before in befores
}
"""Every allowed change of state; what is absent is refused with ``WrongState``.

A repeat is on the wire while a person decides: its answer proves the ticket from queued and
withdrawn too.
"""

ON_THE_WIRE = frozenset({Act.ANSWER, Act.NOT_SENT, Act.REFUSAL, Act.DOUBT})
"""The acts that one attempt may lead to."""


class Evidence(StrEnum):
    """The evidence of a confirmation."""

    ANSWER = "answer"
    FEED = "feed"
    IDEMPOTENCY = "idempotency"
    AGENT = "agent"


class Doubt(StrEnum):
    """The reason why a filing is uncertain; the first sentence that people read."""

    NO_ANSWER = "no_answer"
    CUT = "cut"
    SERVER_ERROR = "server_error"
    UNREADABLE = "unreadable"
    APP_STOPPED = "app_stopped"
    IN_PROGRESS = "in_progress"
    CONFLICT = "conflict"
    STORE_DAMAGED = "store_damaged"


class Wait(StrEnum):
    """The reason why a queued filing waits.

    ``ASKED``: a person wants it sent before all others. ``STOPPED``: something on the way to the
    server stopped its request, perhaps its alone: the others need not wait.
    """

    ASKED = "asked"
    UNDO = "undo"
    RATE = "rate"
    THROTTLED = "throttled"
    NETWORK = "network"
    STOPPED = "stopped"


class Pause(StrEnum):
    """The reason why the whole queue is paused."""

    KEY_MISSING = "key_missing"
    KEY_REFUSED = "key_refused"
    NOT_OUR_SERVER = "not_our_server"
    PLAN_LIMIT = "plan_limit"
    OTHER_PROFILE = "other_profile"


class TicketRef(msgspec.Struct, frozen=True, rename="camel"):
    """The ticket that a filing became; ``id`` is None while only an agent's word is known."""

    id: TicketId | None
    ticket_number: str


class FilingError(msgspec.Struct, frozen=True):
    """The server's error; ``details`` maps a field to its messages."""

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


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One act on a filing, with its facts. Times are milliseconds since the epoch.

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
    state = TRANSITIONS.get((filing.state, change.act))
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


def _given_up(attempts: tuple[Attempt, ...]) -> tuple[Attempt, ...]:
    """End an attempt that nobody waits for any more: one is on the wire at a time."""
    if not attempts or attempts[-1].outcome is not None:
        return attempts
    ended = msgspec.structs.replace(attempts[-1], outcome=str(Act.OWNER_DIED))
    return (*attempts[:-1], ended)


def _is_unseen(key: str, first_ms: int | None, attempts: tuple[Attempt, ...]) -> bool:
    """Return whether no byte ever left under this key: then nobody counts its hours yet.

    A store that was mended may know when a first attempt began and no more of it.
    """
    return first_ms == attempts[-1].at_ms and not any(
        one.outcome != Act.NOT_SENT or one.http_status is not None
        for one in attempts
        if one.idempotency_key == key
    )


class DoubtFacts(msgspec.Struct, frozen=True):
    """The facts by which a person decides on an uncertain filing.

    Attributes:
        sends: what left without a sure answer, oldest first.
        has_feed: a feed was seen here, in which a ticket assigned to this agent would appear.
        same_subject: tickets of the same customer and subject that came here since.
    """

    filing_id: FilingId
    sends: tuple[Attempt, ...]
    has_feed: bool
    same_subject: tuple[TicketRef, ...]


def unproven_sends(filing: Filing) -> tuple[Attempt, ...]:
    """Return the attempts that left and of which nothing sure came back, oldest first."""
    unknown = {None, Act.DOUBT, Act.OWNER_DIED}
    return tuple(attempt for attempt in filing.attempts if attempt.outcome in unknown)
