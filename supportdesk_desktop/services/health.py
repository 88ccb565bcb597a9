"""The status document, troubles of the parts, and forgetting what is too old."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from supportdesk_desktop.core.changes import LoopChanged, TraceMark, Trouble, TroublesChanged
from supportdesk_desktop.core.errors import DeskError, StoreError
from supportdesk_desktop.core.feed_status import BlindInterval, FeedState, FeedStatus
from supportdesk_desktop.core.settings import KEPT_DAYS
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.core.wording import explain_trouble
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.store import feed_state, filings, notices, settings, tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.notices import Latency
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import declare

KEPT_LATENCIES = 1000
INTERVALS_DAYS = 30
DAY_MS = 86_400_000


class PaintLatencies:
    """The last thousand times from a frame's arrival to its painted row, in milliseconds."""

    def __init__(self, bus: Bus) -> None:
        self._values: deque[float] = deque(maxlen=KEPT_LATENCIES)
        bus.subscribe(TraceMark, self._hear)

    def summary(self) -> Latency:
        """Return count and percentiles; None where nothing was painted yet."""
        values = sorted(self._values)
        if not values:
            return Latency(0, None, None)
        last = len(values) - 1
        return Latency(len(values), values[last // 2], values[min(last, round(0.95 * last))])

    def _hear(self, mark: TraceMark) -> None:
        if mark.what == "event_painted" and mark.ms is not None:
            self._values.append(mark.ms)


class HealthService(Service):
    """Builds the status document from the store and from the state of this process."""

    def __init__(self, store: Store, bus: Bus, clock: Clock) -> None:
        super().__init__(store, bus, clock)
        self._paint = PaintLatencies(bus)

    async def document(
        self,
        *,
        profile: str,
        server: str,
        key_present: bool | None,
        live: FeedStatus | None,
        notifications: str,
        keyring: str,
        troubles: Sequence[Trouble],
        lang: str,
    ) -> dict[str, object]:
        """Return the JSON document.

        Args:
            profile: its name.
            server: its base URL.
            key_present: None while the keyring does not answer.
            live: the feed's state, None where no process follows it.
            notifications: the back end.
            keyring: the back end, or why there is none.
        """
        now = self._clock.wall_ms()
        memory = await self._store.read(feed_state.load)
        intervals = await self._store.read(feed_state.intervals, now - INTERVALS_DAYS * DAY_MS)
        notice_totals = await self._store.read(notices.totals)
        paint = self._paint.summary()
        notice = await self._store.read(notices.latency)
        cursor = memory.cursor
        verified = live.verified_up_to_ms if live else memory.verified_up_to_ms
        document: dict[str, object] = {
            "profile": profile,
            "server": server,
            "keyPresent": key_present,
            "feed": {
                "state": live.state if live else FeedState.OFFLINE,
                "epoch": live.epoch if live else (cursor.epoch if cursor else None),
                "seq": live.seq if live else (cursor.seq if cursor else None),
                "tickets": live.tickets if live else memory.tickets,
                "verifiedUpTo": None if verified is None else iso_utc(verified),
                "since": iso_utc(live.since_ms) if live else None,
            },
            "blindIntervals": [interval_document(one) for one in intervals],
            "outbox": {
                str(state): count
                for state, count in (await self._store.read(filings.counts)).items()
            },
            "notices": {
                "pending" if outcome is None else str(outcome): count
                for outcome, count in notice_totals.items()
            },
            "trouble": [_trouble(one, lang) for one in troubles],
            "latencyMs": {"eventToPaint": _latency(paint), "eventToNotice": _latency(notice)},
            "notifications": notifications,
            "keyring": keyring,
        }
        if live is None:
            document["running"] = False
        return document


def _trouble(trouble: Trouble, lang: str) -> dict[str, object]:
    return {
        "part": trouble.part,
        "since": iso_utc(trouble.since_ms),
        "message": trouble.english if lang == "en" else trouble.french,
        "code": trouble.code,
    }


def interval_document(interval: BlindInterval) -> dict[str, object]:
    """Return a blind interval as JSON."""
    return {
        "from": iso_utc(interval.from_ms),
        "to": None if interval.to_ms is None else iso_utc(interval.to_ms),
        "cause": interval.cause,
        "closedBy": interval.closed_by,
    }


def _latency(latency: Latency) -> dict[str, float | None]:
    return {
        name: None if value is None else round(value, 1)
        for name, value in (("p50", latency.p50), ("p95", latency.p95))
    }


GRAVEST_FIRST = ("store", "feed", "outbox", "notifications")


class Troubles:
    """Keeps one trouble for each part, and publishes when they change."""

    def __init__(self, bus: Bus, clock: Clock) -> None:
        self._bus = bus
        self._clock = clock
        self._loops: dict[str, Trouble] = {}
        self._of_owner: tuple[Trouble, ...] = ()
        self.now: tuple[Trouble, ...] = ()
        """The troubles now, the gravest first."""
        bus.subscribe(LoopChanged, self._hear)

    def owner_has(self, troubles: tuple[Trouble, ...]) -> None:
        """Use the troubles of the profile's owner; none once it is gone."""
        self._of_owner = troubles
        self._publish()

    def _hear(self, change: LoopChanged) -> None:
        before = self._loops.pop(change.name, None)
        if change.problem is not None:
            since_ms = self._clock.wall_ms() if before is None else before.since_ms
            self._loops[change.name] = trouble_of(change.part, since_ms, change.problem)
        self._publish()

    def _publish(self) -> None:
        by_part: dict[str, Trouble] = {}
        for one in (*self._of_owner, *self._loops.values()):
            known = by_part.get(one.part)
            if known is None or one.since_ms < known.since_ms:
                by_part[one.part] = one
        now = tuple(by_part[part] for part in GRAVEST_FIRST if part in by_part)
        if now != self.now:
            self.now = now
            self._bus.publish(TroublesChanged(now))


def trouble_of(part: str, since_ms: int, problem: BaseException) -> Trouble:
    """Return the trouble behind a failure: everything that the store stops is the store's."""
    part = "store" if isinstance(problem, StoreError) else part
    code = problem.key if isinstance(problem, DeskError) else "unexpected"
    sentences = explain_trouble(part, problem, "fr"), explain_trouble(part, problem, "en")
    return Trouble(part, since_ms, code, *sentences)


BATCH = 200
"""Tickets forgotten in one transaction: the feed waits no longer than for that."""

FIRST_S = 60.0
"""Seconds after the start, which must not be slowed down."""

EVERY_S = 86_400.0
KEEP_HOUSE = declare("house.keep", part="store", longest_s=EVERY_S)


class HouseKeeper:
    """Forgets what is too old, a minute after the start and once a day."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._waited = False

    async def step(self) -> float:
        """Forget old tickets, except in the first step; return the seconds until the next."""
        if not self._waited:
            self._waited = True
            return FIRST_S
        await forget_old_tickets(self._store, self._clock)
        return EVERY_S


async def forget_old_tickets(store: Store, clock: Clock) -> int:
    """Forget tickets that left longer ago than they are kept; returns how many."""
    kept_days = KEPT_DAYS.of(await store.ledger.read(settings.read_all))
    before_ms = clock.wall_ms() - kept_days * DAY_MS
    forgotten = 0
    while gone := await store.feed.write(tickets.forget_left, before_ms, BATCH):
        forgotten += gone
    return forgotten
