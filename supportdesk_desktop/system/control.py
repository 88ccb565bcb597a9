"""The control socket: how other processes of a profile talk to the one that owns the feed.

One JSON object a line over a Unix socket. A connection carries one request ``{"name", "payload"}``;
the answer is ``{"result"}`` or ``{"error"}``, or for a stream any number of ``{"item"}`` and
``{"end": true}``. Closing the connection ends a stream. Both sides check that the other end is the
same user.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import stat
import struct
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.system.locks import read_owner
from supportdesk_desktop.tasks import TaskOwner

log = logging.getLogger(__name__)

MAX_LINE_BYTES = 4 * 1024 * 1024
FIRST_LINE_S = 5.0
DEFAULT_TIMEOUT_S = 10.0
_NULL = msgspec.Raw(b"null")

Handler = Callable[[msgspec.Raw], Awaitable[object]]
"""Answers one request: takes the payload as JSON text, returns what msgspec can encode."""

StreamHandler = Callable[[msgspec.Raw], AsyncGenerator[object, None]]
"""Answers one subscription, item by item, until the generator ends or the other end leaves."""


class NoOwner(DeskError, key="no_owner"):
    """Nobody answers on the control socket: no other process of this profile runs."""


class OwnerSilent(NoOwner, key="owner_silent"):
    """There is an owner, and it does not answer: it is stopped, or hangs."""


class ControlRefused(DeskError, key="control_refused"):
    """The owner answered with an error of its own, whose ``key`` and ``facts`` this one has."""

    def __init__(self, key: str, note: str, facts: Mapping[str, object]) -> None:
        super().__init__(note)
        self.key = key
        self._facts = facts

    def facts(self) -> Mapping[str, object]:
        return self._facts


class _Request(msgspec.Struct):
    name: str
    payload: msgspec.Raw = _NULL


class _Failure(msgspec.Struct):
    key: str
    note: str = ""
    facts: dict[str, Any] = {}


class _Answer(msgspec.Struct, omit_defaults=True):
    result: msgspec.Raw = _NULL
    item: msgspec.Raw = _NULL
    error: _Failure | None = None
    end: bool = False


class ControlServer:
    """Answers the other processes of this profile; only the holder of the owner lock makes one."""

    def __init__(
        self,
        path: Path,
        handlers: Mapping[str, Handler],
        streams: Mapping[str, StreamHandler] | None = None,
    ) -> None:
        self._path = path
        self._handlers = dict(handlers)
        self._streams = dict(streams or {})
        self._server: asyncio.Server | None = None
        self._connections = TaskOwner("control")

    async def start(self) -> None:
        """Listen, in place of a socket that a dead owner left.

        Raises:
            OSError: the socket cannot be made; always on Windows, which has named pipes instead.
        """
        if sys.platform == "win32":
            raise OSError("the control socket needs Unix sockets")
        self._path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listener.bind(os.fspath(self._path))
            self._path.chmod(stat.S_IRUSR | stat.S_IWUSR)
            self._server = await asyncio.start_unix_server(
                self._connected, sock=listener, limit=MAX_LINE_BYTES
            )
        except BaseException:
            listener.close()
            raise

    async def aclose(self) -> None:
        """Stop listening, end every connection and remove the socket."""
        if self._server is None:
            return
        server, self._server = self._server, None
        server.close()
        await self._connections.aclose()
        self._path.unlink(missing_ok=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.start("connection", self._serve(reader, writer))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if not _is_same_user(writer):
                return
            async with asyncio.timeout(FIRST_LINE_S):
                line = await reader.readline()
            if line.endswith(b"\n"):
                await self._answer(line, reader, writer)
        except (OSError, ValueError, TimeoutError) as problem:
            log.debug("a control connection ended: %s", problem)
        except Exception:
            log.exception("a control connection failed")
        finally:
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _answer(
        self, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            request = msgspec.json.decode(line, type=_Request)
        except msgspec.DecodeError as problem:
            await _send(writer, _Answer(error=_Failure("bad_request", str(problem))))
            return
        if stream := self._streams.get(request.name):
            await self._pump(stream(request.payload), reader, writer)
        elif handler := self._handlers.get(request.name):
            await _send(writer, await _outcome(handler, request))
        else:
            await _send(writer, _Answer(error=_Failure("unknown_request", request.name[:60])))

    async def _pump(
        self,
        items: AsyncGenerator[object, None],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        """Send items until they end or the other end leaves."""
        loop = asyncio.get_running_loop()
        sending = loop.create_task(_send_items(items, writer), name="control.stream")
        leaving = loop.create_task(reader.read(1), name="control.leaving")
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            leaving.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
        if not sending.cancelled() and (problem := sending.exception()):
            raise problem


class ControlClient:
    """Talks to the owner of a profile; opens one connection for each request."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def request(
        self, name: str, payload: object = None, timeout_s: float = DEFAULT_TIMEOUT_S
    ) -> msgspec.Raw:
        """Ask the owner and return its answer as JSON text.

        Raises:
            NoOwner: nobody listens, or the owner ended.
            OwnerSilent: it did not answer in time.
            ControlRefused: the owner's own error.
        """
        try:
            async with asyncio.timeout(timeout_s):
                async with contextlib.aclosing(self._exchange(name, payload)) as answers:
                    async for answer in answers:
                        return answer.result
        except TimeoutError as problem:
            raise OwnerSilent(f"no answer in {timeout_s:g} s") from problem
        raise NoOwner("the owner ended before it answered")

    async def stream(self, name: str, payload: object = None) -> AsyncGenerator[msgspec.Raw, None]:
        """Yield items as JSON text until the owner ends the stream. Use ``contextlib.aclosing``.

        Raises:
            NoOwner: nobody listens, or the owner was cut off before it ended the stream.
            ControlRefused: the owner's own error.
        """
        async with contextlib.aclosing(self._exchange(name, payload)) as answers:
            async for answer in answers:
                if answer.end:
                    return
                yield answer.item
        raise NoOwner("the owner ended")

    async def _exchange(self, name: str, payload: object) -> AsyncGenerator[_Answer, None]:
        """Send one request and yield what comes back until the connection ends."""
        if sys.platform == "win32":
            raise NoOwner("the control socket needs Unix sockets")
        try:
            reader, writer = await asyncio.open_unix_connection(
                os.fspath(self._path), limit=MAX_LINE_BYTES
            )
        except OSError as problem:
            raise NoOwner(problem.strerror or "no control socket") from problem
        try:
            if not _is_same_user(writer):
                raise NoOwner("the control socket belongs to someone else")
            await _send(writer, _Request(name, msgspec.Raw(msgspec.json.encode(payload))))
            while (line := await reader.readline()).endswith(b"\n"):
                answer = msgspec.json.decode(line, type=_Answer)
                if failure := answer.error:
                    raise ControlRefused(failure.key, failure.note, failure.facts)
                yield answer
        except (OSError, ValueError) as problem:
            raise NoOwner(f"the owner was cut off: {problem}") from problem
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


