"""The words of the strip for each feed state: headline, detail, tone and the one action.

Green needs ``FeedState.VERIFIED``, which only a heartbeat that agrees can give. The first ten
seconds without a socket stay grey; then the strip is amber whatever the client is trying.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject

from supportdesk_desktop.core.feed_status import OTHER_SERVER, BlindCause, FeedState, FeedStatus
from supportdesk_desktop.core.filing import FilingState, Pause
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.trust.states import CauseWords, NotificationState, Observed

if TYPE_CHECKING:
    from supportdesk_desktop.core.changes import Trouble

BRIEF_LOSS_MS = 10_000


class StripAction(StrEnum):
    """The action of the strip's button."""

    RETRY = "retry"
    NEW_KEY = "new_key"
    TAKE_OVER = "take_over"
    OPEN_PROFILE = "open_profile"


class Face(msgspec.Struct, frozen=True):
    """The look and the words of one state.

    ``key`` changes exactly when the state is to be announced to a screen reader; ``tone`` is
    ``ok``, ``warn``, ``danger`` or ``neutral``; ``ticks`` says that the words change each second.
    """

    key: str
    icon: str
    tone: str
    headline: str
    short: str
    detail: str = ""
    action: StripAction | None = None
    next_try: str = ""
    ticks: bool = False
    timeline: bool = True

    @property
    def token(self) -> str:
        return "text1" if self.tone == "neutral" else self.tone

    @property
    def said(self) -> str:
        """Headline and detail in one."""
        return ". ".join(part for part in (self.headline, self.detail) if part)


class SideText(msgspec.Struct, frozen=True):
    """A part at the right end; ``short`` is its text where there is little room."""

    icon: str
    token: str
    text: str
    short: str = ""


