"""``watch``: the live feed, line by line, until interrupted (``contract/cli.md``, Shapes)."""

from __future__ import annotations

import argparse
import asyncio

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.cli.joining import RunAsOwner, joined
from supportdesk_desktop.cli.outbox import Queue, filing_document
from supportdesk_desktop.cli.output import answer, closing_word, columns, word
from supportdesk_desktop.core.changes import (
    Change,
    EventNote,
    FeedChanged,
    FilingsChanged,
    IntervalsChanged,
    NoticesChanged,
    QueuePaused,
    TicketsChanged,
)
from supportdesk_desktop.core.errors import KeyRefused, OtherAgent
from supportdesk_desktop.core.feed_status import BlindCause, BlindInterval, FeedState, FeedStatus
from supportdesk_desktop.core.filing import Pause
from supportdesk_desktop.core.notices import NoticeRecord
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.core.wording import sentences
from supportdesk_desktop.services.health import interval_document
from supportdesk_desktop.store import feed_state, filings, notices
from supportdesk_desktop.system.notifications import system_notifier

Line = dict[str, object]

_WATCHED = (FeedChanged, TicketsChanged, IntervalsChanged, NoticesChanged, FilingsChanged)
_RECENT_MS = 86_400_000


async def run(parsed: argparse.Namespace) -> int:
    """Print what happens; beside a window it follows that window."""
    notifier = system_notifier() if parsed.notify else None
    queue: asyncio.Queue[Change] = asyncio.Queue()

    def subscribe(services: Services) -> RunAsOwner:
        # Before anything runs, so that nothing of the start is missed.
        for kind in _WATCHED:
            services.bus.subscribe(kind, queue.put_nowait)
        return services.start_owner

    async with joined(parsed, "watch", subscribe, notifier) as mine:
        lines = WatchLines(mine.services)
        while True:
            change = await queue.get()
            for entry in await lines.of(change):
                answer(parsed, entry, line_of(entry))
            if isinstance(change, FeedChanged) and mine.session.owns:
                _end_where_refused(change.status)


def _end_where_refused(status: FeedStatus) -> None:
    """Exit if the feed will stay closed. A key that was only forgotten may come back by ``login``.

    Raises:
        KeyRefused: the server refuses the key.
        OtherAgent: the profile belongs to another agent or app.
    """
    if status.state is FeedState.OTHER_AGENT:
        raise OtherAgent("the key of another agent")
    if status.state is FeedState.KEY_REFUSED and status.cause == BlindCause.KEY:
        raise KeyRefused("the feed refused the key")


class WatchLines:
    """Turns changes into lines; remembers what was said, so that nothing is said twice."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._state: FeedState | None = None
        self._verified_ms: int | None = None
        self._intervals: dict[int, BlindInterval] = {}
        self._began_ms = services.clock.wall_ms()
        self._owners_pause: Pause | None = None
        services.bus.subscribe(QueuePaused, self._on_pause)

    async def of(self, change: Change) -> list[Line]:
        """Return the lines for one change, none where it says nothing new."""
        match change:
            case FeedChanged():
                return self._feed(change)
            case TicketsChanged():
                return [_note(note) for note in change.notes]
            case IntervalsChanged():
                return await self._blind()
            case NoticesChanged():
                records = await self._services.store.read(notices.by_ids, change.notice_ids)
                return [_notice(record) for record in records if record.outcome is not None]
            case FilingsChanged():
                ledger = self._services.store.ledger
                found = await ledger.read(filings.by_ids, change.filing_ids)
                queue = self._queue()
                return [{"what": "filing", **filing_document(one, queue)} for one in found]
            case _:
                return []

    def _on_pause(self, change: QueuePaused) -> None:
        self._owners_pause = change.pause

    def _queue(self) -> Queue:
        services = self._services
        pause = services.outbox.pause if services.owns else self._owners_pause
        return Queue(pause, worked=True)

    def _feed(self, change: FeedChanged) -> list[Line]:
        status, lines = change.status, list[Line]()
        if status.state is not self._state:
            self._state = status.state
            lines.append(
                {
                    "what": "state",
                    "state": status.state,
                    "since": iso_utc(status.since_ms),
                    "cause": status.cause,
                    "code": status.code,
                }
            )
        verified_ms = status.verified_up_to_ms
        is_news = status.state is FeedState.VERIFIED and verified_ms != self._verified_ms
        if verified_ms is not None and is_news:
            self._verified_ms = verified_ms
            lines.append(
                {
                    "what": "verified",
                    "epoch": status.epoch,
                    "seq": status.seq,
                    "tickets": status.tickets,
                    "verifiedUpTo": iso_utc(verified_ms),
                }
            )
        return lines

    async def _blind(self) -> list[Line]:
        """Return the intervals of this run that began or ended."""
        since_ms = self._began_ms - _RECENT_MS
        lines: list[Line] = []
        for interval in await self._services.store.read(feed_state.intervals, since_ms):
            known = self._intervals.get(interval.from_ms)
            is_news = interval.to_ms is None or interval.to_ms >= self._began_ms
            if known != interval and is_news:
                lines.append({"what": "blind", **interval_document(interval)})
            self._intervals[interval.from_ms] = interval
        return lines


def line_of(entry: Line) -> str:
    parts: list[object]
    match entry["what"]:
        case "state":
            parts = [
                word(sentences().feed_states, str(entry["state"])),
                word(sentences().causes, str(entry["cause"] or "")),
            ]
        case "verified":
            parts = [entry["verifiedUpTo"], entry["seq"], entry["tickets"]]
        case "blind":
            closed_by = entry["closedBy"]
            closing = "" if closed_by is None else closing_word(str(closed_by))
            cause = word(sentences().causes, str(entry["cause"]))
            parts = [entry["from"], entry["to"] or "…", cause, closing]
        case "notice":
            outcome = word(sentences().outcomes, str(entry["outcome"]))
            parts = [entry["ticketNumber"], outcome, entry["latencyMs"] or ""]
        case "filing":
            parts = [entry["id"], word(sentences().states, str(entry["state"]))]
        case _:
            parts = [entry["ticketNumber"], entry["priority"], entry["subject"]]
    return columns(word(sentences().events, str(entry["what"])), *parts)


def _note(note: EventNote) -> Line:
    return {
        "what": note.kind.removeprefix("ticket."),
        "ticketId": note.ticket_id,
        "ticketNumber": note.number,
        "subject": note.subject,
        "priority": note.priority,
        "seq": note.seq,
        "arrival": note.arrival,
        "leftBy": note.left_by,
    }


def _notice(record: NoticeRecord) -> Line:
    return {
        "what": "notice",
        "outcome": record.outcome,
        "ticketId": record.ticket_id,
        "ticketNumber": record.number,
        "assignedAt": record.assigned_at,
        "latencyMs": None if record.latency_ms is None else round(record.latency_ms, 1),
        "late": record.late,
    }
