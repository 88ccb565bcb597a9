"""Sockets in memory between simulated processes, and everything that goes wrong with sockets."""

from __future__ import annotations

import asyncio
import collections
import contextlib
import errno
import os
import re
import socket
import ssl
import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import Any

from tests.simulation.loop import SimLoop
from tests.simulation.machine import NS, Kernel, Process

MS = 1_000_000
ROOM = 256 * 1024
"""Bytes that the systems of both ends keep for a reader that does not read."""

HIGH = 64 * 1024
"""asyncio's own mark of the buffer above which a writer is told to wait."""


_KEY = re.compile(rb"idempotency-key: *([!-~]+)", re.IGNORECASE)


class Way(Enum):
    """What becomes of a new connection to the desk."""

    OPEN = "open"
    REFUSED = "refused"
    NO_ROUTE = "no_route"
    NO_NAME = "no_name"
    VOID = "void"
    UNTRUSTED = "untrusted"
    PORTAL = "portal"


@dataclass(frozen=True)
class BadLine:
    """What a line does to what passes on it: ``cut``, ``damage``, ``deaf``, ``silent``, ``stall``.

    ``often`` is the chance of it for each piece that arrives.
    """

    kind: str
    often: float


@dataclass(frozen=True)
class Page:
    """What stands between answers instead of the desk."""

    status: str
    headers: tuple[str, ...] = ()
    body: str = "<html><body>Bonjour</body></html>"

    def wire(self) -> bytes:
        """Return the whole answer."""
        body = self.body.encode()
        lines = [
            f"HTTP/1.1 {self.status}",
            "Content-Type: text/html; charset=utf-8",
            *self.headers,
            f"Content-Length: {len(body)}",
            "Connection: close",
        ]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


PAGES = (
    Page("200 OK"),
    Page("302 Found", ("Location: https://portail.exemple/login",)),
    Page("403 Forbidden"),
    Page("404 Not Found"),
    Page("429 Too Many Requests", ("Retry-After: 7",)),
    Page("500 Internal Server Error"),
    Page("502 Bad Gateway"),
    Page("503 Service Unavailable", ("Retry-After: 20",)),
    Page("504 Gateway Time-out"),
    Page("511 Network Authentication Required"),
)


class SimSocket:
    """What asks ``get_extra_info("socket")``, and what a server binds."""

    def __init__(
        self,
        family: Any = socket.AF_INET,
        type: Any = socket.SOCK_STREAM,
        proto: int = 0,
        fileno: object = None,
    ) -> None:
        self.family, self.type, self.proto = family, type, proto
        self.address: Any = ("127.0.0.1", 0)
        self.peer: Any = ("127.0.0.1", 0)
        self.process: Process | None = None
        self.peer_process: Process | None = None
        self.closed = False
        self.readable: Callable[[], bool] = lambda: False
        self.backlog: collections.deque[SimSocket] = collections.deque()
        self.arrived: asyncio.Future[None] | None = None
        self.transport: SimTransport | None = None

    def setsockopt(self, *_arguments: object) -> None:
        """Nothing depends on it."""

    def getsockopt(self, _level: int, option: int, size: int = 0) -> Any:
        """Answer SO_PEERCRED as the kernel does."""
        if option == socket.SO_PEERCRED:
            pid = 0 if self.peer_process is None else self.peer_process.pid
            return struct.pack("3i", pid, os.getuid(), os.getgid())
        return b"\0" * size if size else 0

    def bind(self, address: Any) -> None:
        """Take an address of this process's computer, or a path."""
        network = SimSocket.network
        self.process = network.kernel.current
        if self.family == socket.AF_UNIX:
            with open(address, "x"):
                pass
            self.address = address
        else:
            host, port = address[:2]
            self.address = (host, port or network.free_port())
            network.check_free(self)
        if self.process is not None:
            self.process.sockets.append(self)

    network: Network

    def listen(self, *_backlog: object) -> None:
        """Let connections wait until they are accepted."""
        SimSocket.network.listen(None, self)

    def setblocking(self, _blocking: bool) -> None:
        """It never blocks."""

    def getsockname(self) -> Any:
        """Return the address."""
        return self.address

    def getpeername(self) -> Any:
        """Return the other end's address."""
        return self.peer

    def fileno(self) -> int:
        """There is no descriptor."""
        return -1

    def close(self) -> None:
        """Listen no more, or end a connection that was accepted and not served."""
        self.closed = True
        if self.transport is not None:
            self.transport.abort()
        SimSocket.network.forget(self)


