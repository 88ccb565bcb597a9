"""What the desk says of itself: ``whoami`` at start, and the features that follow from it."""

from __future__ import annotations

import asyncio

from supportdesk_desktop.core.changes import DeskKnown, FeedChanged
from supportdesk_desktop.core.desk_facts import IDEMPOTENCY_KEY, RELAY, DeskFacts
from supportdesk_desktop.core.errors import KeyMissing, OtherAgent
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.filing import KEY_LASTS_MS, RELAY_KEY_LASTS_MS
from supportdesk_desktop.net.rest import RestClient
from supportdesk_desktop.services.budget import RateBudget
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.connection import Connection
from supportdesk_desktop.store import feed_state
from supportdesk_desktop.store.engine import Store


class DeskService:
    """Knows the desk's last ``whoami``; stored, so that an offline start relies on it too."""

    def __init__(
        self, store: Store, bus: Bus, connection: Connection, rest: RestClient, budget: RateBudget
    ) -> None:
        self._store = store
        self._bus = bus
        self._connection = connection
        self._rest = rest
        self._budget = budget
        self.facts: DeskFacts | None = None
        self._asking = asyncio.Lock()
        self._identified_key: str | None = None
        self._foreign_key: str | None = None

    async def start(self) -> None:
        """Believe the feed from now on: what a follower hears is of the key of its owner."""
        self._bus.subscribe(FeedChanged, self._on_feed)

    async def load(self) -> None:
        """Take up what the store remembers."""
        self._take(await self._store.read(feed_state.facts))

    async def refresh(self) -> DeskFacts:
        """Ask the desk who we are; binds the profile to its app and agent.

        Raises:
            ServerError: unreachable, refused, throttled or not our server.
            OtherServer, OtherAgent: the profile belongs elsewhere.
        """
        async with self._asking:
            return await self._ask()

    async def identify(self) -> None:
        """Make sure that the present key is this profile's: asked once for each key.

        Nothing may be filed before: a key of another app or agent would file as another.

        Raises:
            ServerError, OtherServer, OtherAgent: as ``refresh``.
        """
        async with self._asking:
            if not self.has_identified(self._connection.key):
                await self._ask()

    def has_identified(self, key: str | None) -> bool:
        """Return whether the desk said in this process that the key is this profile's."""
        return key is not None and key == self._identified_key

    @property
    def is_idempotent(self) -> bool:
        """Whether the desk announced that it honours Idempotency-Key."""
        return self.facts is not None and self.facts.offers(IDEMPOTENCY_KEY)

    @property
    def key_lasts_ms(self) -> int:
        """For how long the desk recognises an Idempotency-Key, less an hour or a day; 0: never."""
        if not self.is_idempotent:
            return 0
        return RELAY_KEY_LASTS_MS if self.is_relay else KEY_LASTS_MS

    @property
    def is_relay(self) -> bool:
        """Whether the desk is a relay before SupportDesk."""
        return self.facts is not None and self.facts.offers(RELAY)

    async def _ask(self) -> DeskFacts:
        key = self._connection.key
        if key is None:
            raise KeyMissing("no key")
        if key == self._foreign_key:
            raise OtherAgent("the feed says so")
        await self._budget.take()
        facts = await self._rest.whoami(key)
        await self._store.feed.write(feed_state.bind, facts, self._store.profile)
        self._identified_key = key
        self._take(facts)
        return facts

    def _on_feed(self, change: FeedChanged) -> None:
        """Believe the feed's welcome, where ``whoami`` names no agent."""
        if change.status.state is FeedState.OTHER_AGENT:
            self._foreign_key, self._identified_key = self._connection.key, None
        else:
            self._foreign_key = None

    def _take(self, facts: DeskFacts | None) -> None:
        if facts is None:
            return
        self.facts = facts
        self._budget.limits = facts.rate_limits
        self._bus.publish(DeskKnown(facts))
