"""``login`` and ``logout``: the key in the system keyring."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import getpass
import sys
from collections.abc import Coroutine
from functools import partial
from typing import Any

from supportdesk_desktop.app.services import bind_store, credentials_of, print_on_stderr
from supportdesk_desktop.cli.joining import paths_of
from supportdesk_desktop.cli.language import lang, say
from supportdesk_desktop.cli.output import document, line, remark, said, shown
from supportdesk_desktop.cli.running import DONE, KEY, USAGE, Stopped
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.store import filings
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.ledger_copy import copy_of
from supportdesk_desktop.system.control import ControlRefused, NoOwner, owner_client
from supportdesk_desktop.system.key_variable import KEY_VARIABLE, environment_with_key
from supportdesk_desktop.system.paths import ProfilePaths


def run(parsed: argparse.Namespace) -> Coroutine[Any, Any, int]:
    """Read a key without echo, or from standard input, and keep it once the desk knew it."""
    paths = paths_of(parsed)
    credentials_of(paths).profile(parsed.server)
    key = _read_key()
    if not key.strip():
        raise Stopped(said("no_key_read"), KEY)
    return _login(parsed, paths, key)


def run_logout(parsed: argparse.Namespace) -> Coroutine[Any, Any, int]:
    """Forget the key and, with ``--forget-data``, the profile's data."""
    unsettled: int | None = 0
    if parsed.forget_data:
        unsettled = asyncio.run(_unsettled(paths_of(parsed)))
        if unsettled != 0 and not parsed.yes:
            _ask_before_erasing(unsettled)
    return _logout(parsed, unsettled)


async def _login(parsed: argparse.Namespace, paths: ProfilePaths, key: str) -> int:
    credentials = credentials_of(paths)
    bind = partial(bind_store, paths, lang(), print_on_stderr)
    facts = await credentials.login(credentials.profile(parsed.server), key, bind)
    await _tell_owner(paths)
    keyring = await credentials.describe()
    if parsed.json:
        document({"appId": facts.app_id, "name": facts.name, "agent": facts.agent})
        return DONE
    who = facts.name or facts.slug or facts.app_id
    if facts.agent is not None:
        who += f", {facts.agent.name} ({facts.agent.level or '—'})"
    line(say(f"Connecté : {shown(who)}", f"Signed in: {shown(who)}"))
    line(say(f"Clé gardée dans {keyring}.", f"The key is kept in {keyring}."))
    _warn_of_environment()
    return DONE


async def _logout(parsed: argparse.Namespace, unsettled: int | None) -> int:
    paths = paths_of(parsed)
    known = await credentials_of(paths).logout(forget_data=parsed.forget_data)
    if not parsed.forget_data:
        await _tell_owner(paths)
    if parsed.json:
        document({"profile": paths.name, "known": known, "dataErased": parsed.forget_data})
    elif not known:
        line(say("Rien à oublier ici.", "There is nothing to forget here."))
    elif parsed.forget_data:
        too = said("erased_too", unsettled=unsettled) if unsettled else ""
        line(say("Clé et données effacées.", "Key and data are erased.") + too)
    else:
        line(say("Clé oubliée ; les données restent.", "The key is forgotten; the data stays."))
    _warn_of_environment()
    return DONE


async def _unsettled(paths: ProfilePaths) -> int | None:
    """Return how many filings are not settled, None where the store cannot tell."""
    if not paths.store.exists() and not copy_of(paths.store).exists():
        return 0
    with contextlib.suppress(DeskError):
        store = await Store.open(paths.store)
        try:
            return len(await store.ledger.read(filings.unsettled))
        finally:
            await store.aclose()
    return None


def _ask_before_erasing(unsettled: int | None) -> None:
    """Ask for consent to erase filings that nobody can file again.

    Raises:
        Stopped: nobody is there to say it (exit 2), or said no.
    """
    if unsettled is None:
        what = said("unreadable_filings")
    else:
        what = say(f"Dépôts non réglés : {unsettled}.", f"Filings not settled: {unsettled}.")
    if not sys.stdin.isatty():
        next_step = said("nothing_erased")
        raise Stopped(f"{what} {next_step}", USAGE)
    question = say("Les effacer pour toujours ? [oui/non] ", "Erase them for ever? [yes/no] ")
    sys.stderr.write(f"{what} {question}")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in {"oui", "o", "yes", "y"}:
        raise Stopped(say("Rien n’est effacé.", "Nothing is erased."))


def _read_key() -> str:
    if sys.stdin.isatty():
        return getpass.getpass(say("Clé d’agent (non affichée) : ", "Agent key (not shown): "))
    return sys.stdin.readline()


async def _tell_owner(paths: ProfilePaths) -> None:
    """Make an open window use the new key, or forget the old one."""
    try:
        await owner_client(paths.owner).request("reload-key")
    except NoOwner:
        return
    except (ControlRefused, DeskError) as problem:
        remark(str(problem))


def _warn_of_environment() -> None:
    if environment_with_key().get(KEY_VARIABLE, "").strip():
        remark(said("environment_wins", key_variable=KEY_VARIABLE))
