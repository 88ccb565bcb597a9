"""What a search wants marked in the rows that it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from supportdesk_desktop.core.ids import TicketId

if TYPE_CHECKING:
    from supportdesk_desktop.core.highlights import Wanted


class Matches(msgspec.Struct, frozen=True):
    """The words to mark, and a line of the description for rows that match there alone."""

    wanted: tuple[Wanted, ...] = ()
    excerpts: dict[TicketId, str] = {}
