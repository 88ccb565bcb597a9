"""The page of all commands, by groups."""

from __future__ import annotations

from supportdesk_desktop.cli.language import say

_WIDTH = 33


def main_help(program: str) -> str:
    """Return the whole page in the language in use."""
    usage = say("utilisation", "usage")
    parts = [
        f"{usage}{say(chr(0xA0), '')}: {program} [supportdesk://ticket/INV-1042] [options]",
        f"       {program} {say('COMMANDE', 'COMMAND')} …",
    ]
    for title, lines in _groups():
        parts += ["", title]
        parts += [f"  {name:<{_WIDTH}} {text}" for name, text in lines]
    parts += ["", say(_FOOT_FR, _FOOT_EN), ""]
    return "\n".join(parts)


_FOOT_FR = """\
La clé vient de SUPPORTDESK_API_KEY, sinon du trousseau du système, jamais d’un argument.
« COMMANDE --help » dit tout d’une commande.
Codes de sortie : 0 fait, 1 échec, 2 usage, 3 clé absente ou refusée, 4 serveur injoignable,
5 déposé dans la boîte d’envoi et non réglé, 130 interrompu."""

_FOOT_EN = """\
The key comes from SUPPORTDESK_API_KEY, else from the system keyring, never from an argument.
“COMMAND --help” tells all about a command.
Exit codes: 0 done, 1 failed, 2 usage, 3 no or refused key, 4 server unreachable,
5 in the outbox and not settled, 130 interrupted."""


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (say("La fenêtre", "The window"), _window()),
        (say("Sans fenêtre", "Without a window"), _without_window()),
        (say("Le bureau (serveur)", "The desk (server)"), _desk()),
        (say("Commun à tout", "Common to all"), _common()),
    ]


def _window() -> list[tuple[str, str]]:
    return [
        ("--local-desk", say("essai complet sur ce poste", "everything on this computer")),
        (
            "--simulate N",
            say("tickets simulés par minute (6)", "simulated tickets a minute (6)"),
        ),
        (
            "--screenshot FILE",
            say("une image, puis la fin", "one picture, then the end"),
        ),
        (
            "--timeout S",
            say("attente la plus longue de --screenshot (60)", "longest wait of --screenshot (60)"),
        ),
        ("--theme light|dark|system", say("apparence", "look")),
        ("--trace FILE", say("instants mesurés, en JSON", "measured moments, as JSON")),
    ]


def _without_window() -> list[tuple[str, str]]:
    return [
        ("file", say("déposer un ticket", "file a ticket")),
        (
            "outbox [retry|withdraw|confirm]",
            say("les dépôts et leur état", "filings and their state"),
        ),
        ("tickets [WORD…]", say("les tickets de ce poste", "the tickets on this computer")),
        ("watch", say("suivre le flux en direct", "follow the live feed")),
        ("status", say("l’état de tout", "the state of everything")),
        ("away, back", say("absent, de retour", "away, back again")),
        (
            "close NUMBER, pass NUMBER WHO",
            say("terminer ou passer un ticket", "finish or pass a ticket on"),
        ),
        ("login, logout", say("garder ou oublier la clé", "keep or forget the key")),
        ("self-test", say("vérifier l’installation", "check the installation")),
    ]


def _desk() -> list[tuple[str, str]]:
    return [
        ("serve", say("servir l’API et le flux", "serve the API and the feed")),
        (
            "agents add|list|revoke|rotate",
            say("les agents et leurs clés", "agents and their keys"),
        ),
        ("tags add|list", say("les étiquettes", "the tags")),
    ]


def _common() -> list[tuple[str, str]]:
    return [
        ("--data-dir DIR", say("dossier des profils", "folder of the profiles")),
        ("--profile NAME", say("profil (default)", "profile (default)")),
        ("--server URL", say("adresse du serveur", "address of the server")),
        ("--lang fr|en", say("langue", "language")),
        ("--json", say("sortie en JSON", "output as JSON")),
        ("--verbose", say("journal sur stderr", "log to stderr")),
        ("--version", say("la version", "the version")),
    ]
