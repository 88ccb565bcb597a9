"""``agents`` and ``tags`` of a desk, and which database these and ``serve`` work on."""

from __future__ import annotations

import argparse
import errno
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from sqlalchemy.exc import SQLAlchemyError

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
from supportdesk_desktop.backend.database import UNAVAILABLE, DatabaseUrlError, file_url
from supportdesk_desktop.backend.desk import Desk, open_desk, wall_ms
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import answer, columns, remark, said, shown, tickets_word
from supportdesk_desktop.cli.running import DONE, FAILED, USAGE, Stopped
from supportdesk_desktop.system.paths import default_data_root, make_private_dir

URL_VARIABLE = "SUPPORTDESK_DATABASE_URL"
FILE_NAME = "desk.db"

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
    async with opened_desk(parsed) as desk:
        match parsed.act:
            case "list":
                async with desk.database.reading() as conn:
                    _print(parsed, await list_agents(conn, wall_ms()))
            case "revoke":
                await _revoke(desk, parsed)
            case _:
                await _issue_key(desk, parsed)
    return DONE


async def run_tags(parsed: argparse.Namespace) -> int:
    """Add or list tags."""
    async with opened_desk(parsed) as desk:
        if parsed.act == "list":
            async with desk.database.reading() as conn:
                tags = await list_tags(conn)
        else:
            async with desk.writing() as writing:
                tags = [await add_tag(writing, parsed.name, parsed.color, wall_ms())]
    if not (tags or parsed.json):
        remark(say("Aucune étiquette. « tags add » en ajoute.", "No tag. “tags add” adds one."))
    lines = (f"{tag.id}\t{shown(tag.name or tag.id)}\t{tag.color or ''}".rstrip() for tag in tags)
    answer(parsed, {"tags": tags}, *lines)
    return DONE


async def _issue_key(desk: Desk, parsed: argparse.Namespace) -> None:
    async with desk.writing() as writing:
        if parsed.act == "add":
            _, key = await add_agent(
                writing, parsed.name, parsed.email, wall_ms(), level=parsed.level, role=parsed.role
            )
        else:
            key = await rotate_key(writing, parsed.email, wall_ms())
    # Only after the commit: a key that is printed is a key that works.
    answer(parsed, {"email": parsed.email, "key": key}, key)


async def _revoke(desk: Desk, parsed: argparse.Namespace) -> None:
    async with desk.writing() as writing:
        asked = parsed.email, wall_ms()
        agent_id, held, successor = await revoke_agent(writing, *asked, pass_to=parsed.pass_to)
    # A batch in each transaction: other writers get their turn between them.
    more = 1
    while more:
        async with desk.writing() as writing:
            more = await hand_over(writing, agent_id, successor, wall_ms())
    passed = say("rendus à la file", "given back to the queue")
    if parsed.pass_to is not None:
        passed = say(f"passés à {parsed.pass_to}", f"passed to {parsed.pass_to}")
    answer(
        parsed,
        {"email": parsed.email, "heldTickets": held, "passedTo": parsed.pass_to},
        say("Clés révoquées.", "Keys revoked."),
        say(f"Tickets ouverts {passed} : {held}", f"Open tickets {passed}: {held}"),
    )


def _print(parsed: argparse.Namespace, agents: list[AgentRecord]) -> None:
    if not (agents or parsed.json):
        remark(say("Aucun agent. « agents add » en ajoute.", "No agent. “agents add” adds one."))
    answer(parsed, {"agents": agents}, *map(_agent_line, agents))


def _agent_line(agent: AgentRecord) -> str:
    state = say("disponible", "available") if agent.available else say("absent", "away")
    if agent.revoked:
        state = say("révoqué", "revoked")
    held = tickets_word(agent.held_tickets)
    return columns(agent.email, agent.name, agent.level or agent.role, state, held)


def data_root(parsed: argparse.Namespace) -> Path:
    """Return the folder that holds all profiles, and the desk's database where none is named."""
    chosen: Path | None = parsed.data_dir
    return default_data_root() if chosen is None else chosen


def database_url(parsed: argparse.Namespace) -> str:
    """Return the address asked for, else the environment's, else the file in the data folder.

    Raises:
        Stopped: a password in an argument, which others can read (exit 2).
    """
    asked: str | None = parsed.database
    if asked is not None:
        refuse_password(asked, "--database", URL_VARIABLE)
        return asked
    if given := os.environ.get(URL_VARIABLE):
        return given
    root = make_private_dir(data_root(parsed))
    return file_url(root / FILE_NAME)


def refuse_password(url: str, option: str, variable: str) -> None:
    """Raise ``Stopped`` (exit 2) where an address holds a password."""
    try:
        parts = urlsplit(url)
        secret = parts.password or "password" in parse_qs(parts.query)
    except ValueError:
        secret = True
    if secret:
        raise Stopped(said("no_password", option=option, variable=variable), USAGE)


@asynccontextmanager
async def opened_desk(parsed: argparse.Namespace) -> AsyncIterator[Desk]:
    """Open the desk without serving it; ``serve`` may have it open at the same time.

    Raises:
        Stopped: its database cannot be used, or what the block asks for cannot be done.
    """
    with database_errors():
        desk = await open_desk(database_url(parsed))
    try:
        yield desk
    except UNAVAILABLE as problem:
        raise Stopped(_unusable(problem)) from problem
    except AdminError as problem:
        code = FAILED if problem.reason in _FAILED else USAGE
        raise Stopped(said(problem.reason), code) from problem
    finally:
        await desk.aclose()


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn what the opening of a database raises into a line and an exit code."""
    try:
        yield
    except DatabaseUrlError as problem:
        missing = problem.__cause__
        text = said("bad_database_address")
        if isinstance(missing, ModuleNotFoundError):
            text = said("driver_missing", driver=missing.name)
        raise Stopped(text, USAGE) from problem
    except (SQLAlchemyError, OSError) as problem:
        raise Stopped(_unusable(problem)) from problem


def _unusable(problem: Exception) -> str:
    """Return the sentence for a database that cannot be used, without its address."""
    cause = getattr(problem, "orig", None) or problem
    if isinstance(cause, OSError) and cause.errno == errno.EMLINK:
        return said("second_name", filename=cause.filename)
    if isinstance(cause, OSError):
        cause = f"{cause.strerror} ({cause.filename})" if cause.filename else cause.strerror
    return say(f"Base de données inutilisable : {cause}", f"The database cannot be used: {cause}")
