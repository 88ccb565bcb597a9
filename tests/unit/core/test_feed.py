"""The feed reducer against the rules of ``contract/live-feed.md``, frame by frame."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.feed import (
    Applied,
    Close,
    CloseReason,
    Effect,
    ErrorSeen,
    FeedReducer,
    Replaced,
    SnapshotProgress,
    Verified,
)
from supportdesk_desktop.core.frames import Cursor, PresenceState, Welcome, decode_frame
from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.tickets import UnreadableTicket
from tests.fakes.tickets import WIRE_AGENT, a_wire_ticket

NOW = "2026-04-21T14:32:08Z"


def ticket(number: int, version: int = 1, **changes: Any) -> dict[str, Any]:
    facts = {"id": f"t{number}", "version": version, "unknownField": True}
    return a_wire_ticket(**(facts | changes))


def welcome(mode: str = "resume", seq: int = 0, **changes: Any) -> dict[str, Any]:
    return {
        "type": "welcome",
        "mode": mode,
        "epoch": "e1",
        "seq": seq,
        "head": seq,
        "agent": WIRE_AGENT,
        "heartbeatMs": 20000,
        "serverTime": NOW,
        **changes,
    }


def event(seq: int, kind: str = "ticket.assigned", **changes: Any) -> dict[str, Any]:
    body = {"id": f"e{seq}", "type": kind, "occurredAt": NOW, "level": "N1"}
    return {"type": "event", "seq": seq, "event": {**body, "ticket": ticket(seq), **changes}}


def heartbeat(seq: int, count: int) -> dict[str, Any]:
    return {"type": "heartbeat", "seq": seq, "count": count, "serverTime": NOW}


def feed(reducer: FeedReducer, *frames: dict[str, Any]) -> list[Effect]:
    effects: list[Effect] = []
    for frame in frames:
        effects += reducer.receive(decode_frame(json.dumps(frame)))
    return effects


def resumed(seq: int = 0, versions: dict[TicketId, int] | None = None) -> FeedReducer:
    held = dict(versions or {})
    reducer = FeedReducer(Cursor(epoch="e1", seq=seq), held, AgentId("ag1"))
    assert isinstance(feed(reducer, welcome(seq=seq))[0], Welcome)
    return reducer


def applied(reducer: FeedReducer, *frames: dict[str, Any]) -> Applied:
    (effect,) = feed(reducer, *frames)
    assert isinstance(effect, Applied)
    return effect


def test_an_event_advances_by_one_and_asks_for_a_notice() -> None:
    one = applied(resumed(), event(1))
    assert one.cursor == Cursor(epoch="e1", seq=1)
    assert (one.keeps, one.removed, one.level) == (True, False, "N1")


def page(number: int, *tickets: dict[str, Any]) -> dict[str, Any]:
    return {"type": "snapshot", "page": number, "tickets": tickets}


def end(seq: int, count: int) -> dict[str, Any]:
    return {"type": "snapshot.end", "seq": seq, "count": count}


NO_TICKET = {"id": "e1", "type": "ticket.updated", "occurredAt": NOW}
AWAY = {"type": "presence", "available": False}
SNAPSHOT = welcome("snapshot", 9)
CLOSES: dict[CloseReason, list[tuple[dict[str, Any], ...]]] = {
    CloseReason.GAP: [(welcome(), event(2))],
    CloseReason.HEARTBEAT_DISAGREES: [
        (welcome(), event(1), heartbeat(seq, count))
        for seq, count in ((2, 1), (0, 1), (1, 0), (1, 2))
    ],
    CloseReason.SNAPSHOT_DISAGREES: [
        (SNAPSHOT, page(2)),
        (SNAPSHOT, end(9, count=1)),
        (SNAPSHOT, end(8, count=0)),
        (SNAPSHOT, end(10, count=0)),
        (SNAPSHOT, page(1, ticket(1), ticket(1)), end(9, count=1)),
    ],
    CloseReason.OTHER_AGENT: [(welcome(agent={**WIRE_AGENT, "id": "ag2"}),)],
    CloseReason.PROTOCOL: [
        (heartbeat(0, 0),),
        (welcome(), welcome()),
        (welcome(), end(0, count=0)),
        (welcome(), {"type": "event", "seq": 1, "event": NO_TICKET}),
        (welcome(), event(1, ticket={"subject": "no id"})),
        (welcome(), {**heartbeat(0, 0), "serverTime": "hier"}),
        (welcome(), {**AWAY, "until": "2026-04-21"}),
        (SNAPSHOT, event(10)),
        (SNAPSHOT, page(1, *(ticket(number) for number in range(101)))),
        (welcome(epoch="e2"),),
        (welcome(seq=1),),
        (welcome(heartbeatMs=0),),
        (welcome(heartbeatMs=10**12),),
        (welcome(presence={**AWAY, "until": "demain"}),),
    ],
}


@pytest.mark.parametrize(
    ("reason", "frames"), [(reason, frames) for reason, each in CLOSES.items() for frames in each]
)
def test_what_does_not_fit_ends_the_connection(
    reason: CloseReason, frames: tuple[dict[str, Any], ...]
) -> None:
    begun = None if SNAPSHOT in frames else Cursor(epoch="e1", seq=0)
    reducer = FeedReducer(begun, {}, AgentId("ag1"))
    close = feed(reducer, *frames)[-1]
    assert isinstance(close, Close)
    code = 1002 if reason is CloseReason.PROTOCOL else 4000
    drops = reason is not CloseReason.OTHER_AGENT
    assert (close.code, close.reason, close.drop_cursor) == (code, reason, drops)
    reached = reducer.cursor
    assert reached == begun or event(1) in frames
    assert feed(reducer, event(1), heartbeat(0, 0)) == []
    assert reducer.cursor == reached


@pytest.mark.parametrize("subject", [{}, {"ticket": None}, {"ticket": {"note": "n"}}])
def test_an_unknown_event_type_need_not_be_about_a_ticket(subject: dict[str, Any]) -> None:
    reducer = resumed()
    body = {"id": "e1", "type": "desk.announcement", "occurredAt": NOW, **subject}
    one = applied(reducer, {"type": "event", "seq": 1, "event": body})
    assert (one.ticket.id, one.keeps, one.removed) == ("", False, False)
    assert isinstance(feed(reducer, heartbeat(1, 0))[0], Verified)


def test_unknown_frames_and_fields_are_ignored() -> None:
    assert feed(resumed(), {"type": "weather", "rain": True}) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": 12},
        {"customer": None},
        {"createdAt": "hier"},
        {"version": 1, "metadata": [1]},
        {"version": "sept"},
        {"version": 1.5},
    ],
)
def test_one_unreadable_ticket_never_blinds_a_desk(wrong: dict[str, Any]) -> None:
    reducer = resumed()
    one = applied(reducer, event(1, ticket={**ticket(1), **wrong}))
    assert isinstance(one.ticket, UnreadableTicket)
    assert one.ticket.id == "t1"
    assert reducer.count == 1
    assert isinstance(feed(reducer, heartbeat(1, 1))[0], Verified)


LONE_SURROGATES = [r"\ud800", r"\uDBFF", r"\udc00", r"\ud800\ud800", r"\ud83d\n", r"\\\ud83d\\"]
DEEP = "[" * 3000 + "]" * 3000


def with_text(frame: dict[str, Any], text: str) -> str:
    """Return the frame as JSON, with this text instead of the subject of ``INV-1``."""
    first = json.dumps(ticket(1)["subject"])
    return json.dumps(frame).replace(first, text, 1)


@pytest.mark.parametrize("text", [f'"Caf{one}"' for one in LONE_SURROGATES] + [DEEP])
def test_a_ticket_that_breaks_the_reading_of_its_frame_is_one_unreadable_ticket(text: str) -> None:
    reducer = resumed()
    frame = decode_frame(with_text(event(1), text))
    (one,) = reducer.receive(frame)
    assert isinstance(one, Applied)
    assert isinstance(one.ticket, UnreadableTicket)
    assert (one.ticket.id, one.ticket.version) == ("t1", 1)
    assert isinstance(feed(reducer, heartbeat(1, 1))[0], Verified)


@pytest.mark.parametrize("text", [r'"\ud800"', DEEP])
def test_it_leaves_the_other_tickets_of_a_page_as_they_are(text: str) -> None:
    reducer = FeedReducer(None, {}, None)
    feed(reducer, welcome("snapshot", 9))
    other = {**ticket(2), "subject": "\U0001f600 \\ud800"}
    data = with_text(page(1, ticket(1), other), text).replace('{"amount": 1}', '{"amount": 1.10}')
    reducer.receive(decode_frame(data))
    (replaced,) = feed(reducer, end(9, 2))
    assert isinstance(replaced, Replaced)
    broken, sound = replaced.tickets
    assert isinstance(broken, UnreadableTicket)
    assert not isinstance(sound, UnreadableTicket)
    assert sound.subject == "\U0001f600 \\ud800"
    assert bytes(sound.metadata) == b'{"amount": 1.10}'


def test_a_ticket_whose_id_is_a_lone_surrogate_still_has_an_id() -> None:
    (one,) = resumed().receive(decode_frame(json.dumps(event(1)).replace('"t1"', '"t1\\udc00"')))
    assert isinstance(one, Applied)
    assert one.ticket.id == "t1\N{REPLACEMENT CHARACTER}"


def test_an_unreadable_ticket_of_unknown_version_takes_the_place_of_the_one_held() -> None:
    reducer = resumed()
    feed(reducer, event(1, ticket=ticket(1, version=7)))
    one = applied(reducer, event(2, "ticket.updated", ticket={**ticket(1), "version": None}))
    assert one.keeps
    older = applied(reducer, event(3, "ticket.updated", ticket=ticket(1, version=6)))
    assert not older.keeps


def test_a_snapshot_is_held_aside_until_it_agrees() -> None:
    reducer = FeedReducer(None, {}, None)
    effects = feed(
        reducer,
        welcome("snapshot", 9, reason="no_cursor"),
        page(1, ticket(1), ticket(2)),
        page(2, ticket(3)),
    )
    assert [e.received for e in effects if isinstance(e, SnapshotProgress)] == [2, 3]
    assert reducer.cursor is None
    (replaced,) = feed(reducer, end(9, 3))
    assert isinstance(replaced, Replaced)
    assert replaced.cursor == Cursor(epoch="e1", seq=9)
    assert [t.id for t in replaced.tickets] == ["t1", "t2", "t3"]


def test_a_page_holds_a_hundred_tickets() -> None:
    full = page(1, *(ticket(number) for number in range(100)))
    assert feed(FeedReducer(None, {}, None), SNAPSHOT, full)[-1] == SnapshotProgress(100)


def test_presence_and_errors_are_passed_on() -> None:
    reducer = resumed()
    presence, error = feed(
        reducer,
        {"type": "presence", "available": False, "until": NOW},
        {
            "type": "error",
            "code": "TOO_MANY_REQUESTS",
            "message": "Trop",
            "details": {"retryAfterMs": 12000},
        },
    )
    assert presence == PresenceState(available=False, until=NOW)
    assert error == ErrorSeen("TOO_MANY_REQUESTS", "Trop", 12000)


@pytest.mark.parametrize(("stated", "kept"), [(-5, 0), (10**15, 3_600_000), ("bientôt", None)])
def test_a_stated_delay_stays_within_an_hour(stated: object, kept: int | None) -> None:
    frame = {"type": "error", "code": "X", "message": "", "details": {"retryAfterMs": stated}}
    assert feed(resumed(), frame) == [ErrorSeen("X", "", kept)]


@pytest.mark.parametrize(
    "frame",
    [
        welcome("snapshot", seq=2**53),
        welcome(seq=-1),
        end(0, -1),
        event(2**53),
        heartbeat(2**53, 1),
    ],
)
def test_a_place_in_the_feed_is_below_2_to_the_53(frame: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="int"):
        decode_frame(json.dumps(frame))


@pytest.mark.parametrize("epoch", ["", "e" * 129])
def test_an_epoch_is_at_most_128_characters(epoch: str) -> None:
    with pytest.raises(ValueError, match="length"):
        decode_frame(json.dumps(welcome(epoch=epoch)))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_frame_or_a_value_error(data: bytes) -> None:
    try:
        frame = decode_frame(data)
    except ValueError:
        return
    resumed().receive(frame)


KINDS = ["ticket.assigned", "ticket.updated", "ticket.unassigned", "ticket.closed", "ticket.odd"]


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 4), st.integers(1, 5)), max_size=30),
    st.lists(st.integers(0, 29), max_size=10),
)
def test_the_set_follows_the_events_whatever_is_repeated(
    script: list[tuple[str, int, int]], repeats: list[int]
) -> None:
    reducer = resumed()
    held: dict[str, int] = {}
    frames = []
    for index, (kind, number, version) in enumerate(script):
        frames.append(event(index + 1, kind, ticket=ticket(number, version)))
        if kind in {"ticket.closed", "ticket.unassigned"}:
            held.pop(f"t{number}", None)
        elif kind != "ticket.odd" and version >= held.get(f"t{number}", 0):
            held[f"t{number}"] = version
    for index, frame in enumerate(frames):
        feed(reducer, frame)
        for back in repeats:
            if back <= index:
                assert feed(reducer, frames[back]) == []
    assert reducer.count == len(held)
    assert isinstance(feed(reducer, heartbeat(len(frames), len(held)))[0], Verified)


def test_metadata_keeps_every_digit() -> None:
    raw = json.dumps(event(1)).replace('{"amount": 1}', '{"amount": 1.10, "b": 2, "b": 3}')
    (one,) = resumed().receive(decode_frame(raw))
    assert isinstance(one, Applied)
    assert not isinstance(one.ticket, UnreadableTicket)
    assert bytes(one.ticket.metadata) == b'{"amount": 1.10, "b": 2, "b": 3}'
    assert isinstance(one.ticket.metadata, msgspec.Raw)