def owner_client(lock: Path) -> ControlClient:
    """Return how to reach the owner that holds a lock. Raises ``NoOwner`` if none left word."""
    note = read_owner(lock)
    if note is None or not note.socket:
        raise NoOwner("nobody owns this profile")
    return ControlClient(Path(note.socket))


async def _outcome(handler: Handler, request: _Request) -> _Answer:
    try:
        result = await handler(request.payload)
        return _Answer(result=msgspec.Raw(msgspec.json.encode(result)))
    except Exception as problem:
        return _Answer(error=_failure_of(problem, request.name))


async def _send_items(items: AsyncGenerator[object, None], writer: asyncio.StreamWriter) -> None:
    try:
        async with contextlib.aclosing(items):
            async for item in items:
                await _send(writer, _Answer(item=msgspec.Raw(msgspec.json.encode(item))))
        last = _Answer(end=True)
    except OSError:
        raise
    except Exception as problem:
        last = _Answer(error=_failure_of(problem, "stream"))
    await _send(writer, last)


def _failure_of(problem: Exception, name: str) -> _Failure:
    if isinstance(problem, DeskError):
        return _Failure(problem.key, str(problem), dict(problem.facts()))
    if isinstance(problem, msgspec.ValidationError):
        return _Failure("bad_request", str(problem))
    log.error("the control request %s failed", name, exc_info=problem)
    return _Failure("unexpected", type(problem).__name__)


async def _send(writer: asyncio.StreamWriter, message: _Answer | _Request) -> None:
    writer.write(msgspec.json.encode(message) + b"\n")
    await writer.drain()


def _is_same_user(writer: asyncio.StreamWriter) -> bool:
    """Return whether the process at the other end runs as this user.

    macOS is written for and untested: ``LOCAL_PEERCRED`` answers with ``struct xucred``.
    """
    peer: socket.socket = writer.get_extra_info("socket")
    if sys.platform == "linux":
        size = struct.calcsize("3i")
        _, uid, _ = struct.unpack(
            "3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        )
    elif sys.platform == "darwin":
        local_peercred = 1
        _, uid = struct.unpack("2I", peer.getsockopt(0, local_peercred, 76)[:8])
    else:
        return False
    return bool(uid == os.getuid())
