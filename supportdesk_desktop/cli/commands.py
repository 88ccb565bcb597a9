"""The tree of commands: what runs each, its arguments and its help.

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

    On the page of all commands ``typed`` is what to type, and ``fr`` and ``en`` say what for. They
    are empty where the line of another command names this one too, or none does.
    """

    run: str
    add_arguments: AddArguments
    typed: str = ""
    fr: str = ""
    en: str = ""


def add_window(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Add the arguments of the window; returns the group of its options."""
    _add(
        parser, "link", "ouvrir ce ticket", "open this ticket", nargs="?", metavar="supportdesk://…"
    )
    group = parser.add_argument_group(say("La fenêtre", "The window"))
    _add_flag(group, "--local-desk", "essai complet sur ce poste", "everything on this computer")
    fr, en = "tickets simulés par minute (6)", "simulated tickets a minute (6)"
    _add(group, "--simulate", fr, en, type=not_negative, default=6, metavar="N")
    fr, en = "une image, puis la fin", "one picture, then the end"
    _add(group, "--screenshot", fr, en, type=Path, metavar="FILE")
    fr, en = "attente la plus longue de --screenshot (60)", "longest wait of --screenshot (60)"
    _add(group, "--timeout", fr, en, type=seconds, default=60.0, metavar="S")
    _add(group, "--theme", "apparence", "look", choices=("light", "dark", "system"))
    fr, en = "instants mesurés, en JSON", "measured moments, as JSON"
    _add(group, "--trace", fr, en, type=Path, metavar="FILE")
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
    fr, en = "dossier des profils", "folder of the profiles"
    _add(group, "--data-dir", fr, en, type=folder, default=unset, metavar="DIR")
    fr, en = "profil (défaut : default)", "profile (default: default)"
    _add(group, "--profile", fr, en, type=profile, default=unset, metavar=say("NOM", "NAME"))
    fr, en = "adresse du serveur", "address of the server"
    _add(group, "--server", fr, en, default=unset, metavar="URL")
    _add(group, "--lang", "langue", "language", choices=("fr", "en"), default=unset)
    _add_flag(group, "--verbose", "journal sur stderr", "log to stderr", default=off)
    _add_flag(group, "--json", "sortie en JSON", "output as JSON", default=off)


def _file(parser: argparse.ArgumentParser) -> None:
    _add(parser, "--customer", "id du client", "customer's id", required=True, metavar="EXT")
    _add(parser, "--subject", "objet", "subject", required=True, metavar="S")
    fr, en = "Markdown ; « - » lit l’entrée", "Markdown; “-” reads standard input"
    _add(parser, "--description", fr, en, required=True, metavar="D")
    fr, en = "défaut : MEDIUM", "default: MEDIUM"
    _add(parser, "--priority", fr, en, choices=PRIORITIES, default="MEDIUM")
    _add(parser, "--category", "catégorie", "category", metavar="C")
    fr, en = "nombre, true, false, null, sinon texte", "number, true, false, null, else text"
    _add_list(parser, "--metadata", fr, en, metavar="K=V")
    _add(parser, "--metadata-json", "un objet JSON", "a JSON object", metavar="JSON")
    fr, en = "étiquette, autant de fois qu’il faut", "tag, as many times as needed"
    _add_list(parser, "--tag", fr, en, metavar=say("NOM_OU_UUID", "NAME_OR_UUID"))
    fr, en = "le même UUID est le même dépôt", "the same UUID is the same filing"
    _add(parser, "--ref", fr, en, type=uuid, metavar="UUID")
    _add_flag(parser, "--no-wait", "ne pas attendre la réponse", "do not wait for the answer")


def _outbox(parser: argparse.ArgumentParser) -> None:
    _add_flag(parser, "--all", "aussi les réglés", "settled too")
    acts = parser.add_subparsers(dest="act", metavar="retry|withdraw|confirm")
    for name, fr, en in (
        ("retry", "renvoyer (décision d’une personne)", "send again (a person's decision)"),
        ("withdraw", "retirer", "withdraw"),
        ("confirm", "c’est devenu ce ticket", "it became this ticket"),
    ):
        act = _add_part(acts, name, say(fr, en))
        fr, en = "son numéro dans « outbox »", "its number in “outbox”"
        _add(act, "id", fr, en, type=positive, metavar="ID")
        if name == "confirm":
            _add_number(act, type=filled)


def _tickets(parser: argparse.ArgumentParser) -> None:
    fr = "comme dans la recherche : -mot, priorité:haute…"
    en = "as in the search field: -word, priority:high…"
    _add(parser, "query", fr, en, nargs="*", metavar=say("MOT", "WORD"))
    _add_flag(parser, "--all", "aussi ceux partis", "also gone")
    fr, en = "pas plus de N lignes (100)", "no more than N lines (100)"
    _add(parser, "--limit", fr, en, type=positive, default=100, metavar="N")


def _watch(parser: argparse.ArgumentParser) -> None:
    _add_flag(parser, "--notify", "annoncer aussi au système", "announce them too")


def _away(parser: argparse.ArgumentParser) -> None:
    fr, en = "14:00, ou une date ISO 8601", "14:00, or an ISO 8601 time"
    _add(parser, "--until", fr, en, metavar=say("HEURE", "TIME"))


def _close(parser: argparse.ArgumentParser) -> None:
    _add_number(parser)


def _pass(parser: argparse.ArgumentParser) -> None:
    _add_number(parser)
    fr, en = "de l’agent qui le reçoit", "of the agent who gets it"
    _add(parser, "agent", fr, en, metavar=say("COURRIEL_OU_ID", "EMAIL_OR_ID"))


def _logout(parser: argparse.ArgumentParser) -> None:
    fr, en = "effacer aussi les données du profil", "erase the profile's data too"
    _add_flag(parser, "--forget-data", fr, en)
    fr = "avec --forget-data : aussi les dépôts non réglés, sans le demander"
    en = "with --forget-data: filings not settled too, without asking"
    _add_flag(parser, "--yes", fr, en)


def _serve(parser: argparse.ArgumentParser) -> None:
    fr, en = "adresse d’écoute (127.0.0.1)", "address to listen on (127.0.0.1)"
    _add(parser, "--host", fr, en, default="127.0.0.1", metavar="IP")
    fr, en = "8787 sinon ; 0 en choisit un", "else 8787; 0 picks one"
    _add(parser, "--port", fr, en, type=port, default=8787, metavar="N")
    _add_database(parser)
    mail = parser.add_mutually_exclusive_group()
    fr, en = "courrier dans un Maildir", "mail into a Maildir"
    _add(mail, "--mail-dir", fr, en, type=Path, metavar="DIR")
    variable = "SUPPORTDESK_SMTP_URL"
    fr = f"smtp[s]://HÔTE:PORT?from=EXPÉDITEUR ; avec compte et mot de passe, dans {variable}"
    en = f"smtp[s]://HOST:PORT?from=SENDER; with user and password, in {variable}"
    _add(mail, "--smtp", fr, en, metavar="URL")
    _add_flag(parser, "--no-rate-limits", "sans limites de débit", "without rate limits")
    fr, en = "tickets par mois", "tickets a month"
    _add(parser, "--quota", fr, en, type=not_negative, metavar="N")
    fr, en = "page web admise, sinon aucune", "web page let in, else none"
    _add_list(parser, "--allow-origin", fr, en, metavar="ORIGIN")
    fr, en = "un proxy TLS est devant", "a TLS proxy stands before it"
    _add_flag(parser, "--behind-proxy", fr, en)
    _add_flag(parser, "--new-epoch", "après une restauration", "after a restore")


def _agents(parser: argparse.ArgumentParser) -> None:
    _add_database(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="add|list|revoke|rotate")
    email = say("COURRIEL", "EMAIL")
    add = _add_desk_part(acts, "add")
    _add(add, "--name", "son nom", "their name", required=True, metavar=say("NOM", "NAME"))
    _add(add, "--email", "son courriel", "their email", required=True, metavar=email)
    _add(add, "--level", "niveau (N1)", "level (N1)", default="N1", metavar="N")
    fr, en = "service : une application qui dépose", "service: an application that files"
    _add(add, "--role", fr, en, choices=("agent", "service"), default="agent")
    _add_desk_part(acts, "list")
    revoke = _add_desk_part(acts, "revoke")
    _add(revoke, "email", "de l’agent", "of the agent", metavar=email)
    fr = "à qui vont ses tickets ouverts (sinon, à la file)"
    en = "who gets the open tickets (else, the queue)"
    _add(revoke, "--pass-to", fr, en, metavar=email)
    rotate = _add_desk_part(acts, "rotate")
    _add(rotate, "email", "de l’agent", "of the agent", metavar=email)


def _tags(parser: argparse.ArgumentParser) -> None:
    _add_database(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="add|list")
    add = _add_desk_part(acts, "add")
    _add(add, "name", "de l’étiquette", "of the tag", metavar=say("NOM", "NAME"))
    _add(add, "--color", "sa couleur", "its color", metavar="#RRGGBB")
    _add_desk_part(acts, "list")


def _nothing(_parser: argparse.ArgumentParser) -> None:
    return


WITHOUT_WINDOW = {
    "file": Command("file:run", _file, "file", "déposer un ticket", "file a ticket"),
    "outbox": Command(
        "outbox:run",
        _outbox,
        "outbox [retry|withdraw|confirm]",
        "les dépôts et leur état",
        "filings and their state",
    ),
    "tickets": Command(
        "tickets:run",
        _tickets,
        "tickets [WORD…]",
        "les tickets de ce poste",
        "the tickets on this computer",
    ),
    "watch": Command(
        "watch:run", _watch, "watch", "suivre le flux en direct", "follow the live feed"
    ),
    "status": Command(
        "status:run", _nothing, "status", "l’état de tout", "the state of everything"
    ),
    "away": Command(
        "tickets:run_presence", _away, "away, back", "absent, de retour", "away, back again"
    ),
    "back": Command("tickets:run_presence", _nothing),
    "close": Command(
        "tickets:run_action",
        _close,
        "close NUMBER, pass NUMBER WHO",
        "terminer ou passer un ticket",
        "finish or pass a ticket on",
    ),
    "pass": Command("tickets:run_action", _pass),
    "login": Command(
        "login:run", _nothing, "login, logout", "garder ou oublier la clé", "keep or forget the key"
    ),
    "logout": Command("login:run_logout", _logout),
    "self-test": Command(
        "self_test:run", _nothing, "self-test", "vérifier l’installation", "check the installation"
    ),
}
"""The commands of an agent's computer."""

DESK = {
    "serve": Command(
        "serve:run", _serve, "serve", "servir l’API et le flux", "serve the API and the feed"
    ),
    "agents": Command(
        "desk:run_agents",
        _agents,
        "agents add|list|revoke|rotate",
        "les agents et leurs clés",
        "agents and their keys",
    ),
    "tags": Command("desk:run_tags", _tags, "tags add|list", "les étiquettes", "the tags"),
}
"""The commands of the desk's own computer."""

COMMANDS = {
    **WITHOUT_WINDOW,
    **DESK,
    "local-desk-child": Command("serve:run_local_desk_child", _nothing),
}


def _add(parser: argparse._ActionsContainer, name: str, fr: str, en: str, **options: Any) -> None:
    """Add an argument with its help."""
    parser.add_argument(name, help=say(fr, en), **options)


def _add_flag(
    parser: argparse._ActionsContainer, name: str, fr: str, en: str, **options: Any
) -> None:
    """Add an option without a value."""
    _add(parser, name, fr, en, action="store_true", **options)


def _add_list(
    parser: argparse._ActionsContainer, name: str, fr: str, en: str, metavar: str
) -> None:
    """Add an option that may be given several times."""
    _add(parser, name, fr, en, action="append", default=[], metavar=metavar)


def _add_number(parser: argparse.ArgumentParser, **options: Any) -> None:
    """Add the number of a ticket."""
    fr, en = "du ticket, INV-1042", "of the ticket, INV-1042"
    _add(parser, "number", fr, en, metavar=say("NUMÉRO", "NUMBER"), **options)


def _add_database(parser: argparse.ArgumentParser) -> None:
    fr = "sqlite:///FICHIER (sinon SUPPORTDESK_DATABASE_URL, sinon DIR/desk.db)"
    en = "sqlite:///FILE (else SUPPORTDESK_DATABASE_URL, else DIR/desk.db)"
    _add(parser, "--database", fr, en, metavar="URL")


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
    fr, en = "voir plus haut", "see above"
    _add(part, "--database", fr, en, metavar="URL", default=argparse.SUPPRESS)
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
