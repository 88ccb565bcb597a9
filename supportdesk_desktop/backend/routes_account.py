"""``GET /auth/whoami``: the vendor's four facts, and what our own desk adds."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.envelope import success, success_body
from supportdesk_desktop.backend.operations import Call, Operation, operation_route
from supportdesk_desktop.backend.rates import limits_of
from supportdesk_desktop.core.desk_facts import IDEMPOTENCY_KEY, PRESENCE, TICKET_ACTIONS


def account_routes(desk: Desk) -> list[Route]:
    """Return the routes about the key itself."""
    return [operation_route(desk, "/auth/whoami", {"GET": Operation(whoami)})]


async def whoami(call: Call) -> Response:
    """Say what the key is, and what this desk offers it."""
    caller = call.caller
    limits = limits_of(call.desk, caller)
    features = [IDEMPOTENCY_KEY, TICKET_ACTIONS]
    if not caller.is_service:
        features.append(PRESENCE)
    data = {
        "appId": call.desk.app.id,
        "slug": call.desk.app.slug,
        "name": call.desk.app.name,
        "keyType": caller.role,
        "agent": {
            "id": caller.agent_id,
            "name": caller.name,
            "email": caller.email,
            "level": caller.level,
        },
        "features": features,
        "limits": None
        if not limits
        else [{"requests": limit.requests, "seconds": limit.seconds} for limit in limits],
    }
    return success(success_body(data, call.now_ms))
