"""Filings, notices and blind intervals to show in tests of the window."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.feed_status import BlindInterval
from supportdesk_desktop.core.filing import (
    Attempt,
    Doubt,
    Evidence,
    Filing,
    FilingError,
    FilingState,
    TicketRef,
    Wait,
)
from supportdesk_desktop.core.ids import FilingId, NoticeId, TicketId
from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord


def at(hour: int, minute: int, second: int = 0, day: int = 21) -> int:
    """Return a local time of April 2026 in milliseconds since the epoch."""
    return round(datetime(2026, 4, day, hour, minute, second).timestamp() * 1000)


NOW = at(14, 32, 8)
REPLAYED = BlindInterval(at(12, 26, 22), at(12, 27, 3), "lost", 1006, "replay", 1)
RELOADED = BlindInterval(at(10, 31, 2), at(10, 33, 23), "restart", 1012, "snapshot", 34)
YESTERDAY = BlindInterval(at(16, 2, 11, 20), at(16, 2, 48, 20), "asleep", None, "replay", 0)


def filing(
    number: int,
    state: FilingState,
    subject: str = "Colis retenu en douane",
    created_ms: int = NOW,
    **facts: Any,
) -> Filing:
    """Return a filing; ``facts`` are fields of ``Filing``."""
    draft = Draft(customer_external_id="user_3120", subject=subject, description="Bonjour")
    return Filing(
        id=FilingId(number),
        client_ref=f"ref-{number}",
        idempotency_key=f"key-{number}",
        state=state,
        draft=draft,
        created_ms=created_ms,
        **facts,
    )


UNCERTAIN = filing(
    1,
    FilingState.UNCERTAIN,
    created_ms=at(14, 26, 11),
    doubt=Doubt.NO_ANSWER,
    attempts=(Attempt(at(14, 26, 12), 15_000, outcome="doubt"),),
    first_attempt_ms=at(14, 26, 12),
)
REFUSED = filing(
    2,
    FilingState.REFUSED,
    "Demande de duplicata",
    created_ms=at(13, 50),
    error=FilingError("CUSTOMER_NOT_FOUND", "Client non trouvé"),
    attempts=(Attempt(at(13, 50, 1), 300, 404, "CUSTOMER_NOT_FOUND", "refusal"),),
)
QUEUED = filing(
    3,
    FilingState.QUEUED,
    "Adresse illisible",
    created_ms=at(14, 32),
    wait=Wait.RATE,
    next_attempt_ms=NOW + 400,
)
CONFIRMED = filing(
    4,
    FilingState.CONFIRMED,
    "Paiement débité deux fois",
    created_ms=at(14, 31),
    ticket=TicketRef(TicketId("id-1046"), "INV-1046"),
    evidence=Evidence.ANSWER,
    assigned_to="Aïcha Houngbédji",
    attempts=(Attempt(at(14, 31), 412, 201, None, "answer"),),
)
WITHDRAWN = filing(5, FilingState.WITHDRAWN, "Doublon", settled_ms=at(9, 1), created_ms=at(9, 0))
FILINGS = (UNCERTAIN, REFUSED, QUEUED, CONFIRMED, WITHDRAWN)


def notice(
    number: int,
    outcome: NoticeOutcome | None,
    latency_ms: float | None = None,
    settled_ms: int | None = None,
) -> NoticeRecord:
    """Return a notice received ``number`` minutes before ``NOW``."""
    return NoticeRecord(
        id=NoticeId(number),
        ticket_id=TicketId(f"id-{number}"),
        assigned_at="2026-04-21T14:00:00Z",
        number=f"INV-{number}",
        subject="Livraison bloquée à Parakou",
        priority="URGENT",
        customer="Nadège Hounkpè",
        received_ms=NOW - number * 60_000,
        late=outcome is NoticeOutcome.LATE,
        outcome=outcome,
        settled_ms=settled_ms,
        latency_ms=latency_ms,
    )
