"""``agents``: the desk's agents and services, and their keys."""

from __future__ import annotations

import argparse
import sys

from supportdesk_desktop.backend.admin import (
    AdminError,
    AgentRecord,
    add_agent,
    list_agents,
    revoke_agent,
    rotate_key,
)
from supportdesk_desktop.backend.assignment import hand_over
from supportdesk_desktop.backend.desk import Desk, wall_ms
from supportdesk_desktop.cli.admin_errors import stopped
from supportdesk_desktop.cli.desk_database import opened_desk
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import document, line, shown
from supportdesk_desktop.cli.running import DONE, run_async
from supportdesk_desktop.cli.words import tickets_word


def run(parsed: argparse.Namespace) -> int:
    """Add, list, revoke or rotate; a new key is printed alone, once."""
    return run_async(_run(parsed))


async def _run(parsed: argparse.Namespace) -> int:
    async with opened_desk(parsed) as desk:
        try:
            match parsed.act:
                case "list":
                    async with desk.database.reading() as conn:
                        _print(await list_agents(conn, wall_ms()), as_json=parsed.json)
                case "revoke":
                    await _revoke(desk, parsed)
                case _:
                    await _issue_key(desk, parsed)
        except AdminError as problem:
            raise stopped(problem) from problem
    return DONE


async def _issue_key(desk: Desk, parsed: argparse.Namespace) -> None:
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
        else:
            key = await rotate_key(writing, parsed.email, wall_ms())
    # Only after the commit: a key that is printed is a key that works.
    if parsed.json:
        document({"email": parsed.email, "key": key})
    else:
        line(key)


async def _revoke(desk: Desk, parsed: argparse.Namespace) -> None:
    async with desk.writing() as writing:
        revoked = await revoke_agent(writing, parsed.email, wall_ms(), pass_to=parsed.pass_to)
    # A batch in each transaction: other writers get their turn between them.
    more = 1
    while more:
        async with desk.writing() as writing:
            more = await hand_over(writing, revoked.agent_id, revoked.successor, wall_ms())
    held = revoked.held_tickets
    if parsed.json:
        document({"email": parsed.email, "heldTickets": held, "passedTo": parsed.pass_to})
        return
    line(say("Clés révoquées.", "Keys revoked."))
    if parsed.pass_to is None:
        line(
            say(
                f"Tickets ouverts rendus à la file : {held}",
                f"Open tickets given back to the queue: {held}",
            )
        )
    else:
        line(
            say(
                f"Tickets ouverts passés à {parsed.pass_to} : {held}",
                f"Open tickets passed to {parsed.pass_to}: {held}",
            )
        )


def _print(agents: list[AgentRecord], *, as_json: bool) -> None:
    if as_json:
        document({"agents": [_document(agent) for agent in agents]})
        return
    if not agents:
        sys.stderr.write(
            say("Aucun agent. « agents add » en ajoute.", "No agent. “agents add” adds one.") + "\n"
        )
    for agent in agents:
        state = say("disponible", "available") if agent.available else say("absent", "away")
        if agent.revoked:
            state = say("révoqué", "revoked")
        held = tickets_word(agent.held_tickets)
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
