"""Frames of the feed, read and written, and why the server closes (``contract/live-feed.md``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

import msgspec

from supportdesk_desktop.backend.rest.answers import Refusal
from supportdesk_desktop.core.frames import (
    MAX_SERVER_FRAME_BYTES,
    SNAPSHOT_PAGE_TICKETS,
    Ack,
    Hello,
    PresenceFrame,
    UnknownFrame,
)
from supportdesk_desktop.core.strict_json import JsonFault, StrictJsonError, parse_object

PROTOCOL = 1
MAX_INSTANCE_ID = 128
_hello = msgspec.json.Decoder(Hello)
_known: dict[str, msgspec.json.Decoder[Ack] | msgspec.json.Decoder[PresenceFrame]] = {
    "ack": msgspec.json.Decoder(Ack),
    "presence": msgspec.json.Decoder(PresenceFrame),
}
_frame = msgspec.json.Decoder(UnknownFrame)
_PAGE_HEAD = '{"type":"snapshot","page":%d,"tickets":['


class CloseCode(Enum):
    """The closes that the server makes itself: the close code, and the message before it.

    The name is the stable code of the error frame that precedes the close.
    """

    WRONG_TYPE = (1002, "Un champ de la trame est d’un mauvais type.")
    NOT_TEXT = (1003, "Seules les trames de texte sont lues.")
    BAD_JSON = (1007, "La trame n’est pas du JSON valide.")
    INTERNAL_ERROR = (1011, "Erreur interne du serveur")
    PROTOCOL_ERROR = (4400, "La première trame doit être un hello.")
    AUTH_API_KEY_INVALID = (4401, "Cette clé n’est plus valable.")
    PROTOCOL_VERSION = (4406, "Cette version du protocole n’est pas offerte.")
    NO_HELLO = (4408, "Aucun hello n’est arrivé à temps.")
    REPLACED = (4409, "Ce poste s’est connecté à nouveau.")
    CURSOR_VOID = (4410, "L’historique après ce curseur n’existe plus.")
    TOO_SLOW = (4413, "Le poste ne lit pas assez vite.")
    TOO_MANY_REQUESTS = (4429, "Trop de trames reçues.")

    def __init__(self, number: int, message: str) -> None:
        self.number = number
        self.message = message


class FeedClose(Exception):
    """The connection ends with ``code``, after an error frame.

    ``message`` replaces the usual one of the code; ``retry_after_ms`` is the delay that 4429 asks.
    """

    def __init__(
        self, code: CloseCode, message: str | None = None, retry_after_ms: int | None = None
    ) -> None:
        super().__init__(f"{code.number} {code.name}")
        self.code = code
        more = {} if retry_after_ms is None else {"details": {"retryAfterMs": retry_after_ms}}
        self.facts = {"code": code.name, "message": message or code.message, **more}


class _Greeting(UnknownFrame, frozen=True):
    """As much of a hello as is needed to refuse another version politely."""

    protocol: int


_greeting = msgspec.json.Decoder(_Greeting)


def read_hello(text: str | None) -> Hello:
    """Read the first frame; None stands for a binary one.

    Raises:
        FeedClose: 4406 for another protocol version, 4400 for anything else than a good hello.
    """
    if text is None:
        raise _protocol_error("La première trame doit être un hello en texte.")
    try:
        greeting = _greeting.decode(text)
    except (ValueError, RecursionError) as problem:
        raise FeedClose(CloseCode.PROTOCOL_ERROR) from problem
    if greeting.type != "hello":
        raise FeedClose(CloseCode.PROTOCOL_ERROR)
    if greeting.protocol != PROTOCOL:
        raise FeedClose(CloseCode.PROTOCOL_VERSION)
    try:
        hello = _hello.decode(text)
    except (ValueError, RecursionError) as problem:
        raise _protocol_error("Le hello est incomplet ou mal formé.") from problem
    if _has_nul(text):
        raise _protocol_error("Le hello contient un caractère nul.")
    if not 1 <= len(hello.client.instance_id) <= MAX_INSTANCE_ID:
        raise _protocol_error("instanceId doit compter de 1 à 128 caractères.")
    return hello


def read_frame(text: str | None) -> Ack | PresenceFrame | None:
    """Read a later frame; None stands for a binary one, and comes back for an unknown one.

    Raises:
        FeedClose: 4400 for a second hello, 1003 for a binary frame, 1007 for bad JSON or NUL, 1002
            for a known frame with a wrong type inside.
    """
    if text is None:
        raise FeedClose(CloseCode.NOT_TEXT)
    if _has_nul(text):
        raise FeedClose(CloseCode.BAD_JSON, "La trame contient un caractère nul.")
    try:
        kind = _frame.decode(text).type
        decoder = _known.get(kind)
        if decoder is not None:
            return decoder.decode(text)
    except msgspec.ValidationError as problem:
        raise FeedClose(CloseCode.WRONG_TYPE) from problem
    except (ValueError, RecursionError) as problem:
        raise FeedClose(CloseCode.BAD_JSON) from problem
    if kind == "hello":
        raise _protocol_error("Un second hello n’est pas permis.")
    return None


def _protocol_error(message: str) -> FeedClose:
    return FeedClose(CloseCode.PROTOCOL_ERROR, message)


def _has_nul(text: str) -> bool:
    """Return whether there is NUL in it, which PostgreSQL does not store."""
    try:
        parse_object(text)
    except StrictJsonError as problem:
        return problem.fault is JsonFault.BAD_TEXT
    return False


def encode(frame: msgspec.Struct | Mapping[str, object]) -> str:
    return msgspec.json.encode(frame).decode()


def error(problem: FeedClose | Refusal) -> str:
    """Write the frame that precedes a close, or that refuses a frame while the connection stays."""
    return encode({"type": "error", **problem.facts})


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


def _page_room(page: int) -> int:
    return MAX_SERVER_FRAME_BYTES - len(_PAGE_HEAD % page) - len("]}")


def _page(page: int, tickets: list[str]) -> str:
    return _PAGE_HEAD % page + ",".join(tickets) + "]}"
