"""What ``GET /auth/whoami`` says of a desk (``contract/rest.md``)."""

from __future__ import annotations

import msgspec

from supportdesk_desktop.core.pacing import DOCUMENTED_LIMITS, RateLimit
from supportdesk_desktop.core.tickets import Agent, Wire

IDEMPOTENCY_KEY = "idempotency-key"
TICKET_ACTIONS = "ticket-actions"
PRESENCE = "presence"
RELAY = "relay"


class WireLimit(Wire, frozen=True):
    """A rate limit as ``whoami`` lists it."""

    requests: int
    seconds: int


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
        """The limits to keep: those stated, none where it says null, the documented if absent."""
        if self.limits is msgspec.UNSET:
            return DOCUMENTED_LIMITS
        return tuple(RateLimit(limit.requests, limit.seconds) for limit in self.limits or ())
