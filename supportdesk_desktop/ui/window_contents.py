"""What the first paint of the window shows, read before any service exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from supportdesk_desktop.core.changes import BlindInterval, FeedStatus
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import RailCounts, TicketDetail, TicketRow


class WindowContents(msgspec.Struct, frozen=True):
    """What the first paint shows, read before any service exists.

    ``order`` has the tickets of ``view``, newest first, with when each was received
    (milliseconds since the epoch); ``rows`` those that will be visible.
    """

    order: Sequence[tuple[TicketId, int]] = ()
    rows: Sequence[TicketRow] = ()
    detail: TicketDetail | None = None
    counts: RailCounts | None = None
    shop: str = ""
    agent_name: str = ""
    agent_level: str | None = None
    sample_data: bool = False
    status: FeedStatus | None = None
    intervals: Sequence[BlindInterval] = ()
    stored_count: int | None = None
    window: Mapping[str, object] = {}
    language: str = "fr"
    appearance: str = "system"
