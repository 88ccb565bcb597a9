"""What this computer has written down of the feed, beside what the feed's status says now."""

from __future__ import annotations

import msgspec

from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.statistics import Spread


class TrustRecord(msgspec.Struct, frozen=True):
    """What stands behind the strip.

    Attributes:
        cursor: where the next connection goes on, None where it asks for the whole list.
        snapshot_ms: when the whole list was last read, our own time (epoch ms).
        announced: from frame to announcement, over today; None without any.
    """

    cursor: Cursor | None = None
    snapshot_ms: int | None = None
    announced: Spread | None = None
