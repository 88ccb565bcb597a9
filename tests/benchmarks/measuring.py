"""When widgets are painted, and one line a measurement."""

from __future__ import annotations

import asyncio
import statistics
import time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class Paints(QObject):
    """Takes the time of each paint of some widgets, and waits for one."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__(widgets[0])
        self.took_ms: list[float] = []
        self._next: asyncio.Future[float] | None = None
        self._changed = True
        for widget in widgets:
            widget.installEventFilter(self)

    def next(self, *, of_a_change: bool = False) -> asyncio.Future[float]:
        """Return what will hold the time (in seconds) at which the next paint ended.

        ``of_a_change``: the first one after ``note_change``.
        """
        self._changed = not of_a_change
        self._next = asyncio.get_running_loop().create_future()
        return self._next

    def note_change(self) -> None:
        """Say that what is expected is there, and is to be painted."""
        self._changed = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the widget paint, then take the time."""
        if event.type() != QEvent.Type.Paint:
            return False
        watched.removeEventFilter(self)
        began = time.perf_counter()
        QApplication.sendEvent(watched, event)
        ended = time.perf_counter()
        watched.installEventFilter(self)
        self.took_ms.append((ended - began) * 1000)
        if self._next is not None and self._changed and not self._next.done():
            self._next.set_result(ended)
        return True


def tell(what: str, values: list[float], share: float = 0.95) -> None:
    """Print median, the percentile ``share``, least, greatest and count."""
    if not values:
        print(f"{what:40s} none")
        return
    ordered = sorted(values)
    high = ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
    print(
        f"{what:40s} p50 {statistics.median(values):8.2f}  p{share * 100:.0f} {high:8.2f}"
        f"  min {ordered[0]:8.2f}  max {ordered[-1]:8.2f}  n {len(values)}",
        flush=True,
    )
