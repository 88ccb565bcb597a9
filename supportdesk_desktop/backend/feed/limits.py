"""Time limits and bounds of feed connections, by default those of ``contract/live-feed.md``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLimits:
    """How patient the gateway is.

    Seconds: ``hello_s`` until hello is due, ``stall_s`` that a send may take, ``farewell_s`` that
    the error frame before a close may take. A client may send ``frames`` in any ``frames_s``, and
    an agent have ``sockets`` after hello.
    """

    hello_s: float = 5.0
    stall_s: float = 30.0
    farewell_s: float = 2.0
    frames: int = 240
    frames_s: float = 60.0
    sockets: int = 8
