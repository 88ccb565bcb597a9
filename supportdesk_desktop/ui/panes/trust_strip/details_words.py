"""What "verified" means now, in plain words and in figures."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject

from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.core.trust import TrustRecord
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.cause_words import CauseWords


class DetailFact(msgspec.Struct, frozen=True):
    """One line: what it is about, and what is known; ``mono`` for what is copied exactly."""

    key: str
    name: str
    value: str
    mono: bool = False


class DetailWords(QObject):
    """Explains a status of the feed."""

    def meaning(self, status: FeedStatus) -> str:
        """Return what the present state does and does not prove."""
        state = status.state
        if state is FeedState.VERIFIED:
            return self.tr(
                "Le serveur vient de dire le numéro de son dernier événement et le nombre de vos "
                "tickets. Les deux sont égaux à ce que ce poste a enregistré : la liste est "
                "complète à cette heure. C’est la seule preuve qui affiche « À jour »."
            )
        if state is FeedState.UNVERIFIED:
            return self.tr(
                "La dernière preuve ne vaut plus pour le présent, et la suivante n’est pas encore "
                "là. Rien ne dit que la liste a changé, rien ne dit qu’elle est encore complète."
            )
        if state is FeedState.CATCHING_UP:
            return self.tr(
                "La connexion est rétablie et ce qui a manqué est en train d’être lu. La liste "
                "d’avant reste affichée ; elle sera dite à jour à la prochaine preuve du serveur."
            )
        if state in (FeedState.OFFLINE, FeedState.CONNECTING):
            return self.tr(
                "Ce poste ne reçoit rien du serveur. Des tickets ont pu arriver ou changer depuis "
                "la dernière preuve. Dès le retour de la connexion, ce qui a manqué est rejoué, "
                "ou la liste entière est relue."
            )
        return self._stopped(state)

    def _stopped(self, state: FeedState) -> str:
        if state is FeedState.NO_FEED:
            return self.tr(
                "Ce serveur n’offre pas de flux : rien ne peut prouver ici que la liste est "
                "complète. Le dépôt, la boîte d’envoi et la recherche sur ce poste fonctionnent."
            )
        if state is FeedState.ELSEWHERE:
            return self.tr(
                "Une autre copie de l’application suit vos tickets. Cette fenêtre ne reçoit plus "
                "rien tant qu’elle ne reprend pas sa place."
            )
        if state is FeedState.UPDATE_NEEDED:
            return self.tr(
                "Le serveur ne parle plus avec cette version. La liste n’est plus tenue à jour ; "
                "vos données restent sur ce poste."
            )
        return self.tr(
            "Le serveur n’accepte pas la clé de ce poste pour cet agent. La liste n’est plus "
            "tenue à jour ; vos données restent sur ce poste."
        )

    def facts(self, status: FeedStatus, record: TrustRecord, now_ms: int) -> list[DetailFact]:
        """Return the figures behind a status at ``now_ms`` (milliseconds since the epoch)."""
        cursor = record.cursor
        stored = self.tr("aucune : la liste entière sera demandée")
        if cursor is not None:
            stored = self.tr("événement n° {seq}").format(seq=texts.number(cursor.seq))
        facts = [
            DetailFact("head", self.tr("Dernier événement"), self._head(status)),
            DetailFact("count", self.tr("Nombre de tickets"), self._count(status)),
            DetailFact("time", self.tr("Heure du serveur"), self._time(status, now_ms)),
            DetailFact("offset", self.tr("Écart d’horloge"), self._offset(status)),
            DetailFact("latency", self.tr("Délai d’annonce"), self._latency(record)),
            DetailFact("epoch", self.tr("Époque"), status.epoch or "–", mono=True),
            DetailFact("cursor", self.tr("Position enregistrée"), stored),
            DetailFact("snapshot", self.tr("Relue en entier"), self._snapshot(record, now_ms)),
            DetailFact("next", self.tr("Prochain essai"), self._next_try(status, now_ms)),
        ]
        if status.cause is not None:
            cause = CauseWords(self).with_code(status.cause, status.code)
            facts.append(DetailFact("cause", self.tr("Cause"), cause))
        return facts

    def _head(self, status: FeedStatus) -> str:
        if status.verified_seq is None:
            return self._not_compared()
        known = self.tr("n° {seq}, {compared}")
        seq = texts.number(status.verified_seq)
        same = known.format(seq=seq, compared=self._compared(status))
        if status.seq is None or status.seq <= status.verified_seq:
            return same
        later = self.tr("puis n° {seq} reçu depuis").format(seq=texts.number(status.seq))
        return f"{same}, {later}"

    def _count(self, status: FeedStatus) -> str:
        if status.verified_tickets is None:
            return self._not_compared()
        count = texts.number(status.verified_tickets)
        same = f"{count}, {self._compared(status)}"
        if status.tickets == status.verified_tickets:
            return same
        later = self.tr("{count} depuis").format(count=texts.number(status.tickets))
        return f"{same}, {later}"

    def _compared(self, status: FeedStatus) -> str:
        """Say of when the comparison is: nothing looks surer than it is."""
        if status.state is FeedState.VERIFIED:
            return self.tr("égal ici et sur le serveur")
        return self.tr("égal à la dernière vérification")

    def _not_compared(self) -> str:
        return self.tr("pas encore comparé depuis l’ouverture")

    def _time(self, status: FeedStatus, now_ms: int) -> str:
        verified = status.verified_up_to_ms
        if verified is None:
            return self.tr("aucune preuve jusqu’ici")
        return f"{texts.moment(verified, now_ms)} ({iso_utc(verified)})"

    def _offset(self, status: FeedStatus) -> str:
        if status.clock_offset_ms is None:
            return "–"
        offset = status.clock_offset_ms
        size = texts.latency(abs(offset))
        if offset == 0:
            return size
        text = (
            self.tr("{time}, le serveur avance")
            if offset > 0
            else self.tr("{time}, le serveur retarde")
        )
        return text.format(time=size)

    def _latency(self, record: TrustRecord) -> str:
        if record.announced is None:
            return self.tr("aucune annonce aujourd’hui")
        return self.tr("médiane {median}, p95 {p95} aujourd’hui").format(
            median=texts.latency(record.announced.median_ms),
            p95=texts.latency(record.announced.p95_ms),
        )

    def _snapshot(self, record: TrustRecord, now_ms: int) -> str:
        if record.snapshot_ms is None:
            return self.tr("pas encore")
        return texts.moment(record.snapshot_ms, now_ms)

    def _next_try(self, status: FeedStatus, now_ms: int) -> str:
        if status.next_try_ms is None:
            connected = (FeedState.VERIFIED, FeedState.UNVERIFIED, FeedState.CATCHING_UP)
            return self.tr("connecté") if status.state in connected else self.tr("aucun prévu")
        left_ms = -(-max(0, status.next_try_ms - now_ms) // 1000) * 1000
        if left_ms == 0:
            return self.tr("en cours")
        return self.tr("dans {length}").format(length=texts.duration(left_ms))
