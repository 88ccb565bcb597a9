"""``login`` and ``logout``: the key in the system keyring."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import sys

from supportdesk_desktop.app.keys import credentials_of
from supportdesk_desktop.app.store_opening import open_store, tell_on_stderr
from supportdesk_desktop.cli.data import paths_of
from supportdesk_desktop.cli.joining import owner_client
from supportdesk_desktop.cli.language import lang, say
from supportdesk_desktop.cli.output import document, line, shown
from supportdesk_desktop.cli.running import DONE, KEY, Stopped, run_async
from supportdesk_desktop.core.desk_facts import DeskFacts
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.store import Store
from supportdesk_desktop.system.control import ControlRefused, NoOwner
from supportdesk_desktop.system.key_variable import KEY_VARIABLE, environment_with_key
from supportdesk_desktop.system.paths import ProfilePaths


def run(parsed: argparse.Namespace) -> int:
    """Read a key without echo, or from standard input, and keep it once the desk knew it."""
    paths = paths_of(parsed)
    credentials, _ = credentials_of(paths)
    credentials.profile(parsed.server)
    key = _read_key()
    if not key.strip():
        raise Stopped(
            say(
                "Aucune clé lue. Collez-la, ou donnez-la sur l’entrée standard.",
                "No key was read. Paste it, or give it on standard input.",
            ),
            KEY,
        )
    return run_async(_login(parsed, paths, key))


def run_logout(parsed: argparse.Namespace) -> int:
    """Forget the key and, with ``--forget-data``, the profile's data."""
    return run_async(_logout(parsed))


async def _login(parsed: argparse.Namespace, paths: ProfilePaths, key: str) -> int:
    credentials, vault = credentials_of(paths)

    async def bind(facts: DeskFacts) -> None:
        store = await open_store(paths, lang(), tell_on_stderr)
        try:
            await store.feed_state.bind(facts)
        finally:
            await store.aclose()

    facts = await credentials.login(credentials.profile(parsed.server), key, bind)
    await _tell_owner(paths)
    keyring = await vault.describe()
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


async def _logout(parsed: argparse.Namespace) -> int:
    paths = paths_of(parsed)
    credentials, _ = credentials_of(paths)
    unsettled = await _unsettled(paths) if parsed.forget_data else 0
    known = await credentials.logout(forget_data=parsed.forget_data)
    if not parsed.forget_data:
        await _tell_owner(paths)
    if parsed.json:
        document({"profile": paths.name, "known": known, "dataErased": parsed.forget_data})
    elif not known:
        line(say("Rien à oublier ici.", "There is nothing to forget here."))
    elif parsed.forget_data:
        line(say("Clé et données effacées.", "Key and data are erased.") + _with_them(unsettled))
    else:
        line(say("Clé oubliée ; les données restent.", "The key is forgotten; the data stays."))
    _warn_of_environment()
    return DONE


async def _unsettled(paths: ProfilePaths) -> int:
    """Return how many filings are not settled; 0 where the store cannot tell."""
    if not paths.store.exists():
        return 0
    # What cannot be read may be forgotten all the same.
    with contextlib.suppress(DeskError):
        store = await Store.open(paths.store)
        try:
            return len(await store.filings.open())
        finally:
            await store.aclose()
    return 0


def _with_them(unsettled: int) -> str:
    if unsettled == 0:
        return ""
    return say(
        f" Dépôts non réglés effacés aussi : {unsettled}.",
        f" Filings not settled, erased too: {unsettled}.",
    )


def _read_key() -> str:
    if sys.stdin.isatty():
        return getpass.getpass(say("Clé d’agent (non affichée) : ", "Agent key (not shown): "))
    return sys.stdin.readline()


async def _tell_owner(paths: ProfilePaths) -> None:
    """Have an open window take the new key, or let go of the old one."""
    try:
        await owner_client(paths).request("reload-key")
    except NoOwner:
        return
    except (ControlRefused, DeskError) as problem:
        sys.stderr.write(f"{problem}\n")


def _warn_of_environment() -> None:
    if environment_with_key().get(KEY_VARIABLE, "").strip():
        sys.stderr.write(
            say(
                f"{KEY_VARIABLE} est définie et l’emporte sur le trousseau.\n",
                f"{KEY_VARIABLE} is set and wins over the keyring.\n",
            )
        )
