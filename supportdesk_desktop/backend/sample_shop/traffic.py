"""Business traffic through the real REST routes: the shop's systems file, change and close."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from supportdesk_desktop.backend.sample_shop.data import SHOP, Lang
from supportdesk_desktop.backend.sample_shop.incidents import (
    Incident,
    Incidents,
    Shopper,
    shoppers,
)
from supportdesk_desktop.core.tickets import PRIORITY_RANK, Priority

OPENING_TICKETS = 38
OPEN_TICKETS = 40
"""How many tickets the traffic keeps open, give or take a few."""
_FIRST_PAUSE_S = 3.0
_ESCALATE_EVERY = 4
_CLOSE_AT_ONCE = 3
_TIMEOUT_S = 15.0


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """An open ticket that the traffic may change or close."""

    id: str
    version: int
    priority: str


ReadOpen = Callable[[], Awaitable[Sequence[OpenTicket]]]
"""Returns the open tickets that are the traffic's own, oldest first."""


class Traffic:
    """The systems of the shop; to be closed."""

    def __init__(self, origin: str, key: str, lang: Lang, seed: int, read_open: ReadOpen) -> None:
        self._lang: Lang = lang
        self._incidents = Incidents(seed, lang)
        self._chance = random.Random(seed + 1)
        self._read_open = read_open
        self._tag_ids: dict[str, str] = {}
        self._beats = 0
        # A proxy of the environment would get the key, loopback or not.
        self._http = httpx.AsyncClient(
            base_url=origin, headers={"X-API-Key": key}, timeout=_TIMEOUT_S, trust_env=False
        )

    async def aclose(self) -> None:
        """End the connections to the desk."""
        await self._http.aclose()

    async def introduce_everybody(self) -> None:
        """Make the customers and tags known to the desk.

        Raises:
            httpx.HTTPError: the desk refused or did not answer.
        """
        for shopper in shoppers(self._lang):
            await self._introduce(shopper)
        for tag in SHOP.tags:
            await self._tag_id(tag)

    async def file_first_day(self, count: int) -> None:
        """File so many tickets quickly.

        Raises:
            httpx.HTTPError: the desk refused or did not answer.
        """
        for incident in self._incidents.opening(count):
            await self._file(incident)

    def first_pause_s(self, per_minute: float) -> float:
        """Return how long to wait for the first of so many tickets a minute."""
        return min(_FIRST_PAUSE_S, 60 / per_minute)

    def pause_s(self, per_minute: float) -> float:
        """Return how long to wait for the next of so many tickets a minute, more or less."""
        return 60 / per_minute * self._chance.uniform(0.6, 1.4)

    async def beat(self) -> None:
        """File one ticket, escalate one now and then, and close what is over the mark.

        Raises:
            httpx.HTTPError: the desk refused or did not answer.
        """
        self._beats += 1
        incident = self._incidents.next()
        await self._introduce(incident.shopper)
        await self._file(incident)
        tickets = list(await self._read_open())
        if self._beats % _ESCALATE_EVERY == 0:
            await self._escalate(tickets)
        for _ in range(min(_CLOSE_AT_ONCE, len(tickets) - OPEN_TICKETS)):
            # Someone who has just been given a ticket keeps it for a while.
            ticket = tickets.pop(self._chance.randrange(max(1, len(tickets) // 3)))
            await self._change(ticket, {"status": "CLOSED"})

    async def _introduce(self, shopper: Shopper) -> None:
        await self._send(
            "PATCH",
            f"/api/v1/customers/{quote(shopper.external_id, safe='')}",
            {
                "email": shopper.email,
                "name": shopper.name,
                "phone": shopper.phone,
                "metadata": {"city": shopper.city},
            },
        )

    async def _file(self, incident: Incident) -> None:
        if incident.event is not None:
            event = {
                "customerExternalId": incident.shopper.external_id,
                "type": incident.event,
                "payload": incident.metadata,
            }
            await self._send("POST", "/api/v1/customer-events", event)
        ticket = {
            "customerExternalId": incident.shopper.external_id,
            "subject": incident.subject,
            "description": incident.description,
            "priority": incident.priority,
            "category": incident.category,
            "metadata": incident.metadata,
            "tagIds": [await self._tag_id(tag) for tag in incident.tags],
        }
        await self._send("POST", "/api/v1/tickets/api-create", ticket)

    async def _tag_id(self, tag: str) -> str:
        """Return a tag's id on this desk, which is told of the tag where it does not know it."""
        if not self._tag_ids:
            answer = await self._send("GET", "/desk/v1/tags", None)
            known = {found["name"].casefold(): found["id"] for found in answer["data"]}
            for name, shown in SHOP.tags.items():
                found = known.get(shown.text(self._lang).casefold())
                if found is not None:
                    self._tag_ids[name] = found
        if tag not in self._tag_ids:
            shown = SHOP.tags[tag]
            body = {"name": shown.text(self._lang), "color": shown.color}
            answer = await self._send("POST", "/desk/v1/tags", body)
            self._tag_ids[tag] = answer["data"]["id"]
        return self._tag_ids[tag]

    async def _escalate(self, tickets: list[OpenTicket]) -> None:
        calm = [ticket for ticket in tickets if ticket.priority != Priority.CRITICAL]
        if not calm:
            return
        ticket = self._chance.choice(calm)
        tickets.remove(ticket)
        higher = list(Priority)[PRIORITY_RANK[ticket.priority] + 1]
        await self._change(ticket, {"priority": higher})

    async def _change(self, ticket: OpenTicket, change: dict[str, str]) -> None:
        answer = await self._http.patch(
            f"/desk/v1/tickets/{ticket.id}",
            json=change,
            headers={"If-Match": f'"{ticket.version}"'},
        )
        # Somebody may have changed or finished it meanwhile, which is as good.
        if answer.status_code not in {404, 409}:
            answer.raise_for_status()

    async def _send(self, method: str, path: str, body: object) -> Any:
        answer = await self._http.request(method, path, json=body)
        answer.raise_for_status()
        return answer.json()