class SimServer:
    """What ``create_server`` returns."""

    def __init__(self, network: Network, listener: SimSocket) -> None:
        self._network = network
        self._listener = listener
        self.sockets = (listener,)

    def close(self) -> None:
        """Accept nothing more."""
        self._network.forget(self._listener)

    def is_serving(self) -> bool:
        """Return whether it accepts."""
        return self._network.listens(self._listener)

    async def wait_closed(self) -> None:
        """There is nothing to wait for."""


class Link:
    """One connection: two ends, and what is wrong between them.

    Attributes:
        remote: it leaves the computer, so that the network's weather is for it.
        tls: bytes that were changed on the way end it.
        silent: what is sent is lost, and nobody is told.
        deaf: what the desk sends is lost.
        stalled_until: world time until which nothing passes; it passes then.
        came_ns: when what is being read came, in world time.
    """

    def __init__(self, number: int, latency_ns: int, *, remote: bool, tls: bool) -> None:
        self.number = number
        self.latency_ns = latency_ns
        self.remote = remote
        self.tls = tls
        self.silent = False
        self.stalled_until = 0
        self.came_ns = 0
        self.damage_next = False
        self.deaf = False
        self.ends: list[SimTransport] = []

    @property
    def is_over(self) -> bool:
        """Whether both ends are closed."""
        return all(one.lost for one in self.ends)


