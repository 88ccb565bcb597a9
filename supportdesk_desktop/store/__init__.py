"""The client's data on disk: tickets, cursor, filings, notices. The only place with its SQL.

Names are loaded on first use, so that ``store.first_paint`` can be read without asyncio.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from supportdesk_desktop.store.actions import TicketAction
    from supportdesk_desktop.store.database import Store
    from supportdesk_desktop.store.drafts import StoredDraft
    from supportdesk_desktop.store.failures import QueryInterrupted
    from supportdesk_desktop.store.feed_state import FeedMemory
    from supportdesk_desktop.store.filing_acts import SeenRef
    from supportdesk_desktop.store.notices import Latency, NewNotice, Settlement
    from supportdesk_desktop.store.rows import View
    from supportdesk_desktop.store.search import PageMark, SearchPage
    from supportdesk_desktop.store.ticket_events import Committed, StoredEvent
    from supportdesk_desktop.store.tickets import StoredTicket

__all__ = [
    "Committed",
    "FeedMemory",
    "Latency",
    "NewNotice",
    "PageMark",
    "QueryInterrupted",
    "SearchPage",
    "SeenRef",
    "Settlement",
    "Store",
    "StoredDraft",
    "StoredEvent",
    "StoredTicket",
    "TicketAction",
    "View",
]

_HOMES = {
    "Committed": "ticket_events",
    "FeedMemory": "feed_state",
    "Latency": "notices",
    "NewNotice": "notices",
    "PageMark": "search",
    "QueryInterrupted": "failures",
    "SearchPage": "search",
    "SeenRef": "filing_acts",
    "Settlement": "notices",
    "Store": "database",
    "StoredDraft": "drafts",
    "StoredEvent": "ticket_events",
    "StoredTicket": "tickets",
    "TicketAction": "actions",
    "View": "rows",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first asked for (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
