"""Agents and keys, as the command line administers them beside a running desk."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, update

from supportdesk_desktop.backend.admin import (
    AdminError,
    add_agent,
    add_tag,
    list_agents,
    list_tags,
    revoke_agent,
    rotate_key,
)
from supportdesk_desktop.backend.database import Database
from supportdesk_desktop.backend.feed.log import read_standing
from supportdesk_desktop.backend.housekeeping import delete_outdated, notice_other_writers
from supportdesk_desktop.backend.keys import hash_key, new_key
from supportdesk_desktop.backend.tables import agents, api_keys, idempotency_keys, tickets
from tests.unit.backend.desk_client import DeskClient, assert_refused

WHOAMI = "/api/v1/auth/whoami"


async def test_only_the_hash_of_a_key_is_stored(client: DeskClient) -> None:
    key = client.keys["Aicha"]
    assert re.fullmatch(r"sk_live_agent_[A-Za-z0-9]{48}", key)
    stored = [row.key_hash for row in await client.rows(select(api_keys.c.key_hash))]
    assert hash_key(key) in stored
    assert not any(key in text for text in stored)


async def test_a_rotated_key_replaces_the_old_one(client: DeskClient) -> None:
    old = client.keys["Aicha"]
    async with client.desk.writing() as writing:
        client.keys["Aicha"] = await rotate_key(writing, "AICHA@exemple.bj", client.clock())
    assert (await client.send("GET", WHOAMI)).status_code == 200
    client.keys["Aicha"] = old
    assert_refused(await client.send("GET", WHOAMI), 401, "AUTH_API_KEY_INVALID")


async def test_a_revoked_agent_gets_nothing_more_until_rotated(client: DeskClient) -> None:
    async with client.desk.database.reading() as conn:
        mine = api_keys.c.agent_id == client.ids["Aicha"]
        key_id = await conn.scalar(select(api_keys.c.id).where(mine))
        who = client.ids["Aicha"], str(key_id)
        assert await read_standing(conn, *who, client.clock()) is not None
    async with client.desk.writing() as writing:
        agent_id, *_ = await revoke_agent(writing, "aicha@exemple.bj", client.clock())
    assert agent_id == client.ids["Aicha"]
    async with client.desk.database.reading() as conn:
        assert await read_standing(conn, *who, client.clock()) is None
        assert [agent.revoked for agent in await list_agents(conn, client.clock())] == [True, False]
    assert (await client.create(by="Robot"))["assignedAgent"] is None
    chosen = new_key()
    async with client.desk.writing() as writing:
        assert await rotate_key(writing, "aicha@exemple.bj", client.clock(), key=chosen) == chosen
    assert len(await client.events("Aicha")) == 1


async def test_rotating_keeps_a_service_without_limits(client: DeskClient) -> None:
    async with client.desk.writing() as writing:
        await add_agent(writing, "Simu", "s@exemple.bj", 0, role="service", unlimited=True)
        client.keys["Simu"] = await rotate_key(writing, "s@exemple.bj", client.clock())
    newest = api_keys.c.key_hash == hash_key(client.keys["Simu"])
    (row,) = await client.rows(select(api_keys).where(newest))
    assert row.unlimited


@pytest.mark.parametrize(
    ("name", "email", "role", "reason"),
    [
        ("", "a@b.bj", "agent", AdminError.BAD_NAME),
        ("A\nBcc: x", "a@b.bj", "agent", AdminError.BAD_NAME),
        ("A", "a@b", "agent", AdminError.BAD_EMAIL),
        ("A", "a@b.bj", "chef", AdminError.BAD_ROLE),
        ("A", "Aicha@Exemple.bj", "agent", AdminError.EMAIL_EXISTS),
    ],
)
async def test_who_cannot_be_added(
    client: DeskClient, name: str, email: str, role: str, reason: str
) -> None:
    async with client.desk.writing() as writing:
        with pytest.raises(AdminError, match=reason):
            await add_agent(writing, name, email, client.clock(), role=role)


async def test_nobody_is_revoked_by_an_unknown_email(client: DeskClient) -> None:
    async with client.desk.writing() as writing:
        with pytest.raises(AdminError, match=AdminError.UNKNOWN_AGENT):
            await revoke_agent(writing, "personne@exemple.bj", client.clock())


async def test_what_another_process_writes_rings_here(client: DeskClient) -> None:
    seen: dict[str, tuple[int, int]] = {}
    await notice_other_writers(client.desk, seen)
    path = client.desk.database.path
    other = await Database.open(f"sqlite:///{path}")
    with client.desk.wakeups.subscribed(client.ids["Aicha"]) as wakeup:
        await notice_other_writers(client.desk, seen)
        assert not await wakeup.take(0)
        async with other.writing() as writing:
            await revoke_agent(writing, "aicha@exemple.bj", client.clock())
        await notice_other_writers(client.desk, seen)
        assert await wakeup.take(0)
    await other.aclose()


async def test_what_nobody_needs_is_deleted(client: DeskClient) -> None:
    await client.send(
        "POST",
        "/api/v1/tickets/api-create",
        {"customerExternalId": "user_42", "subject": "a", "description": "b"},
        headers={"Idempotency-Key": "k"},
    )
    async with client.desk.writing() as writing:
        await rotate_key(writing, "aicha@exemple.bj", client.clock())
        await writing.conn.execute(update(agents).values(last_assigned_ms=0))
    client.clock.advance(7 * 24 * 3600)
    await delete_outdated(client.desk)
    assert len(await client.events("Aicha")) == 1
    client.clock.advance(24 * 24 * 3600)
    await delete_outdated(client.desk)
    assert await client.events("Aicha") == []
    kept = [len(await client.rows(select(one))) for one in (idempotency_keys, api_keys, tickets)]
    assert kept == [0, 2, 1]


async def test_a_tag_is_named_once(client: DeskClient) -> None:
    async with client.desk.writing() as writing:
        tag = await add_tag(writing, "Paiement", "#C8102E", client.clock())
    async with client.desk.database.reading() as conn:
        assert await list_tags(conn) == [tag]


@pytest.mark.parametrize(
    ("name", "color", "reason"),
    [
        (" ", None, AdminError.BAD_TAG_NAME),
        ("a\nb", None, AdminError.BAD_TAG_NAME),
        ("Livraison", "rouge", AdminError.BAD_COLOR),
        ("PAIEMENT", None, AdminError.TAG_EXISTS),
    ],
)
async def test_tags_that_cannot_be_added(
    client: DeskClient, name: str, color: str | None, reason: str
) -> None:
    async with client.desk.writing() as writing:
        await add_tag(writing, "Paiement", None, client.clock())
        with pytest.raises(AdminError, match=reason):
            await add_tag(writing, name, color, client.clock())
