"""``serve``: one desk on one port, from the first line on stdout to exit code 0 on SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

from supportdesk_desktop.backend.app import BASE, Startup, build_app
from supportdesk_desktop.backend.connections import (
    SERVER_OPTIONS,
    Acceptance,
    DeskHttpProtocol,
    raise_file_limit,
)
from supportdesk_desktop.backend.desk import DeskOptions, open_desk
from supportdesk_desktop.backend.mail.outbox import MaildirCourier
from supportdesk_desktop.core.profile import is_loopback

GRACE_S = 10
"""Seconds that requests in progress may take once the desk is told to end."""
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class ServeRefused(Exception):
    """The desk does not start; ``reason`` is one of the constants, ``detail`` what it is about."""

    NOT_LOOPBACK = "not_loopback"
    PORT_TAKEN = "port_taken"
    NO_MAIL_DIR = "no_mail_dir"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """Options of ``serve``. The addresses of database and SMTP may hold passwords."""

    database_url: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8787
    desk: DeskOptions = field(default_factory=DeskOptions)
    startup: tuple[Startup, ...] = ()
    on_listening: Callable[[int], None] | None = None
    """Told the port, after the line on stdout."""


def run(options: ServeOptions) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code.

    Raises:
        ServeRefused: an address that may not or cannot be bound, or a mail folder that cannot be
            written.
        DatabaseUrlError: a database address that cannot be used.
        ValueError: an SMTP address that cannot be read.
        OSError: files beside the database cannot be written.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be opened or migrated.
    """
    return run_until_told(lambda told: serve(options, told))


async def serve(options: ServeOptions, stop: asyncio.Event) -> int:
    """Serve until ``stop`` is set; see ``run``."""
    most_connections = raise_file_limit()
    listener = _bind(options)
    with contextlib.closing(listener):
        await _check_mail_dir(options.desk.mail_dir)
        desk = await open_desk(options.database_url, options.desk)
        app = build_app(desk, options.startup)
        server = _Server(app, listener, most_connections, options.on_listening)

        async def stop_on_request() -> None:
            await stop.wait()
            server.should_exit = True

        desk.tasks.start("stop on request", stop_on_request())
        # Not uvicorn's own lifespan: a fault at the start is to reach the caller as it is.
        async with app.router.lifespan_context(app):
            await server.serve(sockets=[listener])
        return 0


class _Server(uvicorn.Server):
    """uvicorn's server that accepts its connections here, and says when it listens."""

    def __init__(
        self,
        app: Starlette,
        listener: socket.socket,
        most_connections: int,
        on_listening: Callable[[int], None] | None,
    ) -> None:
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_S,
            **SERVER_OPTIONS,
        )
        super().__init__(config)
        self.servers: list[asyncio.base_events.Server] = []
        self._listener = listener
        self._on_listening = on_listening
        self._acceptance = Acceptance(
            listener, self._protocol, self.server_state.connections, most_connections
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the line that scripts wait for."""
        self._acceptance.start()
        self.started = True
        host, port = self._listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        sys.stdout.write(f"listening on http://{shown}:{port}{BASE}\n")
        sys.stdout.flush()
        if self._on_listening is not None:
            self._on_listening(port)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._acceptance.aclose()
        await super().shutdown(sockets)

    def _protocol(self) -> DeskHttpProtocol:
        return DeskHttpProtocol(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Install no signal handlers: the process has its own, and ends more than the server."""
        yield


async def _check_mail_dir(mail_dir: Path | None) -> None:
    if mail_dir is None:
        return
    try:
        await asyncio.to_thread(MaildirCourier(mail_dir).check)
    except OSError as problem:
        detail = f"{mail_dir}: {problem.strerror}"
        raise ServeRefused(ServeRefused.NO_MAIL_DIR, detail) from problem


def _bind(options: ServeOptions) -> socket.socket:
    if not is_loopback(options.host) and not options.desk.behind_proxy:
        raise ServeRefused(ServeRefused.NOT_LOOPBACK, options.host)
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        return _listener(family, options.host, options.port)
    except OSError as problem:
        detail = f"{options.host}:{options.port}: {problem.strerror}"
        raise ServeRefused(ServeRefused.PORT_TAKEN, detail) from problem


def _listener(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    # With the protocol named, unlike in socket.create_server, asyncio sets TCP_NODELAY on what is
    # accepted. Without it a second frame or a body waits up to 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.listen(128)
        listener.setblocking(False)
    except BaseException:
        listener.close()
        raise
    return listener


def run_until_told(serve: Callable[[asyncio.Event], Coroutine[Any, Any, int]]) -> int:
    """Run a process's coroutine with an event that SIGTERM and SIGINT set; returns its result.

    To be the last thing that a process does: it takes no signal afterwards.
    """

    async def main() -> int:
        loop = asyncio.get_running_loop()
        told = asyncio.Event()

        def end(_number: int, _frame: object) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(told.set)

        # Not the loop's own handlers: when it closes they give way to the system's, which cut an
        # end short and change the exit code.
        for number in _SIGNALS:
            signal.signal(number, end)
        return await serve(told)

    try:
        return asyncio.run(main())
    finally:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
