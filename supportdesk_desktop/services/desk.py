"""The desk as it is reached: its address, the key, the rate budget, and what it says of itself."""

from __future__ import annotations

import asyncio

from supportdesk_desktop import __version__
from supportdesk_desktop.core.changes import DeskKnown, FeedChanged
from supportdesk_desktop.core.errors import KeyMissing, OtherAgent
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.filing_fate import KEY_LASTS_MS, RELAY_KEY_LASTS_MS
from supportdesk_desktop.core.pacing import (
    DOCUMENTED_LIMITS,
    RateLimit,
    WindowUse,
    earliest_ms,
    longest_window_ms,
    usage,
)
from supportdesk_desktop.core.profile import IDEMPOTENCY_KEY, RELAY, DeskFacts
from supportdesk_desktop.net.rest import RestClient
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.store import feed_state
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.feed_state import AHEAD_MS
from supportdesk_desktop.system.clock import Clock

USER_AGENT = f"supportdesk-desktop/{__version__}"


class DeskAccess:
    """The desk's base URL and the key in memory; the key is never shown by ``repr``.

    The base URL may change only for the local desk, whose port is new at each start.
    """

    def __init__(self, base_url: str, key: str | None) -> None:
        self.base_url = base_url
        self.key = key

    def __repr__(self) -> str:
        return f"DeskAccess({self.base_url!r}, key={'set' if self.key else None})"


class RateBudget:
    """Keeps requests within the desk's limits; the record of what left lives in the store.

    It is one key's, shared by filings, handshakes and every process of the profile.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._turn = asyncio.Lock()
        self.limits: tuple[RateLimit, ...] = DOCUMENTED_LIMITS

    async def take(self) -> None:
        """Wait until a request may leave, and count it."""
        async with self._turn:
            while True:
                delay_ms = await self._store.feed.write(
                    feed_state.reserve_request, self.limits, self._clock.wall_ms()
                )
                if delay_ms <= 0:
                    return
                await asyncio.sleep(delay_ms / 1000)

    async def wait_ms(self) -> int:
        """Return how long a request would wait now, in milliseconds."""
        now = self._clock.wall_ms()
        return earliest_ms(await self._sent(now), self.limits, now) - now

    async def use(self) -> tuple[WindowUse, ...]:
        """Return how much of each window is used now, for the meter."""
        now = self._clock.wall_ms()
        return usage(await self._sent(now), self.limits, now)

    async def _sent(self, now_ms: int) -> list[int]:
        """Return when requests left, but for what a clock wrote that was ahead and is set back."""
        sent = await self._store.read(
            feed_state.recent_requests, now_ms - longest_window_ms(self.limits)
        )
        return [at_ms for at_ms in sent if at_ms <= now_ms + AHEAD_MS]


class DeskService(Service):
    """Knows the desk's last ``whoami``; stored, so that an offline start relies on it too.

    Attributes:
        access: where it is, and the key.
        rest: asks it, within the ``budget``.
        facts: what it said last, None before the first answer.
    """

    def __init__(
        self, store: Store, bus: Bus, clock: Clock, base_url: str, key: str | None
    ) -> None:
        super().__init__(store, bus, clock)
        self.access = DeskAccess(base_url, key)
        self.rest = RestClient(base_url, USER_AGENT)
        self.budget = RateBudget(store, clock)
        self.facts: DeskFacts | None = None
        self._asking = asyncio.Lock()
        self._identified_key: str | None = None
        self._foreign_key: str | None = None

    async def start(self) -> None:
        """Accept the desk's identity from the feed: a follower hears of the key of its owner."""
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
            if not self.has_identified(self.access.key):
                await self._ask()

    def has_identified(self, key: str | None) -> bool:
        """Return whether the desk said in this process that the key is this profile's."""
        return key is not None and key == self._identified_key

    def key(self) -> str:
        """Return the key that requests are sent with. Raises ``KeyMissing``."""
        if self.access.key is None:
            raise KeyMissing("no key")
        return self.access.key

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
        key = self.key()
        if key == self._foreign_key:
            raise OtherAgent("the feed says so")
        await self.budget.take()
        facts = await self.rest.whoami(key)
        await self._store.feed.write(feed_state.bind, facts, self._store.profile)
        self._identified_key = key
        self._take(facts)
        return facts

    def _on_feed(self, change: FeedChanged) -> None:
        """Believe the feed's welcome, where ``whoami`` names no agent."""
        if change.status.state is FeedState.OTHER_AGENT:
            self._foreign_key, self._identified_key = self.access.key, None
        else:
            self._foreign_key = None

    def _take(self, facts: DeskFacts | None) -> None:
        if facts is None:
            return
        self.facts = facts
        self.budget.limits = facts.rate_limits
        self._bus.publish(DeskKnown(facts))
