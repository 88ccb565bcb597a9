"""The arguments of each command."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from supportdesk_desktop.cli import values
from supportdesk_desktop.cli.language import say

AddArguments = Callable[[argparse.ArgumentParser], None]

PRIORITIES = ("LOW", "MEDIUM", "HIGH", "URGENT", "CRITICAL")


def add_window(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the window."""
    add = parser.add_argument
    add(
        "link",
        nargs="?",
        metavar="supportdesk://…",
        help=say("ouvrir ce ticket", "open this ticket"),
    )
    add("--local-desk", action="store_true")
    add("--simulate", type=values.not_negative, default=6, metavar="N")
    add("--screenshot", type=Path, metavar="FILE")
    add("--timeout", type=values.seconds, default=60.0, metavar="S")
    add("--theme", choices=("light", "dark", "system"))
    add("--trace", type=Path, metavar="FILE")


def _file(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--customer", required=True, metavar="EXT", help=say("id du client", "customer's id"))
    add("--subject", required=True, metavar="S", help=say("objet", "subject"))
    add(
        "--description",
        required=True,
        metavar="D",
        help=say("Markdown ; « - » lit l’entrée", "Markdown; “-” reads standard input"),
    )
    add(
        "--priority",
        choices=PRIORITIES,
        default="MEDIUM",
        help=say("défaut : MEDIUM", "default: MEDIUM"),
    )
    add("--category", metavar="C", help=say("catégorie", "category"))
    add(
        "--metadata",
        action="append",
        default=[],
        metavar="K=V",
        help=say("nombre, true, false, null, sinon texte", "number, true, false, null, else text"),
    )
    add("--metadata-json", metavar="JSON", help=say("un objet JSON", "a JSON object"))
    add(
        "--tag",
        action="append",
        default=[],
        metavar=say("NOM_OU_UUID", "NAME_OR_UUID"),
        help=say("étiquette, autant de fois qu’il faut", "tag, as many times as needed"),
    )
    add(
        "--ref",
        type=values.uuid,
        metavar="UUID",
        help=say("le même UUID est le même dépôt", "the same UUID is the same filing"),
    )
    add(
        "--no-wait",
        action="store_true",
        help=say("ne pas attendre la réponse", "do not wait for the answer"),
    )


def _outbox(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help=say("aussi les réglés", "settled too"))
    acts = parser.add_subparsers(dest="act", metavar="retry|withdraw|confirm")
    for name, text in (
        ("retry", say("renvoyer (décision d’une personne)", "send again (a person's decision)")),
        ("withdraw", say("retirer", "withdraw")),
        ("confirm", say("c’est devenu ce ticket", "it became this ticket")),
    ):
        act = _part(acts, name, text)
        act.add_argument(
            "id",
            type=values.positive,
            metavar="ID",
            help=say("son numéro dans « outbox »", "its number in “outbox”"),
        )
        if name == "confirm":
            act.add_argument(
                "number",
                type=values.filled,
                metavar=say("NUMÉRO", "NUMBER"),
                help=say("du ticket, INV-1042", "of the ticket, INV-1042"),
            )


def _tickets(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query",
        nargs="*",
        metavar=say("MOT", "WORD"),
        help=say(
            "comme dans la recherche : -mot, priorité:haute…",
            "as in the search field: -word, priority:high…",
        ),
    )
    parser.add_argument("--all", action="store_true", help=say("aussi ceux partis", "also gone"))
    parser.add_argument(
        "--limit",
        type=values.positive,
        default=100,
        metavar="N",
        help=say("pas plus de N lignes (100)", "no more than N lines (100)"),
    )


def _watch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--notify", action="store_true", help=say("annoncer aussi au système", "announce them too")
    )


def _away(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--until",
        metavar=say("HEURE", "TIME"),
        help=say("14:00, ou une date ISO 8601", "14:00, or an ISO 8601 time"),
    )


def _close(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "number",
        metavar=say("NUMÉRO", "NUMBER"),
        help=say("du ticket, INV-1042", "of the ticket, INV-1042"),
    )


def _pass(parser: argparse.ArgumentParser) -> None:
    _close(parser)
    parser.add_argument(
        "agent",
        metavar=say("COURRIEL_OU_ID", "EMAIL_OR_ID"),
        help=say("de l’agent qui le reçoit", "of the agent who gets it"),
    )


def _logout(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--forget-data",
        action="store_true",
        help=say("effacer aussi les données du profil", "erase the profile's data too"),
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help=say(
            "avec --forget-data : aussi les dépôts non réglés, sans le demander",
            "with --forget-data: filings not settled too, without asking",
        ),
    )


def _nothing(_parser: argparse.ArgumentParser) -> None:
    return


