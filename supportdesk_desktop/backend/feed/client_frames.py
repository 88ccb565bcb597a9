"""Reading what a client sends: hello first, then ack and presence; the rest is ignored."""

from __future__ import annotations

import msgspec

from supportdesk_desktop.backend.feed.closing import CloseCode, FeedClose, protocol_error
from supportdesk_desktop.core.frames import Ack, Hello, Presence
from supportdesk_desktop.core.strict_json import Fault, StrictJsonError, parse_object

PROTOCOL = 1
MAX_INSTANCE_ID = 128
MAX_SEQ = 2**53 - 1


class _Greeting(msgspec.Struct):
    """As much of a hello as is needed to refuse another version politely."""

    type: str
    protocol: int


class _Frame(msgspec.Struct):
    type: str


_greeting = msgspec.json.Decoder(_Greeting)
_frame = msgspec.json.Decoder(_Frame)
_hello = msgspec.json.Decoder(Hello)
_known: dict[str, msgspec.json.Decoder[Ack] | msgspec.json.Decoder[Presence]] = {
    "ack": msgspec.json.Decoder(Ack),
    "presence": msgspec.json.Decoder(Presence),
}


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


def read_frame(text: str | None) -> Ack | Presence | None:
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
        return problem.fault is Fault.BAD_TEXT
    return False
