"""``close`` and ``pass``: finish a ticket, or pass it on, where the desk offers it."""

from __future__ import annotations

import argparse

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.cli.joining import opened
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import document, line, shown
from supportdesk_desktop.cli.patience import patiently
from supportdesk_desktop.cli.running import DONE, Stopped, run_async
from supportdesk_desktop.core.errors import NotFound
from supportdesk_desktop.net.rest import DeskAgent
from supportdesk_desktop.store import tickets


def run(parsed: argparse.Namespace) -> int:
    """Do it at once: no time to undo, as nobody sees the row."""
    return run_async(_run(parsed))


async def _run(parsed: argparse.Namespace) -> int:
    async with opened(parsed, need_key=True) as services:
        await patiently(services.desk.refresh)
        await services.actions.require_feature()
        ticket_id = await services.store.read(tickets.by_number, parsed.number)
        if ticket_id is None:
            raise NotFound(parsed.number)
        agent = None
        if parsed.command == "pass":
            agent = await _agent(services, parsed.agent)
        agent_id = None if agent is None else agent.id
        try:
            await patiently(lambda: services.actions.send_now(ticket_id, agent_id))
        except NotFound as problem:
            raise Stopped(
                say(
                    f"{parsed.number} n’est plus à vous : traité ou passé à quelqu’un. "
                    "« tickets » montre les vôtres.",
                    f"{parsed.number} is no longer yours: done or passed on. "
                    "“tickets” shows yours.",
                )
            ) from problem
    if parsed.json:
        passed_to = None if agent is None else {"id": agent.id, "name": agent.name}
        document({"id": ticket_id, "ticketNumber": parsed.number, "passedTo": passed_to})
    elif agent is None:
        line(say(f"{parsed.number} : traité.", f"{parsed.number}: done."))
    else:
        name = shown(agent.name)
        line(say(f"{parsed.number} : passé à {name}.", f"{parsed.number}: passed to {name}."))
    return DONE


async def _agent(services: Services, wanted: str) -> DeskAgent:
    for agent in await patiently(services.actions.agents):
        if wanted == agent.id or wanted.casefold() == agent.email.casefold():
            return agent
    raise Stopped(
        say(
            f"Aucun agent de ce serveur n’est {shown(wanted)}. Donnez son courriel ou son id.",
            f"No agent of this server is {shown(wanted)}. Give their email or id.",
        )
    )
