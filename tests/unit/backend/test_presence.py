"""Availability: stored, ended at its time, and told."""

from __future__ import annotations

from sqlalchemy import select

from supportdesk_desktop.backend.feed.log import read_standing
from supportdesk_desktop.backend.housekeeping import settle_due
from supportdesk_desktop.backend.tables import api_keys
from supportdesk_desktop.core.frames import PresenceState
from tests.unit.backend.desk_client import DeskClient

HERE = PresenceState(available=True)


async def _presence(client: DeskClient) -> PresenceState:
    aicha = client.ids["Aicha"]
    async with client.desk.database.reading() as conn:
        key = await conn.scalar(select(api_keys.c.id).where(api_keys.c.agent_id == aicha))
        standing = await read_standing(conn, aicha, str(key), client.clock())
    assert standing is not None
    return standing.presence


async def _set(client: DeskClient, available: bool, until_ms: int | None) -> PresenceState:
    await client.set_presence(available, until_ms)
    return await _presence(client)


async def test_an_absence_ends_by_itself_and_brings_what_waits(client: DeskClient) -> None:
    away = PresenceState(available=False, until="2026-04-18T10:01:00.000Z")
    assert await _set(client, False, client.clock() + 60_000) == away
    await client.create(by="Robot")
    await settle_due(client.desk)
    assert await client.events("Aicha") == []
    client.clock.advance(60)
    with client.desk.wakeups.subscribed(client.ids["Aicha"]) as wakeup:
        await settle_due(client.desk)
        assert await wakeup.take(0)
    assert await _presence(client) == HERE
    assert len(await client.events("Aicha")) == 1


async def test_an_absence_until_the_past_is_none(client: DeskClient) -> None:
    assert await _set(client, False, client.clock()) == HERE


async def test_who_is_available_has_no_end(client: DeskClient) -> None:
    assert await _set(client, True, client.clock() + 60_000) == HERE
