"""What the window shows before anything else runs: one synchronous read, without asyncio."""

from __future__ import annotations

import logging
import sqlite3
from itertools import islice
from pathlib import Path

import msgspec

from supportdesk_desktop.core.arrangement import ViewLayout, decode_layout, layout_setting
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.rows import RailCounts, TicketRow
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.store.failures import store_errors
from supportdesk_desktop.store.orders import read_head, read_lines
from supportdesk_desktop.store.rows import View, read_counts, read_rows
from supportdesk_desktop.store.schema import connect, migrations, version_of
from supportdesk_desktop.store.settings import read_settings

log = logging.getLogger(__name__)

VISIBLE_ROWS = 40

LOCK_WAIT_S = 0.05
"""An empty window at once is better than a full one behind another process's lock."""


class Remembered(msgspec.Struct, frozen=True):
    """What is known of desk and feed from the last time; empty or None where it is not.

    ``tickets`` are held; ``verified_up_to_ms`` is server time, verified by nobody in this process.
    """

    shop: str = ""
    agent_name: str = ""
    agent_level: str | None = None
    tickets: int = 0
    verified_up_to_ms: int | None = None
    had_feed: bool = False


class FirstPaint(msgspec.Struct, frozen=True):
    """The populated window's contents; the defaults are an empty one.

    Attributes:
        layout: how the view shows its tickets.
        lines: the tickets of the view in that layout, of a big one the first.
        total: how many tickets the view has where ``lines`` are the first alone, else None.
        rows: the first rows of these lines.
        counts: the rail's numbers.
        memory: shop, agent and how far the feed was verified.
        settings: every setting as JSON text by its name.
    """

    layout: ViewLayout = ViewLayout()
    lines: TicketLines | None = None
    total: int | None = None
    rows: tuple[TicketRow, ...] = ()
    counts: RailCounts = RailCounts()
    memory: Remembered = Remembered()
    settings: dict[str, str] = {}


def read_first_paint(
    path: Path, now_ms: int, *, view: View = View.MINE, visible: int = VISIBLE_ROWS
) -> FirstPaint:
    """Read the store for the first paint; never fails.

    A store that is missing, of another version or damaged has empty contents: opening it in
    earnest says later what is wrong.

    Args:
        path: of the store.
        now_ms: the present, milliseconds since the epoch.
        view: the view to show.
        visible: how many rows to read.
    """
    if not path.is_file():
        return FirstPaint()
    try:
        with store_errors():
            db = connect(path, query_only=True, timeout_s=LOCK_WAIT_S)
            try:
                return _read(db, now_ms, view, visible)
            finally:
                db.close()
    except (DeskError, ValueError, OSError) as problem:
        log.warning("nothing to paint from the store: %s", problem)
        return FirstPaint()


def _read(db: sqlite3.Connection, now_ms: int, view: View, visible: int) -> FirstPaint:
    if version_of(db) != len(migrations()):
        return FirstPaint()
    # One transaction: rows, counts and order are of the same moment.
    db.execute("BEGIN")
    settings = read_settings(db)
    layout = decode_layout(settings.get(layout_setting(view)))
    head = read_head(db, view, layout.order, now_ms)
    if head is not None:
        lines = TicketLines.of_rows(layout.order, head.rows)
        rows = head.rows[:visible]
    else:
        lines = read_lines(db, view, layout.order, now_ms)
        rows = tuple(read_rows(db, list(islice(lines.tickets(), visible))))
    return FirstPaint(
        layout=layout,
        lines=lines,
        total=None if head is None else head.total,
        rows=rows,
        counts=read_counts(db, now_ms),
        memory=_read_memory(db),
        settings=settings,
    )


def _read_memory(db: sqlite3.Connection) -> Remembered:
    """Read what ``feed_state`` wrote, without the types of the whole protocol."""
    shop, name, level, tickets, verified, had_feed = db.execute(
        "SELECT iif(json_valid(facts), facts ->> '$.name', NULL),"
        " iif(json_valid(agent), agent ->> '$.name', NULL),"
        " iif(json_valid(agent), agent ->> '$.level', NULL),"
        " (SELECT count(*) FROM tickets WHERE held = 1), verified_up_to_ms, had_feed FROM feed"
    ).fetchone()
    return Remembered(
        shop=str(shop or ""),
        agent_name=str(name or ""),
        agent_level=None if level is None else str(level),
        tickets=tickets,
        verified_up_to_ms=verified,
        had_feed=bool(had_feed),
    )
