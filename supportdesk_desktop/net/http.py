"""One bounded HTTP exchange: explicit times, no redirects, and whether a byte has left."""

from __future__ import annotations

import asyncio
import os
import ssl
import time
import urllib.request
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Protocol, cast
from urllib.parse import SplitResult, urlsplit

import httpx
import msgspec
import truststore

from supportdesk_desktop.core.errors import BadServerAddress, ProxyUnusable
from supportdesk_desktop.core.filing_fate import ANSWER_TIMEOUT_S, NotSent
from supportdesk_desktop.core.profile import is_loopback

_DEFAULT_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
_SAME_AS = {"socks": "socks5h"}
"""Desktops write ``socks://`` for a SOCKS 5 proxy that looks names up itself."""


def proxy_for(base_url: str) -> str | None:
    """Return the address of the proxy to an https server, None where there is none.

    This computer is never reached through a proxy, whose log would see the key.

    Raises:
        ProxyUnusable: what is set is no proxy that this program can use.
    """
    parts = urlsplit(base_url)
    if is_loopback(parts.hostname or ""):
        return None
    if urllib.request.proxy_bypass(f"{parts.hostname}:{parts.port or 443}"):
        return None
    proxies = urllib.request.getproxies()
    # Windows and macOS name a SOCKS proxy "socks"; the environment has "https" and "all".
    name = next((name for name in ("https", "socks", "all") if proxies.get(name)), None)
    if name is None:
        return None
    try:
        return _usable(proxies[name], "socks5h" if name == "socks" else "http")
    except ValueError as problem:
        raise ProxyUnusable(_where_set(name)) from problem


def _usable(text: str, scheme: str) -> str:
    """Return the address in full. Raises ``ValueError`` where it is none."""
    parts = urlsplit(text.strip() if "://" in text else f"{scheme}://{text.strip()}")
    kind = _SAME_AS.get(parts.scheme, parts.scheme)
    if scheme == "socks5h" and kind == "http":
        kind = scheme
    if kind not in _DEFAULT_PORTS or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("not the address of a proxy")
    host = (parts.hostname or "").encode("idna").decode()
    if not host or any(one.isspace() for one in host):
        raise ValueError("a proxy without a host")
    port = _DEFAULT_PORTS[kind] if parts.port is None else parts.port
    place = f"{f'[{host}]' if ':' in host else host}:{port}"
    user, at, _ = parts.netloc.rpartition("@")
    if at:
        place = f"{user if ':' in user else f'{user}:'}@{place}"
    return SplitResult(kind, place, "", "", "").geturl()


def _where_set(name: str) -> str:
    """Return the variable that it comes from, or whose it is on a system that keeps its own."""
    variable = f"{name}_proxy"
    return variable if variable in os.environ else variable.upper()


CONNECT_TIMEOUT_S = 10.0
PROXY_AUTHENTICATION = 407
MAX_ANSWER_BYTES = 2 * 1024 * 1024
KEEP_ALIVE_S = 4.0
"""Shorter than servers keep an idle connection, so that a create never meets one just closed."""


