"""The routes of both REST contracts: checked fields in, an answer in the envelope out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from supportdesk_desktop.backend.admin import list_agents, list_tags, save_tag
from supportdesk_desktop.backend.customers import add_event, upsert_customer
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.rest import idempotency
from supportdesk_desktop.backend.rest.answers import JSON_TYPE, invalid, success_body
from supportdesk_desktop.backend.rest.fields import (
    Fields,
    at_most,
    is_color,
    is_email,
    is_event_type,
    is_moment,
    is_uuid,
    is_web_address,
    one_of,
)
from supportdesk_desktop.backend.rest.operations import Call, Operations, limits_of
from supportdesk_desktop.backend.ticket_records import filed_tickets
from supportdesk_desktop.backend.tickets import TicketChange, change_ticket, create_ticket
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.profile import (
    FILED_TICKETS,
    IDEMPOTENCY_KEY,
    PRESENCE,
    TICKET_ACTIONS,
    DeskFacts,
)
from supportdesk_desktop.core.text import MAX_TAG_NAME, is_tag_name
from supportdesk_desktop.core.tickets import DeskAgent, Priority, Ticket, TicketStatus
from supportdesk_desktop.core.times import iso_utc

MAX_EXTERNAL_ID = 256
_NAME_LENGTH = 200
_PHONE_LENGTH = 50
_IF_MATCH = re.compile(r'"([0-9]{1,9})"')


def vendor_routes(desk: Desk) -> list[Route]:
    """Return the routes that the vendor's contract has, too. An external id may hold a slash."""
    customer = Operations(desk, {"PATCH": patch_customer}, exists=_names_one_customer)
    return [
        Route("/auth/whoami", Operations(desk, {"GET": whoami})),
        Route("/tickets/api-create", Operations(desk, {"POST": create})),
        Route("/customers/{external_id:path}", customer),
        Route("/customer-events", Operations(desk, {"POST": post_event})),
    ]


def desk_routes(desk: Desk) -> list[Route]:
    """Return the routes of our own, which the vendor does not have."""
    return [
        Route("/tickets", Operations(desk, {"GET": get_filed})),
        Route("/tickets/{id}", Operations(desk, {"PATCH": change})),
        Route("/agents", Operations(desk, {"GET": get_agents})),
        Route("/tags", Operations(desk, {"GET": get_tags, "POST": post_tag})),
    ]


