"""The time of the window: every timer, deadline and clock of ``ui`` and ``app`` is of one source.

It is Qt's and the system's unless a test puts a source in its place, in which a minute passes at
once. A test holds that nothing else in these two rooms makes a timer or reads a clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer


class TimeSource:
    """Real time."""

    def timer(self, parent: QObject) -> QTimer:
        return QTimer(parent)

    def later(self, ms: int, receiver: QObject, callback: Callable[[], object]) -> None:
        QTimer.singleShot(ms, receiver, callback)

    def monotonic_ns(self) -> int:
        return time.monotonic_ns()

    def wall_ms(self) -> int:
        return time.time_ns() // 1_000_000


_source = TimeSource()


def install(source: TimeSource) -> None:
    """Take all time from ``source`` from now on; timers that were made before keep theirs."""
    global _source
    _source = source


def timer(
    parent: QObject,
    interval_ms: int = 0,
    due: Callable[[], object] | None = None,
    *,
    once: bool = False,
) -> QTimer:
    """Return a timer that stands still; started, it calls ``due`` once or again and again."""
    made = _source.timer(parent)
    made.setInterval(interval_ms)
    made.setSingleShot(once)
    if due is not None:
        made.timeout.connect(due)
    return made


def later(ms: int, receiver: QObject, callback: Callable[[], object]) -> None:
    """Call ``callback`` once after ``ms``, unless ``receiver`` is destroyed by then."""
    _source.later(ms, receiver, callback)


def monotonic_ns() -> int:
    return _source.monotonic_ns()


def monotonic_s() -> float:
    return _source.monotonic_ns() / 1e9


def now_ms() -> int:
    """Return milliseconds since the epoch."""
    return _source.wall_ms()


def now() -> datetime:
    """Return the local time, with its zone."""
    return datetime.fromtimestamp(_source.wall_ms() / 1000).astimezone()


class Deadline:
    """A moment to come."""

    def __init__(self, ms: int = 0) -> None:
        """Set it ``ms`` from now."""
        self._until_ns = monotonic_ns() + ms * 1_000_000

    def left_ms(self) -> int:
        """Return the milliseconds until then, 0 once it is over."""
        return max(0, -((monotonic_ns() - self._until_ns) // 1_000_000))
