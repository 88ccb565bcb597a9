"""The local desk: our own backend as a child process, on loopback, with a throw-away key.

The key goes over the child's stdin, which is also its lifeline: end of file ends it, even when
this process is killed. Nothing of the environment that starts with ``SUPPORTDESK_`` reaches it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import string
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from supportdesk_desktop.app.options import this_program
from supportdesk_desktop.core.errors import Unreachable
from supportdesk_desktop.system.paths import make_private_dir, open_private
from supportdesk_desktop.tasks import declare, in_daemon_thread

log = logging.getLogger(__name__)

READY_TIMEOUT_S = 30.0
END_TIMEOUT_S = 5.0
RESTART_DELAY_S = 0.5
KEEP = declare("local_desk.keep", part="feed")
ORIGIN = "local-desk"
CHILD_COMMAND = "local-desk-child"
READY_LINE = "listening on "
KEY_CHARACTERS = string.ascii_letters + string.digits

T = TypeVar("T")
Moved = Callable[[str], None]
"""Called in the event loop with the new base URL after a dead child was replaced."""


def new_key() -> str:
    """Make a key of the vendor's form that lives as long as this process."""
    return "sk_live_agent_" + "".join(secrets.choice(KEY_CHARACTERS) for _ in range(48))


class LocalDesk:
    """The child and its life. ``spawn`` returns at once, so that the window can paint meanwhile."""

    def __init__(self, data_dir: Path, lang: str, simulate_per_minute: int) -> None:
        self.key = new_key()
        self._data_dir = data_dir
        self._order = {"agentKey": self.key, "simulate": simulate_per_minute, "lang": lang}
        self._child: subprocess.Popen[bytes] | None = None
        self._closing = False

    def spawn(self) -> None:
        """Start the child and give it its key.

        Raises:
            OSError: it cannot be started.
        """
        log_file = open_private(
            make_private_dir(self._data_dir / ORIGIN) / "desk.log",
            os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
        )
        ours = (name for name in os.environ if not name.startswith("SUPPORTDESK_"))
        try:
            child = subprocess.Popen(
                [*this_program(), CHILD_COMMAND, "--data-dir", os.fspath(self._data_dir)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log_file,
                env={name: os.environ[name] for name in ours},
                start_new_session=True,
            )
        finally:
            os.close(log_file)
        assert child.stdin is not None
        child.stdin.write(json.dumps(self._order).encode() + b"\n")
        child.stdin.flush()
        self._child = child

    async def ready(self) -> str:
        """Wait until the child listens and return its base URL; one that does not is killed.

        Raises:
            Unreachable: it ended, or did not listen within 30 seconds.
        """
        child = self._child
        assert child is not None
        assert child.stdout is not None
        try:
            line = await _in_thread(child.stdout.readline, READY_TIMEOUT_S)
            text = line.decode(errors="replace").strip()
            if not text.startswith(READY_LINE):
                raise Unreachable("the local desk did not start; see desk.log in the data folder")
        except BaseException:
            # Whoever waits for its end to start another would wait for ever.
            child.kill()
            raise
        return text.removeprefix(READY_LINE)

    async def keep(self, moved: Moved) -> float | None:
        """Wait until the child dies, and replace it on a new port. A step of ``KEEP``.

        Raises:
            OSError, Unreachable: it could not be started again.
        """
        child = self._child
        assert child is not None
        await _in_thread(child.wait, None)
        if self._closing:
            return None
        log.warning("the local desk ended with %s, starting it again", child.returncode)
        _close_pipes(child)
        await asyncio.sleep(RESTART_DELAY_S)
        self.spawn()
        moved(await self.ready())
        return 0

    async def aclose(self) -> None:
        """End the child: its lifeline closes, then it is stopped if it does not go."""
        self._closing = True
        child = self._child
        if child is None:
            return
        assert child.stdin is not None
        child.stdin.close()
        try:
            await _in_thread(child.wait, END_TIMEOUT_S)
        except Unreachable:
            child.kill()
            await _in_thread(child.wait, END_TIMEOUT_S)
        _close_pipes(child)


def _close_pipes(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


async def _in_thread(call: Callable[[], T], timeout_s: float | None) -> T:
    try:
        return await asyncio.wait_for(in_daemon_thread("local-desk", call), timeout_s)
    except TimeoutError as problem:
        raise Unreachable("the local desk does not answer") from problem
