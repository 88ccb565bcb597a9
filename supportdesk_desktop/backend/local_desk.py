"""The local desk: our own backend as a child process of the window, on loopback.

The parent writes one line of JSON to the child's standard input and keeps it open: it carries the
throw-away key, and its end is the child's end, even when the window is killed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from pathlib import Path

import msgspec

from supportdesk_desktop.backend.database import file_url
from supportdesk_desktop.backend.desk import Desk, DeskOptions
from supportdesk_desktop.backend.sample_shop.incidents import SHOP, Lang
from supportdesk_desktop.backend.sample_shop.shop import keep_shop_busy, staff_shop
from supportdesk_desktop.backend.serve import ServeOptions, run_until_told, serve

FOLDER = "local-desk"
DATABASE = "desk.db"
HEARTBEAT_MS = 5_000
_HOSTS = ("127.0.0.1", "localhost")
_MAX_LINE_BYTES = 4096
_STDIN = 0


class Orders(msgspec.Struct, frozen=True, rename="camel"):
    """The line on standard input; ``simulate`` tickets a minute, 0 for none."""

    agent_key: str
    simulate: float = 6
    lang: Lang | None = None


def run_local_desk(data_dir: Path, lang: Lang = "fr") -> int:
    """Serve the local desk until standard input ends or SIGTERM comes; returns the exit code.

    Its database and mail are in ``data_dir/local-desk``; ``lang`` is that of the simulated traffic,
    where the orders name none. The first line on standard output is ``listening on http://127.0.0.1:PORT/api/v1``.
    """
    try:
        orders = _read_orders()
    except ValueError as problem:
        sys.stderr.write(f"local desk: {problem}\n")
        return 2
    return run_until_told(lambda stop: _serve(data_dir / FOLDER, orders, orders.lang or lang, stop))


def database_path(data_dir: Path) -> Path:
    return data_dir / FOLDER / DATABASE


async def _serve(folder: Path, orders: Orders, lang: Lang, stop: asyncio.Event) -> int:
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def begin(desk: Desk) -> None:
        systems_key = await staff_shop(desk, orders.agent_key)
        work = keep_shop_busy(desk, port, systems_key, lang, orders.simulate)
        desk.tasks.start("simulator", work)

    _end_with_stdin(stop)
    return await serve(
        ServeOptions(
            database_url=file_url(folder / DATABASE),
            port=0,
            desk=DeskOptions(
                app_name=SHOP.name,
                app_slug=SHOP.slug,
                allowed_hosts=_HOSTS,
                mail_dir=folder / "mail",
                heartbeat_ms=HEARTBEAT_MS,
            ),
            startup=(begin,),
            on_listening=port.set_result,
        ),
        stop,
    )


def _read_orders() -> Orders:
    """Read the first line. Raises ``ValueError``, which never repeats the key."""
    # Read from the descriptor itself: the thread below must find nothing buffered elsewhere.
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(_STDIN, 1)
        if not part or len(line) > _MAX_LINE_BYTES:
            raise ValueError("one line of JSON is expected on standard input")
        line += part
    try:
        return msgspec.json.decode(line, type=Orders)
    except ValueError as problem:
        raise ValueError("the line on standard input cannot be read") from problem


def _end_with_stdin(stop: asyncio.Event) -> None:
    """Set ``stop`` once the parent is gone or closes our standard input."""
    loop = asyncio.get_running_loop()

    def wait() -> None:
        try:
            while os.read(_STDIN, 1024):
                pass
        except OSError:
            # A closed descriptor ends us like the end of the file does.
            pass
        if not loop.is_closed():
            loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait, name="stdin watch", daemon=True).start()
