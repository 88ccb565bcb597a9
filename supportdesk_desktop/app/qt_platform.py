"""Where Qt draws: on the display, or offscreen where a picture is all that is wanted."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """Return whether Qt finds a display, or was told which platform to use."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def draw_offscreen() -> None:
    """Let Qt draw without a display; to be called before the application is made."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def paint_at_once() -> None:
    """Paint in the next turn of the loop: Qt waits 5 ms for more to paint, which the bridge does.

    To be called before the application is made; a value that is set stays.
    """
    os.environ.setdefault("QT_QPA_UPDATE_IDLE_TIME", "0")
