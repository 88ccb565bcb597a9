"""Tickets to show in tests of the window."""

from __future__ import annotations

from datetime import datetime, timedelta

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TagMark, TicketRow

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
        received_ms=received_ms,
        unread=unread,
        pinned=pinned,
        notice_outcome="shown",
        notice_ms=84,
    )


def many_rows(count: int) -> list[TicketRow]:
    """Return rows one minute apart, newest first."""
    return [row(9000 - at, NOW_MS - at * 60_000, f"Sujet {at}") for at in range(count)]
