"""``agents``: the desk's agents and services, and their keys."""

from __future__ import annotations

import argparse

from supportdesk_desktop.backend.admin import (
    AdminError,
    AgentRecord,
    add_agent,
    list_agents,
    revoke_agent,
    rotate_key,
)
from supportdesk_desktop.backend.desk import wall_ms
from supportdesk_desktop.cli.admin_errors import stopped
from supportdesk_desktop.cli.desk_database import opened_desk
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import document, line, shown
from supportdesk_desktop.cli.running import DONE, run_async


def run(parsed: argparse.Namespace) -> int:
    """Add, list, revoke or rotate; a new key is printed alone, once."""
    return run_async(_run(parsed))


async def _run(parsed: argparse.Namespace) -> int:
    async with opened_desk(parsed) as desk:
        if parsed.act == "list":
            async with desk.database.reading() as conn:
                _print(await list_agents(conn, wall_ms()), as_json=parsed.json)
            return DONE
        try:
            async with desk.writing() as writing:
                if parsed.act == "add":
                    _, key = await add_agent(
                        writing,
                        parsed.name,
                        parsed.email,
                        wall_ms(),
                        level=parsed.level,
                        role=parsed.role,
                    )
                elif parsed.act == "rotate":
                    key = await rotate_key(writing, parsed.email, wall_ms())
                else:
                    await revoke_agent(writing, parsed.email, wall_ms())
                    key = ""
        except AdminError as problem:
            raise stopped(problem) from problem
    # Only after the commit: a key that is printed is a key that works.
    if parsed.json:
        document({"email": parsed.email, "key": key} if key else {"email": parsed.email})
    else:
        line(key or say("Clés révoquées.", "Keys revoked."))
    return DONE


def _print(agents: list[AgentRecord], *, as_json: bool) -> None:
    if as_json:
        document({"agents": [_document(agent) for agent in agents]})
        return
    for agent in agents:
        state = say("disponible", "available") if agent.available else say("absent", "away")
        if agent.revoked:
            state = say("révoqué", "revoked")
        held = say(f"{agent.held_tickets} tickets", f"{agent.held_tickets} tickets")
        level = agent.level or agent.role
        line("\t".join((shown(agent.email), shown(agent.name), level, state, held)))


def _document(agent: AgentRecord) -> dict[str, object]:
    return {
        "id": agent.id,
        "name": agent.name,
        "email": agent.email,
        "role": agent.role,
        "level": agent.level,
        "available": agent.available,
        "heldTickets": agent.held_tickets,
        "revoked": agent.revoked,
    }
