"""Names of states and outcomes as people read them; machines get the contract's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from supportdesk_desktop.cli.language import say
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.filing_state import FilingState
from supportdesk_desktop.core.notices import NoticeOutcome


def filing_word(state: str) -> str:
    """Return the name of a filing's state; an unknown one as it is."""
    known: dict[str, str] = {
        FilingState.QUEUED: say("en file", "queued"),
        FilingState.SENDING: say("envoi", "sending"),
        FilingState.CONFIRMED: say("confirmé", "confirmed"),
        FilingState.REFUSED: say("refusé", "refused"),
        FilingState.UNCERTAIN: say("incertain", "uncertain"),
        FilingState.WITHDRAWN: say("retiré", "withdrawn"),
    }
    return known.get(state, state)


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
