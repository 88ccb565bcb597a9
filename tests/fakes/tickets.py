"""Tickets and events as the feed would carry them, in French."""

from __future__ import annotations

from typing import Any

import msgspec

from supportdesk_desktop.core.feed import Applied
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.rows import Arrival
from supportdesk_desktop.core.tickets import (
    Agent,
    Assignee,
    Customer,
    Tag,
    Ticket,
    UnreadableTicket,
)
from supportdesk_desktop.core.times import epoch_ms, iso_utc
from supportdesk_desktop.store.ticket_events import ReceivedEvent

NOON_MS = epoch_ms("2026-04-18T12:00:00Z")

AICHA = Agent(
    id=AgentId("agent-1"), name="Aïcha Houngbédji", email="aicha@boutique-adjara.bj", level="N1"
)
KOFFI = Customer(
    id="c-1",
    external_id="user_8842",
    email="koffi.mensah@exemple.bj",
    name="Koffi Mensah",
    phone="+2290197000000",
)
PAIEMENT = Tag(id="8f9d6c1e-0000-4000-8000-000000000001", name="paiement", color="#2E9A68")


def a_ticket(number: int = 1046, **changes: object) -> Ticket:
    """One ticket ``INV-<number>``, received ``number`` seconds after 11 o'clock UTC."""
    at = iso_utc(NOON_MS - 3_600_000 + number * 1000)
    ticket = Ticket(
        id=TicketId(f"t-{number}"),
        ticket_number=f"INV-{number}",
        subject="Paiement débité deux fois, commande non confirmée",
        status="IN_PROGRESS",
        priority="CRITICAL",
        customer=KOFFI,
        assigned_agent=Assignee(id=AICHA.id, name=AICHA.name, email=AICHA.email),
        created_at=at,
        description="Le client a été **débité** deux fois.",
        category="Paiement",
        metadata=msgspec.Raw(b'{"orderId":20418,"amount":150000.50,"errorCode":"card_declined"}'),
        tags=(PAIEMENT,),
        updated_at=at,
        assigned_at=at,
        assigned_level="N1",
        version=1,
    )
    return msgspec.structs.replace(ticket, **changes)


WIRE_AGENT = {"id": "ag1", "name": "Aïcha", "email": "a@exemple.bj", "level": "N1"}


def a_wire_ticket(**changes: Any) -> dict[str, Any]:
    """One ticket as JSON of the feed has it."""
    return {
        "id": "id-1",
        "ticketNumber": "INV-1042",
        "subject": "Débité deux fois",
        "status": "IN_PROGRESS",
        "priority": "HIGH",
        "channel": "API",
        "customer": {"id": "c", "externalId": "u", "email": "k@x.bj", "name": "K", "phone": None},
        "assignedAgent": WIRE_AGENT,
        "createdAt": "2026-04-21T14:32:08Z",
        "description": "Bonjour **vous**",
        "category": "Paiement",
        "metadata": {"amount": 1},
        "tags": [{"id": "t-1", "name": "paiement", "color": "#2E9A68"}],
        "updatedAt": "2026-04-21T14:32:09Z",
        "assignedAt": "2026-04-21T14:32:08Z",
        "assignedLevel": "N1",
        "version": 1,
        **changes,
    }


def an_event(
    ticket: Ticket | UnreadableTicket,
    seq: int,
    kind: str = "ticket.assigned",
    *,
    arrival: Arrival = Arrival.LIVE,
    epoch: str = "e1",
    keeps: bool | None = None,
) -> ReceivedEvent:
    """One event as the reducer passes it on, received ``seq`` seconds after noon."""
    removed = kind in {"ticket.closed", "ticket.unassigned"}
    return ReceivedEvent(
        applied=Applied(
            cursor=Cursor(epoch=epoch, seq=seq),
            type=kind,
            event_id=f"evt-{seq}",
            occurred_at=iso_utc(NOON_MS + seq * 1000),
            level="N1",
            ticket=ticket,
            keeps=not removed if keeps is None else keeps,
            removed=removed,
        ),
        arrival=arrival,
        received_ms=NOON_MS + seq * 1000,
        received_ns=seq * 1_000_000_000,
    )
