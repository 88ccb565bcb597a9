"""A desk served by the command line itself, and commands run against it as a script would."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from supportdesk_desktop.backend.admin import add_agent, revoke_agent
from supportdesk_desktop.backend.assignment import hand_over
from supportdesk_desktop.backend.database import file_url
from supportdesk_desktop.backend.desk import Desk, open_desk, wall_ms
from supportdesk_desktop.cli.desk import FILE_NAME

ROOT = Path(__file__).resolve().parents[3]
LEFT_TO = "fin@example.org"
T = TypeVar("T")
COMMAND = (sys.executable, "-m", "supportdesk_desktop")


def environment(folder: Path) -> dict[str, str]:
    """Return an environment without a key, a session bus, a display or a home of this user."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("SUPPORTDESK_")
    }
    # Tests of widgets in the same run set the platform; it would count as a display. Hundreds of
    # commands start here: each would compile the product anew where bytecode is not written.
    for name in (
        *("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"),
        "PYTHONDONTWRITEBYTECODE",
    ):
        kept.pop(name, None)
    runtime = folder / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    return {**kept, "HOME": str(folder), "XDG_RUNTIME_DIR": str(runtime), "LANG": "fr_BJ.UTF-8"}


@dataclass
class Shell:
    """Runs commands on one data folder. ``key`` is in the environment where it is set.

    The data is in ``data``, else in a folder of that name under ``folder``.
    """

    folder: Path
    key: str | None = None
    server: str | None = None
    data: Path | None = None
    background: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def data_dir(self) -> Path:
        """Where the profiles are."""
        return self.folder / "data" if self.data is None else self.data

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [*COMMAND, *self._line(arguments)],
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            env=self._environment(),
            cwd=ROOT,
        )

    def json(self, *arguments: str) -> Any:
        """Run one command that must succeed and return its JSON document."""
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start(self, *arguments: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        """Start one command that goes on until it is told to end."""
        process = subprocess.Popen(
            [*COMMAND, *self._line(arguments)],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self._environment(),
            cwd=ROOT,
        )
        self.background.append(process)
        return process

    def watch(self) -> subprocess.Popen[str]:
        """Start ``watch --json`` and return it once it is verified."""
        watch = self.start("watch", "--json")
        assert watch.stdout is not None
        assert any(json.loads(line)["what"] == "verified" for line in watch.stdout)
        return watch

    def end_all(self) -> None:
        """End what ``start`` started."""
        for process in self.background:
            process.kill()
            process.communicate(timeout=10)

    def _line(self, arguments: tuple[str, ...]) -> list[str]:
        server = ["--server", self.server] if self.server else []
        return [*arguments, "--data-dir", str(self.data_dir), *server]

    def _environment(self) -> dict[str, str]:
        given = environment(self.folder)
        return given if self.key is None else {**given, "SUPPORTDESK_API_KEY": self.key}


@dataclass(frozen=True)
class ServedDesk:
    """A desk. ``LEFT_TO`` holds what earlier agents had: nothing new is assigned to that one."""

    url: str
    admin: Shell

    def add_agent(self, name: str, email: str, level: str = "N1") -> str:
        """Add an agent as ``agents add`` does and return their key."""

        async def add(desk: Desk) -> str:
            async with desk.writing() as writing:
                _, key = await add_agent(writing, name, email, wall_ms(), level=level)
            return key

        return self._do(add)

    def revoke_agent(self, email: str) -> None:
        """Revoke an agent as ``agents revoke --pass-to`` does; ``LEFT_TO`` gets the tickets."""

        async def revoke(desk: Desk) -> None:
            async with desk.writing() as writing:
                revoked = await revoke_agent(writing, email, wall_ms(), pass_to=LEFT_TO)
                agent_id, _, successor = revoked
            more = 1
            while more:
                async with desk.writing() as writing:
                    more = await hand_over(writing, agent_id, successor, wall_ms())

        self._do(revoke)

    def _do(self, act: Callable[[Desk], Awaitable[T]]) -> T:
        async def done() -> T:
            desk = await open_desk(file_url(self.admin.data_dir / FILE_NAME))
            try:
                return await act(desk)
            finally:
                await desk.aclose()

        return asyncio.run(done())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    admin = Shell(tmp_path_factory.mktemp("desk"))
    serving = admin.start("serve", "--port", "0", "--no-rate-limits")
    assert serving.stdout is not None
    first = serving.stdout.readline().strip()
    assert first.startswith("listening on http://127.0.0.1:")
    served = ServedDesk(first.removeprefix("listening on "), admin)
    served.add_agent("Fin", LEFT_TO, "N2")
    yield served
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(20) == 0
    admin.end_all()


@pytest.fixture
def shell(tmp_path: Path, desk: ServedDesk, request: pytest.FixtureRequest) -> Iterator[Shell]:
    """A new agent's computer: alone at the desk, so that what is filed is assigned to them."""
    email = f"{tmp_path.name.replace('_', '-')}@example.org"
    one = Shell(tmp_path, desk.add_agent("Aïcha Houngbédji", email), desk.url)
    yield one
    one.end_all()
    desk.revoke_agent(email)
