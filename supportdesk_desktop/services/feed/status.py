"""The status of the feed, and the intervals during which it was not observed."""

from __future__ import annotations

import asyncio
import logging

import msgspec

from supportdesk_desktop.core.changes import FeedChanged, IntervalsChanged
from supportdesk_desktop.core.errors import StoreError
from supportdesk_desktop.core.feed import Verified
from supportdesk_desktop.core.feed_policy import Ending, Next
from supportdesk_desktop.core.feed_status import BlindCause, FeedState, FeedStatus
from supportdesk_desktop.core.frames import Welcome
from supportdesk_desktop.core.times import epoch_ms
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.store import feed_state
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock

log = logging.getLogger(__name__)

LATE_HEARTBEAT = 1.25
"""After so many heartbeat intervals the strip turns neutral (``contract/live-feed.md``)."""


class FeedStatusKeeper(Service):
    """Holds the one ``FeedStatus``; publishes each change after it is stored."""

    def __init__(self, store: Store, bus: Bus, clock: Clock) -> None:
        super().__init__(store, bus, clock)
        self._blind = False
        self._unstored: tuple[int, BlindCause, int | None] | None = None
        self._replayed = 0
        self._snapshot_tickets: int | None = None
        self._heartbeat_ms: int | None = None
        self._heard_ms: int | None = None
        self._proof_timer: asyncio.TimerHandle | None = None
        self.status = FeedStatus(FeedState.CONNECTING, since_ms=clock.wall_ms())

    async def load(self) -> None:
        """Take up what the store knows: place, agent, last verification, an interval still open."""
        memory = await self._store.read(feed_state.load)
        self.status = FeedStatus(
            FeedState.CONNECTING,
            since_ms=self._clock.wall_ms(),
            epoch=None if memory.cursor is None else memory.cursor.epoch,
            seq=None if memory.cursor is None else memory.cursor.seq,
            tickets=memory.tickets,
            agent=memory.agent,
            verified_up_to_ms=memory.verified_up_to_ms,
            had_feed=memory.had_feed,
        )
        if memory.had_feed and memory.observed_until_ms is not None:
            await self._store.feed.write(
                feed_state.open_interval, memory.observed_until_ms, BlindCause.CLOSED_APP, None
            )
            self._blind = True
            self._bus.publish(IntervalsChanged())
        # A follower that takes over drops what its owner said last.
        self._bus.publish(FeedChanged(self.status))

    def close(self) -> None:
        """Stop timing the proof: the feed is followed no longer."""
        if self._proof_timer is not None:
            self._proof_timer.cancel()
            self._proof_timer = None

    def heard(self) -> None:
        """Record the arrival of a frame."""
        self._heard_ms = self._clock.wall_ms()

    def heard_since(self, since_ms: int) -> bool:
        """Return whether a frame arrived after ``since_ms`` (epoch ms)."""
        return self._heard_ms is not None and self._heard_ms > since_ms

    def connecting(self) -> None:
        """Say that a connection is being made; an outage stays an outage until it is verified."""
        if self.status.state not in {FeedState.OFFLINE, FeedState.NO_FEED}:
            self._set(state=FeedState.CONNECTING)

    def welcomed(self, effect: Welcome) -> None:
        """Say that the server answers and that we are catching up."""
        self._heartbeat_ms = effect.heartbeat_ms
        self._set(
            state=FeedState.CATCHING_UP,
            agent=effect.agent,
            lost_ms=None,
            next_try_ms=None,
            cause=None,
            code=None,
            had_feed=True,
            received=0 if effect.mode == "snapshot" and effect.reason is not None else None,
        )

    def snapshot_progress(self, received: int) -> None:
        """Say how much of a snapshot is held aside."""
        self._set(received=received)

    def stored(self, *, epoch: str, seq: int, tickets: int, replayed: int) -> None:
        """Record a commit of events, ``replayed`` of which were missed before."""
        self._replayed += replayed
        self._set(epoch=epoch, seq=seq, tickets=tickets)

    def replaced(self, *, epoch: str, seq: int, tickets: int) -> None:
        """Record that a snapshot is now the list."""
        self._snapshot_tickets = tickets
        self._set(epoch=epoch, seq=seq, tickets=tickets, received=None)

    async def verified(self, effect: Verified, at_ns: int) -> None:
        """Set the status to "up to date": head and count of a heartbeat both equal ours.

        Args:
            effect: what it said.
            at_ns: CLOCK_MONOTONIC at which it came, maybe long before its turn.
        """
        assert self._heartbeat_ms is not None
        now = self._clock.wall_ms()
        server_ms = epoch_ms(effect.server_time)
        await self._store.feed.write(feed_state.verified, server_ms, now)
        await self._store_interval()
        if self._blind:
            await self._close_interval(now)
        self._replayed, self._snapshot_tickets = 0, None
        proof_ends_ns = at_ns + round(LATE_HEARTBEAT * self._heartbeat_ms * 1e6)
        in_time = self._clock.monotonic_ns() < proof_ends_ns
        self._set(
            state=FeedState.VERIFIED if in_time else FeedState.UNVERIFIED,
            epoch=effect.cursor.epoch,
            seq=effect.cursor.seq,
            tickets=effect.count,
            verified_up_to_ms=server_ms,
            clock_offset_ms=server_ms - now,
            verified_seq=effect.cursor.seq,
            verified_tickets=effect.count,
            proof_ends_ns=proof_ends_ns,
            received=None,
            always=True,
        )

    async def _close_interval(self, now: int) -> None:
        """End the blind interval: a snapshot anywhere within it re-read, it did not replay."""
        tickets = self._snapshot_tickets
        how, events = ("replay", self._replayed) if tickets is None else ("snapshot", tickets)
        await self._store.feed.write(feed_state.close_interval, now, how, events)
        self._blind = False
        self._bus.publish(IntervalsChanged())

    def adopt(self, status: FeedStatus) -> None:
        """Say what the owner of the profile says, as far as its proof still stands here."""
        if status.state is FeedState.VERIFIED and not status.is_proven(self._clock.monotonic_ns()):
            status = msgspec.structs.replace(status, state=FeedState.UNVERIFIED)
        self.status = status
        self._time_proof()
        self._bus.publish(FeedChanged(status))

    def doubt(self) -> None:
        """Make the status unverified: a heartbeat is overdue, or the reporting owner is gone."""
        if self.status.state is FeedState.VERIFIED:
            self._set(state=FeedState.UNVERIFIED)

    async def lost(self, ending: Ending, step: Next) -> None:
        """Say that the feed is not observed, why, and when the next try is due."""
        now = self._clock.wall_ms()
        if not self._blind and self.status.had_feed:
            if self._unstored is None:
                begins = self._last_observed(now) if ending.since_ms is None else ending.since_ms
                self._unstored = (begins, step.cause, ending.code)
            await self._store_interval()
        self._set(
            state=step.state,
            lost_ms=now if self.status.lost_ms is None else self.status.lost_ms,
            next_try_ms=None if step.delay_s is None else now + round(step.delay_s * 1000),
            cause=str(step.cause),
            code=ending.code,
            received=None,
            always=True,
        )

    async def _store_interval(self) -> None:
        """Begin the blind interval where the feed was last observed, maybe before the loss.

        A full disk must not hide the loss: it is said all the same, and written at a later try, at
        the latest when the feed is verified again.
        """
        if self._unstored is None:
            return
        try:
            await self._store.feed.write(feed_state.open_interval, *self._unstored)
        except StoreError as problem:
            log.warning("a blind interval could not be stored: %s", problem)
            return
        self._unstored = None
        self._blind = True
        self._bus.publish(IntervalsChanged())

    def _last_observed(self, now: int) -> int:
        """Return when the feed was last observed: at the last frame where that is long ago."""
        lost = now if self.status.lost_ms is None else self.status.lost_ms
        if self._heard_ms is None or self._heartbeat_ms is None:
            return lost
        quiet_ms = lost - self._heard_ms
        return self._heard_ms if quiet_ms > LATE_HEARTBEAT * self._heartbeat_ms else lost

    def relayed(self, relay: bool) -> None:
        """Say whether the server is a relay: "as on the relay", not "as on the server"."""
        self._set(relay=relay)

    def _set(self, *, always: bool = False, **changes: object) -> None:
        state = changes.get("state", self.status.state)
        if state is not self.status.state:
            changes["since_ms"] = self._clock.wall_ms()
        updated = msgspec.structs.replace(self.status, **changes)
        if always or updated != self.status:
            self.status = updated
            self._time_proof()
            self._bus.publish(FeedChanged(updated))

    def _time_proof(self) -> None:
        """Doubt the present status once its proof has expired.

        This does not depend on the reader of the feed: the proof expires in time even while the
        store keeps a commit waiting, or while the owner of the profile is stopped.
        """
        self.close()
        if self.status.state is FeedState.VERIFIED:
            left_s = ((self.status.proof_ends_ns or 0) - self._clock.monotonic_ns()) / 1e9
            loop = asyncio.get_running_loop()
            self._proof_timer = loop.call_later(max(0.0, left_s), self._check_proof)

    def _check_proof(self) -> None:
        if self.status.is_proven(self._clock.monotonic_ns()):
            self._time_proof()
        else:
            self.doubt()
