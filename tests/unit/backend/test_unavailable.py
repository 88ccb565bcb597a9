"""A database that another process keeps locked: callers are told to come again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from supportdesk_desktop.backend import database
from supportdesk_desktop.backend.desk import DeskOptions
from tests.unit.backend.desk_client import DeskClient, assert_refused, desk_client, with_customer

CREATE = "/api/v1/tickets/api-create"
TICKET = {"customerExternalId": "user_42", "subject": "Colis", "description": "Perdu"}


@contextmanager
def _locked(client: DeskClient) -> Iterator[None]:
    path = client.desk.database.path
    assert path is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_locked_database_is_503_and_when_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_TIMEOUT_MS", 20)
    async with desk_client(tmp_path, DeskOptions()) as client:
        await client.add_agent("Aicha")
        await with_customer(client)
        with _locked(client):
            for method, path in (("POST", CREATE), ("GET", "/api/v1/auth/whoami")):
                answer = await client.send(method, path, TICKET if method == "POST" else None)
                assert_refused(answer, 503, "SERVICE_UNAVAILABLE")
                assert int(answer.headers["retry-after"]) >= 1
        assert (await client.send("POST", CREATE, TICKET)).status_code == 201


async def test_nobody_waits_for_ever_behind_other_writers(
    client: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_TURN_S", 0.02)
    async with client.desk.writing():
        answer = await client.send("POST", CREATE, TICKET)
    assert_refused(answer, 503, "SERVICE_UNAVAILABLE")
    assert (await client.send("POST", CREATE, TICKET)).status_code == 201
