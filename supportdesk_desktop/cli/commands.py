"""The tree of commands: what runs each, and its arguments. What help says of them is data.

Little is imported here: ``--help`` is made of it, and every start of the window reads it.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from supportdesk_desktop.cli.language import say
from supportdesk_desktop.core.errors import InputRefused

AddArguments = Callable[[argparse.ArgumentParser], None]
Acts = argparse._SubParsersAction

PRIORITIES = ("LOW", "MEDIUM", "HIGH", "URGENT", "CRITICAL")


class Command(NamedTuple):
    """A command: ``run``, as ``module:function`` of this package, and what adds its arguments.

    On the page of all commands ``typed`` is what to type. It is empty where the line of another
    command names this one too, or none does.
    """

    run: str
    add_arguments: AddArguments
    typed: str = ""


def add_window(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Add the arguments of the window; returns the group of its options."""
    _add(parser, "link", nargs="?", metavar="supportdesk://…")
    group = parser.add_argument_group(say("La fenêtre", "The window"))
    _add_flag(group, "--local-desk")
    _add(group, "--simulate", type=not_negative, default=6, metavar="N")
    _add(group, "--screenshot", type=Path, metavar="FILE")
    _add(group, "--timeout", type=seconds, default=60.0, metavar="S")
    _add(group, "--theme", choices=("light", "dark", "system"))
    _add(group, "--trace", type=Path, metavar="FILE")
    return group


def add_common(parser: argparse.ArgumentParser, *, at_the_end: bool = False) -> None:
    """Add the options of every command.

    Args:
        parser: of the command, or of a part of it.
        at_the_end: the command has them already; here they are optional once more, and unsaid.
    """
    group = parser.add_argument_group(say("commun à tout", "common to all"))
    unset = argparse.SUPPRESS if at_the_end else None
    off = argparse.SUPPRESS if at_the_end else False
    _add(group, "--data-dir", type=folder, default=unset, metavar="DIR")
    _add(group, "--profile", type=profile, default=unset, metavar=say("NOM", "NAME"))
    _add(group, "--server", default=unset, metavar="URL")
    _add(group, "--lang", choices=("fr", "en"), default=unset)
    _add_flag(group, "--verbose", default=off)
    _add_flag(group, "--json", default=off)


def _file(parser: argparse.ArgumentParser) -> None:
    _add(parser, "--customer", required=True, metavar="EXT")
    _add(parser, "--subject", required=True, metavar="S")
    _add(parser, "--description", required=True, metavar="D")
    _add(parser, "--priority", choices=PRIORITIES, default="MEDIUM")
    _add(parser, "--category", metavar="C")
    _add_list(parser, "--metadata", metavar="K=V")
    _add(parser, "--metadata-json", metavar="JSON")
    _add_list(parser, "--tag", metavar=say("NOM_OU_UUID", "NAME_OR_UUID"))
    _add(parser, "--ref", type=uuid, metavar="UUID")
    _add_flag(parser, "--no-wait")


def _outbox(parser: argparse.ArgumentParser) -> None:
    _add_flag(parser, "--all", "outbox --all")
    acts = parser.add_subparsers(dest="act", metavar="retry|withdraw|confirm")
    for name in ("retry", "withdraw", "confirm"):
        act = _add_part(acts, name, f"outbox {name}")
        _add(act, "id", type=positive, metavar="ID")
        if name == "confirm":
            _add_number(act, type=filled)


def _tickets(parser: argparse.ArgumentParser) -> None:
    _add(parser, "query", nargs="*", metavar=say("MOT", "WORD"))
    _add_flag(parser, "--all", "tickets --all")
    _add(parser, "--limit", type=positive, default=100, metavar="N")


def _away(parser: argparse.ArgumentParser) -> None:
    _add(parser, "--until", metavar=say("HEURE", "TIME"))


def _pass(parser: argparse.ArgumentParser) -> None:
    _add_number(parser)
    _add(parser, "agent", metavar=say("COURRIEL_OU_ID", "EMAIL_OR_ID"))


def _logout(parser: argparse.ArgumentParser) -> None:
    _add_flag(parser, "--forget-data")
    _add_flag(parser, "--yes")


def _serve(parser: argparse.ArgumentParser) -> None:
    _add(parser, "--host", default="127.0.0.1", metavar="IP")
    _add(parser, "--port", type=port, default=8787, metavar="N")
    _add_database(parser)
    mail = parser.add_mutually_exclusive_group()
    _add(mail, "--mail-dir", type=Path, metavar="DIR")
    _add(mail, "--smtp", metavar="URL")
    _add_flag(parser, "--no-rate-limits")
    _add(parser, "--quota", type=not_negative, metavar="N")
    _add_list(parser, "--allow-origin", metavar="ORIGIN")
    _add_flag(parser, "--behind-proxy")
    _add_flag(parser, "--new-epoch")


def _agents(parser: argparse.ArgumentParser) -> None:
    _add_database(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="add|list|revoke|rotate")
    email = say("COURRIEL", "EMAIL")
    add = _add_desk_part(acts, "add")
    _add(add, "--name", required=True, metavar=say("NOM", "NAME"))
    _add(add, "--email", required=True, metavar=email)
    _add(add, "--level", default="N1", metavar="N")
    _add(add, "--role", choices=("agent", "service"), default="agent")
    _add_desk_part(acts, "list")
    revoke = _add_desk_part(acts, "revoke")
    _add(revoke, "email", metavar=email)
    _add(revoke, "--pass-to", metavar=email)
    rotate = _add_desk_part(acts, "rotate")
    _add(rotate, "email", metavar=email)


