"""A ticket as the feed and the REST contract carry it (``contract/live-feed.md``, Frames)."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.times import epoch_ms

# One ticket must not spoil a frame for all: JSON allows lone surrogates and any depth (RFC 8259,
# 8.2 and 9), readers do not. Such a place is written anew with MARK, every other byte stays.
MARK = r"\uFfFd"
"""The replacement character in a spelling that nobody else uses."""

DEEPEST = 100
"""Arrays and objects within one another that are kept, where a reader gave up at some depth."""

# Compiled when a frame is first spoiled: ``re`` keeps them, and no start waits for them.
# Every escape is matched, so that a "\\" never makes an escape of what follows it.
_ESCAPE = (
    r"(?s)\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})"
    r"|.)"
)
_STRING_OR_BRACKET = r'(?s)"(?:[^"\\]|\\.)*"|[\[\]{}]'


def without_lone_surrogates(text: str) -> str:
    """Return JSON text in which ``MARK`` stands for each escaped half of a surrogate pair."""
    return re.sub(_ESCAPE, lambda escape: MARK if escape["lone"] else escape[0], text)


def without_depths(text: str) -> str:
    """Return JSON text in which a string of ``MARK`` stands for what is deeper than ``DEEPEST``."""
    kept: list[str] = []
    depth, begin = 0, 0
    for token in re.finditer(_STRING_OR_BRACKET, text):
        if token[0] in "[{":
            depth += 1
            if depth == DEEPEST + 1:
                kept += [text[begin : token.start()], f'"{MARK}"']
        elif token[0] in "]}":
            if depth == DEEPEST + 1:
                begin = token.end()
            depth -= 1
    return "".join([*kept, text[begin:]])


class Priority(StrEnum):
    """The five priorities that the vendor documents, lowest first."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    URGENT = "URGENT"
    CRITICAL = "CRITICAL"


PRIORITY_RANK: dict[str, int] = {name: rank for rank, name in enumerate(Priority)}
"""Sorting rank by priority, 0 (LOW) to 4 (CRITICAL); an unknown priority ranks as MEDIUM."""


def priority_rank(priority: str) -> int:
    """Return 0 (LOW) to 4 (CRITICAL); an unknown priority ranks with MEDIUM, the default."""
    return PRIORITY_RANK.get(priority, PRIORITY_RANK[Priority.MEDIUM])


class TicketStatus(StrEnum):
    """Statuses of our own desk (``contract/rest.md``); others are shown as they are."""

    OPEN = "OPEN"
    IN_PROGRESS = "IN_PROGRESS"
    CLOSED = "CLOSED"


class Wire(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """Base of what travels: camelCase on the wire, unknown fields ignored."""


class Customer(Wire, frozen=True):
    """The customer of a ticket; ``external_id`` is the id in the caller's own system."""

    id: str
    external_id: str
    email: str | None = None
    name: str | None = None
    phone: str | None = None


class Tag(Wire, frozen=True):
    """A tag; an unknown one has its UUID as name until it gets one."""

    id: str
    name: str | None = None
    color: str | None = None


class Assignee(Wire, frozen=True):
    """A support person, as a ticket names them."""

    id: AgentId
    name: str
    email: str


class Agent(Assignee, frozen=True):
    """A support person with their level."""

    level: str | None = None


class DeskAgent(Agent, frozen=True):
    """An agent as ``GET /desk/v1/agents`` lists them."""

    available: bool = False


class Ticket(Wire, frozen=True, kw_only=True):
    """A ticket of the feed.

    ``priority``, ``status`` and ``channel`` stay text: an unknown value is shown as it is.
    ``metadata`` is JSON text byte for byte, since decoding would turn 1.10 into 1.1.
    """

    id: TicketId
    ticket_number: str
    subject: str
    status: str
    priority: str
    channel: str = "API"
    customer: Customer
    assigned_agent: Assignee | None = None
    created_at: str
    description: str = ""
    category: str | None = None
    metadata: msgspec.Raw = msgspec.Raw(b"{}")
    tags: tuple[Tag, ...] = ()
    updated_at: str | None = None
    assigned_at: str | None = None
    assigned_level: str | None = None
    version: int

    @property
    def agent_id(self) -> AgentId | None:
        """Who it is assigned to, None while it waits."""
        return None if self.assigned_agent is None else self.assigned_agent.id

    @property
    def assigned_ms(self) -> int:
        """The time of assignment (else of creation), in milliseconds since the epoch."""
        return epoch_ms(self.assigned_at or self.created_at)


class UnreadableTicket(msgspec.Struct, frozen=True):
    """A ticket in a good envelope that cannot be read: shown as "ticket illisible", counted.

    ``id`` is what could be rescued of its id, empty where an event of unknown type has none; the
    event still advances ``seq``. ``version`` is 0 where it is unknown.
    """

    id: TicketId
    version: int
    raw: bytes
    reason: str


_decoder = msgspec.json.Decoder(Ticket)
_MARK = MARK.encode()


class _Id(msgspec.Struct):
    id: TicketId


class _Version(msgspec.Struct):
    version: int = 0


_rescue_id = msgspec.json.Decoder(_Id)
_rescue_version = msgspec.json.Decoder(_Version)


def decode_ticket(raw: msgspec.Raw | bytes) -> Ticket | UnreadableTicket:
    """Read one ticket of the feed; one that cannot be read comes back as ``UnreadableTicket``.

    Raises:
        ValueError: not even an id can be rescued: the envelope itself is bad.
    """
    data = bytes(raw)
    try:
        ticket = _decoder.decode(data)
        if _MARK in data and _is_marked(data):
            raise ValueError("a lone surrogate, or nested too deeply")
        for moment in (ticket.created_at, ticket.assigned_at, ticket.updated_at):
            if moment is not None:
                epoch_ms(moment)
        if bytes(ticket.metadata).lstrip()[:1] != b"{":
            raise ValueError("metadata is not an object")
        return ticket
    except (ValueError, OverflowError, RecursionError) as problem:
        try:
            known = _rescue_id.decode(data)
        except (ValueError, RecursionError):
            raise ValueError(f"a ticket without a readable id: {problem}") from problem
        return UnreadableTicket(known.id, _version_of(data), data, str(problem))


def _is_marked(data: bytes) -> bool:
    """Return whether a mark is an escape there, not text after a backslash of its own."""
    return any(escape[0] == _MARK for escape in re.finditer(rb"(?s)\\(?:uFfFd|.)", data))


def _version_of(data: bytes) -> int:
    try:
        return _rescue_version.decode(data).version
    except (ValueError, RecursionError):
        return 0
