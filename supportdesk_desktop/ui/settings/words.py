"""Names, texts and search words of each section and setting of the settings window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject

from supportdesk_desktop.core import settings
from supportdesk_desktop.core.arrangement import Density
from supportdesk_desktop.core.notices import Shows, Sound
from supportdesk_desktop.core.settings import Section, Setting

SECTION_ICONS = {
    Section.ACCOUNT: "key",
    Section.NOTIFICATIONS: "bell",
    Section.LOOK: "eye",
    Section.FILING: "send",
    Section.PRIVACY: "lock",
    Section.ADVANCED: "settings",
}


class RowWords(NamedTuple):
    """Name and hint are shown; ``more`` are further words that search finds the row by."""

    name: str
    hint: str
    more: str = ""


class SettingsWords(QObject):
    """The words in the language of the moment."""

    def section(self, section: Section) -> tuple[str, str]:
        return {
            Section.ACCOUNT: (self.tr("Compte et serveur"), self.tr("serveur, clé d’agent")),
            Section.NOTIFICATIONS: (self.tr("Notifications"), self.tr("annonces des assignations")),
            Section.LOOK: (self.tr("Apparence"), self.tr("thème, langue, texte, densité, clavier")),
            Section.FILING: (self.tr("Dépôt"), self.tr("ce qui part avec un ticket")),
            Section.PRIVACY: (self.tr("Confidentialité"), self.tr("ce qui reste sur ce poste")),
            Section.ADVANCED: (self.tr("Avancé"), self.tr("version, nouveautés")),
        }[section]

    def facts(self) -> tuple[RowWords, ...]:
        """Return the words of the rows that only show: server, key and version."""
        return (
            RowWords(
                self.tr("Serveur"),
                self.tr("Un profil est lié à un seul serveur et à un seul agent."),
                self.tr("adresse, url, boutique"),
            ),
            RowWords(
                self.tr("Clé d’agent"),
                self.tr("Dans le trousseau du système, jamais dans un fichier."),
                self.tr("mot de passe, jeton, connexion"),
            ),
            RowWords(
                self.tr("Version"),
                self.tr("Ce que chaque version a apporté, lisible hors ligne."),
                self.tr("mise à jour, journal des changements"),
            ),
        )

    def row(self, setting: Setting[Any]) -> RowWords:
        return {
            settings.ANNOUNCES.name: RowWords(
                self.tr("Notifications du système"),
                self.tr("Désactivées, le registre garde une ligne par assignation."),
                self.tr("annonces, alertes, essai"),
            ),
            settings.QUIET_HOURS.name: RowWords(
                self.tr("Ne pas déranger, horaires"),
                self.tr("Ce qui arrive alors est retenu, puis montré en un résumé à la reprise."),
                self.tr("silence, pause, nuit, week-end, plage"),
            ),
            settings.CRITICAL_PASSES.name: RowWords(
                self.tr("Laisser passer Critique"),
                self.tr("Un ticket Critique notifie même pendant Ne pas déranger."),
                self.tr("urgence, priorité"),
            ),
            settings.SHOWS.name: RowWords(
                self.tr("Contenu affiché"),
                self.tr("Ce que l’on peut lire sur l’écran verrouillé, après la priorité."),
                self.tr("masquer, confidentialité, sujet, client"),
            ),
            settings.BURST.name: RowWords(
                self.tr("Regrouper une rafale"),
                self.tr("Au-delà, une seule notification donne le nombre et le plus urgent."),
                self.tr("résumé, fusion"),
            ),
            settings.REMIND_MIN.name: RowWords(
                self.tr("Rappel si non ouvert"),
                self.tr("Une seule fois par ticket."),
                self.tr("relance, oubli, non lu"),
            ),
            settings.SOUND.name: RowWords(
                self.tr("Son"),
                self.tr("Jamais pendant Ne pas déranger."),
                self.tr("bruit, sonnerie, bip, muet, silence"),
            ),
            settings.ESCALATION_LIMITS.name: RowWords(
                self.tr("Escalade trop longue"),
                self.tr("Passé ce temps, une escalade est annoncée une fois, sur ce poste."),
                self.tr("seuil, délai, retard, priorité, escalader"),
            ),
            settings.THEME.name: RowWords(
                self.tr("Thème"),
                self.tr("Système suit le réglage clair ou sombre du bureau."),
                self.tr("couleurs, nuit"),
            ),
            settings.LANGUAGE.name: RowWords(
                self.tr("Langue"),
                self.tr("Les tickets gardent la langue de leur auteur."),
                "langue language français english",
            ),
            settings.TEXT_SCALE.name: RowWords(
                self.tr("Taille du texte"),
                self.tr("De 100 à 200\u00a0%, aussi par Ctrl++ et Ctrl+-."),
                self.tr("zoom, police, lisibilité"),
            ),
            settings.DENSITY.name: RowWords(
                self.tr("Densité de la liste"),
                self.tr("Deux lignes par ticket ou une, dans toutes les vues."),
                self.tr("compact, lignes, hauteur"),
            ),
            settings.WAITS.name: RowWords(
                self.tr("Attente trop longue"),
                self.tr("Passé ce temps, l’attente du client ressort dans la liste."),
                self.tr("seuil, délai, retard, priorité, horloge"),
            ),
            settings.SINGLE_LETTERS.name: RowWords(
                self.tr("Lettres seules"),
                self.tr("J, K, P, C et G agissent quand une liste a le focus."),
                self.tr("clavier, raccourcis"),
            ),
            settings.UNDO_S.name: RowWords(
                self.tr("Délai pour annuler"),
                self.tr("Un dépôt du formulaire attend ce temps avant de partir."),
                self.tr("reprendre, attente, secondes"),
            ),
            settings.SEND_CLIENT_REF.name: RowWords(
                self.tr("Référence du dépôt"),
                self.tr(
                    "metadata.clientRef part avec le ticket. Sans elle, un dépôt incertain est "
                    "plus difficile à reconnaître."
                ),
                self.tr("clientRef, métadonnées, doublon"),
            ),
            settings.KEPT_DAYS.name: RowWords(
                self.tr("Garder les tickets partis"),
                self.tr("Passé ce délai, un ticket qui n’est plus à vous est oublié de ce poste."),
                self.tr("conservation, effacer, durée, historique"),
            ),
            settings.DASHBOARD_URL.name: RowWords(
                self.tr("Adresse du tableau de bord"),
                self.tr(
                    "En https, avec {number} ou {id} à la place du ticket. Vide, le menu d’un "
                    "ticket n’y mène pas."
                ),
                self.tr("web, lien, URL, navigateur"),
            ),
            settings.TELLS_NEWS.name: RowWords(
                self.tr("Dire les nouveautés"),
                self.tr("Une ligne, une fois, après une mise à jour."),
                self.tr("version, changements"),
            ),
        }[setting.name]


class ChoiceWords(QObject):
    """The choices of settings that have few, in the language of the moment."""

    def shows(self) -> Sequence[tuple[Any, str]]:
        return (
            (Shows.SUBJECT_AND_CUSTOMER, self.tr("Sujet et client")),
            (Shows.SUBJECT, self.tr("Sujet")),
            (Shows.NUMBER, self.tr("Numéro seul")),
        )

    def theme(self) -> Sequence[tuple[Any, str]]:
        return (
            ("light", self.tr("Clair")),
            ("dark", self.tr("Sombre")),
            ("system", self.tr("Système")),
        )

    def language(self) -> Sequence[tuple[Any, str]]:
        return (("fr", "Français"), ("en", "English"), ("system", self.tr("Système")))

    def density(self) -> Sequence[tuple[Any, str]]:
        return (
            (Density.COMFORTABLE, self.tr("Confortable")),
            (Density.COMPACT, self.tr("Compacte")),
        )

    def undo(self) -> Sequence[tuple[Any, str]]:
        said = self.tr("{seconds} s")
        delays = ((one, said.format(seconds=one)) for one in (5, 10, 30))
        return ((0, self.tr("Aucun")), *delays)

    def remind(self) -> Sequence[tuple[Any, str]]:
        said = self.tr("après {minutes} minutes")
        delays = ((one, said.format(minutes=one)) for one in (5, 10, 15, 30, 60))
        return ((0, self.tr("jamais")), *delays)

    def waits(self) -> Sequence[tuple[Any, str]]:
        """Return the waits, in minutes."""
        minutes, hours, days = self.tr("{n} min"), self.tr("{n} h"), self.tr("{n} j")
        return (
            *((one, minutes.format(n=one)) for one in (15, 30)),
            *((60 * one, hours.format(n=one)) for one in (1, 2, 4, 8)),
            *((1440 * one, days.format(n=one)) for one in (1, 2, 5)),
            (0, self.tr("jamais")),
        )

    def sound(self) -> Sequence[tuple[Any, str]]:
        return (
            (Sound.NONE, self.tr("Aucun")),
            (Sound.URGENT, self.tr("Urgente et Critique")),
            (Sound.ALL, self.tr("Toutes")),
        )

    def kept(self) -> Sequence[tuple[Any, str]]:
        return (
            (30, self.tr("30 jours")),
            (90, self.tr("3 mois")),
            (180, self.tr("6 mois")),
            (365, self.tr("12 mois")),
            (730, self.tr("24 mois")),
        )