def _tags(parser: argparse.ArgumentParser) -> None:
    _add_database(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="add|list")
    add = _add_desk_part(acts, "add")
    _add(add, "name", metavar=say("NOM", "NAME"))
    _add(add, "--color", metavar="#RRGGBB")
    _add_desk_part(acts, "list")


def _nothing(_parser: argparse.ArgumentParser) -> None:
    return


WITHOUT_WINDOW = {
    "file": Command("file:run", _file, "file"),
    "outbox": Command("outbox:run", _outbox, "outbox [retry|withdraw|confirm]"),
    "tickets": Command("tickets:run", _tickets, "tickets [WORD…]"),
    "watch": Command("watch:run", lambda parser: _add_flag(parser, "--notify"), "watch"),
    "status": Command("status:run", _nothing, "status"),
    "away": Command("tickets:run_presence", _away, "away, back"),
    "back": Command("tickets:run_presence", _nothing),
    "close": Command(
        "tickets:run_action", lambda parser: _add_number(parser), "close NUMBER, pass NUMBER WHO"
    ),
    "pass": Command("tickets:run_action", _pass),
    "login": Command("login:run", _nothing, "login, logout"),
    "logout": Command("login:run_logout", _logout),
    "self-test": Command("self_test:run", _nothing, "self-test"),
}
"""The commands of an agent's computer."""

DESK = {
    "serve": Command("serve:run", _serve, "serve"),
    "agents": Command("desk:run_agents", _agents, "agents add|list|revoke|rotate"),
    "tags": Command("desk:run_tags", _tags, "tags add|list"),
}
"""The commands of the desk's own computer."""

COMMANDS = {
    **WITHOUT_WINDOW,
    **DESK,
    "local-desk-child": Command("serve:run_local_desk_child", _nothing),
}


def _add(
    parser: argparse._ActionsContainer, name: str, text: str | None = None, **options: Any
) -> None:
    """Add an argument; its help is the text of that name in ``sentences.json``."""
    parser.add_argument(name, help=text or name, **options)


def _add_flag(
    parser: argparse._ActionsContainer, name: str, text: str | None = None, **options: Any
) -> None:
    """Add an option without a value."""
    _add(parser, name, text, action="store_true", **options)


def _add_list(parser: argparse._ActionsContainer, name: str, metavar: str) -> None:
    """Add an option that may be given several times."""
    _add(parser, name, action="append", default=[], metavar=metavar)


def _add_number(parser: argparse.ArgumentParser, **options: Any) -> None:
    _add(parser, "number", metavar=say("NUMÉRO", "NUMBER"), **options)


def _add_database(parser: argparse.ArgumentParser) -> None:
    _add(parser, "--database", metavar="URL")


def _add_part(
    acts: Acts[argparse.ArgumentParser], name: str, text: str | None = None
) -> argparse.ArgumentParser:
    """Add a part of a command, after which the common options may stand too."""
    part = acts.add_parser(name, help=text)
    add_common(part, at_the_end=True)
    return part


def _add_desk_part(acts: Acts[argparse.ArgumentParser], name: str) -> argparse.ArgumentParser:
    """Add a part of a command that works on the desk's database."""
    part = _add_part(acts, name)
    _add(part, "--database", "part --database", metavar="URL", default=argparse.SUPPRESS)
    return part


# Values: read from text, or refused with a sentence (``ArgumentTypeError``).


def folder(text: str) -> Path:
    """Return a folder, absolute; ``~`` is the home folder."""
    if not text.strip():
        raise _refused("un dossier est attendu", "a folder is expected")
    return Path(os.path.abspath(os.path.expanduser(text)))


def port(text: str) -> int:
    """Return a port, 0 for any."""
    value = not_negative(text)
    if value > 65535:
        raise _refused("0 à 65535", "0 to 65535")
    return value


def not_negative(text: str) -> int:
    """Return a whole number, 0 or more."""
    value = int(text)
    if value < 0:
        raise _refused("0 ou plus", "0 or more")
    return value


def positive(text: str) -> int:
    """Return a whole number, 1 or more, that a database can hold."""
    value = int(text)
    if not 1 <= value < 1 << 63:
        raise _refused("1 ou plus", "1 or more")
    return value


def uuid(text: str) -> str:
    """Return a UUID in its usual form."""
    from uuid import UUID

    try:
        return str(UUID(text))
    except ValueError as problem:
        given = repr(text[:60])
        raise _refused(f"{given} n’est pas un UUID", f"{given} is not a UUID") from problem


def filled(text: str) -> str:
    """Return a text that is not blank."""
    if not text.strip():
        raise _refused("rien n’est donné", "nothing is given")
    return text.strip()


def profile(text: str) -> str:
    """Return a profile's name."""
    from supportdesk_desktop.system.paths import check_profile_name

    try:
        return check_profile_name(text)
    except InputRefused as problem:
        fr = "1 à 40 lettres, chiffres, « . », « _ » ou « - »"
        raise _refused(fr, "1 to 40 letters, digits, “.”, “_” or “-”") from problem


def seconds(text: str) -> float:
    """Return a time in seconds, less than a day."""
    value = float(text)
    if not 0 < value < 86_400:
        raise _refused("des secondes", "seconds")
    return value


def _refused(fr: str, en: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(say(fr, en))
