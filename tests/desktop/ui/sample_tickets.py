"""Tickets to show in tests of the window."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from supportdesk_desktop.core.ids import NoticeId, TicketId
from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.core.rows import TagMark, TicketDetail, TicketRow, TimelineEntry
from supportdesk_desktop.core.tickets import Customer, Ticket

NOW = datetime(2026, 4, 21, 14, 32, 8)
NOW_MS = round(NOW.timestamp() * 1000)


def ago_ms(**span: float) -> int:
    """Return the time that lies so far before ``NOW``."""
    return round((NOW - timedelta(**span)).timestamp() * 1000)


def row(
    number: int,
    received_ms: int = NOW_MS,
    subject: str = "Paiement débité deux fois",
    *,
    priority: str = "HIGH",
    unread: bool = False,
    pinned: bool = False,
    tags: tuple[TagMark, ...] = (),
) -> TicketRow:
    """Return a row of the list whose id is made from its number."""
    return TicketRow(
        id=TicketId(f"id-{number}"),
        number=f"INV-{number}",
        subject=subject,
        priority=priority,
        status="IN_PROGRESS",
        customer="Koffi Mensah",
        tags=tags,
        created_ms=received_ms,
        received_ms=received_ms,
        unread=unread,
        pinned=pinned,
        notice_outcome="shown",
        notice_ms=84,
    )


def many_rows(count: int) -> list[TicketRow]:
    """Return rows one minute apart, newest first."""
    return [row(9000 - at, NOW_MS - at * 60_000, f"Sujet {at}") for at in range(count)]


def ticket(number: int = 1046, *, description: str = "", metadata: bytes = b"{}") -> Ticket:
    """Return a ticket as the feed carries it."""
    return Ticket(
        id=TicketId(f"id-{number}"),
        ticket_number=f"INV-{number}",
        subject="Paiement débité deux fois",
        status="IN_PROGRESS",
        priority="CRITICAL",
        customer=Customer(
            id="c-1",
            external_id="user_8841",
            email="koffi.mensah@exemple.bj",
            name="Koffi Mensah",
            phone="+229 01 97 00 00 01",
        ),
        created_at="2026-04-21T13:31:50Z",
        description=description,
        category="Paiement",
        metadata=msgspec.Raw(metadata),
        version=1,
    )


def notice(outcome: NoticeOutcome | None, latency_ms: float | None = 84) -> NoticeRecord:
    """Return the notice of ticket 1046."""
    return NoticeRecord(
        id=NoticeId(1),
        ticket_id=TicketId("id-1046"),
        assigned_at="2026-04-21T13:31:52Z",
        number="INV-1046",
        subject="Paiement débité deux fois",
        priority="CRITICAL",
        customer="Koffi Mensah",
        received_ms=NOW_MS,
        late=False,
        outcome=outcome,
        settled_ms=NOW_MS if outcome else None,
        latency_ms=latency_ms,
    )


def detail(
    number: int = 1046,
    *,
    description: str = "",
    metadata: bytes = b"{}",
    tags: tuple[TagMark, ...] = (),
    told: NoticeRecord | None = None,
    timeline: tuple[TimelineEntry, ...] = (),
) -> TicketDetail:
    """Return everything the detail shows of a ticket."""
    return TicketDetail(
        row(number, tags=tags, priority="CRITICAL"),
        ticket(number, description=description, metadata=metadata),
        told,
        timeline,
    )
