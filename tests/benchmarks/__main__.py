"""``script/bench``: start, events, memory, a flood, searching, lists and a desk under abuse, as
ratios to a floor in the same run or as times."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import profiles, trace
from tests.benchmarks.abuse import abuse
from tests.benchmarks.flood import flood
from tests.benchmarks.lists import lists
from tests.benchmarks.measuring import tell
from tests.benchmarks.search import search

RUNS = 7
NOBODY = ["--server", "http://127.0.0.1:9/api/v1"]
BARE_WINDOW = [sys.executable, "-m", "tests.benchmarks.floor_window"]
HELD = (0, 10_000, 100_000)
SETTLED_S = 8.0
KEY = {"SUPPORTDESK_API_KEY": "sk_live_agent_" + "b" * 48}
FOUNDING = 45
"""The local desk founds its shop with a burst of tickets: left out of the steady measure."""

EVENTS = FOUNDING + 60


def start(folder: Path) -> None:
    """Process start to the populated paint with 500 tickets, beside a bare table window."""
    asyncio.run(profiles.fill(folder / "default" / "store.db", 500))
    ours: list[float] = []
    floor: list[float] = []
    for run in range(RUNS + 1):
        bare_ms = _bare_window_ms()
        window_ms = _our_window_ms(folder, folder / f"start-{run}.jsonl")
        if run:
            floor.append(bare_ms)
            ours.append(window_ms)
    ratios = [one / other for one, other in zip(ours, floor, strict=True)]
    tell("start, 500 tickets, ms", ours)
    tell("start, bare table window, ms", floor)
    tell("start, ratio", ratios)


def events(folder: Path) -> None:
    """Frame received to painted row and to the bus, at two tickets a second of the local desk."""
    path = folder / "events.jsonl"
    arguments = ["--data-dir", str(folder / "live"), "--local-desk", "--simulate", "120"]
    with trace.window(path, *arguments):
        found = trace.wait_for(
            path, lambda seen: sum(mark["what"] == "event_painted" for mark in seen) >= EVENTS
        )
    steady = [mark for mark in found if mark.get("seq", FOUNDING + 1) > FOUNDING]
    tell("event to painted row, ms", [m["ms"] for m in steady if m["what"] == "event_painted"])
    received = {m["seq"]: m["at_ns"] for m in steady if m["what"] == "event_received"}
    sent = [
        (m["at_ns"] - received[m["seq"]]) / 1e6
        for m in steady
        if m["what"] == "notice_sent" and m.get("seq") in received
    ]
    tell("event to the notification bus, ms", sent)
    tell("gaps of the loop over 50 ms, ms", [m["ms"] for m in found if m["what"] == "ui_gap"])


def memory(folder: Path) -> None:
    """Resident memory of the window, all of its list read, beside that of a bare table window."""
    with subprocess.Popen([*BARE_WINDOW, "--stay"], stdout=subprocess.PIPE) as bare:
        assert bare.stdout is not None
        bare.stdout.readline()
        time.sleep(SETTLED_S)
        bare_mib = _resident_mib(bare.pid)
        bare.terminate()
    tell("memory, bare table window, MiB", [bare_mib])
    for count, connected in product(HELD, (False, True)):
        root = folder / f"memory-{count}-{connected}"
        asyncio.run(profiles.fill(root / "default" / "store.db", count))
        with _quiet_feed(count) if connected else nullcontext(NOBODY) as server:
            # The first start settles the notices of all that came with the first synchronisation.
            for when in ("first start", "later start"):
                mib = _window_mib(root, server)
                said = f"memory, {when}, {'connected, ' * connected}{count:,} tickets"
                tell(f"{said}, MiB", [mib])
                tell(f"{said}, ratio", [mib / bare_mib])


@contextmanager
def _quiet_feed(count: int) -> Iterator[list[str]]:
    """Serve a feed that says that all tickets are there; yield how a window is told of it."""
    quiet = [sys.executable, "-m", "tests.benchmarks.quiet_feed", str(count)]
    with subprocess.Popen(quiet, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        yield ["--server", served.stdout.readline().strip()]
        served.terminate()


def _window_mib(root: Path, server: list[str]) -> float:
    with TemporaryDirectory() as name:
        path = Path(name) / "trace.jsonl"
        with trace.window(path, "--data-dir", str(root), *server, env=KEY) as pid:
            trace.wait_for(path, lambda seen: trace.first(seen, "populated_paint") is not None)
            time.sleep(SETTLED_S)
            return _resident_mib(pid)


def _resident_mib(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _bare_window_ms() -> float:
    began = time.monotonic_ns()
    run = subprocess.run(
        BARE_WINDOW,
        capture_output=True,
        check=True,
        text=True,
    )
    return (int(run.stdout) - began) / 1e6


def _our_window_ms(folder: Path, path: Path) -> float:
    began = time.monotonic_ns()
    with trace.window(path, "--data-dir", str(folder), *NOBODY, env=KEY):
        found = trace.wait_for(path, lambda seen: trace.first(seen, "populated_paint") is not None)
    painted = trace.first(found, "populated_paint")
    assert painted is not None
    return (painted - began) / 1e6


def main() -> None:
    """Run the measurements named, or all."""
    known = {
        "start": start,
        "events": events,
        "memory": memory,
        "flood": flood,
        "search": search,
        "lists": lists,
        "abuse": abuse,
    }
    wanted = sys.argv[1:] or list(known)
    with TemporaryDirectory() as name:
        for one in wanted:
            known[one](Path(name))


if __name__ == "__main__":
    main()
