"""``agents`` and ``tags``: the desk's agents and services with their keys, and its tags."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from supportdesk_desktop.backend.admin import (
    AdminError,
    AgentRecord,
    add_agent,
    add_tag,
    list_agents,
    list_tags,
    revoke_agent,
    rotate_key,
)
from supportdesk_desktop.backend.assignment import hand_over
from supportdesk_desktop.backend.desk import Desk, wall_ms
from supportdesk_desktop.cli.desk_database import opened_desk
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import (
    columns,
    document,
    line,
    remark,
    shown,
    tickets_word,
)
from supportdesk_desktop.cli.running import DONE, FAILED, USAGE, Stopped

_FAILED = frozenset(
    {
        AdminError.EMAIL_EXISTS,
        AdminError.UNKNOWN_AGENT,
        AdminError.NO_SUCCESSOR,
        AdminError.TAG_EXISTS,
    }
)


async def run_agents(parsed: argparse.Namespace) -> int:
    """Add, list, revoke or rotate; a new key is printed alone, once."""
    async with _desk(parsed) as desk:
        match parsed.act:
            case "list":
                async with desk.database.reading() as conn:
                    _print(await list_agents(conn, wall_ms()), as_json=parsed.json)
            case "revoke":
                await _revoke(desk, parsed)
            case _:
                await _issue_key(desk, parsed)
    return DONE


async def run_tags(parsed: argparse.Namespace) -> int:
    """Add or list tags."""
    async with _desk(parsed) as desk:
        if parsed.act == "list":
            async with desk.database.reading() as conn:
                tags = await list_tags(conn)
        else:
            async with desk.writing() as writing:
                tags = [await add_tag(writing, parsed.name, parsed.color, wall_ms())]
    if parsed.json:
        document({"tags": tags})
        return DONE
    if not tags:
        remark(say("Aucune étiquette. « tags add » en ajoute.", "No tag. “tags add” adds one."))
    for tag in tags:
        line("\t".join((tag.id, shown(tag.name or tag.id), tag.color or "")).rstrip())
    return DONE


@asynccontextmanager
async def _desk(parsed: argparse.Namespace) -> AsyncIterator[Desk]:
    """Open the desk.

    Raises:
        Stopped: its database cannot be used, or what was asked for cannot be done.
    """
    async with opened_desk(parsed) as desk:
        try:
            yield desk
        except AdminError as problem:
            code = FAILED if problem.reason in _FAILED else USAGE
            raise Stopped(_sentence(problem.reason), code) from problem


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
        document({"agents": agents})
        return
    if not agents:
        remark(say("Aucun agent. « agents add » en ajoute.", "No agent. “agents add” adds one."))
    for agent in agents:
        state = say("disponible", "available") if agent.available else say("absent", "away")
        if agent.revoked:
            state = say("révoqué", "revoked")
        held = tickets_word(agent.held_tickets)
        line(columns(agent.email, agent.name, agent.level or agent.role, state, held))


def _sentence(reason: str) -> str:
    match reason:
        case AdminError.EMAIL_EXISTS:
            return say("Ce courriel a déjà un agent.", "This email already has an agent.")
        case AdminError.UNKNOWN_AGENT:
            return say(
                "Aucun agent n’a ce courriel. Voyez « agents list ».",
                "No agent has this email. See “agents list”.",
            )
        case AdminError.NO_SUCCESSOR:
            return say(
                "--pass-to : aucun autre agent en service n’a ce courriel. Voyez « agents list ».",
                "--pass-to: no other agent in service has this email. See “agents list”.",
            )
        case AdminError.TAG_EXISTS:
            return say("Cette étiquette existe déjà.", "This tag exists already.")
        case AdminError.BAD_EMAIL:
            return say("Courriel attendu : local@domaine.tld", "Expected: local@domain.tld")
        case AdminError.BAD_COLOR:
            return say("Couleur attendue : #RRGGBB", "Expected colour: #RRGGBB")
        case _:
            return say("Nom vide, trop long ou illisible.", "A name empty, too long or unreadable.")