class SimTransport(asyncio.Transport):
    """One end of a link."""

    def __init__(
        self, network: Network, link: Link, protocol: Any, process: Process | None, sock: SimSocket
    ) -> None:
        super().__init__()
        self._network = network
        self._link = link
        self._protocol = protocol
        self.process = process
        self._socket = sock
        self._arrives_ns = 0
        self._inbox: collections.deque[tuple[int, bytes | None]] = collections.deque()
        self._reading = True
        self._closing = False
        self.lost = False
        self._told_eof = False
        self._key = ""
        self._low_high = (16 * 1024, HIGH)
        self._unread = 0
        self._full = False
        self.peer: SimTransport
        link.ends.append(self)
        sock.readable = lambda: self._closing or bool(self._inbox) or self._told_eof

    # What protocols ask -----------------------------------------------------

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return socket and addresses."""
        known = {
            "socket": self._socket,
            "sockname": self._socket.address,
            "peername": self._socket.peer,
        }
        return known.get(name, default)

    def set_protocol(self, protocol: Any) -> None:
        """Hand the bytes to another protocol."""
        self._protocol = protocol

    def get_protocol(self) -> Any:
        """Return the protocol."""
        return self._protocol

    def is_closing(self) -> bool:
        """Return whether it is closed or being closed."""
        return self._closing

    def is_reading(self) -> bool:
        """Return whether bytes are handed out."""
        return self._reading

    def pause_reading(self) -> None:
        """Keep what comes."""
        self._reading = False

    def resume_reading(self) -> None:
        """Hand out what came."""
        if not self._reading:
            self._reading = True
            self._network.soon(self.process, self._drain)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Say when writers are to wait."""
        top = HIGH if high is None else high
        self._low_high = (top // 4 if low is None else low, top)

    def get_write_buffer_size(self) -> int:
        """Return the bytes that the systems do not take."""
        return max(0, self.peer._unread - ROOM)

    def get_write_buffer_limits(self) -> tuple[int, int]:
        """Return the marks."""
        return self._low_high

    def can_write_eof(self) -> bool:
        """A half can be closed, but not under TLS."""
        return not self._link.tls

    # Sending ----------------------------------------------------------------

    def write(self, data: Any) -> None:
        """Send bytes; what a dead link takes is lost."""
        if self._closing or not data:
            return
        if self._link.remote and self.process is not None:
            self._network.sent(self.process, bytes(data), self._link)
        if self._link.remote and self._link.ends[0] is self and self.process is not None:
            if self._network.is_poison(bytes(data)):
                self._stopped_by_wall()
                return
            self._key = self._network.left(bytes(data)) or self._key
        self.peer._unread += len(data)
        self._send(bytes(data))
        if not self._full and self.get_write_buffer_size() > self._low_high[1]:
            self._full = True
            self._protocol.pause_writing()

    def _stopped_by_wall(self) -> None:
        """A firewall on the way answers instead of the desk, which hears no more."""
        network = self._network
        network.note("stopped by a wall", self._link)
        # Its body was stopped, and so the desk has never seen its key.
        network.first_left.pop(self._key, None)
        now = network.kernel.now_ns
        network.soon(self.process, self.arrive, network.wall.wire(), now)
        network.soon(self.process, self.arrive, None, now)
        self.peer.reset_soon()

    def writelines(self, list_of_data: Any) -> None:
        """Send bytes."""
        self.write(b"".join(list_of_data))

    def write_eof(self) -> None:
        """Say that nothing more comes."""
        self._send(None)

    def _send(self, data: bytes | None) -> None:
        link, network = self._link, self._network
        if link.silent or (link.deaf and link.ends[1] is self):
            return
        now = network.kernel.now_ns
        jitter = network.chance.randrange(1 + link.latency_ns)
        at = max(now + link.latency_ns + jitter, self._arrives_ns, link.stalled_until)
        self._arrives_ns = at
        network.at(at, self.peer.process, self.peer.arrive, data, at)

    def arrive(self, data: bytes | None, at_ns: int) -> None:
        """Take what the link brought."""
        if self.lost:
            return
        if self._link.remote:
            self._network.rattle(self._link)
        if self._link.silent:
            return
        if self._link.damage_next and data:
            self._link.damage_next = False
            self._network.note("damaged", self._link)
            self._end(
                ssl.SSLError(
                    1,
                    "[SSL: DECRYPTION_FAILED_OR_BAD_RECORD_MAC] "
                    "decryption failed or bad record mac",
                )
            )
            self.peer.reset_soon()
            return
        self._inbox.append((at_ns, data))
        self._drain()

    def _drain(self) -> None:
        heard = self._network.heard
        while self._inbox and self._reading and not self.lost:
            self._link.came_ns, data = self._inbox.popleft()
            if data is None:
                self._told_eof = True
                if not self._protocol.eof_received():
                    self.close()
                return
            self._unread -= len(data)
            if self._told_eof:
                # What hours held back may come in another order than it left.
                continue
            if self.process is not None:
                heard(self.process, data, self._link)
            self.peer._relieve()
            if not self._closing:
                self._protocol.data_received(data)

    def _relieve(self) -> None:
        if self._closing and not self.lost and self.get_write_buffer_size() == 0:
            self._network.soon(self.process, self._end, None)
        elif self._full and not self.lost and self.get_write_buffer_size() <= self._low_high[0]:
            self._full = False
            self._network.soon(self.process, self._resume_writing)

    def _resume_writing(self) -> None:
        if not self.lost:
            self._protocol.resume_writing()

    # Ending -----------------------------------------------------------------

    def close(self) -> None:
        """Send what is to be sent, then end."""
        if not self._closing:
            self._closing = True
            self._send(None)
            if self.get_write_buffer_size() == 0 or self._link.silent:
                self._network.soon(self.process, self._end, None)

    def abort(self) -> None:
        """End at once."""
        if not self.lost:
            self._closing = True
            self._network.soon(self.process, self._end, None)
            self.peer.reset_soon()

    def reset_soon(self) -> None:
        """The other end is gone, as this one will see, unless the link is dead."""
        if not self._link.silent and not self.lost:
            at = max(self._network.kernel.now_ns + self._link.latency_ns, self._link.stalled_until)
            self._network.at(at, self.process, self._reset)

    def _reset(self) -> None:
        if not self._link.silent:
            self._end(ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"))

    def vanish(self) -> None:
        """The process is gone: its system closes what it had."""
        if not self.lost:
            self.lost = self._closing = True
            if self._unread:
                self.peer.reset_soon()
            else:
                self._send(None)

    def _end(self, problem: Exception | None) -> None:
        if self.lost:
            return
        self.lost = self._closing = True
        self._network.drop(self._link)
        if self._protocol is not None:
            self._protocol.connection_lost(problem)


class Answerer(asyncio.Protocol):
    """A portal, a proxy or a wall: answers every request by itself."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._seen = b""
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        """Wait for a request."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer once its head is there."""
        self._seen += data
        if b"\r\n\r\n" in self._seen:
            self._seen = b""
            self._transport.write(self._page.wire())
            self._transport.close()


class Network:
    """Every listener and link of the world.

    Attributes:
        way: what becomes of new connections of each computer, by its name.
        page: what the portal answers.
        lines: what the lines of computers do wrong, by name.
        poison: a word that a firewall on the way takes for an attack.
        first_left: when a request with an Idempotency-Key left first, and last, in world time.
    """

    def __init__(self, kernel: Kernel, loop: SimLoop, chance: Random) -> None:
        self.kernel = kernel
        self.chance = chance
        self._loop = loop
        loop.network = self
        SimSocket.network = self
        self._listeners: dict[Any, tuple[SimSocket, Any]] = {}
        self._ports = 40_000
        self._links = 0
        self.links: list[Link] = []
        self.way: dict[str, Way] = {}
        self.page = PAGES[0]
        self.names: dict[tuple[str, int], tuple[str, int]] = {}
        self.lines: dict[str, BadLine] = {}
        self.wall = Page("403 Forbidden")
        self.poison = ""
        self.first_left: dict[str, int] = {}
        self.last_left: dict[str, int] = {}
        self.noted: Callable[[str, str], None] = lambda _what, _detail: None
        self.heard: Callable[[Process, bytes, Link], None] = lambda _process, _data, _link: None
        self.sent: Callable[[Process, bytes, Link], None] = lambda _process, _data, _link: None
        kernel.died = self._on_death

    def left(self, data: bytes) -> str:
        """Take note when a request with an Idempotency-Key leaves for the desk; return the key."""
        found = _KEY.search(data)
        if not found:
            return ""
        key = found.group(1).decode()
        self.first_left.setdefault(key, self.kernel.now_ns)
        self.last_left[key] = self.kernel.now_ns
        return key

    def rattle(self, link: Link) -> None:
        """Do to a link, now and then, what the line of its computer does to links for a while."""
        process = link.ends[0].process
        bad = None if process is None else self.lines.get(process.host.name)
        if bad is None or self.chance.random() >= bad.often:
            return
        self.note(f"line {bad.kind}", link)
        match bad.kind:
            case "cut":
                self.cut(link)
            case "damage":
                link.damage_next = True
            case "deaf":
                link.deaf = True
            case "silent":
                link.silent = True
            case "stall":
                link.stalled_until = self.kernel.now_ns + 8 * NS

    def is_poison(self, data: bytes) -> bool:
        """Return whether a firewall takes these bytes for an attack."""
        return bool(self.poison) and self.poison.encode() in data

    def note(self, what: str, link: Link) -> None:
        """Tell of a fault on a link."""
        self.noted(what, f"link {link.number}")

    def soon(self, process: Process | None, callback: Callable[..., object], *args: Any) -> None:
        """Call back as a process, at its next turn."""
        with self.kernel.inside(process):
            self._loop.call_soon(callback, *args)

    def at(
        self, at_ns: int, process: Process | None, callback: Callable[..., object], *args: Any
    ) -> None:
        """Call back as a process, at a time of the world."""
        self._loop.call_in(max(0, at_ns - self.kernel.now_ns), process, callback, *args)

    # Names and listeners ------------------------------------------------------

    def free_port(self) -> int:
        """Return a port that nobody has."""
        self._ports += 1
        return self._ports

    def _key(self, listener: SimSocket) -> Any:
        if listener.family == socket.AF_UNIX:
            return os.fspath(listener.address)
        host = "" if listener.process is None else listener.process.host.name
        return host, listener.address[1]

    def check_free(self, listener: SimSocket) -> None:
        """Refuse an address in use. Raises ``OSError``."""
        if self._key(listener) in self._listeners:
            raise OSError(errno.EADDRINUSE, "Address already in use")

    def listen(self, factory: Any, listener: SimSocket) -> SimServer:
        """Accept connections from now on."""
        self._listeners[self._key(listener)] = (listener, factory)
        return SimServer(self, listener)

    def listens(self, listener: SimSocket) -> bool:
        """Return whether connections are accepted."""
        return self._listeners.get(self._key(listener), (None,))[0] is listener

    def forget(self, listener: SimSocket) -> None:
        """Accept nothing more there."""
        if self.listens(listener):
            del self._listeners[self._key(listener)]

    async def resolve(self, host: Any, port: Any) -> list[Any]:
        """Return the one address of a name. Raises ``socket.gaierror``."""
        await asyncio.sleep(0.001 + self.chance.random() * 0.02)
        name = host.decode() if isinstance(host, bytes) else str(host)
        if self._way() is Way.NO_NAME and name not in {"127.0.0.1", "localhost"}:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"10.0.0.{len(name)}", int(port)))]

    def _way(self) -> Way:
        current = self.kernel.current
        return Way.OPEN if current is None else self.way.get(current.host.name, Way.OPEN)

    # Connecting ---------------------------------------------------------------

    async def connect(self, factory: Any, host: Any, port: int, tls: Any) -> Any:
        """Connect to the desk through whatever weather there is. Raises ``OSError``."""
        way = self._way()
        latency_ns = round((1 + self.chance.expovariate(1 / 20)) * MS)
        if way is Way.NO_NAME and not str(host)[:1].isdigit():
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        if way is Way.NO_ROUTE:
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        if way is Way.VOID:
            await asyncio.sleep(130)
            raise TimeoutError(errno.ETIMEDOUT, "Connection timed out")
        await asyncio.sleep(2 * latency_ns / NS)
        listener, server = self._desk(port)
        if way is Way.REFUSED or (way is not Way.PORTAL and listener is None):
            raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
        if tls is not None and way is Way.UNTRUSTED:
            raise _untrusted()
        if way is Way.PORTAL:
            page = self.page
            return self._join(factory, lambda: Answerer(page), None, latency_ns, tls=True)
        return self._join(
            factory, server, listener.process, latency_ns, tls=True, listener=listener
        )

    def _desk(self, port: int) -> tuple[Any, Any]:
        for key, (listener, factory) in self._listeners.items():
            if not isinstance(key, str) and key == self.names.get(("desk.exemple", port)):
                return listener, factory
        return None, None

    async def connect_path(self, factory: Any, path: Any) -> Any:
        """Connect to a path of this computer. Raises ``OSError``."""
        await asyncio.sleep(0)
        listener, server = self._listeners.get(os.fspath(path), (None, None))
        if listener is None:
            raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
        return self._join(factory, server, listener.process, 20_000, tls=False)

    def _join(
        self,
        factory: Any,
        server: Any,
        serving: Process | None,
        latency_ns: int,
        *,
        tls: bool,
        listener: SimSocket | None = None,
    ) -> Any:
        client = self.kernel.current
        self._links += 1
        link = Link(self._links, latency_ns, remote=tls, tls=tls)
        near, far = SimSocket(), SimSocket()
        near.address, far.address = ("10.0.0.9", self.free_port()), ("127.0.0.1", 8787)
        near.peer, far.peer = far.address, near.address
        near.peer_process, far.peer_process = serving, client
        with self.kernel.inside(serving):
            accepted = None if server is None else server()
        protocol = factory()
        here = SimTransport(self, link, protocol, client, near)
        there = SimTransport(self, link, accepted, serving, far)
        here.peer, there.peer = there, here
        self.links.append(link)
        protocol.connection_made(here)
        if accepted is not None:
            self.soon(serving, accepted.connection_made, there)
        elif listener is not None:
            there._reading = False
            far.transport = there
            listener.backlog.append(far)
            if listener.arrived is not None and not listener.arrived.done():
                with self.kernel.inside(serving):
                    listener.arrived.set_result(None)
        return here, protocol

    async def accept(self, listener: SimSocket) -> tuple[SimSocket, Any]:
        """Wait for the next connection of a listening socket."""
        while not listener.backlog:
            if listener.closed:
                raise OSError(errno.EBADF, "Bad file descriptor")
            listener.arrived = asyncio.get_running_loop().create_future()
            await listener.arrived
        connection = listener.backlog.popleft()
        return connection, connection.peer

    def serve(self, factory: Any, connection: SimSocket) -> Any:
        """Give an accepted connection its protocol."""
        transport, connection.transport = connection.transport, None
        assert transport is not None
        protocol = factory()
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        transport.resume_reading()
        return transport, protocol

    # Ends ---------------------------------------------------------------------

    def drop(self, link: Link) -> None:
        """Forget a link that is over."""
        if link.is_over:
            with contextlib.suppress(ValueError):
                self.links.remove(link)

    def weather_links(self) -> list[Link]:
        """Return the links that leave their computer."""
        return [one for one in self.links if one.remote and not one.is_over]

    def cut(self, link: Link) -> None:
        """Reset both ends."""
        for end in link.ends:
            end.reset_soon()

    def _on_death(self, process: Process) -> None:
        for sock in tuple(process.sockets):
            self.forget(sock)
        for link in tuple(self.links):
            for end in link.ends:
                if end.process is process:
                    end.vanish()

    def ended(self, process: Process) -> None:
        """Close what a process that ended by itself left open."""
        self._on_death(process)


