"""Puts something of the world in the place of something of a library or of the product."""

from __future__ import annotations

from typing import Any


def put(owner: Any, **new: Any) -> None:
    """Give a module or class these attributes; nothing is put back, the process ends."""
    for name, value in new.items():
        setattr(owner, name, value)
