"""Collects garbage in the thread of the window alone, and gives back what is free.

Python collects in whatever thread allocates, a worker of the store as well, and a window object
that is in a cycle would then be destroyed there, which Qt does not survive.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from supportdesk_desktop.system.memory import give_unused_back

LOOK_MS = 500
GIVE_BACK_MS = 5_000


class Collector(QObject):
    """Looks twice a second what Python's own thresholds would have collected since.

    What stands when it is made is frozen: a full collection that went through it would halt the
    window for 70 ms.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        for every_ms, what in ((LOOK_MS, self.look), (GIVE_BACK_MS, give_unused_back)):
            timer = QTimer(self)
            timer.timeout.connect(what)
            timer.start(every_ms)

    def look(self) -> None:
        """Collect the oldest generation that is due, as the thresholds say."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