def _untrusted() -> ssl.SSLCertVerificationError:
    problem = ssl.SSLCertVerificationError(
        1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate"
    )
    problem.verify_code, problem.verify_message = 18, "self-signed certificate"
    return problem


class FakeTls:
    """Takes the place of anyio's TLS stream: nothing is encrypted, and damage is an SSL error."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    @classmethod
    async def wrap(cls, inner: Any, **_options: Any) -> FakeTls:
        """Shake hands: one way forth and back. Raises ``ssl.SSLError``."""
        await asyncio.sleep(0.002)
        if SimSocket.network._way() is Way.UNTRUSTED:
            raise _untrusted()
        return cls(inner)

    def extra(self, attribute: Any, default: Any = None) -> Any:
        """Ask the socket."""
        return self._inner.extra(attribute, default)

    async def receive(self, max_bytes: int = 65536) -> bytes:
        """Receive. Raises ``ssl.SSLError`` where a record was damaged, as the library does."""
        try:
            data: bytes = await self._inner.receive(max_bytes)
        except Exception as problem:
            if isinstance(problem.__cause__, ssl.SSLError):
                raise problem.__cause__ from None
            raise
        return data

    async def send(self, item: bytes) -> None:
        """Send."""
        await self._inner.send(item)

    async def aclose(self) -> None:
        """Close."""
        await self._inner.aclose()
