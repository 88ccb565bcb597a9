"""Lines of the palette: what each is, and the headings between them."""

from __future__ import annotations

from enum import Enum, auto

import msgspec
from PySide6.QtCore import QCoreApplication

from supportdesk_desktop.core.customers import KnownCustomer
from supportdesk_desktop.core.rows import TicketRow
from supportdesk_desktop.core.saved_view import SavedView
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.command import Command, Place
from supportdesk_desktop.ui.key_names import said, strokes
from supportdesk_desktop.ui.theme.tokens import priority_icon, priority_token


class Kind(Enum):
    """What a line leads to, in the order of the list."""

    ACTIONS = auto()
    VIEWS = auto()
    TICKETS = auto()
    CUSTOMERS = auto()


class Entry(msgspec.Struct, frozen=True):
    """One line. ``target`` is what choosing it means; with a ``reason`` it cannot be chosen now.

    Attributes:
        kind: the group that it stands in.
        target: a ``Command``, a query, a ticket's id.
        title: what is matched and marked.
        detail: a note after it.
        lead: a ticket's number, before the title.
        icon: a name of the theme.
        tone: the icon's colour.
        keys: portable keys, shown as caps.
        reason: why it cannot be done.
    """

    kind: Kind
    target: Command | str
    title: str
    detail: str = ""
    lead: str = ""
    icon: str = "command"
    tone: str = "text2"
    keys: str = ""
    reason: str = ""

    @property
    def caps(self) -> tuple[str, ...]:
        """The keys as they are pressed one after the other."""
        return strokes(self.keys) if self.keys else ()

    @property
    def spoken(self) -> str:
        """The line as a screen reader says it."""
        keys = said(self.keys) if self.keys else ""
        parts = (self.lead, self.title, self.reason or self.detail, keys)
        return ", ".join(part for part in parts if part)


Line = Entry | Kind
"""A line of the list: an entry, or the heading of its kind."""


def of_command(command: Command, title: str, reason: str) -> Entry:
    """Return the line of a command."""
    going = command.place is Place.GO
    return Entry(
        Kind.VIEWS if going else Kind.ACTIONS,
        command,
        title,
        icon=command.icon,
        keys=command.every_key[0] if command.every_key else "",
        reason=reason,
    )


def of_saved_view(view: SavedView) -> Entry:
    """Return the line of a saved view; choosing it searches for its query."""
    return Entry(Kind.VIEWS, view.query, texts.one_line(view.name), view.query, icon="view")


def of_query(query: str) -> Entry:
    """Return the line that searches for a query."""
    note = QCoreApplication.translate("Palette", "rechercher")
    return Entry(Kind.VIEWS, query, texts.one_line(query), note, icon="search")


def of_ticket(row: TicketRow) -> Entry:
    """Return the line of a ticket."""
    priority = QCoreApplication.translate("Palette", "priorité {name}")
    return Entry(
        Kind.TICKETS,
        row.id,
        texts.one_line(row.subject),
        f"{texts.isolated(texts.one_line(row.customer))}, "
        + priority.format(name=texts.priority_name(row.priority)),
        texts.one_line(row.number),
        priority_icon(row.priority),
        priority_token(row.priority),
    )


def of_customer(customer: KnownCustomer, query: str) -> Entry:
    """Return the line of a customer; choosing it searches for their tickets."""
    note = ", ".join(part for part in (customer.external_id, customer.email) if part)
    return Entry(
        Kind.CUSTOMERS,
        query,
        texts.one_line(customer.name or customer.external_id),
        texts.one_line(note),
        icon="user",
    )
