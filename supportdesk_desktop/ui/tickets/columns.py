"""The columns of the table of tickets: titles, widths, what they sort by and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from supportdesk_desktop.core.arrangement import ColumnState, SortBy
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.ui import texts

translate = QCoreApplication.translate


class Column(StrEnum):
    """A column by its stable name; the box stands first and always."""

    BOX = "box"
    NUMBER = "number"
    PRIORITY = "priority"
    SUBJECT = "subject"
    CUSTOMER = "customer"
    TAGS = "tags"
    RECEIVED = "received"
    NOTICE = "notice"
    STATUS = "status"


COLUMNS = tuple(Column)
"""Every column, in the order of the model."""

SORTS: dict[Column, SortBy] = {
    Column.NUMBER: SortBy.NUMBER,
    Column.PRIORITY: SortBy.PRIORITY,
    Column.SUBJECT: SortBy.SUBJECT,
    Column.CUSTOMER: SortBy.CUSTOMER,
    Column.RECEIVED: SortBy.RECEIVED,
    Column.NOTICE: SortBy.NOTICE,
    Column.STATUS: SortBy.STATUS,
}


def column_title(column: Column) -> str:
    """Return what stands over a column; nothing over the boxes."""
    titles = {
        Column.NUMBER: translate("TicketColumns", "Numéro"),
        Column.PRIORITY: translate("TicketColumns", "Priorité"),
        Column.SUBJECT: translate("TicketColumns", "Sujet"),
        Column.CUSTOMER: translate("TicketColumns", "Client"),
        Column.TAGS: translate("TicketColumns", "Étiquettes"),
        Column.RECEIVED: translate("TicketColumns", "Reçu"),
        Column.NOTICE: translate("TicketColumns", "Notification"),
        Column.STATUS: translate("TicketColumns", "Statut"),
    }
    return titles.get(column, "")


def cell_text(column: Column, row: TicketRow, now_ms: int) -> str:
    """Return a cell in words, as a screen reader says it."""
    if column is Column.PRIORITY:
        return texts.priority_name(row.priority)
    if column is Column.TAGS:
        return ", ".join(texts.one_line(tag.name) for tag in row.tags)
    if column is Column.RECEIVED:
        return texts.spoken_age(row.received_ms, now_ms)
    if column is Column.NOTICE:
        phrase = texts.notice_phrase(row.notice_outcome, row.notice_ms)
        return "" if phrase is None else phrase.text
    if column is Column.STATUS:
        return texts.status_name(row.status)
    if column is Column.SUBJECT:
        said = translate("TicketColumns", "{subject}, non lu") if row.unread else "{subject}"
        return said.format(subject=texts.one_line(row.subject))
    if column is Column.CUSTOMER:
        return texts.one_line(row.customer)
    return row.number


def export_titles() -> list[str]:
    """Return the first line of an exported table."""
    return [column_title(column) for column in COLUMNS[1:]]


def export_cells(rows: Iterable[TicketRow]) -> list[list[str]]:
    """Return tickets as lines of an exported table; times are local, with their offset."""
    return [[_export_cell(column, row) for column in COLUMNS[1:]] for row in rows]


def _export_cell(column: Column, row: TicketRow) -> str:
    if column is Column.SUBJECT:
        return row.subject
    if column is Column.TAGS:
        return ", ".join(tag.name for tag in row.tags)
    if column is Column.RECEIVED:
        moment = datetime.fromtimestamp(row.received_ms / 1000).astimezone()
        return moment.isoformat(timespec="seconds")
    if column is Column.CUSTOMER:
        return row.customer
    return cell_text(column, row, row.received_ms)


def sort_title(sort: SortBy) -> str:
    """Return what is sorted by, as the column over it is named."""
    return column_title(next(column for column, name in SORTS.items() if name is sort))


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
