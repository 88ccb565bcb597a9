"""``PATCH /customers/:externalId`` and ``POST /customer-events``."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from supportdesk_desktop.backend.customers import (
    CustomerChange,
    CustomerEvent,
    add_event,
    upsert_customer,
)
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.envelope import success, success_body
from supportdesk_desktop.backend.fields import (
    at_most,
    is_email,
    is_event_type,
    is_moment,
    is_web_address,
)
from supportdesk_desktop.backend.operations import Call, Operation, operation_route
from supportdesk_desktop.backend.refusals import invalid
from supportdesk_desktop.core.times import epoch_ms, iso_utc

MAX_EXTERNAL_ID = 256
_NAME_LENGTH = 200
_PHONE_LENGTH = 50


def customer_routes(desk: Desk) -> list[Route]:
    """Return the routes of customers. An external id may hold an encoded slash."""
    return [
        operation_route(
            desk,
            "/customers/{external_id:path}",
            {"PATCH": Operation(patch, takes_body=True)},
            exists=_names_one_customer,
        ),
        operation_route(desk, "/customer-events", {"POST": Operation(post_event, takes_body=True)}),
    ]


async def patch(call: Call) -> Response:
    """Create or update a customer by the caller's own id."""
    external_id = _external_id(call)
    fields = call.fields
    requested = CustomerChange(
        email=fields.optional("email", is_email, blank=False),
        name=fields.optional("name", at_most(_NAME_LENGTH), blank=False),
        phone=fields.optional("phone", at_most(_PHONE_LENGTH)),
        avatar_url=fields.optional("avatarUrl", is_web_address),
        metadata=fields.object_text("metadata"),
    )
    fields.settle()
    async with call.desk.writing() as writing:
        customer = await upsert_customer(writing, external_id, requested, call.now_ms)
    return success(success_body(customer, call.now_ms))


async def post_event(call: Call) -> Response:
    """Add an event to a customer's timeline."""
    fields = call.fields
    external_id = fields.require("customerExternalId")
    kind = fields.require("type", is_event_type)
    payload = fields.object_text("payload") or "{}"
    occurred_at = fields.optional("occurredAt", is_moment) or iso_utc(call.now_ms)
    fields.settle()
    event = CustomerEvent(kind, payload, occurred_at, epoch_ms(occurred_at))
    async with call.desk.writing() as writing:
        event_id = await add_event(writing, external_id, event, call.now_ms)
    data = {"id": event_id, "type": kind, "occurredAt": occurred_at}
    return success(success_body(data, call.now_ms), 201)


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
