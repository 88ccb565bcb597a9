"""The contents of the first paint: one synchronous read, without asyncio."""

from __future__ import annotations

import logging
import sqlite3
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from supportdesk_desktop.core.arrangement import ViewLayout, decode_layout, layout_setting
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import (
    SNOOZED,
    VISIBLE_ROWS,
    Over,
    RailCounts,
    TicketRow,
    TicketView,
    count_of,
)
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store import settings as stored_settings
from supportdesk_desktop.store.schema import connect, migrations, store_errors, version_of
from supportdesk_desktop.store.settings import SAVED_VIEWS, WINDOW_STATE

if TYPE_CHECKING:
    from supportdesk_desktop.core.saved_views import Views

log = logging.getLogger(__name__)

LOCK_WAIT_S = 0.05
"""An empty window at once is better than a full one behind another process's lock."""


class Remembered(msgspec.Struct, frozen=True):
    """Desk and feed as of the last run; empty or None where unknown.

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
        view: the view that these are of.
        over: what came over it at the last end, to be searched again; the lines are those that the
            search began with then.
        saved_views: the saved views, uncounted.
        layout: how the view shows its tickets.
        lines: the tickets of the view in that layout, of a big one the first.
        total: how many tickets the view has where ``lines`` are the first alone, else None.
        rows: the first rows of these lines.
        counts: the rail's numbers.
        memory: shop, agent and how far the feed was verified.
        settings: every setting as JSON text by its name.
    """

    view: TicketView = TicketView.MINE
    over: Over | None = None
    saved_views: Views = ()
    layout: ViewLayout = ViewLayout()
    lines: TicketLines | None = None
    total: int | None = None
    rows: tuple[TicketRow, ...] = ()
    counts: RailCounts = RailCounts()
    memory: Remembered = Remembered()
    settings: dict[str, str] = {}


def read_first_paint(
    path: Path, now_ms: int, *, view: TicketView | None = None, visible: int = VISIBLE_ROWS
) -> FirstPaint:
    """Read the store for the first paint; never fails.

    A store that is missing, of another version or damaged has empty contents: opening it in
    earnest says later what is wrong.

    Args:
        path: of the store.
        now_ms: the present, milliseconds since the epoch.
        view: the view to show; None for what was shown at the last end, else that of all tickets.
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


def _read(db: sqlite3.Connection, now_ms: int, view: TicketView | None, visible: int) -> FirstPaint:
    if version_of(db) != len(migrations()):
        return FirstPaint()
    # One transaction: rows, counts and order are of the same moment.
    db.execute("BEGIN")
    settings = stored_settings.read_all(db)
    counts = stored_rows.counts(db, now_ms)
    saved_views = _saved_views(settings)
    over: Over | None = None
    first: list[TicketId] = []
    if view is None:
        view, over, first = _last_shown(settings, saved_views, counts)
    layout = decode_layout(settings.get(layout_setting(view)))
    total = count_of(counts, view)
    head = None if over else stored_rows.head(db, view, layout.order, now_ms, total)
    if over is not None:
        found = {row.id: row for row in stored_rows.by_ids(db, first)}
        rows = tuple(found[one] for one in first if one in found)
        lines = TicketLines.as_given(row.id for row in rows)
    elif head is not None:
        lines = TicketLines.of_rows(layout.order, head.rows)
        rows = head.rows[:visible]
    else:
        lines = stored_rows.lines(db, view, layout.order, now_ms)
        rows = tuple(stored_rows.by_ids(db, list(islice(lines.tickets(), visible))))
    return FirstPaint(
        view=view,
        over=over,
        saved_views=saved_views,
        layout=layout,
        lines=lines,
        total=None if head is None else head.total,
        rows=rows,
        counts=counts,
        memory=_read_memory(db),
        settings=settings,
    )


def _read_memory(db: sqlite3.Connection) -> Remembered:
    """Read what ``feed_state`` wrote, without the types of the whole protocol."""
    shop, name, level, tickets, verified, had_feed = db.execute(
        "SELECT iif(json_valid(facts), facts ->> '$.name', NULL),"
        " iif(json_valid(agent), agent ->> '$.name', NULL),"
        " iif(json_valid(agent), agent ->> '$.level', NULL),"
        " (SELECT held FROM ticket_counts), verified_up_to_ms, had_feed FROM feed"
    ).fetchone()
    return Remembered(
        shop=str(shop or ""),
        agent_name=str(name or ""),
        agent_level=None if level is None else str(level),
        tickets=tickets,
        verified_up_to_ms=verified,
        had_feed=bool(had_feed),
    )


def _saved_views(settings: dict[str, str]) -> Views:
    text = settings.get(SAVED_VIEWS)
    if text is None:
        return ()
    # Most agents have none, and do not wait for what one is.
    from supportdesk_desktop.core.saved_views import MOST_VIEWS, Views

    try:
        return msgspec.json.decode(text, type=Views)[:MOST_VIEWS]
    except msgspec.MsgspecError:
        return ()


def _last_shown(
    settings: dict[str, str], saved_views: Views, counts: RailCounts
) -> tuple[TicketView, Over | None, list[TicketId]]:
    """Return the view of the last end, what came over it, and the tickets that this began with.

    What is gone, and what is no view of tickets, is the view of all.
    """
    try:
        state = msgspec.json.decode(settings.get(WINDOW_STATE, "{}"), type=dict)
    except msgspec.MsgspecError:
        return TicketView.MINE, None, []
    view, what, first = state.get("view"), state.get("over"), state.get("first")
    shown = (
        TicketView(view) if isinstance(view, str) and view in set(TicketView) else TicketView.MINE
    )
    if what is None:
        return shown, None, []
    query = next((one.query for one in saved_views if one.id == what), None)
    if what == SNOOZED and counts.snoozed:
        query = state.get("query")
    if not (isinstance(query, str) and query):
        return TicketView.MINE, None, []
    ids = [TicketId(one) for one in first if isinstance(one, str)] if type(first) is list else []
    return shown, Over(what, query), ids[:VISIBLE_ROWS]
