"""What a command prints: lines and documents, and the names that people read in them.

Machines get the contract's own names.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

import msgspec

from supportdesk_desktop.cli.language import say
from supportdesk_desktop.core.feed_status import BlindCause, FeedState
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.text import CONTROLS

Names = Mapping[str, tuple[str, str]]
"""Names in French and English."""

FEED_STATES: Names = {
    FeedState.VERIFIED: ("à jour", "up to date"),
    FeedState.UNVERIFIED: ("non vérifié", "not verified"),
    FeedState.CATCHING_UP: ("rattrapage", "catching up"),
    FeedState.CONNECTING: ("connexion", "connecting"),
    FeedState.OFFLINE: ("hors ligne", "offline"),
    FeedState.NO_FEED: ("ce serveur n’a pas de flux", "this server has no feed"),
    FeedState.KEY_REFUSED: ("clé absente ou refusée", "no key, or refused"),
    FeedState.OTHER_AGENT: ("clé d’un autre agent", "key of another agent"),
    FeedState.UPDATE_NEEDED: ("mise à jour nécessaire", "update needed"),
    FeedState.ELSEWHERE: ("ouvert ailleurs", "open elsewhere"),
}

CAUSES: Names = {
    BlindCause.LOST: ("connexion perdue", "connection lost"),
    BlindCause.RESTART: ("serveur redémarré", "server restarted"),
    BlindCause.STALE_CURSOR: ("position périmée", "stale position"),
    BlindCause.TOO_SLOW: ("lecture trop lente", "read too slowly"),
    BlindCause.UNAVAILABLE: ("serveur indisponible", "server unavailable"),
    BlindCause.NO_NETWORK: ("pas de réseau", "no network"),
    BlindCause.ASLEEP: ("poste en veille", "computer asleep"),
    BlindCause.KEY: ("clé refusée", "key refused"),
    BlindCause.NO_KEY: ("aucune clé", "no key"),
    BlindCause.SILENT: ("serveur muet", "silent server"),
    BlindCause.DISAGREED: ("désaccord, relecture", "disagreement, read again"),
    BlindCause.PROTOCOL: ("échange incompris", "exchange not understood"),
    BlindCause.THROTTLED: ("délai imposé par le serveur", "delayed by the server"),
    BlindCause.NOT_OUR_SERVER: ("un autre serveur a répondu", "another server answered"),
    BlindCause.PORTAL: ("portail Wi-Fi", "Wi-Fi portal"),
    BlindCause.PROXY: ("refusé par le proxy", "refused by the proxy"),
    BlindCause.PROXY_UNUSABLE: ("proxy inutilisable", "unusable proxy"),
    BlindCause.REDIRECTED: ("renvoi non suivi", "redirect not followed"),
    BlindCause.NOT_TRUSTED: ("certificat non reconnu", "certificate not trusted"),
    BlindCause.NO_FEED: ("pas de flux", "no feed"),
    BlindCause.ELSEWHERE: ("suivi ailleurs", "followed elsewhere"),
    BlindCause.CLOSED_APP: ("application fermée", "application closed"),
    BlindCause.STORE: ("données locales non enregistrées", "local data not stored"),
    BlindCause.ASKED: ("reconnexion demandée", "reconnection asked for"),
}
"""Why the feed was not observed."""

OUTCOMES: Names = {
    NoticeOutcome.SHOWN: ("affichée", "shown"),
    NoticeOutcome.LATE: ("affichée en retard", "shown late"),
    NoticeOutcome.HELD_DND: ("retenue : ne pas déranger", "held: do not disturb"),
    NoticeOutcome.DIGEST: ("dans un résumé", "in a digest"),
    NoticeOutcome.MERGED: ("réunie à d’autres", "merged with others"),
    NoticeOutcome.IN_WINDOW: ("dans la fenêtre", "in the window"),
    NoticeOutcome.FIRST_SYNC: ("première synchronisation", "first synchronisation"),
    NoticeOutcome.FILTERED: ("filtrée", "filtered"),
    NoticeOutcome.NO_SERVICE: ("aucun service", "no service"),
    NoticeOutcome.REFUSED: ("refusée par le système", "refused by the system"),
    NoticeOutcome.UNEXPLAINED: ("inexpliquée", "unexplained"),
    "pending": ("en attente", "pending"),
}
"""What became of a notice."""

BACK_ENDS: Names = {
    "absent": ("absent", "absent"),
    "locked": ("verrouillé ou muet", "locked or silent"),
    "refused": ("refusé", "refused"),
    "none": ("aucun", "none"),
    "no session bus": ("pas de bus de session", "no session bus"),
    "the session bus ended": ("le bus de session s’est arrêté", "the session bus ended"),
    "no notification service": ("aucun service", "no notification service"),
    "the notification service ended": ("le service s’est arrêté", "the notification service ended"),
    "starts when needed": ("démarre au besoin", "starts when needed"),
}
"""Why there is no keyring or notification service."""


def line(text: str) -> None:
    """Print one line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def document(value: object) -> None:
    """Print one JSON document on one line, at once."""
    line(msgspec.json.encode(value).decode())


def remark(text: str) -> None:
    """Tell a person something on stderr, after all that was printed."""
    sys.stdout.flush()
    sys.stderr.write(text + "\n")


def shown(text: str) -> str:
    """Return remote text fit for one column of a line: no tab, control or direction character."""
    return CONTROLS.sub(" ", text)


def columns(*parts: object) -> str:
    """Return the columns of a line."""
    return "\t".join(shown(str(part)) for part in parts)


def word(names: Names, name: str) -> str:
    """Return a name in the language in use; one that is not known as it is."""
    known = names.get(name)
    return name if known is None else say(*known)


def closing_word(closed_by: str | None) -> str:
    """Return how what was missed of an interval came back; dots where it has not yet."""
    if closed_by == "replay":
        return say("rejoué", "replayed")
    return "…" if closed_by is None else say("relu", "read again")


def tickets_word(count: int) -> str:
    """Return a number of tickets."""
    return say(
        f"{count} ticket" + ("s" if count > 1 else ""),
        f"{count} ticket" + ("" if count == 1 else "s"),
    )
