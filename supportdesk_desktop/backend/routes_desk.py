"""``GET /desk/v1/agents`` and ``GET|POST /desk/v1/tags``: our own, never the vendor's."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from supportdesk_desktop.backend.admin import list_agents
from supportdesk_desktop.backend.desk import Desk
from supportdesk_desktop.backend.envelope import success, success_body
from supportdesk_desktop.backend.fields import is_color, is_uuid
from supportdesk_desktop.backend.operations import Call, Operation, operation_route
from supportdesk_desktop.backend.tag_book import list_tags, save_tag
from supportdesk_desktop.core.tag_names import MAX_TAG_NAME, is_tag_name


def desk_routes(desk: Desk) -> list[Route]:
    """Return the routes about agents and tags."""
    return [
        operation_route(desk, "/agents", {"GET": Operation(get_agents)}),
        operation_route(
            desk,
            "/tags",
            {"GET": Operation(get_tags), "POST": Operation(post_tag, takes_body=True)},
        ),
    ]


def _tag_name(text: str) -> str | None:
    good = is_tag_name(text)
    return None if good else f"{MAX_TAG_NAME} caractères lisibles au plus, sur une ligne"


async def get_agents(call: Call) -> Response:
    """List the agents that a ticket can be passed to."""
    async with call.desk.database.reading() as conn:
        known = await list_agents(conn, call.now_ms)
    data = [
        {
            "id": agent.id,
            "name": agent.name,
            "email": agent.email,
            "level": agent.level,
            "available": agent.available,
        }
        for agent in known
        if agent.role == "agent" and not agent.revoked
    ]
    return success(success_body(data, call.now_ms))


async def get_tags(call: Call) -> Response:
    """List the tags that have a name."""
    async with call.desk.database.reading() as conn:
        known = await list_tags(conn)
    return success(success_body(known, call.now_ms))


async def post_tag(call: Call) -> Response:
    """Name a new tag; with ``id``, name that UUID."""
    fields = call.fields
    name = fields.require("name", _tag_name)
    color = fields.optional("color", is_color)
    tag_id = fields.optional("id", is_uuid)
    fields.settle()
    async with call.desk.writing() as writing:
        tag = await save_tag(writing, name, color, tag_id, call.now_ms)
    return success(success_body(tag, call.now_ms), 201)
