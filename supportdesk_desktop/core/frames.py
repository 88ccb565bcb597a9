"""The frames of ``supportdesk.assigned-tickets.v1`` (``contract/live-feed.md``)."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

import msgspec

from supportdesk_desktop.core.tickets import Agent, Wire, without_depths, without_lone_surrogates

SUBPROTOCOL = "supportdesk.assigned-tickets.v1"
MAX_CLIENT_FRAME_BYTES = 4 * 1024
MAX_SERVER_FRAME_BYTES = 256 * 1024
MAX_ACCEPTED_FRAME_BYTES = 1024 * 1024
SNAPSHOT_PAGE_TICKETS = 100
LONGEST_ABSENCE = timedelta(days=366)
"""Longest time from now to the end of an absence."""

Seq = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
"""A place in a feed, or a count of it: exact in every JSON reader, and in the store."""

Epoch = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
"""Opaque; its length keeps the hello that repeats it within ``MAX_CLIENT_FRAME_BYTES``."""

NO_TICKET = msgspec.Raw(b"null")


class Cursor(Wire, frozen=True):
    """A place in one agent's feed: everything up to ``seq`` of ``epoch`` is stored here."""

    epoch: str
    seq: Seq


class ClientInfo(Wire, frozen=True):
    """The client that connects; ``instance_id`` is made at each start, at most 128 characters."""

    name: str
    version: str
    instance_id: str


class Hello(Wire, frozen=True, tag_field="type", tag="hello"):
    """First frame of the client; ``resume`` is null on a first connection."""

    protocol: int
    client: ClientInfo
    resume: Cursor | None


class Ack(Wire, frozen=True, tag_field="type", tag="ack"):
    """The place that is durably stored here; at most one a second."""

    epoch: str
    seq: Seq


class PresenceState(Wire, frozen=True):
    """Availability for assignment, as ``welcome`` carries it."""

    available: bool
    until: str | None = None


class PresenceFrame(PresenceState, frozen=True, tag_field="type", tag="presence"):
    """The same, asked by the client or confirmed by the server."""


class Welcome(Wire, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="welcome"):
    """The server's answer to hello; ``seq`` echoes the cursor, or names the snapshot's.

    Events up to ``head`` are replayed ones; later ones are live. It is ``seq`` where not given.
    """

    mode: Literal["resume", "snapshot"]
    head: Seq | None = None
    reason: str | None = None
    epoch: Epoch
    seq: Seq
    agent: Agent
    presence: PresenceState | None = None
    heartbeat_ms: int
    server_time: str


class SnapshotPage(Wire, frozen=True, tag_field="type", tag="snapshot"):
    """One page, numbered from 1 without gaps; each ticket stays raw until it is read alone."""

    page: int
    tickets: tuple[msgspec.Raw, ...]


class SnapshotEnd(Wire, frozen=True, tag_field="type", tag="snapshot.end"):
    """The end of a snapshot, with the head ``seq`` it stands for and the number of tickets."""

    seq: Seq
    count: Seq


class FeedEvent(Wire, frozen=True):
    """An event of one ticket; an unknown type advances ``seq``, be it about one or not."""

    id: str
    type: str
    occurred_at: str
    ticket: msgspec.Raw = NO_TICKET
    level: str | None = None


class Event(Wire, frozen=True, tag_field="type", tag="event"):
    """One event at its place in the agent's feed."""

    seq: Seq
    event: FeedEvent


class Heartbeat(Wire, frozen=True, tag_field="type", tag="heartbeat"):
    """The head ``seq`` and the ticket count, from one read: only this may light "up to date"."""

    seq: Seq
    count: Seq
    server_time: str


class ErrorFrame(Wire, frozen=True, tag_field="type", tag="error"):
    """Precedes a close; ``details.retryAfterMs`` is the delay for 4429."""

    code: str
    message: str
    details: dict[str, msgspec.Raw] = msgspec.field(default_factory=dict)


class UnknownFrame(Wire, frozen=True):
    """A frame of a type that this version does not know: ignored."""

    type: str


ServerFrame = (
    Welcome
    | SnapshotPage
    | SnapshotEnd
    | Event
    | Heartbeat
    | PresenceFrame
    | ErrorFrame
    | UnknownFrame
)
ClientFrame = Hello | Ack | PresenceFrame

_BY_TYPE: dict[str, msgspec.json.Decoder[ServerFrame]] = {
    str(kind.__struct_config__.tag): msgspec.json.Decoder(kind)
    for kind in (Welcome, SnapshotPage, SnapshotEnd, Event, Heartbeat, PresenceFrame, ErrorFrame)
}
_envelope = msgspec.json.Decoder(UnknownFrame)
_encoder = msgspec.json.Encoder()


def decode_frame(data: str | bytes) -> ServerFrame:
    """Read one server frame; a frame of unknown type comes back as ``UnknownFrame``.

    A ticket that breaks the reading of the whole frame is marked as unreadable, alone.

    Raises:
        ValueError: bad JSON, a wrong type or a missing field in the envelope (close 1007 or 1002).
    """
    try:
        return _decode(data)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, RecursionError):
        text = data if isinstance(data, str) else data.decode()
    try:
        return _decode(without_depths(without_lone_surrogates(text)))
    except RecursionError as problem:
        raise ValueError("nested too deeply") from problem


def _decode(data: str | bytes) -> ServerFrame:
    kind = _envelope.decode(data)
    decoder = _BY_TYPE.get(kind.type)
    return kind if decoder is None else decoder.decode(data)


def encode_frame(frame: ClientFrame) -> str:
    """Write one client frame as JSON text (at most 4 KiB, which our frames never reach)."""
    return _encoder.encode(frame).decode()
