"""All time of the window comes through one door, so that a test can let an hour pass at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import supportdesk_desktop

ROOT = Path(supportdesk_desktop.__file__).parent
DOOR = ROOT / "ui" / "timers.py"
MEASURES = {ROOT / "app" / "options.py": "its trace measures the start, before Qt is loaded"}

QT_NAMES = {
    "QTimer",
    "QBasicTimer",
    "QDeadlineTimer",
    "QElapsedTimer",
    "QChronoTimer",
    "startTimer",
    "currentDateTime",
    "currentDateTimeUtc",
    "currentMSecsSinceEpoch",
    "currentSecsSinceEpoch",
    "currentDate",
    "currentTime",
}
PYTHON_CLOCKS = {
    "time": {"time", "monotonic", "perf_counter", "clock_gettime", "localtime", "gmtime", "sleep"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
}


def own_time(source: str) -> Iterator[str]:
    """Yield what makes a timer or reads a clock, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.alias) and node.name in QT_NAMES:
            yield f"{node.lineno}: {node.name}"
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield f"{node.lineno}: from time import"
        elif isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            clocks = PYTHON_CLOCKS.get(owner, set())
            if node.attr in QT_NAMES or node.attr.removesuffix("_ns") in clocks:
                yield f"{node.lineno}: {owner}.{node.attr}"


@pytest.mark.parametrize(
    "source",
    [
        "from PySide6.QtCore import QObject, QTimer",
        "QtCore.QTimer(self)",
        "self.startTimer(100)",
        "time.time()",
        "time.monotonic_ns()",
        "from time import monotonic",
        "QDateTime.currentMSecsSinceEpoch()",
        "datetime.now()",
        "date.today()",
        "deadline = datetime.now",
    ],
)
def test_a_timer_or_clock_of_its_own_is_found(source: str) -> None:
    assert list(own_time(source))


def test_only_the_door_makes_timers_and_reads_clocks() -> None:
    files = [one for room in ("ui", "app") for one in sorted((ROOT / room).rglob("*.py"))]
    found = {
        str(one.relative_to(ROOT)): places
        for one in files
        if one != DOOR and one not in MEASURES and (places := list(own_time(one.read_text())))
    }
    assert not found, f"use supportdesk_desktop/ui/timers.py: {found}"
    assert list(own_time(DOOR.read_text()))
