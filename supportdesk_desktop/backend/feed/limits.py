"""Bounds of feed connections, and how often an agent may change their presence."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from supportdesk_desktop.backend.rest.answers import too_many_requests
from supportdesk_desktop.core.pacing import RateLimit, earliest_ms

CHANGES = RateLimit(10, 60)


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


class PresencePace:
    """Counts each agent's changes; kept in memory, since one gateway has all of their sockets."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changes_ms: dict[str, list[int]] = {}

    def admit(self, agent_id: str) -> None:
        """Count one change.

        Raises:
            Refusal: TOO_MANY_REQUESTS, and when the next one is free.
        """
        now_ms = int(self._clock() * 1000)
        recent = self._changes_ms.get(agent_id, [])[-CHANGES.requests :]
        free_ms = earliest_ms(recent, (CHANGES,), now_ms)
        if free_ms > now_ms:
            raise too_many_requests(free_ms - now_ms)
        self._changes_ms[agent_id] = [*recent, now_ms]
