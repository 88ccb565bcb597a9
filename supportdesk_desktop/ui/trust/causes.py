"""Why the feed was not observed, in words with the code beside them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from supportdesk_desktop.core.feed_status import BlindCause


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
