"""Frames of the feed, read and written, and why the server closes (``contract/live-feed.md``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum

import msgspec

from supportdesk_desktop.backend.rest.answers import Refusal
from supportdesk_desktop.core.frames import (
    MAX_SERVER_FRAME_BYTES,
    SNAPSHOT_PAGE_TICKETS,
    Ack,
    Cursor,
    Hello,
    PresenceFrame,
    PresenceState,
)
from supportdesk_desktop.core.strict_json import JsonFault, StrictJsonError, parse_object
from supportdesk_desktop.core.tickets import Agent

PROTOCOL = 1
MAX_INSTANCE_ID = 128
MAX_SEQ = 2**53 - 1
_hello = msgspec.json.Decoder(Hello)
_known: dict[str, msgspec.json.Decoder[Ack] | msgspec.json.Decoder[PresenceFrame]] = {
    "ack": msgspec.json.Decoder(Ack),
    "presence": msgspec.json.Decoder(PresenceFrame),
}
_PAGE_HEAD = '{"type":"snapshot","page":%d,"tickets":['


class CloseCode(IntEnum):
    """The close codes that the server sends itself."""

    WRONG_TYPE = 1002
    NOT_TEXT = 1003
    BAD_JSON = 1007
    FAULT = 1011
    PROTOCOL = 4400
    KEY_REVOKED = 4401
    VERSION = 4406
    NO_HELLO = 4408
    REPLACED = 4409
    CURSOR_VOID = 4410
    TOO_SLOW = 4413
    TOO_MANY = 4429


class FeedClose(Exception):
    """The connection ends with ``code``, after an error frame with the other facts.

    ``error`` is the stable code of that frame, ``message`` its French sentence and
    ``retry_after_ms`` the delay asked for by 4429.
    """

    def __init__(
        self, code: CloseCode, error: str, message: str, retry_after_ms: int | None = None
    ) -> None:
        super().__init__(f"{code.value} {error}")
        self.code = code
        self.error = error
        self.message = message
        self.retry_after_ms = retry_after_ms


def protocol_error(message: str) -> FeedClose:
    """Return the close for a frame that the protocol does not allow here (4400)."""
    return FeedClose(CloseCode.PROTOCOL, "PROTOCOL_ERROR", message)


class _Greeting(msgspec.Struct):
    """As much of a hello as is needed to refuse another version politely."""

    type: str
    protocol: int


class _Frame(msgspec.Struct):
    type: str


_greeting = msgspec.json.Decoder(_Greeting)
_frame = msgspec.json.Decoder(_Frame)


def read_hello(text: str | None) -> Hello:
    """Read the first frame; None stands for a binary one.

    Raises:
        FeedClose: 4406 for another protocol version, 4400 for anything else than a good hello.
    """
    if text is None:
        raise protocol_error("La première trame doit être un hello en texte.")
    try:
        greeting = _greeting.decode(text)
    except (ValueError, RecursionError) as problem:
        raise protocol_error("La première trame doit être un hello.") from problem
    if greeting.type != "hello":
        raise protocol_error("La première trame doit être un hello.")
    if greeting.protocol != PROTOCOL:
        raise FeedClose(
            CloseCode.VERSION, "PROTOCOL_VERSION", "Cette version du protocole n’est pas offerte."
        )
    try:
        hello = _hello.decode(text)
    except (ValueError, RecursionError) as problem:
        raise protocol_error("Le hello est incomplet ou mal formé.") from problem
    if _has_nul(text):
        raise protocol_error("Le hello contient un caractère nul.")
    if not 1 <= len(hello.client.instance_id) <= MAX_INSTANCE_ID:
        raise protocol_error("instanceId doit compter de 1 à 128 caractères.")
    if hello.resume is not None and not 0 <= hello.resume.seq <= MAX_SEQ:
        raise protocol_error("resume.seq est hors bornes.")
    return hello


def read_frame(text: str | None) -> Ack | PresenceFrame | None:
    """Read a later frame; None stands for a binary one, and comes back for an unknown one.

    Raises:
        FeedClose: 4400 for a second hello, 1003 for a binary frame, 1007 for bad JSON or NUL, 1002
            for a known frame with a wrong type inside.
    """
    if text is None:
        raise FeedClose(CloseCode.NOT_TEXT, "NOT_TEXT", "Seules les trames de texte sont lues.")
    if _has_nul(text):
        raise FeedClose(CloseCode.BAD_JSON, "BAD_JSON", "La trame contient un caractère nul.")
    try:
        kind = _frame.decode(text).type
        decoder = _known.get(kind)
        if decoder is not None:
            return decoder.decode(text)
    except msgspec.ValidationError as problem:
        raise FeedClose(
            CloseCode.WRONG_TYPE, "WRONG_TYPE", "Un champ de la trame est d’un mauvais type."
        ) from problem
    except (ValueError, RecursionError) as problem:
        raise FeedClose(
            CloseCode.BAD_JSON, "BAD_JSON", "La trame n’est pas du JSON valide."
        ) from problem
    if kind == "hello":
        raise protocol_error("Un second hello n’est pas permis.")
    return None


def _has_nul(text: str) -> bool:
    """Return whether there is NUL in it, which PostgreSQL does not store."""
    try:
        parse_object(text)
    except StrictJsonError as problem:
        return problem.fault is JsonFault.BAD_TEXT
    return False


def welcome(
    start: Mapping[str, object],
    agent: Agent,
    presence: PresenceState,
    heartbeat_ms: int,
    now: str,
) -> str:
    """Write the welcome; ``start`` is one of ``resumed`` and ``from_snapshot``."""
    return _json(
        {
            "type": "welcome",
            **start,
            "agent": {
                "id": agent.id,
                "name": agent.name,
                "email": agent.email,
                "level": agent.level,
            },
            "presence": {"available": presence.available, "until": presence.until},
            "heartbeatMs": heartbeat_ms,
            "serverTime": now,
        }
    )


def resumed(cursor: Cursor, head: int) -> dict[str, object]:
    """Return the facts of a feed that goes on from the client's cursor."""
    return {"mode": "resume", "epoch": cursor.epoch, "seq": cursor.seq, "head": head}


def from_snapshot(reason: str, cursor: Cursor) -> dict[str, object]:
    """Return the facts of a feed that begins with a snapshot up to ``cursor``, and why."""
    return {"mode": "snapshot", "reason": reason, "epoch": cursor.epoch, "seq": cursor.seq}


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
    return _error(close.error, close.message, None if delay is None else {"retryAfterMs": delay})


def refused(refusal: Refusal) -> str:
    """Write the error frame for a frame that was not obeyed; the connection stays."""
    return _error(refusal.code.name, refusal.code.message, refusal.details)


def _error(code: str, message: str, details: Mapping[str, object] | None) -> str:
    more = {} if details is None else {"details": details}
    return _json({"type": "error", "code": code, "message": message, **more})


def _page_room(page: int) -> int:
    return MAX_SERVER_FRAME_BYTES - len(_PAGE_HEAD % page) - len("]}")


def _page(page: int, tickets: list[str]) -> str:
    return _PAGE_HEAD % page + ",".join(tickets) + "]}"


def _json(frame: dict[str, object]) -> str:
    return msgspec.json.encode(frame).decode()
