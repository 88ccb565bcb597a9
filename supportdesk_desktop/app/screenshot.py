"""``--screenshot``: watch the main job happen once, say what was seen, save a picture."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.core.changes import (
    EventNote,
    FeedChanged,
    NoticesChanged,
    TicketsChanged,
    TraceMark,
)
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.notices import NoticeRecord
from supportdesk_desktop.core.rows import Arrival
from supportdesk_desktop.core.wording import sentences
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.timers import monotonic_s

SETTLE_S = 1.5
"""The picture is taken when no event has come for this long, or after four times as long."""

_WANTED = ("verified", "assigned", "accounted")


def timed_out(timeout_s: float, lacks: str) -> str:
    """Return why there is no picture."""
    return said("timed_out", seconds=round(timeout_s), lacks=lacks)


def said(name: str, /, **facts: object) -> str:
    """Return what is told of a picture in the language of the window."""
    return sentences().picture[name].say(language_now(), **facts)


class Milestones:
    """Milestones that a picture waits for; each is printed once it has been reached."""

    def __init__(self, services: Services, say: Callable[[str], None]) -> None:
        self._services = services
        self._say = say
        self._last_event_s = monotonic_s()
        self._seen: set[str] = set()
        self._live: set[str] = set()
        self._status: FeedStatus | None = None
        self._assigned_seq: int | None = None
        self._changed = asyncio.Event()
        services.bus.subscribe(TicketsChanged, self._on_tickets)
        services.bus.subscribe(NoticesChanged, lambda _change: self._changed.set())
        services.bus.subscribe(FeedChanged, self._on_feed)
        services.bus.subscribe(TraceMark, self._on_mark)

    async def wait(self) -> None:
        """Wait for all milestones, a verified feed and a list that no longer changes."""
        self._report("listening", url=self._services.connection.base_url)
        while self._missing():
            await self._changed.wait()
            self._changed.clear()
            await self._check_notices()
        await self._rest()

    def lacks(self) -> str:
        """Return what was not seen yet, in words."""
        return ", ".join(said(f"lacks_{name}") for name in self._missing()) or "—"

    def saved(self, path: Path) -> None:
        self._report("saved", path=path)

    def _missing(self) -> list[str]:
        status = self._status
        is_verified = status is not None and status.state is FeedState.VERIFIED
        return [
            name
            for name in _WANTED
            if not (is_verified if name == "verified" else name in self._seen)
        ]

    async def _rest(self) -> None:
        latest_s = monotonic_s() + 4 * SETTLE_S
        while (now_s := monotonic_s()) < latest_s:
            left_s = min(self._last_event_s + SETTLE_S, latest_s) - now_s
            if left_s <= 0:
                return
            await asyncio.sleep(left_s)

    def _on_tickets(self, change: TicketsChanged) -> None:
        self._last_event_s = monotonic_s()
        for note in change.notes:
            if note.kind == "assigned" and note.arrival is Arrival.LIVE:
                self._live.add(note.ticket_id)
                self._assigned(note)

    def _assigned(self, note: EventNote) -> None:
        agent = None if self._status is None else self._status.agent
        who = "?" if agent is None else f"{agent.name} ({agent.level or '—'})"
        if self._assigned_seq is None:
            self._assigned_seq = note.seq
        self._once("assigned", "assigned", agent=who, number=note.number, seq=note.seq)

    def _on_feed(self, change: FeedChanged) -> None:
        status = self._status = change.status
        if status.state is FeedState.VERIFIED:
            # The first one, and the first that has the assignment in it.
            seq, count = status.verified_seq, status.verified_tickets
            wanted = self._assigned_seq
            has_it = seq is not None and wanted is not None and seq >= wanted
            self._once(
                "verified with it" if has_it else "verified", "verified", seq=seq, count=count
            )
        self._changed.set()

    def _on_mark(self, mark: TraceMark) -> None:
        if mark.what == "event_painted" and mark.ms is not None:
            self._once("painted", "painted", ms=round(mark.ms), seq=mark.seq)

    async def _check_notices(self) -> None:
        if "accounted" in self._seen or not self._live:
            return
        for record in await self._services.notices.today():
            if record.ticket_id in self._live and record.outcome is not None:
                self._account(record)
                return

    def _account(self, record: NoticeRecord) -> None:
        if record.latency_ms is not None:
            self._once("accounted", "shown", ms=round(record.latency_ms), number=record.number)
            return
        known = f"outcome_{record.outcome}"
        outcome = said(known) if known in sentences().picture else str(record.outcome)
        self._once("accounted", "accounted", number=record.number, outcome=outcome)

    def _once(self, name: str, words: str, **facts: object) -> None:
        if name not in self._seen:
            self._seen.add(name)
            self._report(words, **facts)
        self._changed.set()

    def _report(self, words: str, **facts: object) -> None:
        self._say(said(words, **facts))
