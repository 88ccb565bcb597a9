"""The ledger of filings as a pure state machine: a filing and an act give the next filing.

The store calls this inside its transaction and refuses by rules of its own whatever went round it
(``store/migrations/0005_filing_rules.sql``).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from supportdesk_desktop.core.backoff import doubling_s
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.errors import (
    KeyRefused,
    NotOurServer,
    ProfileError,
    ServerError,
    Throttled,
    WrongState,
)
from supportdesk_desktop.core.filing import (
    ON_THE_WIRE,
    Act,
    Attempt,
    Doubt,
    Evidence,
    Fate,
    Filing,
    FilingError,
    TicketRef,
    Wait,
    after,
)
from supportdesk_desktop.core.filing_state import FilingState, Pause
from supportdesk_desktop.core.ids import FilingId


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
