"""Paths of the shipped files, from a checkout, a wheel and a PyInstaller bundle alike."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def resources_dir() -> Path:
    """Return the folder that holds ``icons``, ``translations``, ``contract`` and ``packaging``.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    here = Path(__file__).resolve().parent
    bundled = Path(getattr(sys, "_MEIPASS", here)) / "resources"
    for candidate in (here / "resources", bundled, here.parent / "resources"):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("the resources folder is missing from this installation")


def resource(*parts: str) -> Path:
    """Return the path of one shipped file, e.g. ``resource("icons", "bell.svg")``."""
    return resources_dir().joinpath(*parts)
