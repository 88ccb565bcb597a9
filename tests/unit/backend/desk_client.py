"""A desk without a socket: its app is called in the test's own loop, on a clock set by hand."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Select, select

from supportdesk_desktop.backend.admin import add_agent
from supportdesk_desktop.backend.app import build_app
from supportdesk_desktop.backend.assignment import set_presence
from supportdesk_desktop.backend.desk import Desk, DeskOptions, open_desk
from supportdesk_desktop.backend.tables import feed_events
from supportdesk_desktop.core.times import epoch_ms

START_MS = epoch_ms("2026-04-18T10:00:00Z")
CUSTOMER = "user_42"


@dataclass
class HandClock:
    """A clock that moves only when it is told to."""

    now_ms: int = START_MS

    def __call__(self) -> int:
        return self.now_ms

    def advance(self, seconds: float) -> None:
        self.now_ms += round(seconds * 1000)


@dataclass
class DeskClient:
    """One desk and an HTTP client of it."""

    desk: Desk
    clock: HandClock
    http: httpx.AsyncClient
    keys: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    async def add_agent(self, name: str, **more: Any) -> str:
        """Add an agent known by their name in this test; returns their id."""
        async with self.desk.writing() as writing:
            agent, key = await add_agent(
                writing, name, f"{name.lower()}@exemple.bj", self.clock(), **more
            )
        self.keys[name], self.ids[name] = key, agent.id
        return agent.id

    async def send(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        by: str | None = "Aicha",
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send one request with the key of the agent ``by``."""
        sent = dict(headers or {})
        if by is not None:
            sent["X-API-Key"] = self.keys[by]
        if content is None and body is not None:
            content = json.dumps(body, ensure_ascii=False).encode()
        if content is not None:
            sent.setdefault("Content-Type", "application/json")
        return await self.http.request(method, path, content=content, headers=sent)

    async def create(self, by: str = "Aicha", **fields: Any) -> dict[str, Any]:
        """Create a ticket that the desk must accept; returns ``data``."""
        body = {
            "customerExternalId": CUSTOMER,
            "subject": "Paiement échoué pour la commande #12345",
            "description": "La tentative de paiement a échoué.",
            **fields,
        }
        answer = await self.send("POST", "/api/v1/tickets/api-create", body, by=by)
        assert answer.status_code == 201, answer.text
        data: dict[str, Any] = answer.json()["data"]
        return data

    async def change(
        self, ticket_id: str, version: int, body: object, by: str = "Aicha"
    ) -> httpx.Response:
        headers = {"If-Match": f'"{version}"'}
        return await self.send(
            "PATCH", f"/desk/v1/tickets/{ticket_id}", body, by=by, headers=headers
        )

    async def set_presence(
        self, available: bool, until_ms: int | None = None, name: str = "Aicha"
    ) -> None:
        """Store what an agent says of their availability."""
        async with self.desk.writing() as writing:
            await set_presence(writing, self.ids[name], available, until_ms, self.clock())

    async def rows(self, query: Select[Any]) -> Sequence[Any]:
        async with self.desk.database.reading() as conn:
            rows: Sequence[Any] = (await conn.execute(query)).all()
        return rows

    async def events(self, name: str) -> list[dict[str, Any]]:
        """Return the events of an agent's feed, which must be numbered from 1 without a gap."""
        theirs = select(feed_events).where(feed_events.c.agent_id == self.ids[name])
        rows = await self.rows(theirs.order_by(feed_events.c.seq))
        assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
        return [json.loads(row.event) for row in rows]


@asynccontextmanager
async def desk_client(
    folder: Path, options: DeskOptions | None = None
) -> AsyncIterator[DeskClient]:
    """Open a desk in a folder, without limits unless ``options`` has some."""
    clock = HandClock()
    chosen = options or DeskOptions(limits=None)
    desk = await open_desk(f"sqlite:///{folder / 'desk.db'}", chosen, clock)
    transport = httpx.ASGITransport(build_app(desk))
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as http:
            yield DeskClient(desk, clock, http)
    finally:
        await desk.aclose()


async def with_customer(client: DeskClient) -> None:
    """Add the customer that ``create`` files for."""
    body = {"email": "jean@acme.com", "name": "Jean Dossou", "phone": "+229 01 97 00 00 00"}
    answer = await client.send("PATCH", f"/api/v1/customers/{CUSTOMER}", body)
    assert answer.status_code == 200, answer.text


def set_options(client: DeskClient, **changes: Any) -> None:
    """Run the desk under other options from here on."""
    client.desk.options = replace(client.desk.options, **changes)


def assert_refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Check the failure envelope; returns its details."""
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), answer.text
    assert set(body) <= {"code", "message", "details"}
    assert isinstance(body["message"], str)
    details: dict[str, Any] = body.get("details", {})
    return details


def fields_at_fault(answer: httpx.Response) -> list[str]:
    """Return the fields that a VALIDATION_ERROR is about, in order."""
    details = assert_refused(answer, 400, "VALIDATION_ERROR")
    assert all(isinstance(text, str) for texts in details.values() for text in texts)
    return sorted(details)
