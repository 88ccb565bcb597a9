"""Runs worlds, each in a process of its own that ends without a word to anybody."""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gc
import importlib
import os
import pkgutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from tests.simulation.world import Founded, Outcome

WORKERS = 2
GIVE_UP_S = 40
"""A world that works longer hangs: it says where, and ends."""

ADDR_NO_RANDOMIZE = 0x0040000
"""Linux's personality(2): objects have the same addresses in every run."""

IN_MEMORY = Path("/dev/shm")


def main(words: Sequence[str]) -> int:
    """Run one world, or many; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seed", type=int, default=1, help="the world, or the first of many")
    parser.add_argument("--count", type=int, default=1, help="how many worlds, seed after seed")
    parser.add_argument("--trace", action="store_true", help="print the end of what happened")
    parser.add_argument("--lines", type=int, default=200, help="how much of it, 0 for all")
    parser.add_argument("--digest", action="store_true", help="print what tells worlds apart")
    parser.add_argument("--first", action="store_true", help="end at the first broken promise")
    parser.add_argument("--leave", default="", help="worlds to leave out, with commas between")
    parsed = parser.parse_args(words)
    ordered()
    left_out = {int(one) for one in parsed.leave.split(",") if one}
    seeds = range(parsed.seed, parsed.seed + parsed.count)
    report = Report()
    for outcome in run_seeds([one for one in seeds if one not in left_out], first=parsed.first):
        report.add(outcome)
        if parsed.trace:
            print("\n".join(outcome.trace[-parsed.lines :]))
        if parsed.trace or parsed.digest:
            print(f"digest {outcome.digest}")
        for violation in outcome.violations:
            print(f"seed {outcome.seed}: {violation}", flush=True)
    print(report.table())
    return 1 if report.broken else 0


def ordered() -> None:
    """Begin anew where the order of sets depends on chance or on addresses."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        with contextlib.suppress(AttributeError):
            ctypes.CDLL(None).personality(ADDR_NO_RANDOMIZE)
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def run_seeds(seeds: Sequence[int], *, first: bool = False) -> Iterator[Outcome]:
    """Run a world for each seed, some at a time, and yield what became of each as it ends."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as place:
        founded = _prepare(Path(place))
        waiting, running = list(seeds), dict[int, tuple[int, Path]]()
        try:
            while waiting or running:
                while waiting and len(running) < WORKERS:
                    seed = waiting.pop(0)
                    target = Path(place) / f"{seed}.outcome"
                    running[_fork(seed, founded, Path(place), target)] = seed, target
                pid, status = os.wait()
                if pid not in running:
                    continue
                seed, target = running.pop(pid)
                outcome = _outcome(seed, status, target)
                yield outcome
                if first and outcome.violations:
                    return
        finally:
            for pid in running:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, 9)
                os.waitpid(pid, 0)


def _prepare(place: Path) -> Founded:
    """Put the world in the place of the system, then load the product."""
    from tests.simulation import qt_time, system

    system.install()
    qt_time.install()
    import supportdesk_desktop

    for found_module in pkgutil.walk_packages(supportdesk_desktop.__path__, "supportdesk_desktop."):
        if ".versions." not in found_module.name and not found_module.name.endswith(
            ("__main__", "env", "desktop")
        ):
            importlib.import_module(found_module.name)
    # Each world is born with all modules: none is read again for every one of them.
    importlib.import_module("tests.simulation.promises")
    importlib.import_module("tests.simulation.storm")
    importlib.import_module("tracemalloc")
    from tests.simulation.founding import found, warm_up

    founded = found(place)
    warm_up(founded, place / "warm")
    gc.freeze()
    return founded


def _fork(seed: int, founded: Founded, place: Path, target: Path) -> int:
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        _live(seed, founded, place, target)
        code = 0
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        # Nothing of the world is taken apart: no finally of a killed process may run.
        os._exit(code)


def _live(seed: int, founded: Founded, place: Path, target: Path) -> None:
    from tests.simulation.world import World, clean

    folder = place / f"w{seed}"
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    signal.signal(signal.SIGPROF, _give_up)
    signal.setitimer(signal.ITIMER_PROF, GIVE_UP_S)
    world = World(seed, founded, folder)
    began = time.process_time()
    outcome = world.run()
    outcome.counts["ms of work"] = round((time.process_time() - began) * 1000)
    clean(folder)
    target.write_bytes(msgspec.json.encode(outcome))


def _give_up(_signal: int, frame: FrameType | None) -> None:
    traceback.print_stack(frame, file=sys.__stderr__)
    os._exit(1)


def _outcome(seed: int, status: int, target: Path) -> Outcome:
    from tests.simulation.world import Outcome

    if not target.exists():
        return Outcome(seed, violations=[f"the world fell apart: exit status {status}"])
    outcome = msgspec.json.decode(target.read_bytes(), type=Outcome)
    target.unlink()
    return outcome


class Report:
    """The table of many worlds."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._seeds = 0
        self._hours = 0.0
        self._steps = 0
        self.broken: dict[int, list[str]] = {}

    def add(self, outcome: Outcome) -> None:
        """Count a world."""
        self._seeds += 1
        self._hours += outcome.seconds / 3600
        self._steps += outcome.steps
        self._counts.update(outcome.counts)
        if outcome.violations:
            self.broken[outcome.seed] = outcome.violations

    def table(self) -> str:
        """Return the table."""
        counts = self._counts
        rows: list[tuple[str, object]] = [
            ("seeds", self._seeds),
            ("simulated hours", f"{self._hours:.1f}"),
            ("callbacks", self._steps),
            *((name, count) for name, count in sorted(counts.items())),
            ("seeds with a promise broken", len(self.broken)),
        ]
        return "\n".join(f"{name:34s}{value!s:>12}" for name, value in rows)
