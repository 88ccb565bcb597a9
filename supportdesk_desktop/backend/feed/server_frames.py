"""Writing what the server sends: one JSON object a text frame (``contract/live-feed.md``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from supportdesk_desktop.backend.feed.closing import FeedClose
from supportdesk_desktop.backend.refusals import Refusal
from supportdesk_desktop.core.frames import (
    MAX_SERVER_FRAME_BYTES,
    SNAPSHOT_PAGE_TICKETS,
    Cursor,
    PresenceState,
)
from supportdesk_desktop.core.tickets import Agent

_PAGE_HEAD = '{"type":"snapshot","page":%d,"tickets":['


def welcome_resume(
    cursor: Cursor, head: int, agent: Agent, presence: PresenceState, heartbeat_ms: int, now: str
) -> str:
    """Write the welcome that goes on from the client's cursor."""
    frame = {"mode": "resume", "epoch": cursor.epoch, "seq": cursor.seq, "head": head}
    return _welcome(frame, agent, presence, heartbeat_ms, now)


def welcome_snapshot(
    reason: str,
    cursor: Cursor,
    agent: Agent,
    presence: PresenceState,
    heartbeat_ms: int,
    now: str,
) -> str:
    """Write the welcome that announces a snapshot up to ``cursor``, and why."""
    frame = {"mode": "snapshot", "reason": reason, "epoch": cursor.epoch, "seq": cursor.seq}
    return _welcome(frame, agent, presence, heartbeat_ms, now)


def snapshot_pages(tickets: Iterable[str], first: int = 1) -> Iterator[str]:
    """Write pages of a snapshot: at most 100 tickets and 256 KiB each, numbered from ``first``."""
    page, held, size = first, list[str](), 0
    for ticket in tickets:
        grown = len(ticket.encode()) + 1
        if held and (len(held) == SNAPSHOT_PAGE_TICKETS or size + grown > _page_room(page)):
            yield _page(page, held)
            page, held, size = page + 1, [], 0
        held.append(ticket)
        size += grown
    if held:
        yield _page(page, held)


def snapshot_end(seq: int, count: int) -> str:
    """Write the end of a snapshot."""
    return _json({"type": "snapshot.end", "seq": seq, "count": count})


def heartbeat(seq: int, count: int, now: str) -> str:
    """Write a heartbeat; ``seq`` and ``count`` come from one read."""
    return _json({"type": "heartbeat", "seq": seq, "count": count, "serverTime": now})


def presence(state: PresenceState) -> str:
    """Write the agent's availability."""
    return _json({"type": "presence", "available": state.available, "until": state.until})


def error(close: FeedClose) -> str:
    """Write the error frame that precedes a close."""
    delay = close.retry_after_ms
    details = {} if delay is None else {"details": {"retryAfterMs": delay}}
    return _json({"type": "error", "code": close.error, "message": close.message, **details})


def refused(refusal: Refusal) -> str:
    """Write the error frame for a frame that was not obeyed; the connection stays."""
    details = {} if refusal.details is None else {"details": refusal.details}
    code = refusal.code
    return _json({"type": "error", "code": code.name, "message": code.message, **details})


def _welcome(
    frame: dict[str, object], agent: Agent, presence: PresenceState, heartbeat_ms: int, now: str
) -> str:
    who = {"id": agent.id, "name": agent.name, "email": agent.email, "level": agent.level}
    return _json(
        {
            "type": "welcome",
            **frame,
            "agent": who,
            "presence": {"available": presence.available, "until": presence.until},
            "heartbeatMs": heartbeat_ms,
            "serverTime": now,
        }
    )


def _page_room(page: int) -> int:
    return MAX_SERVER_FRAME_BYTES - len(_PAGE_HEAD % page) - len("]}")


def _page(page: int, tickets: list[str]) -> str:
    return _PAGE_HEAD % page + ",".join(tickets) + "]}"


def _json(frame: dict[str, object]) -> str:
    return msgspec.json.encode(frame).decode()
