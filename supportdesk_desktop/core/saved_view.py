"""What a saved view is; the rules about many of them are in ``saved_views.py``."""

from __future__ import annotations

from typing import NewType

import msgspec

SavedViewId = NewType("SavedViewId", str)

MOST_VIEWS = 50
LONGEST_NAME = 60


class SavedView(msgspec.Struct, frozen=True):
    """One query with a name."""

    id: SavedViewId
    name: str
    query: str
    pinned: bool = False


Views = tuple[SavedView, ...]
