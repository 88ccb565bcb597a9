"""State of the window kept between two starts, and the places where it may reappear.

Rectangles are in logical pixels of the desktop. The application stores the dict; a window is put
back only where a screen still shows enough of it to be grabbed.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeGuard

from PySide6.QtCore import QRect

MIN_WIDTH, MIN_HEIGHT = 720, 520
DETAIL_MIN, DETAIL_DEFAULT, DETAIL_MAX = 440, 540, 720
WIDE_FROM, MEDIUM_FROM = 1180, 840
_GRABBABLE_WIDTH, _GRABBABLE_HEIGHT = 160, 80
_FARTHEST = 1_000_000
"""No desktop reaches so far: a larger number was damaged."""


def sides(rect: QRect) -> list[int]:
    """Return a rectangle as it is stored: left, top, width and height."""
    return [rect.x(), rect.y(), rect.width(), rect.height()]


def clamp_detail(width: int) -> int:
    """Return a detail width within its limits, in unscaled pixels."""
    return max(DETAIL_MIN, min(DETAIL_MAX, width))


def stored_width(stored: object) -> int:
    """Return a stored width of the detail within its limits, the default where there is none."""
    return clamp_detail(stored) if _is_int(stored) else DETAIL_DEFAULT


def layout_of(width: int, scale: float) -> str:
    """Return ``wide``, ``medium`` or ``narrow`` for a window width in pixels at a text scale."""
    effective = width / scale
    if effective >= WIDE_FROM:
        return "wide"
    return "medium" if effective >= MEDIUM_FROM else "narrow"


def restored_rect(
    stored: object, screens: Sequence[QRect], least: tuple[int, int] = (MIN_WIDTH, MIN_HEIGHT)
) -> QRect | None:
    """Return a stored frame where a screen still shows enough of it to be grabbed, else None.

    Args:
        stored: ``[x, y, width, height]``, possibly of another version or damaged.
        screens: available rectangles of the screens that exist now.
        least: the smallest width and height of the window.
    """
    if not isinstance(stored, list) or len(stored) != 4 or not all(map(_is_int, stored)):
        return None
    if max(map(abs, stored)) > _FARTHEST:
        return None
    x, y, width, height = stored
    rect = QRect(x, y, max(least[0], width), max(least[1], height))
    for screen in screens:
        seen = rect.intersected(screen)
        title_bar_on_screen = screen.top() <= rect.top() <= screen.bottom()
        grabbable = seen.width() >= _GRABBABLE_WIDTH and seen.height() >= _GRABBABLE_HEIGHT
        if grabbable and title_bar_on_screen:
            rect.setWidth(min(rect.width(), max(screen.width(), least[0])))
            rect.setHeight(min(rect.height(), max(screen.height(), least[1])))
            return rect
    return None


def _is_int(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


class View(StrEnum):
    """Contents of the middle of the window; the first four are views of the ticket list."""

    MINE = "mine"
    URGENT = "urgent"
    TODAY = "today"
    PINNED = "pinned"
    OUTBOX = "outbox"
    NOTIFICATIONS = "notifications"
    STATISTICS = "statistics"


TICKET_VIEWS = frozenset({View.MINE, View.URGENT, View.TODAY, View.PINNED})
