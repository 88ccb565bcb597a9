"""A profile: one server, one app, one agent; which addresses a key may be sent to; ``whoami``.

The store binds app and agent (``store/feed_state.py``); the origin is bound here, since no request
may leave before it is known to be right.
"""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address
from urllib.parse import SplitResult, urlsplit

import msgspec

from supportdesk_desktop.core.errors import BadServerAddress, OtherServer
from supportdesk_desktop.core.pacing import DOCUMENTED_LIMITS, RateLimit
from supportdesk_desktop.core.tickets import Agent, Wire

VENDOR_BASE_URL = "https://supportdesk.innovartx.com/api/v1"
"""``contract/rest.md``."""

API_PATH = "/api/v1"
LOCAL_DESK_ORIGIN = "local-desk"
"""The local desk's port is new at each start, so its origin is this constant, as its profile."""

_NOWHERE = f"http://127.0.0.1:9{API_PATH}"
"""Stands for the local desk, whose real port only the window that started it knows."""

_DEFAULT_PORTS = {"https": 443, "http": 80}


class Profile(msgspec.Struct, frozen=True):
    """The server that a profile is bound to.

    Attributes:
        name: also the name of its folder.
        origin: ``scheme://host[:port]``, or ``LOCAL_DESK_ORIGIN``; the key goes nowhere else.
        base_url: where requests go, without a slash at its end.
    """

    name: str
    origin: str
    base_url: str


def profile_for(name: str, server: str) -> Profile:
    """Return the profile that a server's address stands for.

    Raises:
        BadServerAddress: no key may be sent there.
    """
    base_url = check_base_url(server)
    return Profile(name, origin_of(base_url), base_url)


def resolve(name: str, bound: Profile | None, server: str | None) -> Profile:
    """Return the profile to use: the bound one, else one for the server asked for.

    Args:
        bound: what it is bound to already, None for a new one.
        server: the address asked for, None for the bound one or the vendor's.

    Raises:
        BadServerAddress: no key may be sent there.
        OtherServer: it is bound to another origin, or what it is bound to contradicts itself.
    """
    if name == LOCAL_DESK_ORIGIN:
        if server is not None:
            raise OtherServer(name, LOCAL_DESK_ORIGIN)
        return Profile(name, LOCAL_DESK_ORIGIN, _NOWHERE)
    if bound is None:
        return profile_for(name, VENDOR_BASE_URL if server is None else server)
    own = profile_for(bound.name, bound.base_url).origin
    if bound.origin not in (own, LOCAL_DESK_ORIGIN):
        raise OtherServer(name, bound.origin)
    if server is None:
        return bound
    wanted = profile_for(name, server)
    if wanted.origin != bound.origin:
        raise OtherServer(name, bound.origin)
    return wanted


def check_base_url(text: str) -> str:
    """Return the address in its normal form: https, or http to this computer alone.

    A bare origin gets the contract's path ``/api/v1``.

    Raises:
        BadServerAddress: another scheme, credentials, a query, or no host.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
        host = f"[{ip_address(host).compressed}]" if ":" in host else _ascii_name(host)
    except ValueError as problem:
        raise BadServerAddress(_without_secrets(text)) from problem
    allowed = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    extras = parts.username is not None or parts.query or parts.fragment or "?" in text
    if not allowed or not host or extras or any(char in parts.path for char in " \\%"):
        raise BadServerAddress(_without_secrets(text))
    default = port is None or port == _DEFAULT_PORTS[parts.scheme]
    path = parts.path.rstrip("/") or API_PATH
    return f"{parts.scheme}://{host}{'' if default else f':{port}'}{path}"


def origin_of(base_url: str) -> str:
    """Return ``scheme://host[:port]`` of an address that ``check_base_url`` returned."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"


def is_loopback(host: str) -> bool:
    """Return whether a host name can only mean this computer."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _ascii_name(host: str) -> str:
    """Return a name as it is asked for. Raises ``ValueError`` for what no library takes for one."""
    if not host.isascii() or "xn--" in host:
        import idna  # A start with the usual server needs none of its tables.

        name = idna.encode(host, uts46=True).decode("ascii")
    else:
        name = host.encode("idna").decode("ascii")
    return str(IPv4Address(name)) if name.replace(".", "").isdecimal() else name


def _without_secrets(text: str) -> str:
    """Leave out of an address what may be a password or a key, so that it can be shown."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return "…"
    place = parts.netloc.rpartition("@")
    netloc = f"…@{place[2]}" if place[1] else parts.netloc
    return SplitResult(parts.scheme, netloc, parts.path, "…" if parts.query else "", "").geturl()


IDEMPOTENCY_KEY = "idempotency-key"
TICKET_ACTIONS = "ticket-actions"
PRESENCE = "presence"
RELAY = "relay"
FILED_TICKETS = "filed-tickets"

LONGEST_WINDOW_S = 3600
"""No desk can make us wait longer between two requests."""


class DeskFacts(Wire, frozen=True, kw_only=True):
    """``data`` of ``whoami``: the vendor's four fields, and what our own desk adds."""

    app_id: str
    slug: str = ""
    name: str = ""
    key_type: str = "agent"
    agent: Agent | None = None
    features: tuple[str, ...] = ()
    limits: tuple[RateLimit, ...] | msgspec.UnsetType | None = msgspec.UNSET

    def offers(self, feature: str) -> bool:
        """Return whether the desk announced the feature; the client relies on nothing else."""
        return feature in self.features

    @property
    def rate_limits(self) -> tuple[RateLimit, ...]:
        """The limits to keep: those stated, none where it says null, the documented if absent.

        A limit that would stop us for ever counts as one request an hour.
        """
        if self.limits is msgspec.UNSET:
            return DOCUMENTED_LIMITS
        return tuple(
            RateLimit(max(1, limit.requests), min(limit.seconds, LONGEST_WINDOW_S))
            for limit in self.limits or ()
        )
