"""``POST /tickets/api-create`` and ``PATCH /desk/v1/tickets/{id}``."""

from __future__ import annotations

import re

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from supportdesk_desktop.backend import idempotency
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.envelope import success, success_body
from supportdesk_desktop.backend.fields import Fields, one_of
from supportdesk_desktop.backend.operations import Call, Operation, operation_route
from supportdesk_desktop.backend.ticket_writes import (
    NewTicket,
    TicketChange,
    change_ticket,
    create_ticket,
)
from supportdesk_desktop.core.tickets import Priority, TicketStatus

_IF_MATCH = re.compile(r'"([0-9]{1,9})"')


def filing_routes(desk: Desk) -> list[Route]:
    """Return the vendor's route of tickets."""
    operations = {"POST": Operation(create, takes_body=True)}
    return [operation_route(desk, "/tickets/api-create", operations)]


def action_routes(desk: Desk) -> list[Route]:
    """Return our own desk's route of ticket actions."""
    return [operation_route(desk, "/tickets/{id}", {"PATCH": Operation(change, takes_body=True)})]


async def create(call: Call) -> Response:
    """Create a ticket on behalf of a customer, once for each Idempotency-Key."""
    key = idempotency.check_key(call.request.headers.get("idempotency-key"))
    new = _new_ticket(call.fields)
    agent_id = call.caller.agent_id
    with call.desk.keys_in_progress.hold(agent_id, key):
        async with call.desk.writing() as writing:
            if key is not None:
                earlier = await idempotency.earlier_answer(
                    writing, agent_id, key, call.body, call.now_ms
                )
                if earlier is not None:
                    return success(earlier, 201, {"Idempotency-Replayed": "true"})
            ticket = await create_ticket(writing, new, call.desk.options.quota, call.now_ms)
            answer = success_body(ticket.rest, call.now_ms)
            if key is not None:
                await idempotency.keep_answer(
                    writing, agent_id, key, call.body, answer, call.now_ms
                )
    return success(answer, 201)


async def change(call: Call) -> Response:
    """Change status, agent or priority of a ticket whose version the caller knows."""
    fields = call.fields
    requested = TicketChange(
        status=fields.optional("status", one_of(*TicketStatus)),
        agent_id=fields.optional("agentId", blank=False),
        priority=fields.optional("priority", one_of(*Priority)),
    )
    version = _expected_version(call, fields)
    fields.settle()
    async with call.desk.writing() as writing:
        ticket = await change_ticket(
            writing, call.request.path_params["id"], requested, call.caller, version, call.now_ms
        )
    return success(
        success_body(msgspec.Raw(ticket.feed), call.now_ms),
        headers={"ETag": f'"{ticket.version}"'},
    )


def _new_ticket(fields: Fields) -> NewTicket:
    new = NewTicket(
        customer_external_id=fields.require("customerExternalId"),
        subject=fields.require("subject"),
        description=fields.require("description"),
        priority=fields.optional("priority", one_of(*Priority)) or Priority.MEDIUM,
        category=fields.optional("category"),
        metadata=fields.object_text("metadata") or "{}",
        tag_ids=fields.tag_ids("tagIds"),
    )
    fields.settle()
    return new


def _expected_version(call: Call, fields: Fields) -> int:
    match = _IF_MATCH.fullmatch(call.request.headers.get("if-match", ""))
    if match is None:
        fields.refuse("If-Match", 'Requis : la version du ticket, par exemple "7"')
        return 0
    return int(match.group(1))
