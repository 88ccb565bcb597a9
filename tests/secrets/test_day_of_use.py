"""After a day's use no file, output, command line or environment holds the key."""

from __future__ import annotations

import base64
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

COMMAND = (sys.executable, "-m", "supportdesk_desktop")
ROOT = Path(__file__).resolve().parents[2]
KEY_SHAPED = re.compile(rb"sk_live_agent_[A-Za-z0-9]{20,}")
VARIABLE = "SUPPORTDESK_API_KEY"
WAIT_S = 60.0
T = TypeVar("T")

FILE = ("file", "--customer", "jour_1", "--subject", "Débité deux fois", "--description", "Bonjour")


@dataclass
class Day:
    """One computer: everything that our processes may write is under ``folder``."""

    folder: Path
    runtime: Path
    key: str = ""
    server: str = ""
    in_keyring: bool = False
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    outputs: int = 0

    def start(
        self, *arguments: str, typed: str = "", profile: str = "default"
    ) -> subprocess.Popen[bytes]:
        """Start a command as wordy as it can be, its outputs kept in files, core files allowed."""
        self.outputs += 1
        where = ["--data-dir", str(self.folder / "données"), "--verbose"]
        if profile != "local-desk":
            where += ["--server", self.server, "--profile", profile]
        with (
            (self.folder / f"sortie-{self.outputs}").open("wb") as out,
            (self.folder / f"erreurs-{self.outputs}").open("wb") as errors,
        ):
            process = subprocess.Popen(
                [*COMMAND, *arguments, *where],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=errors,
                env=self._environment(profile),
                cwd=self.folder,
                preexec_fn=_allow_core_files,
            )
        self.running.append(process)
        assert process.stdin is not None
        process.stdin.write(typed.encode())
        process.stdin.close()
        return process

    def run(self, *arguments: str, typed: str = "", profile: str = "default") -> int:
        """Run a command to its end and return its exit code."""
        process = self.start(*arguments, typed=typed, profile=profile)
        while process.poll() is None:
            self.look_at_children()
            time.sleep(0.02)
        return process.returncode

    def output(self, number: int = 0, name: str = "sortie") -> str:
        """Return what a command wrote; the last one for 0."""
        return (self.folder / f"{name}-{number or self.outputs}").read_text()

    def look_at_children(self) -> None:
        """Check the command lines of all our processes, and the environment of what they start."""
        for pid, parent in _family({process.pid for process in self.running}).items():
            line, environ = _of_process(pid, "cmdline"), _of_process(pid, "environ")
            assert not KEY_SHAPED.search(line), line
            # Ours has it where a person put it; so has a fork of ours that is not another program
            # yet, or became one while we looked.
            fork = line in (b"", _of_process(parent or 0, "cmdline"))
            fork = fork or line != _of_process(pid, "cmdline")
            if self.in_keyring or not (parent is None or fork):
                assert not KEY_SHAPED.search(environ), (line, environ)

    def end_all(self) -> None:
        """End what still runs."""
        for process in self.running:
            process.kill()
            process.wait(WAIT_S)

    def _environment(self, profile: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "SUPPORTDESK" not in name}
        (self.folder / "tmp").mkdir(mode=0o700, exist_ok=True)
        kept |= {
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder / "tmp"),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "PYTHONPATH": str(ROOT),
            "PYTHONFAULTHANDLER": "1",
            "PYTHONASYNCIODEBUG": "1",
            "QT_QPA_PLATFORM": "offscreen",
            "LANG": "fr_BJ.UTF-8",
        }
        if not self.in_keyring and profile != "local-desk":
            kept[VARIABLE] = self.key
        return kept


def _allow_core_files() -> None:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def _of_process(pid: int, name: str) -> bytes:
    """Return a fact of a process, empty where there is none."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


def _family(roots: set[int]) -> dict[int, int | None]:
    """Return our processes and all that descend from them, with the parent of the latter."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    family: dict[int, int | None] = dict.fromkeys(roots)
    grew = True
    while grew:
        found = {pid: up for pid, up in parents.items() if up in family and pid not in family}
        family.update(found)
        grew = bool(found)
    return family


