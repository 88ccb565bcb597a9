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
    ``ok``, ``warn``, ``danger`` or ``neutral``; ``ticks`` says that it changes by itself.
    ``spoken`` is the headline for a screen reader where it is not the one shown; ``tip`` stands
    in the tooltip.
    """

    key: str
    icon: str
    tone: str
    headline: str
    short: str
    detail: str = ""
    action: StripAction | None = None
    ticks: bool = False
    spoken: str = ""
    tip: str = ""

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
                return self._no_feed(status)
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
        tickets = self.tr("%n ticket(s)", "", status.tickets)
        same = self.tr("{tickets}, comme sur le serveur").format(tickets=tickets)
        if status.relay:
            tickets = same = self.tr("{tickets}, comme sur le relais").format(tickets=tickets)
        spoken = self.tr("à jour, vérifié à {time}")
        return Face(
            "verified",
            "verified",
            "ok",
            self.tr("À jour, vérifié à {time}").format(time=time),
            self.tr("À jour · {time}").format(time=time),
            tickets,
            spoken=spoken.format(time=texts.spoken_clock(status.verified_up_to_ms)),
            tip=same,
        )

    def _disconnected(self, status: FeedStatus, now_ms: int) -> Face:
        lost_ms = status.since_ms if status.lost_ms is None else status.lost_ms
        if now_ms - lost_ms >= BRIEF_LOSS_MS:
            return self._offline(status, lost_ms, now_ms)
        if status.clock_offset_ms is None or status.verified_up_to_ms is None:
            text = self.tr("Connexion…")
            kept = self._kept(status)
            return Face("connecting", "sync", "neutral", text, text, kept, ticks=True)
        text = self.tr("Reconnexion…")
        time = texts.clock_seconds(status.verified_up_to_ms)
        detail = self.tr("vérifié à {time}").format(time=time)
        return Face("reconnecting", "sync", "neutral", text, text, detail, ticks=True)

    def _offline(self, status: FeedStatus, lost_ms: int, now_ms: int) -> Face:
        text = short = self.tr("Hors ligne")
        detail = self._kept(status)
        verified = status.verified_up_to_ms
        if verified is not None:
            tickets = self.tr("%n ticket(s), vérifié(s)", "", status.tickets)
            detail = f"{tickets} {texts.at(verified, now_ms)}"
            if texts.same_day(verified, now_ms):
                time = texts.clock(lost_ms)
                text = self.tr("Hors ligne depuis {time}").format(time=time)
                short = self.tr("Hors ligne · {time}").format(time=time)
        face = ("offline", "offline", "warn", text, short, detail, StripAction.RETRY)
        return Face(*face, ticks=True, tip=self._next_try(status))

    def _kept(self, status: FeedStatus) -> str:
        """Say of tickets from before that nothing vouches for them yet."""
        if status.tickets == 0:
            return ""
        return self.tr(
            "%n ticket(s) gardé(s) sur ce poste, pas encore vérifié(s)", "", status.tickets
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

    def _no_feed(self, status: FeedStatus) -> Face:
        said = (
            self.tr("Ce serveur n’offre pas de flux en direct"),
            self.tr("Pas de flux en direct"),
            self.tr("Le dépôt, la boîte d’envoi et la recherche locale restent disponibles."),
        )
        if not status.had_feed:
            return Face("no-feed", "plug", "neutral", *said)
        tip = self._next_try(status)
        return Face("feed-gone", "plug", "warn", *said, StripAction.RETRY, ticks=bool(tip), tip=tip)

    def _stopped(self, status: FeedStatus) -> Face:
        action: StripAction | None
        match status.state:
            case FeedState.KEY_REFUSED:
                if status.cause == BlindCause.NO_KEY:
                    text, short = self.tr("Aucune clé sur ce poste"), self.tr("Aucune clé")
                else:
                    time = texts.clock(status.since_ms)
                    text = self.tr("Clé refusée à {time}").format(time=time)
                    short = self.tr("Clé refusée")
                key, icon, tone, action = "key-refused", "key", "danger", StripAction.NEW_KEY
                detail = self.tr("La liste n’est plus tenue à jour.")
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
        return Face(key, icon, tone, text, short, detail, action)

    def action_text(self, action: StripAction) -> str:
        return {
            StripAction.RETRY: self.tr("Réessayer"),
            StripAction.NEW_KEY: self.tr("Saisir une nouvelle clé"),
            StripAction.TAKE_OVER: self.tr("Reprendre ici"),
            StripAction.OPEN_PROFILE: self.tr("Ouvrir un autre profil"),
        }[action]

    def _next_try(self, status: FeedStatus) -> str:
        if status.next_try_ms is None:
            return ""
        time = texts.clock_seconds(status.next_try_ms)
        return self.tr("Prochain essai à {time}").format(time=time)

    def spoken_state(self, face: Face) -> str:
        said = ", ".join(part for part in (face.spoken or face.headline, face.detail) if part)
        return self.tr("État du flux : {state}").format(state=said)

    def state_tip(self, status: FeedStatus, face: Face) -> str:
        """Return what the pointer is told: the state, UTC, the clocks, and why it was cut."""
        lines = [face.said, *([face.tip] if face.tip else [])]
        if status.verified_up_to_ms is not None:
            utc = iso_utc(status.verified_up_to_ms)
            lines.append(self.tr("Heure du serveur, UTC : {time}").format(time=utc))
        if status.clock_offset_ms is not None:
            offset = f"{status.clock_offset_ms:+d}\u00a0ms"
            lines.append(self.tr("Écart d’horloge : {offset}").format(offset=offset))
        if status.cause is not None:
            lines.append(CauseWords(self).with_code(status.cause, status.code))
        return "\n".join(lines)

    def track(self, gaps: int, length_ms: int, seen: Observed, *, ongoing: bool, fine: bool) -> str:
        """Return the name of the day's track: since when it was observed, and what was not.

        Only ``fine`` lets it say that nothing was lost.
        """
        since = self.tr("Observé depuis {time}").format(time=texts.spoken_minutes(seen.from_ms))
        if gaps == 0:
            return self.tr("{since}, aucune coupure").format(since=since)
        said = [since, self.tr("%n coupure(s)", "", gaps), texts.duration(length_ms)]
        if ongoing:
            said.append(self.tr("en cours"))
        elif fine:
            said.append(self.tr("rien de perdu"))
        return ", ".join(said)

    def outbox(
        self, counts: Mapping[FilingState, int], pause: Pause | None, *, offline: bool
    ) -> SideText:
        """Return what to say of filings: what a person decides, and what cannot leave now."""
        uncertain = counts.get(FilingState.UNCERTAIN, 0)
        refused = counts.get(FilingState.REFUSED, 0)
        waiting = counts.get(FilingState.QUEUED, 0) if offline or pause is not None else 0
        held = self.tr("%n dépôt(s) en pause", "", waiting)
        if offline:
            held = self.tr("%n dépôt(s) partira(ont) au retour du réseau", "", waiting)
        long: list[str] = []
        short: list[str] = []
        for count, alone, after in (
            (waiting, held, self.tr("%n en file", "", waiting)),
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
        icon, token = ("uncertain", "warn") if uncertain or refused else ("queued", "text2")
        return SideText(icon, token, ", ".join(long), ", ".join(short))

    def notifications(self, state: NotificationState, until_ms: int | None) -> SideText:
        """Return what keeps announcements back, empty while nothing does or it is not known."""
        text = self.tr("Ne pas déranger")
        if until_ms is not None:
            text = self.tr("Ne pas déranger jusqu’à {time}").format(time=texts.clock(until_ms))
        return {
            NotificationState.UNKNOWN: SideText("", "text2", ""),
            NotificationState.ACTIVE: SideText("", "text2", ""),
            NotificationState.NO_SERVICE: SideText(
                "bell", "warn", self.tr("Aucun service de notification")
            ),
            NotificationState.DND: SideText("moon", "text2", text),
            NotificationState.DESKTOP_DND: SideText(
                "moon", "text2", self.tr("Ne pas déranger du bureau")
            ),
        }[state]