class StripWords(QObject):
    """The words of the strip, in the language of the window."""

    def face_of(self, status: FeedStatus, now_ms: int) -> Face:
        """Return what the strip says of ``status`` at ``now_ms`` (milliseconds since the epoch)."""
        match status.state:
            case FeedState.VERIFIED | FeedState.UNVERIFIED:
                return self._connected(status)
            case FeedState.OFFLINE | FeedState.CONNECTING:
                return self._disconnected(status, now_ms)
            case FeedState.CATCHING_UP:
                return self._catching_up(status)
            case FeedState.NO_FEED:
                return self._no_feed(status, now_ms)
        return self._stopped(status)

    def face_of_trouble(self, trouble: Trouble) -> Face:
        """Return what the strip says of what cannot work, with the next step."""
        known = {
            "store_full": (
                self.tr("Disque plein : les nouveautés ne sont plus enregistrées"),
                self.tr("Disque plein"),
                self.tr("Libérez de la place, l’application reprend d’elle-même."),
            ),
            "store_damaged": (
                self.tr("Données locales endommagées"),
                self.tr("Données endommagées"),
                self.tr("Fermez puis rouvrez ce profil : elles seront relues du serveur."),
            ),
            "store_replaced": (
                self.tr("Données locales remplacées pendant leur utilisation"),
                self.tr("Données remplacées"),
                self.tr("Fermez puis rouvrez ce profil."),
            ),
            "store_read_only": (
                self.tr("Dossier de données en lecture seule : rien n’est enregistré"),
                self.tr("Lecture seule"),
                self.tr("Rendez-le accessible en écriture, l’application reprend d’elle-même."),
            ),
            "owner_silent": (
                self.tr("Un autre programme tient ce profil et ne répond pas"),
                self.tr("Profil bloqué"),
                self.tr("Arrêtez-le, cette fenêtre prend sa place."),
            ),
        }
        if trouble.code in known:
            key = trouble.code.replace("_", "-")
            return Face(key, "warn", "danger", *known[trouble.code])
        # A part of the application keeps failing.
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

    def _connected(self, status: FeedStatus) -> Face:
        if status.verified_up_to_ms is None:
            text = self.tr("Connecté, en attente du serveur")
            return Face("unverified", "clock", "neutral", text, self.tr("En attente"))
        time = texts.clock_seconds(status.verified_up_to_ms)
        if status.state is FeedState.UNVERIFIED:
            text = self.tr("Vérifié à {time}, en attente du serveur").format(time=time)
            short = self.tr("Vérifié · {time}").format(time=time)
            return Face("unverified", "clock", "neutral", text, short)
        where = self.tr("comme sur le relais") if status.relay else self.tr("comme sur le serveur")
        tickets = self.tr("%n ticket(s)", "", status.tickets)
        return Face(
            "verified",
            "verified",
            "ok",
            self.tr("À jour, vérifié à {time}").format(time=time),
            self.tr("À jour · {time}").format(time=time),
            self.tr("{tickets}, {where}").format(tickets=tickets, where=where),
        )

    def _disconnected(self, status: FeedStatus, now_ms: int) -> Face:
        lost_ms = status.since_ms if status.lost_ms is None else status.lost_ms
        lost_for = max(0, now_ms - lost_ms)
        if lost_for >= BRIEF_LOSS_MS:
            return self._offline(status, lost_ms, now_ms)
        if status.verified_up_to_ms is None:
            text, detail = self.tr("Connexion…"), ""
        else:
            text = self.tr("Reconnexion…")
            detail = self.tr("{length}, dernière vérification à {time}").format(
                length=texts.duration(lost_for), time=texts.clock_seconds(status.verified_up_to_ms)
            )
        key = "reconnecting" if detail else "connecting"
        return Face(key, "sync", "neutral", text, text, detail, ticks=True)

    def _offline(self, status: FeedStatus, lost_ms: int, now_ms: int) -> Face:
        time, length = texts.clock_seconds(lost_ms), texts.duration(now_ms - lost_ms)
        return Face(
            "offline",
            "offline",
            "warn",
            self.tr("Hors ligne depuis {time}").format(time=time),
            self.tr("Hors ligne · {time}").format(time=time),
            self.tr("{length} sans nouvelles du serveur").format(length=length),
            StripAction.RETRY,
            self._next_try(status, now_ms),
            ticks=True,
        )

    def _catching_up(self, status: FeedStatus) -> Face:
        if status.received is None:
            key, text = "catching-up", self.tr("Rattrapage…")
            detail = self.tr("lecture des événements manqués")
        else:
            key, text = "snapshot", self.tr("Relecture complète…")
            detail = self.tr(
                "%n ticket(s) reçu(s), l’ancienne liste reste affichée", "", status.received
            )
        return Face(key, "sync", "neutral", text, text, detail)

    def _no_feed(self, status: FeedStatus, now_ms: int) -> Face:
        said = (
            self.tr("Ce serveur n’offre pas de flux en direct"),
            self.tr("Pas de flux en direct"),
            self.tr("Le dépôt, la boîte d’envoi et la recherche locale restent disponibles."),
        )
        if not status.had_feed:
            return Face("no-feed", "plug", "neutral", *said, timeline=False)
        next_try = self._next_try(status, now_ms)
        return Face("feed-gone", "plug", "warn", *said, StripAction.RETRY, next_try, bool(next_try))

    def _stopped(self, status: FeedStatus) -> Face:
        action: StripAction | None
        match status.state:
            case FeedState.KEY_REFUSED:
                if status.cause == BlindCause.NO_KEY:
                    text, short = self.tr("Aucune clé sur ce poste"), self.tr("Aucune clé")
                else:
                    time = texts.clock_seconds(status.since_ms)
                    text = self.tr("Clé refusée à {time}").format(time=time)
                    short = self.tr("Clé refusée")
                key, icon, tone, action = "key-refused", "key", "danger", StripAction.NEW_KEY
                detail = self.tr(
                    "La liste n’est plus tenue à jour, vos données restent sur ce poste."
                )
            case FeedState.OTHER_AGENT:
                text = self.tr("Cette clé est celle d’un autre agent")
                short = self.tr("Clé d’un autre agent")
                if status.cause == OTHER_SERVER:
                    text = self.tr("Ce profil est celui d’un autre serveur")
                    short = self.tr("Autre serveur")
                key, icon, tone, action = "other-agent", "key", "danger", StripAction.OPEN_PROFILE
                detail = ""
            case FeedState.UPDATE_NEEDED:
                text = short = self.tr("Mise à jour nécessaire")
                key, icon, tone, action = "update-needed", "warn", "warn", None
                detail = self.tr("Ce serveur demande une version plus récente.")
            case _:
                text = short = self.tr("Ouvert ailleurs")
                key, icon, tone, action = "elsewhere", "window", "warn", StripAction.TAKE_OVER
                detail = self.tr("Une copie de cette application suit déjà les tickets.")
        return Face(key, icon, tone, text, short, detail, action, timeline=False)

    def action_text(self, action: StripAction) -> str:
        return {
            StripAction.RETRY: self.tr("Réessayer"),
            StripAction.NEW_KEY: self.tr("Saisir une nouvelle clé"),
            StripAction.TAKE_OVER: self.tr("Reprendre ici"),
            StripAction.OPEN_PROFILE: self.tr("Ouvrir un autre profil"),
        }[action]

    def _next_try(self, status: FeedStatus, now_ms: int) -> str:
        if status.next_try_ms is None:
            return ""
        seconds = -(-max(0, status.next_try_ms - now_ms) // 1000)
        if seconds == 0:
            return self.tr("Essai en cours…")
        return self.tr("Prochain essai dans {length}").format(length=texts.duration(seconds * 1000))

    def spoken_state(self, face: Face) -> str:
        said = ", ".join(part for part in (face.headline, face.detail) if part)
        return self.tr("État du flux : {state}").format(state=said)

    def state_tip(self, status: FeedStatus, face: Face) -> str:
        """Return what the pointer is told: the state, UTC, the clocks, and why it was cut."""
        lines = [face.said]
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
        """Return the text about open filings, empty where there is none."""
        uncertain = counts.get(FilingState.UNCERTAIN, 0)
        refused = counts.get(FilingState.REFUSED, 0)
        queued = counts.get(FilingState.QUEUED, 0) + counts.get(FilingState.SENDING, 0)
        long: list[str] = []
        short: list[str] = []
        for count, alone, after in (
            (
                queued,
                self.tr("%n dépôt(s) en file", "", queued),
                self.tr("%n en file", "", queued),
            ),
            (
                uncertain,
                self.tr("%n dépôt(s) incertain(s)", "", uncertain),
                self.tr("%n incertain(s)", "", uncertain),
            ),
            (
                refused,
                self.tr("%n dépôt(s) refusé(s)", "", refused),
                self.tr("%n refusé(s)", "", refused),
            ),
        ):
            if count:
                short.append(after)
                long.append(after if long else alone)
        if pause is not None and queued:
            long.append(self.tr("envoi en pause"))
        icon, token = ("uncertain", "warn") if uncertain or refused else ("queued", "text2")
        return SideText(icon, token, ", ".join(long), ", ".join(short))

    def notifications(self, state: NotificationState, until_ms: int | None) -> SideText:
        """Return the text about announcements, empty while their state is unknown."""
        text = self.tr("Ne pas déranger")
        if until_ms is not None:
            text = self.tr("Ne pas déranger jusqu’à {time}").format(time=texts.clock(until_ms))
        return {
            NotificationState.UNKNOWN: SideText("", "text2", ""),
            NotificationState.ACTIVE: SideText("bell", "text2", self.tr("Notifications actives")),
            NotificationState.NO_SERVICE: SideText(
                "bell", "warn", self.tr("Aucun service de notification")
            ),
            NotificationState.DND: SideText("moon", "text2", text),
            NotificationState.DESKTOP_DND: SideText(
                "moon", "text2", self.tr("Ne pas déranger du bureau")
            ),
        }[state]
