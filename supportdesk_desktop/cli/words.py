"""Names of states and outcomes as people read them; machines get the contract's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supportdesk_desktop.cli.language import lang, say
from supportdesk_desktop.core.feed_status import BlindCause, FeedState
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.wording import state_word


def filing_word(state: str) -> str:
    """Return the name of a filing's state; an unknown one as it is."""
    return state_word(state, lang())


def part_word(part: str) -> str:
    """Return the name of a part that cannot work; an unknown one as it is."""
    known = {
        "store": say("données locales", "local data"),
        "feed": say("suivi", "feed"),
        "outbox": say("envoi", "outbox"),
        "notifications": say("annonces", "notifications"),
    }
    return known.get(part, part)


def feed_word(state: str) -> str:
    """Return the name of the feed's state; an unknown one as it is."""
    known: dict[str, str] = {
        FeedState.VERIFIED: say("à jour", "up to date"),
        FeedState.UNVERIFIED: say("non vérifié", "not verified"),
        FeedState.CATCHING_UP: say("rattrapage", "catching up"),
        FeedState.CONNECTING: say("connexion", "connecting"),
        FeedState.OFFLINE: say("hors ligne", "offline"),
        FeedState.NO_FEED: say("ce serveur n’a pas de flux", "this server has no feed"),
        FeedState.KEY_REFUSED: say("clé absente ou refusée", "no key, or refused"),
        FeedState.OTHER_AGENT: say("clé d’un autre agent", "key of another agent"),
        FeedState.UPDATE_NEEDED: say("mise à jour nécessaire", "update needed"),
        FeedState.ELSEWHERE: say("ouvert ailleurs", "open elsewhere"),
    }
    return known.get(state, state)


def outcome_word(outcome: str) -> str:
    """Return what became of a notice; an unknown outcome as it is."""
    known: dict[str, str] = {
        NoticeOutcome.SHOWN: say("affichée", "shown"),
        NoticeOutcome.LATE: say("affichée en retard", "shown late"),
        NoticeOutcome.HELD_DND: say("retenue : ne pas déranger", "held: do not disturb"),
        NoticeOutcome.DIGEST: say("dans un résumé", "in a digest"),
        NoticeOutcome.MERGED: say("réunie à d’autres", "merged with others"),
        NoticeOutcome.IN_WINDOW: say("dans la fenêtre", "in the window"),
        NoticeOutcome.FIRST_SYNC: say("première synchronisation", "first synchronisation"),
        NoticeOutcome.FILTERED: say("filtrée", "filtered"),
        NoticeOutcome.NO_SERVICE: say("aucun service", "no service"),
        NoticeOutcome.REFUSED: say("refusée par le système", "refused by the system"),
        NoticeOutcome.UNEXPLAINED: say("inexpliquée", "unexplained"),
        "pending": say("en attente", "pending"),
    }
    return known.get(outcome, outcome)


def cause_word(cause: str) -> str:
    """Return why the feed was not observed; an unknown cause as it is."""
    known: dict[str, str] = {
        BlindCause.LOST: say("connexion perdue", "connection lost"),
        BlindCause.RESTART: say("serveur redémarré", "server restarted"),
        BlindCause.STALE_CURSOR: say("position périmée", "stale position"),
        BlindCause.TOO_SLOW: say("lecture trop lente", "read too slowly"),
        BlindCause.UNAVAILABLE: say("serveur indisponible", "server unavailable"),
        BlindCause.NO_NETWORK: say("pas de réseau", "no network"),
        BlindCause.ASLEEP: say("poste en veille", "computer asleep"),
        BlindCause.KEY: say("clé refusée", "key refused"),
        BlindCause.NO_KEY: say("aucune clé", "no key"),
        BlindCause.SILENT: say("serveur muet", "silent server"),
        BlindCause.DISAGREED: say("désaccord, relecture", "disagreement, read again"),
        BlindCause.PROTOCOL: say("échange incompris", "exchange not understood"),
        BlindCause.THROTTLED: say("délai imposé par le serveur", "delayed by the server"),
        BlindCause.NOT_OUR_SERVER: say("un autre serveur a répondu", "another server answered"),
        BlindCause.PORTAL: say("portail Wi-Fi", "Wi-Fi portal"),
        BlindCause.PROXY: say("refusé par le proxy", "refused by the proxy"),
        BlindCause.PROXY_UNUSABLE: say("proxy inutilisable", "unusable proxy"),
        BlindCause.REDIRECTED: say("renvoi non suivi", "redirect not followed"),
        BlindCause.NOT_TRUSTED: say("certificat non reconnu", "certificate not trusted"),
        BlindCause.NO_FEED: say("pas de flux", "no feed"),
        BlindCause.ELSEWHERE: say("suivi ailleurs", "followed elsewhere"),
        BlindCause.CLOSED_APP: say("application fermée", "application closed"),
        BlindCause.STORE: say("données locales non enregistrées", "local data not stored"),
        BlindCause.ASKED: say("reconnexion demandée", "reconnection asked for"),
    }
    return known.get(cause, cause)


def closing_word(closed_by: str | None) -> str:
    """Return how what was missed of an interval came back; dots where it has not yet."""
    if closed_by == "replay":
        return say("rejoué", "replayed")
    return "…" if closed_by is None else say("relu", "read again")


def back_end_word(described: str) -> str:
    """Return why there is no keyring or notification service; the name of one as it is."""
    known = {
        "absent": say("absent", "absent"),
        "locked": say("verrouillé ou muet", "locked or silent"),
        "refused": say("refusé", "refused"),
        "none": say("aucun", "none"),
        "no session bus": say("pas de bus de session", "no session bus"),
        "the session bus ended": say("le bus de session s’est arrêté", "the session bus ended"),
        "no notification service": say("aucun service", "no notification service"),
        "the notification service ended": say(
            "le service s’est arrêté", "the notification service ended"
        ),
        "starts when needed": say("démarre au besoin", "starts when needed"),
    }
    return known.get(described, described)


def check_word(what: str) -> str:
    """Return the name of what ``self-test`` checks."""
    known = {
        "parts": say("composants", "parts"),
        "files": say("fichiers", "files"),
        "store": say("base locale", "store"),
        "data": say("données du profil", "profile’s data"),
        "desk": say("bureau", "desk"),
        "window": say("fenêtre", "window"),
        "keyring": say("trousseau", "keyring"),
    }
    return known.get(what, what)


def tickets_word(count: int) -> str:
    """Return a number of tickets."""
    return say(
        f"{count} ticket" + ("s" if count > 1 else ""),
        f"{count} ticket" + ("" if count == 1 else "s"),
    )


def event_word(what: str) -> str:
    """Return the name of what ``watch`` tells; an unknown one as it is."""
    known = {
        "state": say("flux", "feed"),
        "verified": say("vérifié", "verified"),
        "assigned": say("assigné", "assigned"),
        "updated": say("modifié", "updated"),
        "unassigned": say("retiré", "unassigned"),
        "closed": say("traité", "closed"),
        "blind": say("coupure", "blind"),
        "notice": say("notification", "notice"),
        "filing": say("dépôt", "filing"),
    }
    return known.get(what, what)


def counted(counts: Mapping[str, int], word: Callable[[str], str]) -> str:
    """Return counts with their names, or a dash."""
    return ", ".join(f"{word(name)} {count}" for name, count in counts.items()) or "—"
