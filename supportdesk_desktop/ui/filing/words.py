"""Sentences of the filing panel: what is wrong with a field, what the server refused."""

from __future__ import annotations

from supportdesk_desktop.core.customers import CustomerProblem
from supportdesk_desktop.core.drafts import FieldProblem, Problem
from supportdesk_desktop.ui.texts import translate


def problem_sentence(found: FieldProblem) -> str:
    """Return the sentence for a problem found here, before anything was sent."""
    sentences = {
        Problem.REQUIRED: _required_sentence(found.field),
        Problem.UNKNOWN_PRIORITY: translate("Filing", "Choisissez une des cinq priorités."),
        Problem.BAD_TEXT: translate(
            "Filing", "Ce texte contient un caractère qui ne peut pas être transmis."
        ),
        Problem.BAD_JSON: translate("Filing", "Les métadonnées ne sont pas un objet JSON valide."),
        Problem.OWN_CLIENT_REF: translate(
            "Filing",
            "La clé « clientRef » est réservée à l’application : donnez un autre nom à la vôtre.",
        ),
        Problem.BAD_TAG: translate("Filing", "« {tag} » n’est pas l’UUID d’une étiquette.").format(
            tag=found.note
        ),
        Problem.TOO_LARGE: translate(
            "Filing", "Le ticket dépasse 1 Mio : raccourcissez la description ou les métadonnées."
        ),
    }
    return sentences[found.problem]


def customer_sentence(field: str, problem: CustomerProblem) -> str:
    """Return the sentence for a field of the customer to create."""
    if problem is CustomerProblem.BAD_EMAIL:
        return translate("Filing", "Un courriel s’écrit nom@domaine.bj.")
    if problem is CustomerProblem.BAD_PHONE:
        return translate("Filing", "Un numéro a 10 chiffres au Bénin : 01 97 00 48 12.")
    if field == "email":
        return translate("Filing", "Le courriel est nécessaire pour créer le client.")
    return translate("Filing", "Le nom est nécessaire pour créer le client.")


def refusal_sentence(code: str) -> str:
    """Return our sentence for a code of the server; the code is shown beside it."""
    sentences = {
        "VALIDATION_ERROR": translate("Filing", "Le serveur demande de corriger ce ticket."),
        "PLAN_LIMIT_REACHED": translate(
            "Filing", "Quota mensuel de tickets atteint. Le brouillon reste sur ce poste."
        ),
        "CUSTOMER_NOT_FOUND": translate("Filing", "Aucun client avec cet identifiant"),
        "CUSTOMER_EMAIL_EXISTS": translate(
            "Filing", "Ce courriel appartient à un autre client : rien n’a été déposé."
        ),
        "TOO_MANY_REQUESTS": translate(
            "Filing", "Limite du serveur atteinte : réessayez dans quelques secondes."
        ),
        "INTERNAL_ERROR": translate(
            "Filing", "Erreur du serveur : le ticket a peut-être été créé."
        ),
        "PAYLOAD_TOO_LARGE": translate(
            "Filing", "Le ticket dépasse 1 Mio : raccourcissez la description ou les métadonnées."
        ),
    }
    if code.startswith("AUTH_"):
        return translate("Filing", "Le serveur refuse la clé de ce poste.")
    return sentences.get(code) or translate("Filing", "Le serveur a refusé ce ticket.")


def _required_sentence(field: str) -> str:
    sentences = {
        "customerExternalId": translate("Filing", "Indiquez l’identifiant du client."),
        "subject": translate("Filing", "Indiquez le sujet du ticket."),
        "description": translate("Filing", "Décrivez la demande du client."),
    }
    return sentences.get(field) or translate("Filing", "Ce champ est obligatoire.")
