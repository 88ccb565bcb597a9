"""The product's own processes as a person starts them: the window, the desk, one-shot commands."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.fakes.atspi.screen import Driver, Screen

COMMAND = (sys.executable, "-m", "supportdesk_desktop")
WAIT_S = 20.0
LOOK_AGAIN_S = 0.05
QT_SAYS_OF_AT_SPI = (
    # AT-SPI asks newer questions than Qt 6.11 answers.
    "qt.accessibility.atspi: AtSpiAdaptor::applicationInterface does not implement",
    # The list became shorter while the test was reading it.
    "qt.accessibility.atspi: Invalid index for tableInterface GetAccessibleAt",
    # What the test was about to read went out of the window.
    "qt.accessibility.atspi: Could not find accessible on path",
)

T = TypeVar("T")


def wait_until(look: Callable[[], T | None], what: str, timeout_s: float = WAIT_S) -> T:
    """Look until there is something, and return it; fail with ``what`` after the time limit."""
    end = time.monotonic() + timeout_s
    while True:
        found = look()
        if found is not None and found is not False:
            return found
        assert time.monotonic() < end, f"not within {timeout_s} s: {what}"
        time.sleep(LOOK_AGAIN_S)


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Return this session's environment on the real display, without any key of a person's."""
    kept = {name: value for name, value in os.environ.items() if "SUPPORTDESK" not in name}
    kept["QT_QPA_PLATFORM"] = "xcb"
    kept["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    return {**kept, **extra}


@dataclass
class Window:
    """One running window."""

    process: subprocess.Popen[bytes]
    screen: Screen
    data_dir: Path
    trace: Path
    errors: Path

    def marks(self, what: str | None = None) -> list[dict[str, Any]]:
        """Return the trace so far, in the order written."""
        if not self.trace.exists():
            return []
        lines = self.trace.read_text().splitlines()
        # The last line may still be on its way.
        found = [json.loads(line) for line in lines if line.endswith("}")]
        return [mark for mark in found if what is None or mark["what"] == what]

    def wait_mark(self, what: str, count: int = 1) -> list[dict[str, Any]]:
        """Wait until the trace holds so many marks of a kind, and return them."""

        def look() -> list[dict[str, Any]] | None:
            assert self.process.poll() is None, self.complaints()
            found = self.marks(what)
            return found if len(found) >= count else None

        return wait_until(look, f"{count} x {what}")

    def status(self) -> dict[str, Any]:
        """Return what ``status --json`` says of this window."""
        done = command("status", "--json", *self._profile())
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def end(self) -> int:
        """End the window as a session manager does and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(WAIT_S)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait(WAIT_S)

    def complaints(self) -> str:
        """Return what it wrote on its standard error, without Qt's known sentences."""
        lines = self.errors.read_text(errors="replace").splitlines()
        return "\n".join(line for line in lines if not line.startswith(QT_SAYS_OF_AT_SPI))

    def _profile(self) -> tuple[str, ...]:
        local = "--local-desk" in self.process.args  # type: ignore[operator]
        where = ("--data-dir", str(self.data_dir))
        return (*where, "--profile", "local-desk") if local else where


@contextmanager
def window(
    driver: Driver,
    folder: Path,
    *arguments: str,
    lang: str = "fr",
    extra: Mapping[str, str] | None = None,
) -> Iterator[Window]:
    """Open the window on ``folder`` and end it with the block, if it still runs."""
    folder.mkdir(exist_ok=True)
    start = len(list(folder.glob("trace-*")))
    trace, errors = folder / f"trace-{start}.jsonl", folder / f"errors-{start}.txt"
    data_dir = folder / "data"
    every = (
        *("--data-dir", str(data_dir)),
        *("--lang", lang),
        *("--theme", "light"),
        *("--trace", str(trace)),
    )
    with errors.open("wb") as complaints:
        process = subprocess.Popen(
            [*COMMAND, *arguments, *every],
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=environment(extra or {}),
        )
    opened = Window(process, Screen(driver, process.pid), data_dir, trace, errors)
    try:
        yield opened
    finally:
        if process.poll() is None:
            opened.end()


@dataclass
class Desk:
    """A desk as ``serve`` runs it, with the keys of its agent and of a service."""

    folder: Path
    arguments: Sequence[str]
    agent_key: str
    service_key: str
    port: int = 0
    process: subprocess.Popen[str] | None = None

    @property
    def base(self) -> str:
        """The base URL of the vendor's contract."""
        return f"http://127.0.0.1:{self.port}/api/v1"

    @property
    def database(self) -> str:
        """Its address for ``serve``, ``agents`` and ``tags``."""
        return f"sqlite:///{self.folder / 'desk.db'}"

    def start(self) -> None:
        """Serve, on the same port as before where there was one."""
        where = ("--port", str(self.port), "--database", self.database)
        mail = ("--mail-dir", str(self.folder / "mail"))
        self.process = subprocess.Popen(
            [*COMMAND, "serve", *where, *mail, *self.arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment({}),
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), line
        self.port = int(line.rsplit(":", 1)[1].split("/")[0])

    def ask(self, method: str, path: str, body: object, **headers: str) -> dict[str, Any]:
        """Send one request as the service, where no other key is given; return its ``data``.

        A path that starts with ``/desk`` is of our own interface, any other of the contract.
        """
        root = self.base.removesuffix("/api/v1") if path.startswith("/desk") else self.base
        headers = {"X-API-Key": self.service_key, "Content-Type": "application/json"} | headers
        request = urllib.request.Request(
            root + path, json.dumps(body).encode(), headers, method=method
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=WAIT_S) as answer:
            data: dict[str, Any] = json.load(answer)["data"]
        return data

    def file(self, subject: str, **facts: object) -> dict[str, Any]:
        """File a ticket of ``user_8841``, which the desk assigns to its only agent; return it."""
        ticket = {"customerExternalId": "user_8841", "subject": subject, "description": "Bonjour"}
        return self.ask("POST", "/tickets/api-create", ticket | facts)

    def add_agent(self, name: str, email: str, level: str = "N1", role: str = "agent") -> str:
        """Add an agent and return their key."""
        who = ("--name", name, "--email", email, "--level", level, "--role", role)
        return command("agents", "add", *who, "--database", self.database).stdout.strip()

    def add_customer(
        self,
        external_id: str = "user_8841",
        email: str = "koffi.mensah@exemple.bj",
        name: str = "Koffi Mensah",
    ) -> None:
        """Make a customer known to the desk."""
        self.ask("PATCH", f"/customers/{external_id}", {"email": email, "name": name})

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self.process is not None
        self.process.kill()
        self._gone()

    def stop(self) -> None:
        """End it cleanly, if it still runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self._gone()

    def _gone(self) -> None:
        assert self.process is not None
        self.process.wait(WAIT_S)
        assert self.process.stdout is not None
        self.process.stdout.close()


@functools.cache
def _desk_with_keys() -> tuple[bytes, dict[str, str]]:
    """Make the database of a desk with an agent and a service once; return it and the keys."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        keys = {
            role: command(
                "agents", "add", "--name", name, "--email", f"{role}@exemple.bj", "--role", role,
                "--database", f"sqlite:///{path}",
            ).stdout.strip()
            for role, name in (("agent", "Aïcha Houngbédji"), ("service", "Boutique"))
        }  # fmt: skip
        return path.read_bytes(), keys


@contextmanager
def desk(folder: Path, *arguments: str) -> Iterator[Desk]:
    """Serve a desk with one N1 agent and one service until the block ends."""
    folder.mkdir(exist_ok=True)
    database, keys = _desk_with_keys()
    (folder / "desk.db").write_bytes(database)
    served = Desk(folder, arguments, keys["agent"], keys["service"])
    served.start()
    try:
        yield served
    finally:
        served.stop()


def command(
    *arguments: str,
    given: str = "",
    extra: Mapping[str, str] | None = None,
    expect: int = 0,
) -> subprocess.CompletedProcess[str]:
    """Run one command of the product to its end and check its exit code."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        env=environment(extra or {}),
    )
    assert done.returncode == expect, (done.returncode, done.stdout, done.stderr)
    return done
