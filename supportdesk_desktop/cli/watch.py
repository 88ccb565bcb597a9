"""``watch``: the live feed, line by line, until interrupted."""

from __future__ import annotations

import argparse
import asyncio

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.cli.joining import RunAsOwner, joined
from supportdesk_desktop.cli.output import document, line
from supportdesk_desktop.cli.running import run_async
from supportdesk_desktop.cli.watch_lines import WatchLines, line_of
from supportdesk_desktop.core.changes import (
    Change,
    FeedChanged,
    FilingsChanged,
    IntervalsChanged,
    NoticesChanged,
    TicketsChanged,
)
from supportdesk_desktop.core.errors import KeyRefused, OtherAgent
from supportdesk_desktop.core.feed_status import BlindCause, FeedState, FeedStatus
from supportdesk_desktop.system.notifications import system_notifier

_WATCHED = (FeedChanged, TicketsChanged, IntervalsChanged, NoticesChanged, FilingsChanged)


def run(parsed: argparse.Namespace) -> int:
    """Print what happens; beside a window it follows that window."""
    return run_async(_run(parsed))


async def _run(parsed: argparse.Namespace) -> int:
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
                if parsed.json:
                    document(entry)
                else:
                    line(line_of(entry))
            if isinstance(change, FeedChanged) and mine.session.owns:
                _end_where_refused(change.status)


def _end_where_refused(status: FeedStatus) -> None:
    """End where the feed will stay shut. A key that was only forgotten may come back by ``login``.

    Raises:
        KeyRefused: the server refuses the key.
        OtherAgent: the profile belongs to another agent or app.
    """
    if status.state is FeedState.OTHER_AGENT:
        raise OtherAgent("the key of another agent")
    if status.state is FeedState.KEY_REFUSED and status.cause == BlindCause.KEY:
        raise KeyRefused("the feed refused the key")
