"""Links into the window: ``supportdesk://ticket/INV-1042`` and ``supportdesk://view?q=…``.

A link opens something; it never files, changes or connects. Anybody may have written it.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from supportdesk_desktop.core.query import LONGEST_QUERY

TICKET_LINK = "supportdesk://ticket/"
VIEW_LINK = "supportdesk://view?q="
_LONGEST_ENCODED = LONGEST_QUERY * 12
_TICKET = re.compile(r"supportdesk://ticket/([A-Z0-9-]{1,32})/?")
_JOINERS = "\u200c\u200d"
"""Unprintable by Unicode, but parts of words and of emoji."""

_VIEW = re.compile(r"supportdesk://view/?\?q=([^&#]*)")


def ticket_of(link: str) -> str | None:
    """Return the number of the ticket that a link leads to, None where it leads to none."""
    found = _TICKET.fullmatch(link)
    return None if found is None else found[1]


def query_of(link: str) -> str | None:
    """Return the query that a link shows, on one line; None where it shows none or is too long."""
    if len(link) > len(VIEW_LINK) + _LONGEST_ENCODED + 1:
        return None
    found = _VIEW.fullmatch(link)
    if found is None:
        return None
    try:
        text = unquote(found[1], errors="strict")
    except UnicodeDecodeError:
        return None
    query = one_line(text)
    return query if query and len(query) <= LONGEST_QUERY else None


def view_link(query: str) -> str:
    """Return the link that shows a query; only its first ``LONGEST_QUERY`` characters travel."""
    return VIEW_LINK + quote(one_line(query)[:LONGEST_QUERY], safe="")


def one_line(text: str) -> str:
    """Return a text with single spaces, without control and bidirectional characters."""
    shown = (char for char in text if char.isprintable() or char.isspace() or char in _JOINERS)
    return " ".join("".join(shown).split())
