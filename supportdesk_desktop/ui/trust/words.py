"""What the strip says of each feed state: headline, detail, tone and the one way on.

Green needs ``FeedState.VERIFIED``, which only a heartbeat that agrees can give. The first ten
seconds without a socket stay grey; then the strip is amber whatever the client is trying.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject

from supportdesk_desktop.core.feed_status import (
    OTHER_SERVER,
    BlindCause,
    FeedState,
    FeedStatus,
)
from supportdesk_desktop.core.filing import FilingState, Pause
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.trust.causes import CauseWords
from supportdesk_desktop.ui.trust.states import NotificationState, Observed

if TYPE_CHECKING:
    from supportdesk_desktop.core.changes import Trouble

BRIEF_LOSS_MS = 10_000


class Way(StrEnum):
    """What the button of the strip does."""

    RETRY = "retry"
    NEW_KEY = "new_key"
    TAKE_OVER = "take_over"
    OPEN_PROFILE = "open_profile"


class Face(msgspec.Struct, frozen=True):
    """How one state looks and reads.

    ``key`` changes exactly when the state is to be announced to a screen reader; ``tone`` is
    ``ok``, ``warn``, ``danger`` or ``neutral``; ``ticks`` says that the words change each second.
    """

    key: str
    icon: str
    tone: str
    headline: str
    short: str
    detail: str = ""
    way: Way | None = None
    next_try: str = ""
    ticks: bool = False
    timeline: bool = True


class SideText(msgspec.Struct, frozen=True):
    """A part at the right end: ``short`` is what stays where there is little room."""

    icon: str
    token: str
    text: str
    short: str = ""


class StripWords(QObject):
    """The words of the strip, in the language of the window."""

    def face_of(self, status: FeedStatus, now_ms: int) -> Face:
        """Return what the strip says of ``status`` at ``now_ms`` (milliseconds since the epoch)."""
        state = status.state
        if state is FeedState.VERIFIED and status.verified_up_to_ms is not None:
            return self._verified(status, status.verified_up_to_ms)
        if state in (FeedState.OFFLINE, FeedState.CONNECTING):
            return self._disconnected(status, now_ms)
        if state is FeedState.CATCHING_UP:
            return self._catching_up(status)
        if state is FeedState.NO_FEED:
            return self._no_feed(status, now_ms)
        if state in (FeedState.UNVERIFIED, FeedState.VERIFIED):
            return self._unverified(status)
        return self._stopped(status)

    def face_of_trouble(self, trouble: Trouble) -> Face:
        """Return what the strip says of what cannot work, with the next step."""
        known = {
            "store_full": self._store_full,
            "store_damaged": self._store_damaged,
            "store_replaced": self._store_replaced,
            "store_read_only": self._store_read_only,
            "owner_silent": self._owner_silent,
        }.get(trouble.code)
        if known is not None:
            return known()
        headline, short = {
            "store": (
                self.tr("Données locales inaccessibles : rien n’est enregistré"),
                self.tr("Données inaccessibles"),
            ),
            "feed": (self.tr("Les tickets ne sont plus suivis"), self.tr("Suivi en panne")),
            "outbox": (self.tr("L’envoi est en panne"), self.tr("Envoi en panne")),
            "notifications": (
                self.tr("Les annonces sont en panne : surveillez la liste"),
                self.tr("Annonces en panne"),
            ),
        }[trouble.part]
        detail = self.tr("L’application réessaie d’elle-même ; redémarrez-la si cela dure.")
        return Face(f"trouble-{trouble.part}", "warn", "danger", headline, short, detail)

    def _store_full(self) -> Face:
        return Face(
            "store-full",
            "warn",
            "danger",
            self.tr("Disque plein : les nouveautés ne sont plus enregistrées"),
            self.tr("Disque plein"),
            self.tr("Libérez de la place, l’application reprend d’elle-même."),
        )

    def _store_damaged(self) -> Face:
        return Face(
            "store-damaged",
            "warn",
            "danger",
            self.tr("Données locales endommagées"),
            self.tr("Données endommagées"),
            self.tr("Fermez puis rouvrez ce profil : elles seront relues du serveur."),
        )

    def _store_replaced(self) -> Face:
        return Face(
            "store-replaced",
            "warn",
            "danger",
            self.tr("Données locales remplacées pendant leur utilisation"),
            self.tr("Données remplacées"),
            self.tr("Fermez puis rouvrez ce profil."),
        )

    def _store_read_only(self) -> Face:
        return Face(
            "store-read-only",
            "warn",
            "danger",
            self.tr("Dossier de données en lecture seule : rien n’est enregistré"),
            self.tr("Lecture seule"),
            self.tr("Rendez-le accessible en écriture, l’application reprend d’elle-même."),
        )

    def _owner_silent(self) -> Face:
        return Face(
            "owner-silent",
            "warn",
            "danger",
            self.tr("Un autre programme tient ce profil et ne répond pas"),
            self.tr("Profil bloqué"),
            self.tr("Arrêtez-le, cette fenêtre prend sa place."),
        )

    def _verified(self, status: FeedStatus, verified_ms: int) -> Face:
        time = texts.clock_seconds(verified_ms)
        where = self.tr("comme sur le relais") if status.relay else self.tr("comme sur le serveur")
        return Face(
            "verified",
            "verified",
            "ok",
            self.tr("À jour, vérifié à {time}").format(time=time),
            self.tr("À jour · {time}").format(time=time),
            self.tr("{tickets}, {where}").format(
                tickets=self._tickets(status.tickets), where=where
            ),
        )

    def _unverified(self, status: FeedStatus) -> Face:
        if status.verified_up_to_ms is None:
            text = self.tr("Connecté, en attente du serveur")
            return Face("unverified", "clock", "neutral", text, self.tr("En attente"))
        time = texts.clock_seconds(status.verified_up_to_ms)
        return Face(
            "unverified",
            "clock",
            "neutral",
            self.tr("Vérifié à {time}, en attente du serveur").format(time=time),
            self.tr("Vérifié · {time}").format(time=time),
        )

    def _disconnected(self, status: FeedStatus, now_ms: int) -> Face:
        lost_ms = status.since_ms if status.lost_ms is None else status.lost_ms
        lost_for = max(0, now_ms - lost_ms)
        if lost_for >= BRIEF_LOSS_MS:
            return self._offline(status, lost_ms, now_ms)
        if status.verified_up_to_ms is None:
            text = self.tr("Connexion…")
            return Face("connecting", "sync", "neutral", text, text, ticks=True)
        detail = self.tr("{length}, dernière vérification à {time}").format(
            length=texts.duration(lost_for), time=texts.clock_seconds(status.verified_up_to_ms)
        )
        text = self.tr("Reconnexion…")
        return Face("reconnecting", "sync", "neutral", text, text, detail, ticks=True)

    def _offline(self, status: FeedStatus, lost_ms: int, now_ms: int) -> Face:
        time = texts.clock_seconds(lost_ms)
        detail = self.tr("{length} sans nouvelles du serveur").format(
            length=texts.duration(now_ms - lost_ms)
        )
        return Face(
            "offline",
            "offline",
            "warn",
            self.tr("Hors ligne depuis {time}").format(time=time),
            self.tr("Hors ligne · {time}").format(time=time),
            detail,
            Way.RETRY,
            self._next_try(status, now_ms),
            ticks=True,
        )

    def _catching_up(self, status: FeedStatus) -> Face:
        if status.received is None:
            text = self.tr("Rattrapage…")
            detail = self.tr("lecture des événements manqués")
            return Face("catching-up", "sync", "neutral", text, text, detail)
        text = self.tr("Relecture complète…")
        detail = self.tr(
            "%n ticket(s) reçu(s), l’ancienne liste reste affichée", "", status.received
        )
        return Face("snapshot", "sync", "neutral", text, text, detail)

    def _no_feed(self, status: FeedStatus, now_ms: int) -> Face:
        headline = self.tr("Ce serveur n’offre pas de flux en direct")
        detail = self.tr("Le dépôt, la boîte d’envoi et la recherche locale restent disponibles.")
        short = self.tr("Pas de flux en direct")
        if not status.had_feed:
            return Face("no-feed", "plug", "neutral", headline, short, detail, timeline=False)
        next_try = self._next_try(status, now_ms)
        return Face(
            "feed-gone",
            "plug",
            "warn",
            headline,
            short,
            detail,
            Way.RETRY,
            next_try,
            bool(next_try),
        )

    def _stopped(self, status: FeedStatus) -> Face:
        time = texts.clock_seconds(status.since_ms)
        if status.state is FeedState.KEY_REFUSED:
            missing = status.cause == BlindCause.NO_KEY
            refused = self.tr("Clé refusée à {time}").format(time=time)
            return Face(
                "key-refused",
                "key",
                "danger",
                self.tr("Aucune clé sur ce poste") if missing else refused,
                self.tr("Aucune clé") if missing else self.tr("Clé refusée"),
                self.tr("La liste n’est plus tenue à jour, vos données restent sur ce poste."),
                Way.NEW_KEY,
                timeline=False,
            )
        if status.state is FeedState.OTHER_AGENT:
            text, short = (
                (self.tr("Ce profil est celui d’un autre serveur"), self.tr("Autre serveur"))
                if status.cause == OTHER_SERVER
                else (
                    self.tr("Cette clé est celle d’un autre agent"),
                    self.tr("Clé d’un autre agent"),
                )
            )
            return Face(
                "other-agent",
                "key",
                "danger",
                text,
                short,
                way=Way.OPEN_PROFILE,
                timeline=False,
            )
        if status.state is FeedState.UPDATE_NEEDED:
            text = self.tr("Mise à jour nécessaire")
            detail = self.tr("Ce serveur demande une version plus récente.")
            return Face("update-needed", "warn", "warn", text, text, detail, timeline=False)
        text = self.tr("Ouvert ailleurs")
        detail = self.tr("Une copie de cette application suit déjà les tickets.")
        return Face(
            "elsewhere", "window", "warn", text, text, detail, Way.TAKE_OVER, timeline=False
        )

    def way_text(self, way: Way) -> str:
        """Return the words of the strip's button."""
        return {
            Way.RETRY: self.tr("Réessayer"),
            Way.NEW_KEY: self.tr("Saisir une nouvelle clé"),
            Way.TAKE_OVER: self.tr("Reprendre ici"),
            Way.OPEN_PROFILE: self.tr("Ouvrir un autre profil"),
        }[way]

    def _next_try(self, status: FeedStatus, now_ms: int) -> str:
        if status.next_try_ms is None:
            return ""
        seconds = -(-max(0, status.next_try_ms - now_ms) // 1000)
        if seconds == 0:
            return self.tr("Essai en cours…")
        return self.tr("Prochain essai dans {length}").format(length=texts.duration(seconds * 1000))

    def _tickets(self, count: int) -> str:
        return self.tr("%n ticket(s)", "", count)

    def spoken_state(self, face: Face) -> str:
        """Return the accessible name of the state."""
        said = ", ".join(part for part in (face.headline, face.detail) if part)
        return self.tr("État du flux : {state}").format(state=said)

    def state_tip(self, status: FeedStatus, face: Face) -> str:
        """Return what the pointer is told: the state, UTC, the clocks, and why it was cut."""
        lines = [". ".join(part for part in (face.headline, face.detail) if part)]
        if status.verified_up_to_ms is not None:
            utc = iso_utc(status.verified_up_to_ms)
            lines.append(self.tr("Heure du serveur, UTC : {time}").format(time=utc))
        if status.clock_offset_ms is not None:
            offset = f"{status.clock_offset_ms:+d}\u00a0ms"
            lines.append(self.tr("Écart d’horloge : {offset}").format(offset=offset))
        if status.cause is not None:
            lines.append(CauseWords(self).with_code(status.cause, status.code))
        return "\n".join(lines)

    def blind(self, count: int, length_ms: int, *, ongoing: bool, fine: bool) -> str:
        """Return the day's sum of blind intervals; only ``fine`` lets it say nothing was lost."""
        if count == 0:
            return ""
        length = texts.duration(length_ms)
        gaps = self.tr("%n coupure(s)", "", count)
        if ongoing:
            return self.tr("{gaps}, {length}, en cours").format(gaps=gaps, length=length)
        if fine:
            return self.tr("{gaps}, {length} : rien de perdu").format(gaps=gaps, length=length)
        return self.tr("{gaps}, {length}").format(gaps=gaps, length=length)

    def spoken_blind(self, count: int, said: str, day: Observed, observed: Observed | None) -> str:
        """Return the accessible name of the timeline of a ``day``, of which part was observed."""
        if count:
            return self.tr("Journal des coupures, aujourd’hui : {gaps}").format(gaps=said)
        if observed is None:
            return self.tr("Journal des coupures : rien n’a été observé aujourd’hui")
        if observed == day:
            return self.tr("Journal des coupures : aucune aujourd’hui")
        return self.tr("Journal des coupures : aucune de {start} à {end}").format(
            start=texts.clock(observed.from_ms), end=texts.clock(observed.to_ms)
        )

    def outbox(self, counts: Mapping[FilingState, int], pause: Pause | None) -> SideText:
        """Return what is said of the open filings; no text where there is none."""
        uncertain = counts.get(FilingState.UNCERTAIN, 0)
        refused = counts.get(FilingState.REFUSED, 0)
        queued = counts.get(FilingState.QUEUED, 0) + counts.get(FilingState.SENDING, 0)
        long, short = [], []
        if queued:
            long.append(self.tr("%n dépôt(s) en file", "", queued))
            short.append(self.tr("%n en file", "", queued))
        if uncertain:
            said = self.tr("%n incertain(s)", "", uncertain)
            short.append(said)
            long.append(said if long else self.tr("%n dépôt(s) incertain(s)", "", uncertain))
        if refused:
            said = self.tr("%n refusé(s)", "", refused)
            short.append(said)
            long.append(said if long else self.tr("%n dépôt(s) refusé(s)", "", refused))
        if pause is not None and queued:
            long.append(self.tr("envoi en pause"))
        icon, token = ("uncertain", "warn") if uncertain or refused else ("queued", "text2")
        return SideText(icon, token, ", ".join(long), ", ".join(short))

    def notifications(self, state: NotificationState, until_ms: int | None) -> SideText:
        """Return what is said of announcements; no text while it is not known."""
        if state is NotificationState.ACTIVE:
            return SideText("bell", "text2", self.tr("Notifications actives"))
        if state is NotificationState.NO_SERVICE:
            return SideText("bell", "warn", self.tr("Aucun service de notification"))
        if state is NotificationState.DND:
            if until_ms is None:
                return SideText("moon", "text2", self.tr("Ne pas déranger"))
            text = self.tr("Ne pas déranger jusqu’à {time}").format(time=texts.clock(until_ms))
            return SideText("moon", "text2", text)
        return SideText("", "text2", "")
