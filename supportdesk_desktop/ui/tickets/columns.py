"""Tickets in words, and the columns of their table: titles, widths and what they sort by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from supportdesk_desktop.core.arrangement import ColumnState, GroupBy, SortBy
from supportdesk_desktop.core.rows import LeftBy, TicketRow, tags_beside
from supportdesk_desktop.core.ticket_lines import Heading
from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.texts import Plurals

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

SORTS = {Column(sort): sort for sort in SortBy}
"""The order that a click on a column's title sorts by; it has the name of the column."""


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
        trouble = texts.notice_trouble(row.notice_outcome, row.notice_ms)
        return "" if trouble is None else trouble.text
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
    if column is Column.NOTICE:
        phrase = texts.notice_phrase(row.notice_outcome, row.notice_ms)
        return "" if phrase is None else phrase.text
    return cell_text(column, row, row.received_ms)


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
"""Columns that a table leaves out where it is too narrow, in this order."""

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


def heading_text(heading: Heading, now_ms: int) -> str:
    return f"{heading_title(heading, now_ms)}, {Plurals().tickets(heading.count)}"


def heading_title(heading: Heading, now_ms: int) -> str:
    """Return what a heading says: a day, a priority, a customer or a tag."""
    value = heading.value
    if isinstance(value, date):
        return texts.day_heading(value, datetime.fromtimestamp(now_ms / 1000).date())
    if isinstance(value, int):
        return texts.priority_name(list(Priority)[value])
    if value:
        return texts.one_line(value)
    if heading.group is GroupBy.TAG:
        return translate("TicketWords", "Sans étiquette")
    return translate("TicketWords", "Sans client")


def row_text(row: TicketRow, now_ms: int, excerpt: str = "") -> str:
    """Return priority, number, subject, customer, marks, wait, category and tags of a ticket.

    What went wrong with its notice is said too. ``excerpt`` is the line of its description in
    which a search found it.
    """
    if row.unreadable:
        return translate("TicketWords", "Ticket illisible {id}").format(id=row.number)
    priority = translate("TicketWords", "Priorité {name}")
    parts = [
        priority.format(name=texts.priority_name(row.priority)),
        row.number,
        texts.one_line(row.subject),
        texts.one_line(row.customer),
    ]
    if row.unread:
        parts.append(translate("TicketWords", "non lu"))
    if row.pinned:
        parts.append(translate("TicketWords", "épinglé"))
    if row.escalated:
        parts.append(translate("TicketWords", "escaladé"))
    if row.left_by is not None:
        age = translate("TicketWords", "reçu {ago}")
        parts.append(left_text(row.left_by))
        parts.append(age.format(ago=texts.spoken_age(row.received_ms, now_ms)))
    else:
        parts.append(texts.spoken_wait(row.created_ms, now_ms))
        parts.append(cell_text(Column.NOTICE, row, now_ms))
    parts.append(texts.one_line(row.category or ""))
    tags = tags_beside(row.category, row.tags)
    if tags:
        names = ", ".join(texts.one_line(tag.name) for tag in tags)
        parts.append(translate("TicketWords", "étiquettes {names}").format(names=names))
    if excerpt:
        found = translate("TicketWords", "trouvé dans la description : {excerpt}")
        parts.append(found.format(excerpt=texts.one_line(excerpt)))
    return ", ".join(part for part in parts if part)


def left_text(left_by: LeftBy) -> str:
    """Return why a ticket is no longer among those held."""
    words = {
        LeftBy.CLOSED: translate("TicketWords", "traité"),
        LeftBy.UNASSIGNED: translate("TicketWords", "passé à un autre agent"),
        LeftBy.SNAPSHOT: translate("TicketWords", "n’est plus sur le serveur"),
    }
    return words[left_by]


def times_text(row: TicketRow, now_ms: int) -> str:
    """Return when a ticket was received by the desk and assigned to the agent."""
    said = translate("TicketWords", "Reçu {received}, assigné à vous {assigned}")
    received, assigned = (texts.at(ms, now_ms) for ms in (row.created_ms, row.received_ms))
    return said.format(received=received, assigned=assigned)
