"""A day of the feed for the strip and the journal: observed time, gaps and their causes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum

import msgspec
from PySide6.QtCore import QObject

from supportdesk_desktop.core.feed_status import BlindCause, BlindInterval, FeedState, FeedStatus

DAY_BEGINS = time(8, 0)
_SHORTEST_DAY = timedelta(hours=1)
_FALLBACK = timedelta(hours=8)


class NotificationState(StrEnum):
    """The ability of the system to announce an assignment now."""

    UNKNOWN = "unknown"
    ACTIVE = "active"
    NO_SERVICE = "no_service"
    DND = "dnd"
    DESKTOP_DND = "desktop_dnd"


class Observed(msgspec.Struct, frozen=True):
    """A period in which the feed was observed, but for its blind intervals; epoch ms, our clock."""

    from_ms: int
    to_ms: int

    def within(self, from_ms: int, to_ms: int) -> Observed | None:
        """Return the part of it in that time, None where there is none."""
        begins, ends = max(self.from_ms, from_ms), min(self.to_ms, to_ms)
        return Observed(begins, ends) if begins < ends else None


def observed_time(
    status: FeedStatus, intervals: Sequence[BlindInterval], first_ms: int | None, now_ms: int
) -> Observed | None:
    """Return the time up to the last proof, None where nothing was observed yet.

    Args:
        status: of the feed; it alone says whether the present is observed.
        intervals: one that lasts tells when the observation ended, where the status cannot.
        first_ms: when the feed was verified here for the first time.
        now_ms: the present.
    """
    if first_ms is None:
        return None
    if status.state is FeedState.VERIFIED:
        until_ms = now_ms
    elif status.verified_up_to_ms is not None and status.clock_offset_ms is not None:
        until_ms = status.verified_up_to_ms - status.clock_offset_ms
    else:
        until_ms = min((one.from_ms for one in intervals if one.to_ms is None), default=first_ms)
    until_ms = min(until_ms, now_ms)
    return Observed(first_ms, until_ms) if first_ms < until_ms else None


def observed_today(
    observed: Observed | None, intervals: Sequence[BlindInterval], from_ms: int, now_ms: int
) -> Observed | None:
    """Return the day's observation, from its first verified connection on; None without one.

    An interval that lasted into the day, such as a night in which the program was closed, ends
    with that connection.
    """
    seen = None if observed is None else observed.within(from_ms, now_ms)
    if seen is None:
        return None
    begins = seen.from_ms
    for one in sorted(intervals, key=lambda interval: interval.from_ms):
        if one.from_ms <= begins:
            begins = max(begins, now_ms if one.to_ms is None else one.to_ms)
    return Observed(begins, seen.to_ms) if begins < seen.to_ms else None


def day_start_ms(now_ms: int) -> int:
    """Return where the timeline begins: the working day's start, or 8 hours before ``now_ms``."""
    now = datetime.fromtimestamp(now_ms / 1000).astimezone()
    begins = datetime.combine(now.date(), DAY_BEGINS).astimezone()
    if now - begins < _SHORTEST_DAY:
        begins = now - _FALLBACK
    return round(begins.timestamp() * 1000)


def within(
    intervals: Sequence[BlindInterval], from_ms: int, now_ms: int
) -> tuple[BlindInterval, ...]:
    """Return the intervals that touch the time from ``from_ms`` to ``now_ms``."""
    return tuple(
        one
        for one in intervals
        if one.from_ms <= now_ms and (one.to_ms is None or one.to_ms > from_ms)
    )


def blind_ms(intervals: Sequence[BlindInterval], from_ms: int, now_ms: int) -> int:
    """Return the length of the intervals inside that time, overlaps counted once."""
    total, reached = 0, from_ms
    for one in sorted(intervals, key=lambda interval: interval.from_ms):
        begins = max(one.from_ms, reached)
        ends = now_ms if one.to_ms is None else min(one.to_ms, now_ms)
        total += max(0, ends - begins)
        reached = max(reached, ends)
    return total


def nothing_lost(intervals: Sequence[BlindInterval], verified_up_to_ms: int | None) -> bool:
    """Return whether each interval was read again and ended before a heartbeat that agreed."""
    if verified_up_to_ms is None:
        return not intervals
    return all(
        one.closed_by is not None and one.to_ms is not None and one.to_ms <= verified_up_to_ms
        for one in intervals
    )


class CauseWords(QObject):
    """The words of ``BlindCause``; an unknown cause is shown as it is."""

    def words(self, cause: str) -> str:
        """Return the sentence for a cause."""
        known: dict[str, str] = {
            BlindCause.LOST: self.tr("Connexion perdue sans fermeture"),
            BlindCause.RESTART: self.tr("Serveur redémarré"),
            BlindCause.STALE_CURSOR: self.tr("Position périmée"),
            BlindCause.TOO_SLOW: self.tr("Lecture trop lente, coupée par le serveur"),
            BlindCause.UNAVAILABLE: self.tr("Serveur indisponible"),
            BlindCause.NO_NETWORK: self.tr("Pas de réseau sur ce poste"),
            BlindCause.ASLEEP: self.tr("Poste en veille"),
            BlindCause.KEY: self.tr("Clé refusée par le serveur"),
            BlindCause.NO_KEY: self.tr("Aucune clé sur ce poste"),
            BlindCause.SILENT: self.tr("Serveur muet, connexion coupée ici"),
            BlindCause.DISAGREED: self.tr("Désaccord avec le serveur, relecture demandée"),
            BlindCause.PROTOCOL: self.tr("Échange incompris"),
            BlindCause.THROTTLED: self.tr("Trop de demandes, délai imposé par le serveur"),
            BlindCause.NOT_OUR_SERVER: self.tr("Un autre serveur a répondu (portail ou proxy)"),
            BlindCause.PORTAL: self.tr("Une page web a répondu à la place du serveur (portail)"),
            BlindCause.PROXY: self.tr("Refusé par le proxy de ce réseau"),
            BlindCause.PROXY_UNUSABLE: self.tr("Proxy inutilisable (HTTPS_PROXY, ALL_PROXY)"),
            BlindCause.REDIRECTED: self.tr("Renvoi vers une autre adresse, non suivi"),
            BlindCause.NOT_TRUSTED: self.tr("Connexion chiffrée refusée, certificat non reconnu"),
            BlindCause.NO_FEED: self.tr("Pas de flux sur ce serveur"),
            BlindCause.ELSEWHERE: self.tr("Suivi par une autre copie de l’application"),
            BlindCause.CLOSED_APP: self.tr("Application fermée"),
            BlindCause.STORE: self.tr("Données locales impossibles à enregistrer"),
            BlindCause.ASKED: self.tr("Reconnexion demandée ici"),
        }
        return known.get(cause, cause)

    def code(self, cause: str, code: int | None) -> str:
        """Return the code shown beside a cause, empty where there is none."""
        if code is not None:
            return str(code)
        if cause == BlindCause.ASLEEP:
            return self.tr("veille")
        if cause == BlindCause.CLOSED_APP:
            return self.tr("fermée")
        return ""

    def with_code(self, cause: str, code: int | None) -> str:
        """Return the words, with the code in parentheses where it is a number."""
        words = self.words(cause)
        return words if code is None else f"{words} ({code})"
