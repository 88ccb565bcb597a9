"""The answer of ``GET /auth/whoami``: a desk and its features (``contract/rest.md``)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from supportdesk_desktop.core.pacing import DOCUMENTED_LIMITS, RateLimit
from supportdesk_desktop.core.tickets import Agent, Wire

IDEMPOTENCY_KEY = "idempotency-key"
TICKET_ACTIONS = "ticket-actions"
PRESENCE = "presence"
RELAY = "relay"


Count = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]
LONGEST_WINDOW_S = 3600
"""No desk can make us wait longer between two requests."""


class WireLimit(Wire, frozen=True):
    """A rate limit as ``whoami`` lists it."""

    requests: Count
    seconds: Count


class DeskFacts(Wire, frozen=True, kw_only=True):
    """``data`` of ``whoami``: the vendor's four fields, and what our own desk adds."""

    app_id: str
    slug: str = ""
    name: str = ""
    key_type: str = "agent"
    agent: Agent | None = None
    features: tuple[str, ...] = ()
    limits: tuple[WireLimit, ...] | msgspec.UnsetType | None = msgspec.UNSET

    def offers(self, feature: str) -> bool:
        """Return whether the desk announced the feature; the client relies on nothing else."""
        return feature in self.features

    @property
    def rate_limits(self) -> tuple[RateLimit, ...]:
        """The limits to keep: those stated, none where it says null, the documented if absent.

        A limit that would stop us for ever counts as one request an hour.
        """
        if self.limits is msgspec.UNSET:
            return DOCUMENTED_LIMITS
        return tuple(
            RateLimit(max(1, limit.requests), min(limit.seconds, LONGEST_WINDOW_S))
            for limit in self.limits or ()
        )
