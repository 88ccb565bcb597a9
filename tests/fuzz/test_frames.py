"""Whatever a desk sends over the feed is decoded, refused or kept as unreadable; nothing crashes.

Each frame goes the whole way: decoder, reducer, store, the reads of the window, the words of an
announcement. How long it may take is set by the number of examples.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk_desktop.core.feed import Applied, FeedReducer, Replaced
from supportdesk_desktop.core.frames import Cursor, ServerFrame, decode_frame
from supportdesk_desktop.core.ids import AgentId
from supportdesk_desktop.core.notices import for_assignment
from supportdesk_desktop.core.rows import Arrival, TicketView
from supportdesk_desktop.store import rows, tickets
from supportdesk_desktop.store.schema import connect, prepare
from supportdesk_desktop.store.ticket_events import ReceivedEvent, store_events
from tests.fakes.snapshots import store_snapshot
from tests.fakes.tickets import WIRE_AGENT
from tests.fuzz.json_texts import TICKET, bent

BOUNDED = settings(max_examples=250)

FRAMES: list[dict[str, Any]] = [
    {
        "type": "welcome", "mode": "resume", "epoch": "e", "seq": 7, "head": 8, "agent": WIRE_AGENT,
        "heartbeatMs": 20000, "serverTime": "2026-04-21T14:32:08Z",
        "presence": {"available": True, "until": None},
    },
    {
        "type": "welcome", "mode": "snapshot", "reason": "no_cursor", "epoch": "e", "seq": 9,
        "agent": WIRE_AGENT, "heartbeatMs": 20000, "serverTime": "2026-04-21T14:32:08Z",
    },
    {"type": "snapshot", "page": 1, "tickets": [TICKET, {**TICKET, "id": "id-2"}]},
    {"type": "snapshot.end", "seq": 9, "count": 2},
    {
        "type": "event",
        "seq": 8,
        "event": {
            "id": "ev-8", "type": "ticket.assigned", "occurredAt": "2026-04-21T14:32:08Z",
            "level": "N1", "ticket": TICKET,
        },
    },
    {"type": "heartbeat", "seq": 8, "count": 1, "serverTime": "2026-04-21T14:32:08Z"},
    {"type": "presence", "available": False, "until": "2026-04-21T18:00:00Z"},
    {"type": "error", "code": "TOO_MANY_REQUESTS", "message": "x", "details": {"retryAfterMs": 9}},
    {"type": "weather", "sky": "blue"},
]  # fmt: skip
WELCOME, SNAPSHOT, EVENT = FRAMES[0], FRAMES[1], FRAMES[4]
TEXTS = st.one_of(
    st.text(max_size=60), st.sampled_from(FRAMES).flatmap(bent), st.just("[" * 100_000)
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path: Path = tmp_path_factory.mktemp("fuzz") / "store.db"
    prepare(path)
    with closing(connect(path)) as db:
        yield db


def decoded(text: str) -> ServerFrame | None:
    try:
        return decode_frame(text)
    except ValueError:
        return None


def reducer_at(first: dict[str, Any]) -> FeedReducer:
    """Return a reducer that has heard a sound welcome."""
    cursor = Cursor(epoch="e", seq=7) if first is WELCOME else None
    reducer = FeedReducer(cursor, {}, AgentId("ag1"))
    reducer.receive(decode_frame(json.dumps(first)))
    return reducer


def stored_and_read(db: sqlite3.Connection, effect: Applied | Replaced) -> None:
    """Store an effect, read what the window would, say what an announcement would; undo it."""
    db.execute("BEGIN IMMEDIATE")
    try:
        if isinstance(effect, Applied):
            done = store_events(db, [ReceivedEvent(effect, Arrival.LIVE, 1, 1)])
        else:
            done = store_snapshot(db, effect.cursor, effect.tickets, 1)
        ids = [one for one, _ in rows.order(db, TicketView.MINE, 1)]
        assert len(rows.by_ids(db, ids)) == len(ids)
        for one in ids:
            assert tickets.detail(db, one) is not None
        msgspec.json.encode([one.body.decode("utf-8", "replace") for one in tickets.full(db, ids)])
        for notice in done.notices:
            for_assignment(notice.record, "fr")
    finally:
        db.execute("ROLLBACK")


@BOUNDED
@given(st.one_of(st.binary(max_size=80), TEXTS))
def test_a_frame_is_decoded_or_refused(data: bytes | str) -> None:
    try:
        frame = decode_frame(data)
    except ValueError:
        return
    assert isinstance(frame, ServerFrame)


@BOUNDED
@given(st.sampled_from([WELCOME, SNAPSHOT]), st.lists(TEXTS, max_size=6))
def test_no_sequence_of_frames_upsets_reducer_or_store(
    store: sqlite3.Connection, first: dict[str, Any], texts: list[str]
) -> None:
    reducer = reducer_at(first)
    for text in texts:
        frame = decoded(text)
        for effect in [] if frame is None else reducer.receive(frame):
            if isinstance(effect, Applied | Replaced):
                stored_and_read(store, effect)


@settings(max_examples=1000)
@given(bent(TICKET))
def test_a_bent_ticket_never_blinds_the_desk(store: sqlite3.Connection, ticket: str) -> None:
    """An event in a sound envelope advances, or closes; then what it carries can be kept."""
    mark = '"@ticket@"'
    event = {**EVENT, "event": {**EVENT["event"], "ticket": "@ticket@"}}
    frame = decoded(json.dumps(event).replace(mark, ticket))
    if frame is None:
        return
    for effect in reducer_at(WELCOME).receive(frame):
        if isinstance(effect, Applied | Replaced):
            stored_and_read(store, effect)