def until(look: Callable[[], T | None], what: str) -> T:
    end = time.monotonic() + WAIT_S
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < end, what
        time.sleep(0.05)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    folder = tmp_path / "poste"
    folder.mkdir()
    # Sockets have room for some 100 bytes of path, which the folder of a test may take up alone.
    runtime = Path(tempfile.mkdtemp(prefix="jour-"))
    day = Day(folder, runtime)
    served = tmp_path / "bureau"
    database = ("--database", f"sqlite:///{tmp_path / 'bureau.db'}")
    added = subprocess.run(
        [*COMMAND, "agents", "add", "--name", "Aïcha", "--email", "a@exemple.bj", *database],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    day.key = added.stdout.strip()
    with served.open("wb") as log:
        serving = subprocess.Popen(
            [*COMMAND, "serve", "--port", "0", "--no-rate-limits", "--verbose", *database],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=ROOT,
        )
    try:
        assert serving.stdout is not None
        day.server = serving.stdout.readline().strip().removeprefix("listening on ")
        yield day
    finally:
        day.end_all()
        serving.terminate()
        serving.communicate(timeout=WAIT_S)
        shutil.rmtree(runtime)


def make_customer(day: Day) -> None:
    script = (
        "import sys, urllib.request as u; url, key = sys.stdin.read().split();"
        "u.urlopen(u.Request(url + '/customers/jour_1', method='PATCH',"
        """data=b'{"email":"j@exemple.bj","name":"J"}',"""
        "headers={'X-API-Key': key, 'Content-Type': 'application/json'}))"
    )
    subprocess.run(
        [sys.executable, "-c", script], input=f"{day.server} {day.key}", text=True, check=True
    )


def spellings(key: str) -> list[bytes]:
    """Return the key as it could stand in a file: itself, its secret part, encoded."""
    secret = key.removeprefix("sk_live_agent_")
    raw = key.encode()
    return [
        raw,
        secret.encode(),
        secret[::-1].encode(),
        raw.hex().encode(),
        raw.hex().upper().encode(),
        base64.b64encode(raw).rstrip(b"=")[:-1],
        urllib.parse.quote(key, safe="").encode(),
        key.encode("utf-16-le"),
    ]


def assert_nowhere(day: Day, *folders: Path) -> int:
    """Search every file; return how many there were."""
    files = 0
    wanted = spellings(day.key)
    for folder in folders:
        for path in folder.rglob("*") if folder.is_dir() else [folder]:
            if path.is_file():
                content = path.read_bytes()
                files += 1
                for spelling in wanted:
                    assert spelling not in content, path
                shaped = KEY_SHAPED.search(content)
                assert shaped is None, (path, shaped)
            assert day.key not in path.name
    return files


def use_all_day(day: Day) -> None:
    """File, watch, look, fail, mistype, be refused, and crash."""
    watch = day.start("watch", "--json", "--notify")
    number = day.outputs
    until(lambda: '"verified"' in day.output(number), "watch is verified")
    day.look_at_children()
    assert day.run(*FILE, "--json", "--metadata", "amount=1.10") == 0
    filed = json.loads(day.output())["ticket"]["ticketNumber"]
    until(lambda: filed in day.output(number), "the ticket is watched")
    for command in (
        ("status", "--json"),
        ("tickets", "--json"),
        ("outbox", "--all"),
        ("away",),
        ("back",),
    ):
        assert day.run(*command) == 0, day.output(name="erreurs")
    assert day.run("close", filed) == 0
    watch.send_signal(signal.SIGABRT)
    watch.wait(WAIT_S)
    assert "Fatal Python error: Aborted" in day.output(number, "erreurs")
    # A command that owns the outbox itself, then what goes wrong in a day.
    assert day.run(*FILE) == 0
    assert day.run(*FILE, "--customer", "inconnu") == 5
    assert day.run("status", profile="autre") == 0
    good = day.server
    # A person who puts it into an address has shown it themselves; we repeat it nowhere.
    for address in (f"http://{day.key}@127.0.0.1:9/", f"http://127.0.0.1:9/?key={day.key}"):
        day.server = address
        assert day.start("status").wait(WAIT_S) == 2
    day.server = "http://127.0.0.1:9/api/v1"
    assert day.run(*FILE, profile="hors-ligne") == (3 if day.in_keyring else 5)
    day.server = good


def crash_a_window(day: Day, *arguments: str, profile: str = "default") -> None:
    trace = day.folder / f"trace-{day.outputs}.jsonl"
    window = day.start(*arguments, "--trace", str(trace), profile=profile)

    def verified() -> bool:
        assert window.poll() is None, day.output(name="erreurs")[-2000:]
        return trace.exists() and "feed_verified" in trace.read_text()

    until(verified, "the window is verified")
    day.look_at_children()
    assert "Max core file size        0" in Path(f"/proc/{window.pid}/limits").read_text()
    window.send_signal(signal.SIGABRT)
    assert window.wait(WAIT_S) == -signal.SIGABRT


@pytest.mark.timeout(300)
def test_the_key_of_the_environment_is_in_no_file_and_no_child(day: Day, tmp_path: Path) -> None:
    make_customer(day)
    use_all_day(day)
    crash_a_window(day)
    assert assert_nowhere(day, tmp_path, day.runtime) > 30
    assert not list(tmp_path.rglob("core*"))


@pytest.mark.timeout(300)
def test_the_key_of_the_keyring_is_in_no_file_and_no_process(day: Day, tmp_path: Path) -> None:
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        pytest.skip("no session bus, so no keyring")
    make_customer(day)
    day.in_keyring = True
    assert day.run("login", typed="sk_live_agent_" + "z" * 48 + "\n") == 3
    assert day.run("login", typed=day.key + "\n") == 0
    use_all_day(day)
    crash_a_window(day)
    assert day.run("logout") == 0
    assert assert_nowhere(day, tmp_path, day.runtime) > 30


@pytest.mark.timeout(300)
def test_the_key_of_the_local_desk_is_in_no_file_and_no_process(day: Day, tmp_path: Path) -> None:
    day.in_keyring = True
    crash_a_window(day, "--local-desk", "--simulate", "60", profile="local-desk")
    assert assert_nowhere(day, day.folder, day.runtime) > 5
