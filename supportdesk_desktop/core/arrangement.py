"""How a list of tickets is arranged: sorted, grouped, and how a view of it is remembered."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class SortBy(StrEnum):
    """What tickets are sorted by; among equals the newest stands first."""

    RECEIVED = "received"
    PRIORITY = "priority"
    NUMBER = "number"
    CUSTOMER = "customer"
    SUBJECT = "subject"
    STATUS = "status"
    NOTICE = "notice"


class GroupBy(StrEnum):
    """What tickets stand under a heading for. By tag: by the first one, so each stands once."""

    NONE = "none"
    DAY = "day"
    PRIORITY = "priority"
    CUSTOMER = "customer"
    TAG = "tag"


class Density(StrEnum):
    """Two lines a ticket, or one."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class Arrangement(msgspec.Struct, frozen=True):
    """The order of a list; the default is newest first under headings of days."""

    sort: SortBy = SortBy.RECEIVED
    descending: bool = True
    group: GroupBy = GroupBy.DAY


class ViewLayout(msgspec.Struct, frozen=True):
    """How one view shows its tickets: kept in the profile, a view of its own for each."""

    arrangement: Arrangement = Arrangement()
    density: Density = Density.COMFORTABLE
    table: bool = False

    @property
    def order(self) -> Arrangement:
        """Return the order that is shown: a table has no headings."""
        if self.table and self.arrangement.group is not GroupBy.NONE:
            return msgspec.structs.replace(self.arrangement, group=GroupBy.NONE)
        return self.arrangement


class ColumnState(msgspec.Struct, frozen=True):
    """A column of the table: its name, its width in unscaled pixels, and whether it is shown."""

    name: str
    width: int
    shown: bool = True


BEST_FIRST = frozenset({SortBy.RECEIVED, SortBy.PRIORITY})
"""What begins with its highest value when it is chosen; the others begin with A or 1."""


def sorted_by(sort: SortBy) -> Arrangement:
    """Return the order that choosing ``sort`` leads to, in its usual direction and groups."""
    groups = {
        SortBy.RECEIVED: GroupBy.DAY,
        SortBy.PRIORITY: GroupBy.PRIORITY,
        SortBy.CUSTOMER: GroupBy.CUSTOMER,
    }
    return Arrangement(sort, sort in BEST_FIRST, groups.get(sort, GroupBy.NONE))


def resorted(layout: ViewLayout, sort: SortBy) -> ViewLayout:
    """Return the layout sorted by ``sort``, or the other way round where it is already."""
    order = layout.arrangement
    if order.sort is sort:
        turned = msgspec.structs.replace(order, descending=not order.descending)
        return msgspec.structs.replace(layout, arrangement=turned)
    return msgspec.structs.replace(layout, arrangement=sorted_by(sort))


COLUMNS_SETTING = "table.columns"
"""The name of the setting that keeps the columns of the table, the same for every view."""


def layout_setting(view: str) -> str:
    """Return the name of the setting that keeps the layout of a view."""
    return f"list.{view}"


def decode_layout(text: str | None) -> ViewLayout:
    """Read a layout as kept; the default where there is none or it cannot be read."""
    try:
        return ViewLayout() if text is None else msgspec.json.decode(text, type=ViewLayout)
    except ValueError:
        return ViewLayout()
