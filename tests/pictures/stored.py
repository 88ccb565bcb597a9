"""Pictures that are kept to compare with: halved and grey, since layout is what they hold."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QImage

from supportdesk_desktop.resources import resource

FOLDER: Final = Path(__file__).parent / "stored"
KEPT: Final = (
    "window-light",
    "window-dark",
    "compact-900",
    "ticket",
    "table-view",
    "search",
    "outbox",
    "notifications",
    "stats",
    "journal",
    "new-ticket-light",
    "palette",
)
"""The scenes that matter most, one for each page."""
BLOCK: Final = 8
"""Pixels of the side of a block in a kept picture, half of what they are in the window."""
TOLERANCE: Final = 6.0
"""Mean difference of the greys of a block, of 255, that nobody sees."""
MOST_BLOCKS: Final = 10
"""Blocks that may differ by more: a time zone is written in two of the pictures."""


def made_with() -> dict[str, str]:
    """Return what decides how letters and lines are drawn: the versions of Qt and of the font."""
    font = hashlib.sha256(resource("fonts", "Inter.ttf").read_bytes()).hexdigest()[:12]
    return {"qt": qVersion(), "font": f"Inter {font}"}


def noted() -> dict[str, str]:
    """Return what the kept pictures were made with."""
    found: dict[str, str] = json.loads((FOLDER / "made-with.json").read_text())
    return found


def write_note() -> None:
    """Note what the kept pictures are made with now."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "made-with.json").write_text(json.dumps(made_with(), indent=2) + "\n")


def path_of(name: str) -> Path:
    """Return where the picture of a scene is kept."""
    return FOLDER / f"{name}.png"


def small(image: QImage) -> QImage:
    """Return a picture as it is kept."""
    halved = image.scaled(
        image.width() // 2,
        image.height() // 2,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return halved.convertToFormat(QImage.Format.Format_Grayscale8)


def differing(kept: QImage, now: QImage) -> list[tuple[int, int]]:
    """Return the places of the blocks that differ, in pixels of the kept picture.

    Raises:
        ValueError: the pictures are not of one size.
    """
    if kept.size() != now.size():
        raise ValueError(f"kept {kept.size().toTuple()}, now {now.size().toTuple()}")
    old, new = (image.convertToFormat(QImage.Format.Format_Grayscale8) for image in (kept, now))
    before, after = bytes(old.constBits()), bytes(new.constBits())
    line = old.bytesPerLine()
    found = []
    for top in range(0, old.height(), BLOCK):
        rows = [at * line for at in range(top, min(top + BLOCK, old.height()))]
        for left in range(0, old.width(), BLOCK):
            right = min(left + BLOCK, old.width())
            pairs = (
                pair
                for row in rows
                for pair in zip(
                    before[row + left : row + right], after[row + left : row + right], strict=True
                )
            )
            total = sum(abs(a - b) for a, b in pairs)
            if total / (len(rows) * (right - left)) > TOLERANCE:
                found.append((left, top))
    return found
