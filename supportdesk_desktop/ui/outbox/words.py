"""The words of a filing in the outbox: its state, its reason and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject

from supportdesk_desktop.core.filing import (
    Act,
    Attempt,
    Doubt,
    Evidence,
    Filing,
    FilingError,
    FilingState,
    Pause,
    Wait,
    unproven_sends,
)
from supportdesk_desktop.core.filing_fate import Doubling, NotSent, doubling
from supportdesk_desktop.ui import texts


class Group(StrEnum):
    """The groups of the outbox, in their order."""

    TO_DECIDE = "to_decide"
    ON_THE_WAY = "on_the_way"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


GROUP_OF: dict[FilingState, Group] = {
    FilingState.UNCERTAIN: Group.TO_DECIDE,
    FilingState.REFUSED: Group.TO_DECIDE,
    FilingState.SENDING: Group.ON_THE_WAY,
    FilingState.QUEUED: Group.ON_THE_WAY,
    FilingState.CONFIRMED: Group.CONFIRMED,
    FilingState.WITHDRAWN: Group.WITHDRAWN,
}


OPEN = frozenset({Group.TO_DECIDE, Group.ON_THE_WAY})
USUAL = frozenset(Group) - {Group.WITHDRAWN}


def _number(filing: Filing) -> str:
    return "" if filing.ticket is None else filing.ticket.ticket_number


def _numbers(filing: Filing) -> str:
    return texts.one_line(", ".join(one.ticket_number for one in filing.doubles))


@dataclass(frozen=True)
class StateLook:
    """The shape, colour token and word of a state."""

    icon: str
    token: str
    word: str


@dataclass(frozen=True)
class Fact:
    """One line of "Ce que l’on sait"; ``at_ms`` is milliseconds since the epoch."""

    icon: str
    token: str
    text: str
    at_ms: int


class FilingWords(QObject):
    """The words of the outbox, in the language of the window."""

    def group(self, group: Group) -> str:
        return {
            Group.TO_DECIDE: self.tr("À décider"),
            Group.ON_THE_WAY: self.tr("En route"),
            Group.CONFIRMED: self.tr("Confirmés"),
            Group.WITHDRAWN: self.tr("Retirés"),
        }[group]

    def look(self, state: FilingState) -> StateLook:
        return {
            FilingState.QUEUED: StateLook("queued", "text2", self.tr("En file")),
            FilingState.SENDING: StateLook("sending", "link", self.tr("Envoi…")),
            FilingState.CONFIRMED: StateLook("confirmed", "ok", self.tr("Confirmé")),
            FilingState.REFUSED: StateLook("refused", "danger", self.tr("Refusé")),
            FilingState.UNCERTAIN: StateLook("uncertain", "warn", self.tr("Incertain")),
            FilingState.WITHDRAWN: StateLook("x", "text3", self.tr("Retiré")),
        }[state]

    def reason(self, filing: Filing, now_ms: int) -> str:
        """Return the second line after the customer (and the number of a confirmed one)."""
        match filing.state:
            case FilingState.UNCERTAIN:
                return self._doubtful(filing)
            case FilingState.REFUSED:
                return self.refusal(filing.error)
            case FilingState.SENDING:
                tries = len(filing.attempts)
                later = self.tr("{number}ᵉ essai").format(number=tries)
                return later if tries > 1 else self.tr("1ᵉʳ essai")
            case FilingState.QUEUED:
                return self._waiting(filing, now_ms)
            case FilingState.CONFIRMED:
                return self._confirmed(filing)
            case FilingState.WITHDRAWN:
                if filing.settled_ms is None:
                    return ""
                time = texts.clock_seconds(filing.settled_ms)
                return self.tr("retiré à {time}").format(time=time)

    def refusal(self, error: FilingError | None) -> str:
        """Return why the server refused: our sentence, never a code alone."""
        text = self.tr("refusé par le serveur")
        if error is None:
            return text
        if error.code == "CUSTOMER_NOT_FOUND":
            text = self.tr("client inconnu du serveur")
        elif error.code == "VALIDATION_ERROR" and error.details:
            text = self.tr("à corriger : {fields}").format(fields=", ".join(error.details))
        else:
            text = error.message or text
        return f"{text} ({error.code})"

    def explanation(self, filing: Filing, *, repeats: bool) -> tuple[str, str]:
        """Return title and text of the well over the facts.

        Args:
            filing: the filing.
            repeats: this desk announced idempotency-key, so that the app asks again by itself.
        """
        match filing.state:
            case FilingState.UNCERTAIN:
                title = self.tr("Incertain")
                if repeats and filing.doubt is not Doubt.CONFLICT:
                    title = self.tr("Incertain, vérification en cours")
                    last = self.tr(
                        "L’application repose la même demande, que ce serveur reconnaît."
                    )
                else:
                    last = self.tr("L’application ne renvoie jamais seule dans ce cas.")
                cause = self._doubt_sentence(filing.doubt)
                may = self.tr("Le serveur a peut-être créé le ticket.")
                return title, f"{cause} {may} {last}"
            case FilingState.REFUSED:
                return self.tr("Refusé"), self._refusal_sentence(filing.error)
            case FilingState.QUEUED:
                text = self.tr("Ce dépôt est gardé sur ce poste, il sera envoyé automatiquement.")
                if filing.wait is Wait.NETWORK:
                    text = self.tr(
                        "Ce dépôt est gardé sur ce poste. Il partira au retour du réseau."
                    )
                return self.tr("En file"), text
            case FilingState.SENDING:
                return self.tr("Envoi…"), self.tr("La demande est en route vers le serveur.")
            case FilingState.CONFIRMED:
                title = self.tr("Confirmé {number}").format(number=_number(filing)).strip()
                return self._with_double(filing, title, self._evidence_sentence(filing.evidence))
            case FilingState.WITHDRAWN:
                return self.tr("Retiré"), self.tr(
                    "Ce dépôt ne partira plus. Il reste dans cette liste."
                )

    def pause(self, pause: Pause) -> str:
        """Return why the queue stands still, and when it moves again."""
        return {
            Pause.KEY_MISSING: self.tr("Envoi en pause : aucune clé n’est enregistrée."),
            Pause.KEY_REFUSED: self.tr("Envoi en pause : la clé est refusée par le serveur."),
            Pause.NOT_OUR_SERVER: self.tr(
                "Envoi en pause : un portail ou un proxy répond à la place du serveur."
            ),
            Pause.PLAN_LIMIT: self.tr("Envoi en pause : quota mensuel de tickets atteint."),
            Pause.OTHER_PROFILE: self.tr(
                "Envoi en pause : cette clé appartient à un autre profil."
            ),
        }[pause]

    def facts(self, filing: Filing) -> list[Fact]:
        """Return what is known, newest first."""
        facts = [Fact("queued", "text2", self.tr("Mis en file par vous"), filing.created_ms)]
        for attempt in filing.attempts:
            facts.append(Fact("sending", "text2", self._sent(attempt), attempt.at_ms))
            ended = self._ended(filing, attempt)
            if ended is not None:
                facts.append(ended)
        if filing.settled_ms is not None:
            if filing.state is FilingState.WITHDRAWN:
                facts.append(Fact("x", "text2", self.tr("Retiré par vous"), filing.settled_ms))
            if filing.evidence in (Evidence.FEED, Evidence.AGENT):
                text = self._evidence_sentence(filing.evidence)
                facts.append(Fact("confirmed", "ok", text, filing.settled_ms))
        return sorted(facts, key=lambda fact: -fact.at_ms)

    def spoken(self, filing: Filing, now_ms: int) -> str:
        parts = (
            self.look(filing.state).word,
            _number(filing),
            filing.draft.subject,
            filing.draft.customer_external_id,
            self.reason(filing, now_ms),
        )
        return ", ".join(part for part in parts if part)

    def _double(self, filing: Filing) -> str:
        """Return the second line of a filing with a double, known or possible; else nothing."""
        match doubling(filing):
            case Doubling.KNOWN:
                return self.tr("en double avec {numbers}").format(numbers=_numbers(filing))
            case Doubling.POSSIBLE:
                return self.tr("doublon possible, renvoyé par vous")
        return ""

    def _with_double(self, filing: Filing, title: str, text: str) -> tuple[str, str]:
        """Return title and text of a confirmed filing, with the double that it is or may be."""
        match doubling(filing):
            case Doubling.KNOWN:
                more = self.tr(
                    "Un autre ticket porte la même référence : {numbers}. Clôturez celui de trop."
                ).format(numbers=_numbers(filing))
                return self.tr("{title}, en double").format(title=title), f"{text} {more}"
            case Doubling.POSSIBLE:
                earlier = unproven_sends(filing)
                time = texts.clock_seconds(earlier[0].at_ms) if earlier else ""
                more = self.tr(
                    "L’envoi de {time}, resté sans réponse, a peut-être créé un second ticket : "
                    "cherchez-le dans le tableau de bord SupportDesk."
                ).format(time=time)
                return self.tr("{title}, doublon possible").format(title=title), f"{text} {more}"
        return title, text

    def _doubtful(self, filing: Filing) -> str:
        when = _last_end(filing)
        if filing.doubt is None or when is None:
            return self.tr("recherche dans le flux en cours")
        return {
            Doubt.NO_ANSWER: self.tr("sans réponse à {time}, recherche dans le flux en cours"),
            Doubt.CUT: self.tr("connexion coupée à {time}, recherche dans le flux en cours"),
            Doubt.SERVER_ERROR: self.tr("erreur du serveur à {time}, ticket peut-être créé"),
            Doubt.UNREADABLE: self.tr("réponse illisible à {time}, ticket peut-être créé"),
            Doubt.APP_STOPPED: self.tr("application arrêtée pendant l’envoi, à {time}"),
            Doubt.IN_PROGRESS: self.tr("demande encore en cours sur le serveur à {time}"),
            Doubt.CONFLICT: self.tr("le serveur connaît déjà une autre demande, à {time}"),
            Doubt.STORE_DAMAGED: self.tr("données locales endommagées, peut-être parti à {time}"),
        }[filing.doubt].format(time=texts.clock_seconds(when))

    def _doubt_sentence(self, doubt: Doubt | None) -> str:
        return {
            Doubt.NO_ANSWER: self.tr(
                "La demande est partie, aucune réponse n’est revenue en 15 s."
            ),
            Doubt.CUT: self.tr("La demande est partie, puis la connexion a été coupée."),
            Doubt.SERVER_ERROR: self.tr(
                "La demande est partie, le serveur a répondu par une erreur."
            ),
            Doubt.UNREADABLE: self.tr("La demande est partie, la réponse est illisible."),
            Doubt.APP_STOPPED: self.tr("La demande partait quand l’application s’est arrêtée."),
            Doubt.IN_PROGRESS: self.tr("Le serveur traite encore la même demande."),
            Doubt.CONFLICT: self.tr("Le serveur connaît déjà une autre demande sous cette clé."),
            Doubt.STORE_DAMAGED: self.tr(
                "Les données locales étaient endommagées, la demande est peut-être déjà partie."
            ),
            None: self.tr("La demande est partie, son sort n’est pas connu."),
        }[doubt]

    def _refusal_sentence(self, error: FilingError | None) -> str:
        said = self.refusal(error)
        lines = [said[:1].upper() + said[1:] + "."]
        if error is not None:
            lines += [f"{field} : {', '.join(notes)}" for field, notes in error.details.items()]
        return "\n".join(lines)

    def _evidence_sentence(self, evidence: Evidence | None) -> str:
        return {
            Evidence.ANSWER: self.tr("Le serveur a répondu avec le numéro du ticket."),
            Evidence.FEED: self.tr("Retrouvé dans le flux par sa référence locale."),
            Evidence.IDEMPOTENCY: self.tr("Le serveur a reconnu la même demande."),
            Evidence.AGENT: self.tr("Numéro saisi par vous."),
            None: "",
        }[evidence]

    def _waiting(self, filing: Filing, now_ms: int) -> str:
        if filing.next_attempt_ms is None:
            return self.tr("attend son tour")
        wait_ms = max(0, filing.next_attempt_ms - now_ms)
        return {
            Wait.ASKED: self.tr("part dans {length}"),
            Wait.UNDO: self.tr("part dans {length}, annulable"),
            Wait.RATE: self.tr("part dans {length}, débit limité"),
            Wait.THROTTLED: self.tr("limite du serveur, reprise dans {length}"),
            Wait.NETWORK: self.tr("partira au retour du réseau, prochain essai dans {length}"),
            Wait.STOPPED: self.tr("arrêté en route, prochain essai dans {length}"),
            None: self.tr("part dans {length}"),
        }[filing.wait].format(length=texts.short_wait(wait_ms))

    def _confirmed(self, filing: Filing) -> str:
        double = self._double(filing)
        if double:
            return double
        if filing.evidence is Evidence.FEED:
            return self.tr("retrouvé dans le flux")
        if filing.evidence is Evidence.AGENT:
            return self.tr("numéro saisi par vous")
        if filing.evidence is None:
            return ""
        parts = []
        last = filing.attempts[-1] if filing.attempts else None
        if last is not None and last.duration_ms is not None:
            tries, length = len(filing.attempts), texts.latency(last.duration_ms)
            text = (
                self.tr("en {length}") if tries == 1 else self.tr("en {length} au {number}ᵉ essai")
            )
            parts.append(text.format(length=length, number=tries))
        if filing.assigned_to:
            parts.append(self.tr("confié à {agent}").format(agent=filing.assigned_to))
        return ", ".join(parts)

    def _sent(self, attempt: Attempt) -> str:
        if attempt.outcome == Act.NOT_SENT and attempt.http_status is None:
            return self.tr("Essai de connexion")
        return self.tr("Demande transmise")

    def _ended(self, filing: Filing, attempt: Attempt) -> Fact | None:
        if attempt.outcome == Act.OWNER_DIED:
            text = self.tr("Application arrêtée avant la réponse")
            return Fact("uncertain", "warn", text, attempt.at_ms + 1)
        if attempt.outcome is None or attempt.duration_ms is None:
            return None
        at_ms = attempt.at_ms + attempt.duration_ms
        code = attempt.code or ("" if attempt.http_status is None else str(attempt.http_status))
        suffix = f" ({code})" if code else ""
        length = texts.latency(attempt.duration_ms)
        if attempt.outcome == Act.ANSWER:
            text = self.tr("Accepté par le serveur en {length}").format(length=length)
            return Fact("confirmed", "ok", text, at_ms)
        if attempt.outcome == Act.REFUSAL:
            return Fact("refused", "danger", self.tr("Refusé par le serveur") + suffix, at_ms)
        if attempt.outcome == Act.NOT_SENT:
            if attempt.http_status == 429:
                return Fact("clock", "text2", self.tr("Limite du serveur") + suffix, at_ms)
            text = self.tr("Rien n’est parti : serveur injoignable")
            if attempt.code == NotSent.TOO_LATE:
                text = self.tr("Rien n’est parti : sa clé n’était plus reconnue")
            elif attempt.http_status is not None:
                text = self.tr("Pas traité par le serveur") + suffix
            return Fact("offline", "text2", text, at_ms)
        is_last = attempt is filing.attempts[-1]
        if is_last and filing.doubt is Doubt.NO_ANSWER:
            text = self.tr("Délai de réponse dépassé ({length})").format(length=length)
        elif is_last and filing.doubt is Doubt.CUT:
            text = self.tr("Connexion coupée avant la réponse")
        else:
            text = self.tr("Pas de réponse sûre") + suffix
        return Fact("uncertain", "warn", text, at_ms)


def _last_end(filing: Filing) -> int | None:
    """Return when the last attempt ended, in milliseconds since the epoch."""
    if not filing.attempts:
        return filing.first_attempt_ms
    last = filing.attempts[-1]
    return last.at_ms + (last.duration_ms or 0)
