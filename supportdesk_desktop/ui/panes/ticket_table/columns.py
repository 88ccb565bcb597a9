"""Which columns the table shows, in which order and how wide; unscaled pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from supportdesk_desktop.core.arrangement import ColumnState
from supportdesk_desktop.ui.models.ticket_columns import COLUMNS, Column

BOX_WIDTH = 40
LEAST_SUBJECT = 180
_WIDTHS = {
    Column.NUMBER: 82,
    Column.PRIORITY: 98,
    Column.SUBJECT: LEAST_SUBJECT,
    Column.CUSTOMER: 146,
    Column.TAGS: 200,
    Column.RECEIVED: 90,
    Column.NOTICE: 100,
    Column.STATUS: 84,
}
_GIVEN_UP = (
    Column.STATUS,
    Column.TAGS,
    Column.NOTICE,
    Column.RECEIVED,
    Column.CUSTOMER,
    Column.NUMBER,
)
"""What a table that is too narrow leaves out, in this order."""

DEFAULT = tuple(ColumnState(column, width) for column, width in _WIDTHS.items())


def mended(kept: Iterable[ColumnState]) -> tuple[ColumnState, ...]:
    """Return what was kept, each column once: those it lacks stand at the end."""
    known = {Column(one.name): one for one in kept if one.name in _WIDTHS}
    found = [replace(one, width=max(48, min(one.width, 800))) for one in known.values()]
    return (*found, *(one for one in DEFAULT if one.name not in known))


def fitting(states: Sequence[ColumnState], room: float) -> set[Column]:
    """Return the columns to show in so much room; the subject is always among them."""
    shown = {Column(one.name): one.width for one in states if one.shown}
    shown[Column.SUBJECT] = LEAST_SUBJECT
    for column in _GIVEN_UP:
        if BOX_WIDTH + sum(shown.values()) <= room:
            break
        shown.pop(column, None)
    return {Column.BOX, *shown}


def logical(column: Column) -> int:
    """Return where the model has a column."""
    return COLUMNS.index(column)
