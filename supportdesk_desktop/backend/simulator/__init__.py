"""Believable traffic of a demo shop, filed through the real REST routes with a service key."""

from supportdesk_desktop.backend.simulator.tag_names import TAGS
from supportdesk_desktop.backend.simulator.traffic import OPENING_TICKETS, OpenTicket, Traffic
from supportdesk_desktop.backend.simulator.wording import Lang

__all__ = ["OPENING_TICKETS", "TAGS", "Lang", "OpenTicket", "Traffic"]