class Answer(msgspec.Struct, frozen=True):
    """A complete answer. ``headers`` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    duration_ms: int


class NothingSent(Exception):
    """The connection was not made: not a byte of the request left."""

    def __init__(self, why: NotSent, duration_ms: int) -> None:
        super().__init__(why)
        self.why = why
        self.duration_ms = duration_ms


class NoAnswer(Exception):
    """The request left, at least in part, and no complete answer came."""

    def __init__(self, duration_ms: int, *, timed_out: bool) -> None:
        super().__init__("timed out" if timed_out else "cut")
        self.duration_ms = duration_ms
        self.timed_out = timed_out


class _Stream(Protocol):
    """A connection of the library."""

    async def aclose(self) -> None:
        """Close it; once more does nothing."""


class _Withheld(Exception):
    """The sender called it off when the first byte was about to leave."""


class _TooLarge(Exception):
    """The answer passes ``MAX_ANSWER_BYTES``."""


class HttpClient:
    """HTTP/1.1 to one origin. Redirects are answers; a proxy is never used for loopback.

    A proxy that is set and cannot be used shows at each exchange, not here: who works on this
    computer alone does not need it.

    Raises:
        BadServerAddress: plain http to anything but this computer.
    """

    def __init__(self, base_url: str, user_agent: str) -> None:
        self._unusable: ProxyUnusable | None = None
        try:
            proxy = proxy_for(base_url)
        except ProxyUnusable as problem:
            proxy, self._unusable = None, problem
        self._client = httpx.AsyncClient(
            verify=system_trust() if is_secure(base_url) else False,
            # Chosen above: by itself it would refuse to begin where a variable is odd.
            trust_env=False,
            proxy=None if proxy is None else _proxy(proxy),
            follow_redirects=False,
            limits=httpx.Limits(max_connections=4, keepalive_expiry=KEEP_ALIVE_S),
            headers={
                "User-Agent": user_agent,
                "Accept": "application/json",
                # Nothing is unpacked here: some kilobytes of gzip can hold gigabytes.
                "Accept-Encoding": "identity",
            },
        )

    async def aclose(self) -> None:
        """Close the connections that are kept open."""
        await self._client.aclose()

    async def exchange(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
        *,
        may_leave: Callable[[], bool] | None = None,
        answer_s: float | None = None,
    ) -> Answer:
        """Send one request and read its whole answer.

        Args:
            may_leave: asked once the connection stands, right before the first byte leaves.
            answer_s: how long to wait for the answer from the first byte on, 15 s where not given.

        Raises:
            NothingSent: DNS, connect, TLS or the way through a proxy failed, or ``may_leave``
                said no; caused by ``ProxyUnusable`` where what is set is none.
            NoAnswer: cut, too large, or no answer in time after the first byte left.

        A proxy that lets nobody through answers itself: 407, whatever else it says.
        """
        if self._unusable is not None:
            raise NothingSent(NotSent.PROXY, 0) from self._unusable
        started = time.monotonic()
        wait_s = ANSWER_TIMEOUT_S if answer_s is None else answer_s
        first_byte_left = False
        to_socks: _Stream | None = None

        def elapsed_ms() -> int:
            return round((time.monotonic() - started) * 1000)

        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S + wait_s) as limit:

                async def trace(event: str, info: Mapping[str, object]) -> None:
                    nonlocal first_byte_left, to_socks
                    if event == "socks.connect_tcp.complete":
                        to_socks = cast(_Stream, info["return_value"])
                    if event.endswith("send_request_headers.started") and not _is_tunnel(info):
                        if may_leave is not None and not may_leave():
                            raise _Withheld
                        first_byte_left = True
                        limit.reschedule(asyncio.get_running_loop().time() + wait_s)

                async with self._client.stream(
                    method,
                    url,
                    headers=dict(headers),
                    content=body,
                    timeout=httpx.Timeout(wait_s, connect=CONNECT_TIMEOUT_S),
                    extensions={"trace": trace},
                ) as response:
                    data = await _read_bounded(response)
                    return Answer(response.status_code, dict(response.headers), data, elapsed_ms())
        except _Withheld as problem:
            raise NothingSent(NotSent.TOO_LATE, elapsed_ms()) from problem
        except (OSError, httpx.HTTPError, _TooLarge) as problem:
            # What TLS says of a damaged record is an OSError that the library passes on.
            if _is_proxys_refusal(problem):
                return Answer(PROXY_AUTHENTICATION, {}, b"", elapsed_ms())
            if first_byte_left:
                timed_out = isinstance(problem, TimeoutError | httpx.TimeoutException)
                raise NoAnswer(elapsed_ms(), timed_out=timed_out) from problem
            if to_socks is not None:
                # The library leaves it open where the proxy refuses.
                await to_socks.aclose()
            raise NothingSent(_why_not_sent(problem), elapsed_ms()) from problem


def is_secure(base_url: str) -> bool:
    """Return whether TLS protects the key on its way there.

    Raises:
        BadServerAddress: neither TLS nor this very computer: no key may go there.
    """
    secure = urlsplit(base_url).scheme == "https"
    if not secure and not to_loopback(base_url):
        raise BadServerAddress(base_url)
    return secure


def to_loopback(base_url: str) -> bool:
    """Return whether the address is this computer, which no proxy has to do with."""
    return is_loopback(urlsplit(base_url).hostname or "")


def system_trust() -> ssl.SSLContext:
    """Return a TLS context that trusts what the operating system trusts."""
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _proxy(address: str) -> httpx.Proxy:
    trust = system_trust() if address.startswith("https:") else None
    return httpx.Proxy(address, ssl_context=trust)


async def _read_bounded(response: httpx.Response) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_raw():
        size += len(chunk)
        if size > MAX_ANSWER_BYTES:
            raise _TooLarge
        chunks.append(chunk)
    return b"".join(chunks)


def _is_tunnel(info: Mapping[str, object]) -> bool:
    """Return whether this is the CONNECT to a proxy, which has neither key nor body."""
    return getattr(info.get("request"), "method", b"") == b"CONNECT"


def _is_proxys_refusal(problem: BaseException) -> bool:
    """Return whether a proxy answered CONNECT with a redirect or a 4xx: a portal, or 407."""
    return isinstance(problem, httpx.ProxyError) and str(problem)[:1] in {"3", "4"}


def _why_not_sent(problem: BaseException) -> NotSent:
    text = str(problem).lower()
    if "certificate" in text or "ssl" in text or "tls" in text:
        return NotSent.TLS
    if "name" in text or "getaddrinfo" in text or "nodename" in text:
        return NotSent.DNS
    return NotSent.CONNECT


async def clock_offset_ms(base_url: str, user_agent: str) -> int | None:
    """Ask a server for its time, without a key; any answer will do.

    Returns:
        The smallest difference that agrees with the answer (milliseconds, positive where the
        server is ahead): 0 unless it is sure that the clocks differ. None where there is no time.
    """
    client = HttpClient(base_url, user_agent)
    try:
        before_s = time.time()
        answer = await client.exchange("GET", f"{base_url.rstrip('/')}/auth/whoami", {})
        after_s = time.time()
        date_s = parsedate_to_datetime(answer.headers["date"]).timestamp()
    except (NothingSent, NoAnswer, KeyError, ValueError):
        return None
    finally:
        await client.aclose()
    return round(1000 * surely_ahead_s(date_s, before_s, after_s))


def surely_ahead_s(date_s: float, before_s: float, after_s: float) -> float:
    """Return by how many seconds the server must at least be ahead (negative: behind).

    Args:
        date_s: the server's ``Date``, cut to whole seconds.
        before_s: our time before the request.
        after_s: our time after the answer.
    """
    least, most = date_s - after_s, date_s + 1 - before_s
    return max(least, 0.0) + min(most, 0.0)
