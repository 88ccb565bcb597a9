"""One connection to the live feed: the handshake, frames in, frames out, and how it ended."""

from __future__ import annotations

import errno
import logging
import socket as sockets
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidMessage,
    InvalidProxyStatus,
    InvalidStatus,
    NegotiationError,
    ProxyError,
    WebSocketException,
)
from websockets.typing import Subprotocol

from supportdesk_desktop.core.errors import ProxyUnusable
from supportdesk_desktop.core.feed_policy import Ending, EndingKind
from supportdesk_desktop.core.frames import (
    MAX_ACCEPTED_FRAME_BYTES,
    SUBPROTOCOL,
    ClientFrame,
    ServerFrame,
    decode_frame,
    encode_frame,
)
from supportdesk_desktop.net.envelope import read_failure, retry_after_s
from supportdesk_desktop.net.http import is_secure, proxy_for, system_trust

OPEN_TIMEOUT_S = 12.0
CLOSE_TIMEOUT_S = 2.0
MAX_QUEUED_FRAMES = 16

_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL})

_quiet = logging.getLogger("supportdesk_desktop.net.websockets")
_quiet.setLevel(logging.INFO)
"""The library's logger of ours: at DEBUG it would write the key of the handshake."""


class Received(msgspec.Struct, frozen=True):
    """A frame and when it arrived (CLOCK_MONOTONIC, ns)."""

    frame: ServerFrame
    at_ns: int


class FeedEnded(Exception):
    """The connection could not be made, or is over; ``ending`` says how."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.kind)
        self.ending = ending


class _NoRedirects(connect):
    """The library would follow a redirect, with the key, to another origin."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        """Refuse every redirect."""
        return exc


class FeedSocket:
    """An open socket of the feed."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def receive(self) -> Received:
        """Wait for the next frame.

        Raises:
            FeedEnded: closed, or closed by us for what the frame was (1002, 1007).
        """
        try:
            data = await self._socket.recv()
        except ConnectionClosed as closed:
            raise FeedEnded(_ending_of_close(closed)) from closed
        at_ns = time.monotonic_ns()
        if isinstance(data, bytes):
            await self.close(1002, "binary frame")
            raise FeedEnded(Ending(EndingKind.CLOSED, code=1002))
        try:
            return Received(decode_frame(data), at_ns)
        except ValueError as problem:
            await self.close(1007, "unreadable frame")
            raise FeedEnded(Ending(EndingKind.CLOSED, code=1007)) from problem

    async def send(self, frame: ClientFrame) -> None:
        """Send one frame; a closed socket shows at the next ``receive``."""
        try:
            await self._socket.send(encode_frame(frame))
        except ConnectionClosed:
            return

    async def close(self, code: int, reason: str) -> None:
        """Close with a code of ours; waits at most two seconds for the peer."""
        await self._socket.close(code, reason)

    def drop(self) -> None:
        """Cut the connection at once, without a word: nobody may be there any more."""
        self._socket.transport.abort()


@asynccontextmanager
async def open_feed(base_url: str, key: str, user_agent: str) -> AsyncIterator[FeedSocket]:
    """Connect to ``{base}/tickets/assigned/live``; the key travels in a header alone.

    Raises:
        FeedEnded: the handshake was refused or failed.
        BadServerAddress: plain http to anything but this computer.
    """
    parts = urlsplit(base_url)
    secure = is_secure(base_url)
    try:
        proxy = proxy_for(base_url)
    except ProxyUnusable as problem:
        raise FeedEnded(Ending(EndingKind.PROXY_UNUSABLE)) from problem
    url = f"{'wss' if secure else 'ws'}://{parts.netloc}{parts.path.rstrip('/')}"
    try:
        socket = await _NoRedirects(
            url + "/tickets/assigned/live",
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            additional_headers={"X-API-Key": key},
            user_agent_header=user_agent,
            ssl=system_trust() if secure else None,
            proxy=proxy,
            compression=None,
            open_timeout=OPEN_TIMEOUT_S,
            close_timeout=CLOSE_TIMEOUT_S,
            ping_interval=None,
            max_size=MAX_ACCEPTED_FRAME_BYTES,
            max_queue=MAX_QUEUED_FRAMES,
            logger=_quiet,
        )
    except (TimeoutError, OSError, WebSocketException) as problem:
        raise FeedEnded(_ending_of_handshake(problem)) from problem
    try:
        if socket.subprotocol != SUBPROTOCOL:
            raise FeedEnded(Ending(EndingKind.NO_FEED))
        yield FeedSocket(socket)
    finally:
        await socket.close()


def _ending_of_handshake(problem: Exception) -> Ending:
    if isinstance(problem, InvalidStatus):
        response = problem.response
        failure = read_failure(bytes(response.body or b""))
        headers = {name.lower(): value for name, value in response.headers.raw_items()}
        return Ending(
            EndingKind.REFUSED,
            code=response.status_code,
            error_code=failure.code,
            message=failure.message,
            retry_after_s=retry_after_s(headers),
        )
    if isinstance(problem, NegotiationError):
        return Ending(EndingKind.NO_FEED)
    if isinstance(problem, InvalidProxyStatus):
        return Ending(EndingKind.PROXY, code=problem.response.status_code)
    if isinstance(problem, ProxyError):
        return Ending(EndingKind.PROXY)
    cut = isinstance(problem, InvalidMessage) and isinstance(problem.__cause__, EOFError)
    if isinstance(problem, InvalidHandshake) and not cut:
        return Ending(EndingKind.REFUSED)
    if isinstance(problem, ssl.SSLError):
        return Ending(EndingKind.NOT_TRUSTED)
    no_route = isinstance(problem, OSError) and problem.errno in _NO_ROUTE
    no_route = no_route or isinstance(problem, sockets.gaierror)
    return Ending(EndingKind.NO_ROUTE if no_route else EndingKind.UNREACHABLE)


def _ending_of_close(closed: ConnectionClosed) -> Ending:
    """Return the ending by a close: with the code of the peer, else 1006."""
    if closed.rcvd is not None and (closed.rcvd_then_sent or closed.sent is None):
        return Ending(EndingKind.CLOSED, code=closed.rcvd.code)
    if closed.sent is not None and closed.sent.code in {1002, 1007, 1009}:
        return Ending(EndingKind.CLOSED, code=closed.sent.code)
    return Ending(EndingKind.CLOSED, code=1006)
