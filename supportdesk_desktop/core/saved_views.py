"""Saved views: queries with a name, in the order of the rail, the pinned ones first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NewType

import msgspec

from supportdesk_desktop.core.links import LONGEST_QUERY
from supportdesk_desktop.core.text import one_line

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


def name_of(text: str) -> str:
    """Return a name as it is kept: one line of at most ``LONGEST_NAME`` characters."""
    return one_line(text)[:LONGEST_NAME].strip()


def bounded(views: Iterable[SavedView]) -> Views:
    """Return what is kept of views read from disk: each id once, names and number in bounds."""
    kept: dict[SavedViewId, SavedView] = {}
    for view in views:
        name, query = name_of(view.name), one_line(view.query)[:LONGEST_QUERY]
        if name and query and view.id not in kept and len(kept) < MOST_VIEWS:
            kept[view.id] = msgspec.structs.replace(view, name=name, query=query)
    return _pinned_first(kept.values())


def find(views: Views, view_id: SavedViewId) -> SavedView | None:
    """Return a view by its id."""
    return next((view for view in views if view.id == view_id), None)


def showing(views: Views, query: str) -> SavedView | None:
    """Return the view that has this query."""
    wanted = one_line(query)
    return next((view for view in views if view.query == wanted), None)


def added(views: Views, view: SavedView, at: int | None = None) -> Views:
    """Return the views with one more, at the end or at a place; none beyond ``MOST_VIEWS``."""
    place = len(views) if at is None else at
    return bounded((*views[:place], view, *views[place:]))


def removed(views: Views, view_id: SavedViewId) -> Views:
    """Return the views without one."""
    return tuple(view for view in views if view.id != view_id)


def renamed(views: Views, view_id: SavedViewId, name: str) -> Views:
    """Return the views with another name for one; an empty name changes nothing."""
    kept = name_of(name)
    if not kept:
        return views
    return tuple(
        msgspec.structs.replace(view, name=kept) if view.id == view_id else view for view in views
    )


def pinned(views: Views, view_id: SavedViewId, pin: bool) -> Views:
    """Return the views with one pinned, as the last of these, or as the first of the others."""
    view = find(views, view_id)
    if view is None or view.pinned == pin:
        return views
    rest = removed(views, view_id)
    one = msgspec.structs.replace(view, pinned=pin)
    return _pinned_first((*rest, one) if pin else (one, *rest))


def moved(views: Views, view_id: SavedViewId, to: int) -> Views:
    """Return the views with one at another place, as near as the pinned ones allow."""
    view = find(views, view_id)
    if view is None:
        return views
    rest = removed(views, view_id)
    place = max(0, min(to, len(rest)))
    return _pinned_first((*rest[:place], view, *rest[place:]))


def _pinned_first(views: Iterable[SavedView]) -> Views:
    return tuple(sorted(views, key=lambda view: not view.pinned))
