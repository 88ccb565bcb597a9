"""The timers of the window under the time of the world: each is due when the loop says so."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, QTimer

from supportdesk_desktop.ui import timers


class SimTimer(QTimer):
    """The part of a timer that the window uses, on the running loop."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._handle: asyncio.TimerHandle | None = None

    def setInterval(self, ms: int) -> None:
        """Be due after so long; a running one begins anew."""
        super().setInterval(ms)
        if self._handle is not None:
            self.start()

    def start(self, ms: int | None = None) -> None:
        """Begin, or begin anew."""
        self.stop()
        if ms is not None:
            super().setInterval(ms)
        self._handle = _call_later(self.interval(), self._due)

    def stop(self) -> None:
        """Be due no more."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def isActive(self) -> bool:
        """Return whether it will be due."""
        return self._handle is not None

    def remainingTime(self) -> int:
        """Return the milliseconds left, -1 where it is not active."""
        if self._handle is None:
            return -1
        left = self._handle.when() - asyncio.get_running_loop().time()
        return max(0, round(left * 1000))

    def _due(self) -> None:
        self._handle = None
        if not shiboken6.isValid(self):
            return
        if not self.isSingleShot():
            self._handle = _call_later(max(1, self.interval()), self._due)
        self.timeout.emit()


class SimTime(timers.TimeSource):
    """Timers of the running loop; its clocks are those of ``time``, which are the world's."""

    def timer(self, parent: QObject) -> QTimer:
        """Return a timer that stands still."""
        return SimTimer(parent)

    def later(self, ms: int, receiver: QObject, callback: Callable[[], object]) -> None:
        """Call ``callback`` once, unless ``receiver`` is gone by then."""

        def due() -> None:
            if shiboken6.isValid(receiver):
                callback()

        _call_later(ms, due)


def _call_later(ms: int, callback: Callable[[], object]) -> asyncio.TimerHandle:
    loop = asyncio.get_running_loop()
    return loop.call_at(loop.time() + ms / 1000, callback)


def install() -> None:
    """Put it in the place of real time, once the clocks of ``time`` are the world's."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    timers.install(SimTime())