def _serve(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--host",
        default="127.0.0.1",
        metavar="IP",
        help=say("adresse d’écoute (127.0.0.1)", "address to listen on (127.0.0.1)"),
    )
    add(
        "--port",
        type=values.port,
        default=8787,
        metavar="N",
        help=say("8787 sinon ; 0 en choisit un", "else 8787; 0 picks one"),
    )
    _database(parser)
    mail = parser.add_mutually_exclusive_group()
    mail.add_argument(
        "--mail-dir",
        type=Path,
        metavar="DIR",
        help=say("courrier dans un Maildir", "mail into a Maildir"),
    )
    mail.add_argument(
        "--smtp",
        metavar="URL",
        help=say(
            "smtp[s]://HÔTE:PORT?from=EXPÉDITEUR ; avec compte et mot de passe, dans "
            "SUPPORTDESK_SMTP_URL",
            "smtp[s]://HOST:PORT?from=SENDER; with user and password, in SUPPORTDESK_SMTP_URL",
        ),
    )
    add(
        "--no-rate-limits",
        action="store_true",
        help=say("sans limites de débit", "without rate limits"),
    )
    add(
        "--quota",
        type=values.not_negative,
        metavar="N",
        help=say("tickets par mois", "tickets a month"),
    )
    add(
        "--allow-origin",
        action="append",
        default=[],
        metavar="ORIGIN",
        help=say("page web admise, sinon aucune", "web page let in, else none"),
    )
    add(
        "--behind-proxy",
        action="store_true",
        help=say("un proxy TLS est devant", "a TLS proxy stands before it"),
    )
    add("--new-epoch", action="store_true", help=say("après une restauration", "after a restore"))


def _agents(parser: argparse.ArgumentParser) -> None:
    _database(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="add|list|revoke|rotate")
    email = say("COURRIEL", "EMAIL")
    add = _desk_part(acts, "add")
    add.add_argument(
        "--name", required=True, metavar=say("NOM", "NAME"), help=say("son nom", "their name")
    )
    add.add_argument(
        "--email", required=True, metavar=email, help=say("son courriel", "their email")
    )
    add.add_argument("--level", default="N1", metavar="N", help=say("niveau (N1)", "level (N1)"))
    add.add_argument(
        "--role",
        choices=("agent", "service"),
        default="agent",
        help=say("service : une application qui dépose", "service: an application that files"),
    )
    _desk_part(acts, "list")
    revoke = _desk_part(acts, "revoke")
    revoke.add_argument("email", metavar=email, help=say("de l’agent", "of the agent"))
    revoke.add_argument(
        "--pass-to",
        metavar=email,
        help=say(
            "à qui vont ses tickets ouverts (sinon, à la file)",
            "who gets the open tickets (else, the queue)",
        ),
    )
    _desk_part(acts, "rotate").add_argument(
        "email", metavar=email, help=say("de l’agent", "of the agent")
    )


def _tags(parser: argparse.ArgumentParser) -> None:
    _database(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="add|list")
    add = _desk_part(acts, "add")
    add.add_argument("name", metavar=say("NOM", "NAME"), help=say("de l’étiquette", "of the tag"))
    add.add_argument("--color", metavar="#RRGGBB", help=say("sa couleur", "its color"))
    _desk_part(acts, "list")


def _part(
    acts: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str | None = None
) -> argparse.ArgumentParser:
    """Add a part of a command, after which the common options may stand too."""
    part = acts.add_parser(name, help=text)
    add_common(part, at_the_end=True)
    return part


def _desk_part(
    acts: argparse._SubParsersAction[argparse.ArgumentParser], name: str
) -> argparse.ArgumentParser:
    """Add a part of a command that works on the desk's database."""
    part = _part(acts, name)
    part.add_argument(
        "--database",
        metavar="URL",
        default=argparse.SUPPRESS,
        help=say("voir plus haut", "see above"),
    )
    return part


def add_common(parser: argparse.ArgumentParser, *, at_the_end: bool = False) -> None:
    """Add the options of every command.

    Args:
        parser: of the command, or of a part of it.
        at_the_end: the command has them already; here they are optional once more, and unsaid.
    """
    add = parser.add_argument_group(say("commun à tout", "common to all")).add_argument
    unset = argparse.SUPPRESS if at_the_end else None
    off = argparse.SUPPRESS if at_the_end else False
    add(
        "--data-dir",
        type=values.folder,
        default=unset,
        metavar="DIR",
        help=say("dossier des profils", "folder of the profiles"),
    )
    add(
        "--profile",
        type=values.profile,
        default=unset,
        metavar=say("NOM", "NAME"),
        help=say("profil (défaut : default)", "profile (default: default)"),
    )
    add(
        "--server",
        default=unset,
        metavar="URL",
        help=say("adresse du serveur", "address of the server"),
    )
    add("--lang", choices=("fr", "en"), default=unset, help=say("langue", "language"))
    add(
        "--verbose",
        action="store_true",
        default=off,
        help=say("journal sur stderr", "log to stderr"),
    )
    add("--json", action="store_true", default=off, help=say("sortie en JSON", "output as JSON"))


def _database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--database",
        metavar="URL",
        help=say(
            "sqlite:///FICHIER (sinon SUPPORTDESK_DATABASE_URL, sinon DIR/desk.db)",
            "sqlite:///FILE (else SUPPORTDESK_DATABASE_URL, else DIR/desk.db)",
        ),
    )


COMMANDS: dict[str, AddArguments] = {
    "file": _file,
    "outbox": _outbox,
    "tickets": _tickets,
    "watch": _watch,
    "status": _nothing,
    "away": _away,
    "back": _nothing,
    "close": _close,
    "pass": _pass,
    "login": _nothing,
    "logout": _logout,
    "self-test": _nothing,
    "serve": _serve,
    "agents": _agents,
    "tags": _tags,
    "local-desk-child": _nothing,
}
