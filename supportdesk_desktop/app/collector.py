"""Collects garbage in the thread of the window alone.

Python collects in whatever thread allocates, a worker of the store as well. A widget that is in a
cycle would then be destroyed there: a program of ten lines that does it hangs for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 500


class Collector(QObject):
    """Looks twice a second what Python's own thresholds would have collected since.

    What stands when it is made is frozen: a full collection that went through it would halt the
    window for 70 ms.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        timer = QTimer(self)
        timer.timeout.connect(self.look)
        timer.start(LOOK_MS)

    def look(self) -> None:
        """Collect the oldest generation that is due, as the thresholds say."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
