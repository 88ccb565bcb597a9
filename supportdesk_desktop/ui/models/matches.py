"""What a search wants marked in the rows that it found."""

from __future__ import annotations

from dataclasses import dataclass, field

from supportdesk_desktop.core.highlights import Wanted
from supportdesk_desktop.core.ids import TicketId


@dataclass(frozen=True)
class Matches:
    """The words to mark, and a line of the description for rows that match there alone."""

    wanted: tuple[Wanted, ...] = ()
    excerpts: dict[TicketId, str] = field(default_factory=dict)
