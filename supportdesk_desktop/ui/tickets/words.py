"""A line of the ticket list in words, as a screen reader says it."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from supportdesk_desktop.core.arrangement import GroupBy
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.rows import LeftBy, TicketRow
from supportdesk_desktop.core.ticket_lines import Heading
from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.texts import Plurals

translate = QCoreApplication.translate


def heading_text(heading: Heading, now_ms: int) -> str:
    """Return a heading with its count."""
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
    """Return priority, number, subject, customer, marks, age, notice and tags of a ticket.

    ``excerpt`` is the line of its description in which a search found it.
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
    if row.left_by is not None:
        parts.append(left_text(row.left_by))
    age = translate("TicketWords", "reçu {ago}")
    parts.append(age.format(ago=texts.spoken_age(row.received_ms, now_ms)))
    parts += _spoken_notice(row)
    if row.tags:
        names = ", ".join(texts.one_line(tag.name) for tag in row.tags)
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


def _spoken_notice(row: TicketRow) -> list[str]:
    if row.notice_outcome == NoticeOutcome.SHOWN and row.notice_ms is not None:
        return [Plurals().notified_in(row.notice_ms)]
    phrase = texts.notice_phrase(row.notice_outcome, row.notice_ms)
    return [] if phrase is None else [phrase.text]
