"""Availability: stored, ended at its time, and told."""

from __future__ import annotations

import pytest

from supportdesk_desktop.backend.presence import PresenceRecord, presence_of, set_presence
from supportdesk_desktop.backend.watch import settle_due
from tests.unit.backend.desk_client import DeskClient


async def _presence(client: DeskClient) -> PresenceRecord:
    async with client.desk.database.reading() as conn:
        return await presence_of(conn, client.ids["Aicha"])


async def _set(client: DeskClient, available: bool, until_ms: int | None) -> PresenceRecord:
    async with client.desk.writing() as writing:
        return await set_presence(writing, client.ids["Aicha"], available, until_ms, client.clock())


async def test_an_absence_ends_by_itself_and_brings_what_waits(client: DeskClient) -> None:
    until_ms = client.clock() + 60_000
    assert await _set(client, False, until_ms) == PresenceRecord(False, until_ms)
    assert (await _presence(client)).until == "2026-04-18T10:01:00.000Z"
    await client.create(by="Robot")
    await settle_due(client.desk)
    assert await client.events("Aicha") == []
    client.clock.advance(60)
    with client.desk.wakeups.bell(client.ids["Aicha"]) as bell:
        await settle_due(client.desk)
        assert await bell.wait(0)
    assert await _presence(client) == PresenceRecord(True, None)
    assert len(await client.events("Aicha")) == 1


async def test_an_absence_until_the_past_is_none(client: DeskClient) -> None:
    assert await _set(client, False, client.clock()) == PresenceRecord(True, None)


async def test_who_is_available_has_no_end(client: DeskClient) -> None:
    assert await _set(client, True, client.clock() + 60_000) == PresenceRecord(True, None)


async def test_nobody_has_no_presence(client: DeskClient) -> None:
    async with client.desk.database.reading() as conn:
        with pytest.raises(LookupError):
            await presence_of(conn, "personne")
