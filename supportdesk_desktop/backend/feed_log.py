"""Each agent's feed: gapless ``seq``, events stored as the text that is sent.

Call these only inside the write transaction that changed the ticket, after ``lock_desk``.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import insert, select, update

from supportdesk_desktop.backend.database import Writing
from supportdesk_desktop.backend.identifiers import new_id
from supportdesk_desktop.backend.tables import agents, app, feed_events
from supportdesk_desktop.core.frames import MAX_SERVER_FRAME_BYTES
from supportdesk_desktop.core.times import iso_utc

ASSIGNED = "ticket.assigned"
UPDATED = "ticket.updated"
UNASSIGNED = "ticket.unassigned"
CLOSED = "ticket.closed"

_HELD_BY = {ASSIGNED: 1, UPDATED: 0, UNASSIGNED: -1, CLOSED: -1}
# What a ticket may grow by later: a longer agent and customer name (200 characters of 4 bytes
# each), addresses, phone and times; and for each tag the name it may get.
_LATER_BYTES = 4096
_LATER_BYTES_A_TAG = 400


async def lock_desk(writing: Writing) -> int:
    """Take the row that orders all ticket writes; returns the last ticket number.

    On SQLite the transaction already is the only writer.
    """
    number = await writing.conn.scalar(select(app.c.last_ticket_number).with_for_update())
    assert number is not None, "a desk has its app row from the first opening"
    return int(number)


async def append_event(
    writing: Writing, agent_id: str, kind: str, level: str | None, ticket: bytes, now_ms: int
) -> int:
    """Give an agent's feed one more event, and keep their count of held tickets.

    Args:
        writing: the transaction that changed the ticket.
        agent_id: whose feed it is.
        kind: one of the event types.
        level: the level that the ticket is assigned at.
        ticket: the feed's ticket as JSON, after the change.
        now_ms: when it happens.

    Returns:
        The event's ``seq``.
    """
    change = update(agents).values(
        feed_seq=agents.c.feed_seq + 1, held_tickets=agents.c.held_tickets + _HELD_BY[kind]
    )
    if kind == ASSIGNED:
        change = change.values(last_assigned_ms=now_ms)
    seq = await writing.conn.scalar(
        change.where(agents.c.id == agent_id).returning(agents.c.feed_seq)
    )
    assert seq is not None, "the caller has read this agent in the same transaction"
    await writing.conn.execute(
        insert(feed_events).values(
            agent_id=agent_id,
            seq=seq,
            event=_event(kind, level, ticket, now_ms).decode(),
            occurred_ms=now_ms,
        )
    )
    writing.touched.add(agent_id)
    return int(seq)


def event_frame(seq: int, event: str) -> str:
    """Write the frame of a stored event; its text stays byte for byte."""
    return f'{{"type":"event","seq":{seq},"event":{event}}}'


def fits_frame(ticket: bytes, tag_count: int) -> bool:
    """Return whether the ticket fits a frame now and after anything that may happen to it."""
    largest_seq = 2**53 - 1
    frame = event_frame(largest_seq, _event(UNASSIGNED, "N1", ticket, 0).decode())
    later = _LATER_BYTES + _LATER_BYTES_A_TAG * tag_count
    return len(frame.encode()) + later <= MAX_SERVER_FRAME_BYTES


def _event(kind: str, level: str | None, ticket: bytes, now_ms: int) -> bytes:
    return msgspec.json.encode(
        {
            "id": new_id(),
            "type": kind,
            "occurredAt": iso_utc(now_ms),
            "level": level,
            "ticket": msgspec.Raw(ticket),
        }
    )
