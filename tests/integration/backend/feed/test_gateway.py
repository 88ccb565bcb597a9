"""The feed over a real socket: snapshot, resume, events, heartbeats, presence, epochs."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError

from supportdesk_desktop.backend.feed import connection
from supportdesk_desktop.backend.feed.log import Standing, read_standing
from supportdesk_desktop.backend.tables import agents, feed_acks, feed_events
from supportdesk_desktop.core.times import epoch_ms, iso_utc
from tests.integration.backend.feed.live_desk import WAIT_S, LiveDesk


async def test_first_connection_gets_a_snapshot_and_one_heartbeat(live: LiveDesk) -> None:
    for n in range(3):
        await live.file(f"Commande n° {n}")
    async with live.desktop(live.key) as desktop:
        assert desktop.socket.subprotocol == "supportdesk.assigned-tickets.v1"
        welcome = await desktop.hello()
        assert (welcome["mode"], welcome["reason"]) == ("snapshot", "no_cursor")
        assert welcome["agent"]["id"] == live.agent_id
        assert welcome["agent"]["name"] == "Aïcha Houngbédji"
        assert welcome["presence"] == {"available": True, "until": None}
        tickets, end = await desktop.snapshot()
        assert (end["seq"], end["count"], welcome["seq"]) == (3, 3, 3)
        assert {ticket["subject"] for ticket in tickets} == {f"Commande n° {n}" for n in range(3)}
        beat = await desktop.expect("heartbeat")
        assert (beat["seq"], beat["count"]) == (3, 3)


async def test_live_events_come_in_order_with_the_digits_of_the_metadata(live: LiveDesk) -> None:
    async with live.following() as desktop:
        ticket = await live.file()
        async with asyncio.timeout(WAIT_S):
            text = await desktop.socket.recv()
        assert '"metadata":{"amount":1.10}' in str(text)
        event = json.loads(text)
        assert (event["seq"], event["event"]["type"]) == (1, "ticket.assigned")
        assert event["event"]["level"] == "N1"
        ticket = await live.change(ticket, priority="CRITICAL")
        ticket = await live.change(ticket, status="CLOSED")
        updated, closed = await desktop.expect("event"), await desktop.expect("event")
        assert (updated["seq"], updated["event"]["type"]) == (2, "ticket.updated")
        assert (closed["seq"], closed["event"]["type"]) == (3, "ticket.closed")
        versions = [frame["event"]["ticket"]["version"] for frame in (event, updated, closed)]
        assert versions == [1, 2, 3]


async def test_a_replayed_event_is_the_stored_one_byte_for_byte(live: LiveDesk) -> None:
    async with live.following() as desktop:
        epoch = desktop.epoch
        await live.file()
        async with asyncio.timeout(WAIT_S):
            first = await desktop.socket.recv()
    async with live.desktop(live.key) as desktop:
        welcome = await desktop.hello({"epoch": epoch, "seq": 0}, instance="poste-2")
        assert (welcome["mode"], welcome["seq"], welcome["head"]) == ("resume", 0, 1)
        async with asyncio.timeout(WAIT_S):
            assert await desktop.socket.recv() == first
        assert (await desktop.expect("heartbeat"))["count"] == 1


async def test_more_events_than_a_batch_are_all_replayed(live: LiveDesk) -> None:
    for n in range(70):
        await live.file(f"Commande {n}")
    async with live.desktop(live.key) as desktop:
        epoch = (await desktop.hello())["epoch"]
    async with live.desktop(live.key) as desktop:
        await desktop.hello({"epoch": epoch, "seq": 3})
        seqs = [(await desktop.expect("event"))["seq"] for _ in range(67)]
        assert seqs == list(range(4, 71))
        assert (await desktop.expect("heartbeat"))["seq"] == 70


@pytest.mark.parametrize(
    ("epoch", "seq", "reason"),
    [
        ("", 1, "epoch_changed"),
        ("", 99, "epoch_changed"),
        (None, 99, "cursor_ahead"),
        (None, 0, "history_trimmed"),
        (None, 1, "history_trimmed"),
    ],
)
async def test_reasons_for_a_snapshot(
    live: LiveDesk, epoch: str | None, seq: int, reason: str
) -> None:
    for _ in range(3):
        await live.file()
    async with live.desk.writing() as writing:
        await writing.conn.execute(
            delete(feed_events).where(
                feed_events.c.agent_id == live.agent_id, feed_events.c.seq <= 2
            )
        )
    async with live.desktop(live.key) as desktop:
        true_epoch = (await desktop.hello())["epoch"]
    async with live.desktop(live.key) as desktop:
        resume = {"epoch": true_epoch if epoch is None else "autre", "seq": seq}
        assert (await desktop.hello(resume))["reason"] == reason
    async with live.desktop(live.key) as desktop:
        resume = {"epoch": true_epoch, "seq": 2}
        assert (await desktop.hello(resume))["mode"] == "resume"


async def test_a_hole_in_the_log_voids_the_cursor(live: LiveDesk) -> None:
    for _ in range(4):
        await live.file()
    async with live.desktop(live.key) as desktop:
        epoch = (await desktop.hello())["epoch"]
    async with live.desk.writing() as writing:
        await writing.conn.execute(
            delete(feed_events).where(
                feed_events.c.agent_id == live.agent_id, feed_events.c.seq == 3
            )
        )
    async with live.desktop(live.key) as desktop:
        await desktop.hello({"epoch": epoch, "seq": 1})
        code, error = await desktop.closed()
        assert (code, error["code"]) == (4410, "CURSOR_VOID")


async def test_presence_reaches_every_desktop_and_is_kept(live: LiveDesk) -> None:
    async with live.desktop(live.key) as one, live.desktop(live.key) as two:
        await one.hello(instance="un")
        await two.hello(instance="deux")
        until = iso_utc(live.desk.clock() + 3_600_000)
        await one.send(type="presence", available=False, until=until)
        for desktop in (one, two):
            frame = await desktop.until("presence")
            assert (frame["available"], frame["until"]) == (False, until)
    waiting = await live.file()
    assert waiting.agent_id is None
    async with live.desktop(live.key) as desktop:
        welcome = await desktop.hello()
        assert welcome["presence"] == {"available": False, "until": until}
        await desktop.until("heartbeat")
        await desktop.send(type="presence", available=True)
        assert {(await desktop.receive())["type"] for _ in range(2)} == {"presence", "event"}


@pytest.mark.parametrize(
    "until", ["2027-12-02T00:00:00Z", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59+14:00"]
)
async def test_an_absence_of_more_than_a_year_is_refused_and_stored_nowhere(
    live: LiveDesk, until: str
) -> None:
    live.desk.clock = lambda: epoch_ms("2026-11-30T00:00:00Z")
    async with live.following() as desktop:
        await desktop.send(type="presence", available=False, until=until)
        refused = await desktop.expect("error")
        assert refused["code"] == "VALIDATION_ERROR"
        assert list(refused["details"]) == ["until"]
        assert await live.is_available(live.agent_id)
        # The socket goes on.
        await desktop.send(type="presence", available=False, until="2027-12-01T00:00:00Z")
        assert (await desktop.expect("presence"))["until"] == "2027-12-01T00:00:00.000Z"


async def test_an_absence_stored_beyond_the_calendar_is_told_all_the_same(live: LiveDesk) -> None:
    async with live.desk.writing() as writing:
        far = {"available": False, "away_until_ms": 253_402_350_000_000}
        await writing.conn.execute(update(agents).where(agents.c.id == live.agent_id).values(**far))
    async with live.desktop(live.key) as desktop:
        welcome = await desktop.hello()
        assert welcome["presence"] == {"available": False, "until": "9999-12-30T00:00:00.000Z"}
        await desktop.until("heartbeat")


async def test_a_state_read_before_it_was_asked_for_is_no_answer(
    live: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, goes_on = asyncio.Event(), asyncio.Event()

    async def read_slowly(*arguments: Any) -> Standing | None:
        found = await read_standing(*arguments)
        reads.set()
        await goes_on.wait()
        return found

    async with live.following() as desktop:
        monkeypatch.setattr(connection, "read_standing", read_slowly)
        await live.file()
        async with asyncio.timeout(WAIT_S):
            await reads.wait()
        with live.desk.wakeups.subscribed(live.agent_id) as wakeup:
            await desktop.send(type="presence", available=False)
            await wakeup.take(WAIT_S)
        assert not await live.is_available(live.agent_id)
        goes_on.set()
        assert (await desktop.until("presence"))["available"] is False


async def test_asking_for_the_same_presence_is_confirmed_and_writes_nothing(
    live: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = iso_utc(live.desk.clock() + 3_600_000)
    async with live.following() as desktop:
        await desktop.send(type="presence", available=False, until=until)
        await desktop.until("presence")

        def written() -> None:
            raise AssertionError("a presence that is stored already was written again")

        monkeypatch.setattr(live.desk.database, "writing", written)
        for _ in range(3):
            await desktop.send(type="presence", available=False, until=until)
            frame = await desktop.expect("presence")
            assert (frame["available"], frame["until"]) == (False, until)
        monkeypatch.undo()


async def test_an_agent_changes_presence_ten_times_a_minute_over_all_sockets(
    live: LiveDesk,
) -> None:
    _, other_key = await live.add_agent("Bio Guera")
    async with (
        live.desktop(live.key) as one,
        live.desktop(live.key) as two,
        live.desktop(other_key) as bio,
    ):
        for instance, desktop in {"un": one, "deux": two, "trois": bio}.items():
            await desktop.hello(instance=instance)
            await desktop.until("heartbeat")
        for change in range(10):
            await one.send(type="presence", available=change % 2 == 1)
            assert (await one.expect("presence"))["available"] is (change % 2 == 1)
        for desktop in (one, two):
            await desktop.send(type="presence", available=False)
            refused = await desktop.until("error")
            assert refused["code"] == "TOO_MANY_REQUESTS"
            assert 1000 <= refused["details"]["retryAfterMs"] <= 60_000
        assert await live.is_available(live.agent_id)
        # Neither is closed: what changes nothing is still answered, and others change theirs.
        await one.send(type="presence", available=True)
        assert (await one.expect("presence"))["available"] is True
        await bio.send(type="presence", available=False)
        assert (await bio.expect("presence"))["available"] is False


async def test_acks_are_stored_and_those_ahead_are_ignored(live: LiveDesk) -> None:
    await live.file()
    async with live.following() as desktop:
        await desktop.send(type="ack", epoch=desktop.epoch, seq=7)
        await desktop.send(type="ack", epoch="autre", seq=1)
        await desktop.send(type="ack", epoch=desktop.epoch, seq=1)
        # Frames are taken in order: once this is confirmed, the acks are stored.
        await desktop.send(type="presence", available=True)
        await desktop.until("presence")
        async with live.desk.database.reading() as conn:
            rows = (await conn.execute(select(feed_acks))).all()
        assert [(row.agent_id, row.instance_id, row.seq) for row in rows] == [
            (live.agent_id, "poste-1", 1)
        ]


async def test_what_cannot_be_stored_now_ends_no_feed(
    live: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await live.file()

    def locked() -> None:
        raise OperationalError("BEGIN IMMEDIATE", None, Exception("database is locked"))

    async with live.following() as desktop:
        monkeypatch.setattr(live.desk.database, "writing", locked)
        await desktop.send(type="ack", epoch=desktop.epoch, seq=1)
        await desktop.send(type="presence", available=False)
        # Unanswered, as whoever asked is told; what changes nothing needs no write.
        await desktop.send(type="presence", available=True)
        assert (await desktop.expect("presence"))["available"] is True
        monkeypatch.undo()
        await desktop.send(type="ack", epoch=desktop.epoch, seq=1)
        await desktop.send(type="presence", available=False)
        assert (await desktop.expect("presence"))["available"] is False
        async with live.desk.database.reading() as conn:
            assert (await conn.execute(select(feed_acks.c.seq))).scalars().all() == [1]
