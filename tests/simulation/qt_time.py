"""``QTimer`` under the time of the world: it is due when the loop says so."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal

from tests.simulation.patching import put


class SimTimer(QObject):
    """The part of ``QTimer`` that the window uses, on the running loop."""

    timeout = Signal()

    def __init__(self, parent: QObject | None = None, **options: Any) -> None:
        super().__init__(parent)
        self._interval = int(options.get("interval", 0))
        self._single = bool(options.get("singleShot", False))
        self._handle: asyncio.TimerHandle | None = None
        if "timeout" in options:
            self.timeout.connect(options["timeout"])

    @staticmethod
    def singleShot(ms: int, *receivers: Any) -> None:
        """Call the last of ``receivers`` once, unless the object before it is gone by then."""
        holder = receivers[0] if len(receivers) > 1 else None

        def due() -> None:
            if holder is None or shiboken6.isValid(holder):
                receivers[-1]()

        _later(ms, due)

    def setSingleShot(self, single: bool) -> None:
        """Be due once, or again and again."""
        self._single = single

    def isSingleShot(self) -> bool:
        """Return whether it is due once."""
        return self._single

    def setInterval(self, ms: int) -> None:
        """Be due after so long; a running one begins anew."""
        self._interval = int(ms)
        if self.isActive():
            self.start()

    def interval(self) -> int:
        """Return the interval, in milliseconds."""
        return self._interval

    def start(self, ms: int | None = None) -> None:
        """Begin, or begin anew."""
        self.stop()
        if ms is not None:
            self._interval = int(ms)
        self._handle = _later(self._interval, self._due)

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

    def setTimerType(self, _kind: object) -> None:
        """All are precise here."""

    def _due(self) -> None:
        self._handle = None
        if not shiboken6.isValid(self):
            return
        if not self._single:
            self._handle = _later(max(1, self._interval), self._due)
        self.timeout.emit()


def _later(ms: int, callback: Callable[[], None]) -> asyncio.TimerHandle:
    loop = asyncio.get_running_loop()
    return loop.call_at(loop.time() + ms / 1000, callback)


def install() -> None:
    """Put it in the place of ``QTimer``, before the window's modules are imported."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    put(QtCore, QTimer=SimTimer)
