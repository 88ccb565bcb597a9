"""What ``GET /auth/whoami`` says of a desk (``contract/rest.md``)."""

from __future__ import annotations

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
    limits: tuple[WireLimit, ...] | None = None
    limits_stated: bool = False

    def offers(self, feature: str) -> bool:
        """Return whether the desk announced the feature; the client relies on nothing else."""
        return feature in self.features

    @property
    def rate_limits(self) -> tuple[RateLimit, ...]:
        """The limits to keep: those stated, none where the desk says none, else the documented."""
        if self.limits is not None:
            return tuple(RateLimit(limit.requests, limit.seconds) for limit in self.limits)
        return () if self.limits_stated else DOCUMENTED_LIMITS
