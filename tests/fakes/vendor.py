"""SupportDesk alone, as its page documents it: who the key is of, and creating a ticket."""

from __future__ import annotations

import asyncio
import json

import msgspec

from supportdesk_desktop.core.drafts import Draft
from tests.fakes.toy_server import Answer, Request, ToyServer, reply

KEY = "sk_live_agent_" + "a" * 48
DRAFT = Draft(
    customer_external_id="user_8841",
    subject="Double débit pour la commande #20418",
    description="La commande a été débitée **deux fois**.",
    metadata=msgspec.Raw(b'{"orderId":"20418","amount":48500.10}'),
)
WHOAMI = {"appId": "cl9", "slug": "s", "name": "Boutique", "keyType": "agent"}


def answer(status: int, body: object) -> Answer:
    return reply(status, json.dumps(body).encode())


def success(data: object) -> object:
    return {"success": True, "data": data, "timestamp": "2026-04-18T10:00:00Z"}


CREATED = answer(201, success({"id": "cl1", "ticketNumber": "INV-1042"}))
NOT_FOUND = answer(404, {"code": "NOT_FOUND", "message": "Route inconnue"})


class Vendor:
    """SupportDesk as documented: whoami and create; ``create`` answers the next creates."""

    def __init__(self, *creates: Answer, features: tuple[str, ...] = ()) -> None:
        self._creates = list(creates)
        self._whoami = answer(200, success({**WHOAMI, "features": list(features)}))

    async def __call__(self, request: Request, writer: asyncio.StreamWriter) -> None:
        if request.target.endswith("/auth/whoami"):
            await self._whoami(request, writer)
        elif request.target.endswith("/tickets/api-create"):
            first = self._creates.pop(0) if len(self._creates) > 1 else self._creates[0]
            await first(request, writer)
        else:
            await NOT_FOUND(request, writer)


def creates(toy: ToyServer) -> list[Request]:
    return [one for one in toy.requests if one.target.endswith("/tickets/api-create")]