def _success(
    call: Call, data: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(success_body(data, call.now_ms), status, headers, JSON_TYPE)


async def whoami(call: Call) -> Response:
    """Say what the key is, and what this desk offers it."""
    caller, app = call.caller, call.desk.app
    features = (IDEMPOTENCY_KEY, TICKET_ACTIONS, FILED_TICKETS)
    data = DeskFacts(
        app_id=app.id,
        slug=app.slug,
        name=app.name,
        key_type=caller.role,
        agent=caller.agent,
        features=features if caller.is_service else (*features, PRESENCE),
        limits=limits_of(call.desk, caller) or None,
    )
    return _success(call, data)


async def patch_customer(call: Call) -> Response:
    """Create or update a customer by the caller's own id."""
    external_id = _external_id(call)
    fields = call.fields
    sent = {
        "email": fields.optional("email", is_email, blank=False),
        "name": fields.optional("name", at_most(_NAME_LENGTH), blank=False),
        "phone": fields.optional("phone", at_most(_PHONE_LENGTH)),
        "avatar_url": fields.optional("avatarUrl", is_web_address),
        "metadata": fields.object_text("metadata"),
    }
    fields.settle()
    async with call.desk.writing() as writing:
        customer = await upsert_customer(writing, external_id, sent, call.now_ms)
    return _success(call, customer)


async def post_event(call: Call) -> Response:
    fields = call.fields
    external_id = fields.require("customerExternalId")
    kind = fields.require("type", is_event_type)
    payload = fields.object_text("payload") or "{}"
    occurred_at = fields.optional("occurredAt", is_moment) or iso_utc(call.now_ms)
    fields.settle()
    event = kind, payload, occurred_at
    async with call.desk.writing() as writing:
        event_id = await add_event(writing, external_id, *event, call.now_ms)
    return _success(call, {"id": event_id, "type": kind, "occurredAt": occurred_at}, 201)


def _segment(request: Request) -> bytes:
    """Return the id as it was sent: Starlette's path is decoded already, slashes included."""
    raw: bytes = request.scope["raw_path"]
    return raw.partition(b"/customers/")[2]


def _names_one_customer(request: Request) -> bool:
    segment = _segment(request)
    return bool(segment) and b"/" not in segment


def _external_id(call: Call) -> str:
    """Read the id: percent-encoded UTF-8."""
    try:
        external_id = unquote_to_bytes(_segment(call.request)).decode("utf-8")
    except UnicodeDecodeError:
        raise invalid("externalId", "Doit être de l’UTF-8 encodé en pourcentage") from None
    if len(external_id) > MAX_EXTERNAL_ID:
        raise invalid("externalId", f"{MAX_EXTERNAL_ID} caractères au plus")
    if not external_id.strip():
        raise invalid("externalId", "Identifiant invalide")
    return external_id


async def create(call: Call) -> Response:
    """Create a ticket on behalf of a customer, once for each Idempotency-Key."""
    key = idempotency.check_key(call.request.headers.get("idempotency-key"))
    new = _new_ticket(call.fields)
    agent_id = call.caller.agent.id
    with call.desk.keys_in_progress.hold(agent_id, key):
        async with call.desk.writing() as writing:
            mine = writing, agent_id, key, call.body
            earlier = await idempotency.earlier_answer(*mine, call.now_ms)
            if earlier is not None:
                return Response(earlier, 201, {"Idempotency-Replayed": "true"}, JSON_TYPE)
            ticket = await create_ticket(
                writing, new, call.desk.options.quota, call.now_ms, agent_id
            )
            answer = success_body(_created(ticket), call.now_ms)
            await idempotency.keep_answer(*mine, answer, call.now_ms)
    return Response(answer, 201, media_type=JSON_TYPE)


def _created(ticket: Ticket) -> dict[str, object]:
    """Return what the answer to a create tells of its ticket."""
    customer = ticket.customer
    return {
        "id": ticket.id,
        "ticketNumber": ticket.ticket_number,
        "subject": ticket.subject,
        "status": ticket.status,
        "priority": ticket.priority,
        "channel": ticket.channel,
        "customer": {
            "id": customer.id,
            "externalId": customer.external_id,
            "email": customer.email,
        },
        "assignedAgent": ticket.assigned_agent,
        "createdAt": ticket.created_at,
    }


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
    return _success(call, ticket, headers={"ETag": f'"{ticket.version}"'})


def _new_ticket(fields: Fields) -> Draft:
    new = Draft(
        customer_external_id=fields.require("customerExternalId"),
        subject=fields.require("subject"),
        description=fields.require("description"),
        priority=fields.optional("priority", one_of(*Priority)) or Priority.MEDIUM,
        category=fields.optional("category"),
        metadata=msgspec.Raw((fields.object_text("metadata") or "{}").encode()),
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


def _tag_name(text: str) -> str | None:
    good = is_tag_name(text)
    return None if good else f"{MAX_TAG_NAME} caractères lisibles au plus, sur une ligne"


async def get_filed(call: Call) -> Response:
    """Say what became of the newest tickets that the caller filed."""
    if call.request.query_params.get("filedBy") != "me":
        raise invalid("filedBy", "Requis : me")
    async with call.desk.database.reading() as conn:
        filed = await filed_tickets(conn, call.caller.agent.id)
    return _success(call, filed)


async def get_agents(call: Call) -> Response:
    async with call.desk.database.reading() as conn:
        known = await list_agents(conn, call.now_ms)
    shown = [agent for agent in known if agent.role == "agent" and not agent.revoked]
    return _success(call, msgspec.convert(shown, list[DeskAgent], from_attributes=True))


async def get_tags(call: Call) -> Response:
    async with call.desk.database.reading() as conn:
        known = await list_tags(conn)
    return _success(call, known)


async def post_tag(call: Call) -> Response:
    """Name a new tag; with ``id``, name that UUID."""
    fields = call.fields
    name = fields.require("name", _tag_name)
    color = fields.optional("color", is_color)
    tag_id = fields.optional("id", is_uuid)
    fields.settle()
    async with call.desk.writing() as writing:
        tag = await save_tag(writing, name, color, tag_id, call.now_ms)
    return _success(call, tag, 201)
