"""Sentences that command line, window and announcements share, in French and English.

The window's own labels go through Qt Linguist. These are the sentences that have a cause in
common: each states what happened and the next step (``design/tokens.md``, Words).
"""

from __future__ import annotations

from typing import NamedTuple

from supportdesk_desktop.core.drafts import FieldProblem, Problem
from supportdesk_desktop.core.errors import (
    DeskError,
    DraftRefused,
    RequestRefused,
    ServerError,
    WrongState,
)
from supportdesk_desktop.core.filing import Doubt, FilingState, Pause
from supportdesk_desktop.core.text import CONTROLS

MOST_OF_A_FACT = 500
"""Characters of one fact that a sentence has room for."""


class Words(NamedTuple):
    """One text in both languages; ``{name}`` stands for a fact, which may be a stranger's words."""

    fr: str
    en: str

    def say(self, lang: str, **facts: object) -> str:
        """Return the text in ``lang`` (English only for ``en``) with the facts put in."""
        text = self.en if lang == "en" else self.fr
        return text.format(**{name: _fit(fact) for name, fact in facts.items()}) if facts else text


ERRORS: dict[str, Words] = {
    "unexpected": Words(
        "Une erreur inattendue s’est produite. Réessayez ; vos données sont intactes.",
        "Something unexpected went wrong. Try again; your data is intact.",
    ),
    "profile": Words(
        "Ce profil appartient à un autre serveur ou à un autre agent. Utilisez --profile.",
        "This profile belongs to another server or agent. Use --profile.",
    ),
    "bad_server_address": Words(
        "Adresse de serveur refusée : {address}. Il faut https (http seulement sur ce poste), "
        "sans identifiants ni paramètres.",
        "Server address refused: {address}. It must be https (http only on this computer), "
        "without credentials or parameters.",
    ),
    "other_server": Words(
        "Le profil « {profile} » est lié à {bound_to}. Utilisez --profile pour un autre serveur.",
        "Profile “{profile}” is bound to {bound_to}. Use --profile for another server.",
    ),
    "other_agent": Words(
        "Cette clé est celle d’un autre agent. Ouvrez un autre profil (--profile).",
        "This key belongs to another agent. Open another profile (--profile).",
    ),
    "profile_busy": Words(
        "Une autre fenêtre ou commande de ce profil est déjà au travail. Fermez-la d’abord.",
        "Another window or command of this profile is already at work. Close it, then try again.",
    ),
    "no_owner": Words(
        "Le programme qui suit les tickets de ce profil ne répond pas. "
        "Réessayez dans un instant ; cette fenêtre prend sa place dès qu’il s’arrête.",
        "The program that follows this profile’s tickets does not answer. "
        "Try again in a moment; this window takes over as soon as it ends.",
    ),
    "owner_silent": Words(
        "Le programme qui tient ce profil (fenêtre ou « watch ») ne répond pas : il ne suit ni "
        "n’envoie peut-être plus rien. S’il reste muet, arrêtez-le ; un autre prend sa place.",
        "The program that holds this profile (a window or “watch”) does not answer: it may follow "
        "and send nothing any more. If it stays silent, end it; another takes over.",
    ),
    "input_refused": Words("Saisie refusée : {note}", "Input refused: {note}"),
    "draft_refused": Words("À corriger : {note}", "To correct: {note}"),
    "other_content": Words(
        "Cette référence est celle du dépôt {filing}, dont le contenu diffère : rien de nouveau "
        "n’est déposé.",
        "This reference is that of filing {filing}, whose content differs: nothing new is filed.",
    ),
    "wrong_state": Words(
        "Ce dépôt est maintenant « {state} », ce qui ne le permet pas.",
        "This filing is now “{state}”, which does not allow that.",
    ),
    "not_found": Words(
        "Introuvable sur ce poste : {what}. Vérifiez le numéro.",
        "Not found on this computer: {what}. Check the number.",
    ),
    "server": Words(
        "Le serveur a répondu par une erreur. Réessayez dans un instant.",
        "The server answered with an error. Try again in a moment.",
    ),
    "unreachable": Words(
        "Serveur injoignable. Vérifiez le réseau et l’adresse du serveur, puis réessayez.",
        "Server unreachable. Check the network and the server’s address, then try again.",
    ),
    "untrusted": Words(
        "Le certificat du serveur n’est pas reconnu par ce poste (portail Wi-Fi, proxy "
        "d’entreprise ou horloge fausse). La clé n’a pas été envoyée. Connectez-vous au réseau "
        "dans un navigateur et vérifiez l’heure du poste, puis réessayez.",
        "This computer does not trust the server’s certificate (Wi-Fi portal, company proxy or "
        "wrong clock). The key was not sent. Sign in to the network in a browser and check the "
        "computer’s clock, then try again.",
    ),
    "proxy_unusable": Words(
        "Le proxy réglé sur ce poste est inutilisable (variable {variable}). Corrigez-la, par "
        "exemple « http://proxy.example », puis redémarrez l’application.",
        "The proxy set on this computer cannot be used (variable {variable}). Correct it, for "
        "example “http://proxy.example”, then restart the app.",
    ),
    "not_our_server": Words(
        "Ce n’est pas SupportDesk qui répond (portail Wi-Fi, proxy ou redirection). "
        "Ouvrez un navigateur pour vous connecter au réseau, puis réessayez. "
        "La clé n’a pas été transmise plus loin.",
        "It is not SupportDesk that answers (Wi-Fi portal, proxy or redirect). "
        "Open a browser to sign in to the network, then try again. The key was not sent on.",
    ),
    "key_missing": Words(
        "Aucune clé d’agent. Enregistrez-la avec « supportdesk-desktop login ».",
        "No agent key. Store one with “supportdesk-desktop login”.",
    ),
    "key_refused": Words(
        "Clé refusée par le serveur. Vérifiez qu’elle est entière et non révoquée.",
        "The server refused the key. Check that it is whole and not revoked.",
    ),
    "throttled": Words(
        "Limite du serveur atteinte, reprise dans {seconds} s.",
        "Server limit reached, resuming in {seconds} s.",
    ),
    "server_fault": Words(
        "Erreur du serveur. Réessayez dans un instant ; rien n’est perdu ici.",
        "Server error. Try again in a moment; nothing is lost here.",
    ),
    "request_refused": Words(
        "Demande refusée par le serveur : {message}",
        "The server refused the request: {message}",
    ),
    "feature_absent": Words(
        "Ce serveur n’offre pas cette action. Utilisez le tableau de bord SupportDesk.",
        "This server does not offer this action. Use the SupportDesk dashboard.",
    ),
    "vault": Words(
        "Le trousseau du système n’a pas répondu. Réessayez.",
        "The system keyring did not answer. Try again.",
    ),
    "vault_absent": Words(
        "Trousseau indisponible sur ce système : la clé ne sera pas gardée. "
        "Installez un trousseau (gnome-keyring, KWallet) ou utilisez SUPPORTDESK_API_KEY.",
        "No keyring on this system: the key will not be kept. "
        "Install one (gnome-keyring, KWallet) or use SUPPORTDESK_API_KEY.",
    ),
    "vault_locked": Words(
        "Trousseau verrouillé. Déverrouillez-le, puis réessayez.",
        "The keyring is locked. Unlock it, then try again.",
    ),
    "vault_refused": Words(
        "Le trousseau a refusé l’accès. Autorisez l’application dans les réglages du trousseau.",
        "The keyring refused access. Allow the application in the keyring’s settings.",
    ),
    "notification": Words(
        "La notification n’a pas pu être remise au système.",
        "The notification could not be handed to the system.",
    ),
    "notification_absent": Words(
        "Aucun service de notification sur ce système : les assignations restent visibles ici.",
        "No notification service on this system: assignments stay visible here.",
    ),
    "notification_refused": Words(
        "Notification refusée par le système. Vérifiez ses réglages de notification.",
        "The system refused the notification. Check its notification settings.",
    ),
    "store": Words(
        "Les données locales ne peuvent pas être lues ou écrites. Rien n’a été enregistré ; "
        "réessayez, puis lancez « self-test » si cela persiste.",
        "Local data cannot be read or written. Nothing was stored; try again, and run "
        "“self-test” if it goes on.",
    ),
    "store_damaged": Words(
        "Données locales endommagées. Fermez toutes les fenêtres et commandes de ce profil, puis "
        "rouvrez-le : elles seront mises de côté, les dépôts récupérés, le reste relu du serveur.",
        "Local data is damaged. Close every window and command of this profile, then open it "
        "again: it will be set aside, the filings rescued, the rest reloaded from the server.",
    ),
    "store_replaced": Words(
        "Le fichier des données locales a été supprimé ou remplacé pendant son utilisation. Fermez "
        "toutes les fenêtres et commandes de ce profil, puis rouvrez-le.",
        "The file of the local data was deleted or replaced while it was in use. Close every "
        "window and command of this profile, then open it again.",
    ),
    "binding_damaged": Words(
        "Le fichier {path} est illisible ; rien n’a été envoyé. Supprimez-le, puis relancez avec "
        "--server et, au besoin, enregistrez la clé de nouveau (login).",
        "The file {path} cannot be read; nothing was sent. Delete it, then start again with "
        "--server and, if need be, store the key again (login).",
    ),
    "store_newer": Words(
        "Ces données viennent d’une version plus récente et n’ont pas été touchées. "
        "Mettez l’application à jour, ou donnez un autre dossier avec --data-dir.",
        "This data comes from a newer version and was not touched. "
        "Update the application, or give another folder with --data-dir.",
    ),
    "store_read_only": Words(
        "Le dossier de données ne peut pas être écrit. Rien n’a été enregistré ; "
        "rendez-le accessible en écriture, ou donnez-en un autre avec --data-dir.",
        "The data folder cannot be written. Nothing was stored; "
        "make it writable, or give another one with --data-dir.",
    ),
    "store_full": Words(
        "Disque plein : rien n’a été enregistré. Libérez de la place, puis réessayez ; "
        "ce qui était enregistré est intact.",
        "Disk full: nothing was stored. Free some space, then try again; "
        "what was stored is intact.",
    ),
}

TROUBLES: dict[str, Words] = {
    "store": Words(
        "Une erreur inattendue touche les données locales. L’application réessaie d’elle-même ; "
        "si cela dure, redémarrez-la, puis lancez « self-test ».",
        "An unexpected error concerns the local data. The application keeps trying; "
        "if it goes on, restart it, then run “self-test”.",
    ),
    "feed": Words(
        "Une erreur inattendue empêche de suivre les tickets. L’application réessaie d’elle-même ; "
        "si cela dure, redémarrez-la, puis lancez « self-test ».",
        "An unexpected error keeps the tickets from being followed. The application keeps trying; "
        "if it goes on, restart it, then run “self-test”.",
    ),
    "outbox": Words(
        "Une erreur inattendue empêche d’envoyer. Rien n’est perdu, l’application réessaie "
        "d’elle-même ; si cela dure, redémarrez-la, puis lancez « self-test ».",
        "An unexpected error keeps things from being sent. Nothing is lost, the application "
        "keeps trying; if it goes on, restart it, then run “self-test”.",
    ),
    "notifications": Words(
        "Une erreur inattendue empêche d’annoncer. Surveillez la liste ; l’application réessaie "
        "d’elle-même. Si cela dure, redémarrez-la, puis lancez « self-test ».",
        "An unexpected error keeps tickets from being announced. Watch the list; the application "
        "keeps trying. If it goes on, restart it, then run “self-test”.",
    ),
}
"""Sentences of parts that do not work, where the error has none of its own."""

CODES: dict[str, Words] = {
    "VALIDATION_ERROR": Words("À corriger : {fields}", "To correct: {fields}"),
    "AUTH_API_KEY_MISSING": Words(
        "Le serveur n’a pas reçu de clé. Saisissez la clé d’agent.",
        "The server received no key. Enter the agent key.",
    ),
    "AUTH_API_KEY_INVALID": Words(
        "Clé refusée par le serveur. Vérifiez qu’elle est entière et non révoquée.",
        "The server refused the key. Check that it is whole and not revoked.",
    ),
    "AUTH_API_KEY_EXPIRED": Words(
        "Cette clé a expiré. Créez-en une nouvelle dans le tableau de bord SupportDesk.",
        "This key has expired. Create a new one in the SupportDesk dashboard.",
    ),
    "AUTH_API_KEY_FORBIDDEN": Words(
        "Cette clé n’est pas une clé d’agent (pk_live_ est pour le navigateur) : "
        "il faut une clé sk_live_agent_.",
        "This is not an agent key (pk_live_ is for browsers): an sk_live_agent_ key is needed.",
    ),
    "PLAN_LIMIT_REACHED": Words(
        "Quota mensuel de tickets atteint. Les dépôts attendent ; "
        "relevez le quota, puis reprenez la file.",
        "Monthly ticket quota reached. Filings wait; raise the quota, then resume the queue.",
    ),
    "CUSTOMER_NOT_FOUND": Words(
        "Client inconnu du serveur. Corrigez l’identifiant, ou créez ce client.",
        "Customer unknown to the server. Correct the id, or create this customer.",
    ),
    "CUSTOMER_EMAIL_EXISTS": Words(
        "Ce courriel appartient à un autre client. Rien n’a été déposé ; corrigez le courriel.",
        "This email belongs to another customer. Nothing was filed; correct the email.",
    ),
    "TICKET_NOT_FOUND": Words(
        "Ce ticket n’est plus à vous sur le serveur. La liste va se mettre à jour.",
        "This ticket is no longer yours on the server. The list will catch up.",
    ),
    "VERSION_CONFLICT": Words(
        "Le ticket a changé entre-temps. Relisez-le, puis recommencez.",
        "The ticket has changed meanwhile. Read it again, then retry.",
    ),
    "TOO_MANY_REQUESTS": Words(
        "Limite du serveur, reprise dans {seconds} s.", "Server limit, resuming in {seconds} s."
    ),
    "INTERNAL_ERROR": Words(
        "Erreur du serveur, le ticket a peut-être été créé. Rien n’est renvoyé sans vous.",
        "Server error, the ticket may have been created. Nothing is resent without you.",
    ),
    "IDEMPOTENCY_CONFLICT": Words(
        "Le serveur connaît déjà cette demande avec un autre contenu. À vous de décider.",
        "The server already knows this request with another content. You decide.",
    ),
    "PAYLOAD_TOO_LARGE": Words(
        "Le ticket est trop grand pour le serveur. Raccourcissez la description.",
        "The ticket is too large for the server. Shorten the description.",
    ),
}

PROBLEMS: dict[Problem, Words] = {
    Problem.REQUIRED: Words("Ce champ est obligatoire.", "This field is required."),
    Problem.UNKNOWN_PRIORITY: Words(
        "Priorité inconnue : LOW, MEDIUM, HIGH, URGENT ou CRITICAL.",
        "Unknown priority: LOW, MEDIUM, HIGH, URGENT or CRITICAL.",
    ),
    Problem.BAD_TEXT: Words(
        "Ce texte contient un caractère qui ne peut pas être transmis.",
        "This text has a character that cannot be sent.",
    ),
    Problem.BAD_JSON: Words("JSON refusé : {note}", "JSON refused: {note}"),
    Problem.OWN_CLIENT_REF: Words(
        "La clé clientRef est réservée à l’application. Choisissez un autre nom.",
        "The key clientRef is reserved for the application. Choose another name.",
    ),
    Problem.BAD_TAG: Words(
        "Une étiquette est désignée par son UUID : {note}", "A tag is named by its UUID: {note}"
    ),
    Problem.TOO_LARGE: Words(
        "Le ticket dépasse 1 Mio. Raccourcissez la description.",
        "The ticket is over 1 MiB. Shorten the description.",
    ),
}

DOUBTS: dict[Doubt, Words] = {
    Doubt.NO_ANSWER: Words(
        "La demande est partie, aucune réponse n’est revenue en 15 s.",
        "The request left and no answer came back within 15 s.",
    ),
    Doubt.CUT: Words(
        "La demande est partie, la connexion a été coupée avant la réponse.",
        "The request left and the connection was cut before the answer.",
    ),
    Doubt.SERVER_ERROR: Words(
        "Le serveur a répondu par une erreur après avoir reçu la demande.",
        "The server answered with an error after it received the request.",
    ),
    Doubt.UNREADABLE: Words(
        "Le serveur a répondu, mais sa réponse est illisible.",
        "The server answered, but its answer cannot be read.",
    ),
    Doubt.APP_STOPPED: Words(
        "L’application s’est arrêtée pendant l’envoi.",
        "The application stopped while sending.",
    ),
    Doubt.IN_PROGRESS: Words(
        "Le serveur traite encore la même demande.",
        "The server is still working on the same request.",
    ),
    Doubt.CONFLICT: Words(
        "Le serveur connaît déjà cette demande avec un autre contenu.",
        "The server already knows this request with another content.",
    ),
    Doubt.STORE_DAMAGED: Words(
        "Les données locales étaient endommagées, la demande est peut-être déjà partie.",
        "Local data was damaged, the request may have left already.",
    ),
}

RESCUED = Words(
    "Données locales endommagées, mises de côté dans {aside}. Repris : {filings} dépôts, "
    "{drafts} brouillons, {notes} notes. {doubts}{lost}La liste est relue du serveur, "
    "l’historique recommence.",
    "Local data was damaged and set aside in {aside}. Kept: {filings} filings, {drafts} drafts, "
    "{notes} notes. {doubts}{lost}The list is being reloaded from the server, the history begins "
    "anew.",
)
RESCUE_DOUBTS = Words(
    "{count} dépôts étaient en attente : vérifiez dans la file s’ils étaient déjà partis. ",
    "{count} filings were waiting: check in the outbox whether they had left already. ",
)
RESCUE_LOST = Words(
    "Leur copie manque ou est illisible : gardez le fichier mis de côté. ",
    "Their copy is missing or cannot be read: keep the file that was set aside. ",
)

MAYBE_CREATED = Words(
    "Le serveur a peut-être créé le ticket.", "The server may have created the ticket."
)
NEVER_RESENDS = Words(
    "L’application ne renvoie jamais seule dans ce cas.",
    "The app never resends on its own in this case.",
)
REPEATS_SAME = Words(
    "L’application repose la même demande, que ce serveur reconnaît.",
    "The app repeats the same request, which this server recognises.",
)

FILING_STATES: dict[str, Words] = {
    FilingState.QUEUED: Words("en file", "queued"),
    FilingState.SENDING: Words("envoi", "sending"),
    FilingState.CONFIRMED: Words("confirmé", "confirmed"),
    FilingState.REFUSED: Words("refusé", "refused"),
    FilingState.UNCERTAIN: Words("incertain", "uncertain"),
    FilingState.WITHDRAWN: Words("retiré", "withdrawn"),
}

PAUSES: dict[Pause, Words] = {
    Pause.KEY_MISSING: ERRORS["key_missing"],
    Pause.KEY_REFUSED: Words(
        "Clé refusée : les dépôts attendent une nouvelle clé.",
        "Key refused: filings wait for a new key.",
    ),
    Pause.NOT_OUR_SERVER: Words(
        "Ce n’est pas SupportDesk qui répond : les dépôts attendent que le réseau soit le bon.",
        "It is not SupportDesk that answers: filings wait for the right network.",
    ),
    Pause.PLAN_LIMIT: CODES["PLAN_LIMIT_REACHED"],
    Pause.OTHER_PROFILE: ERRORS["profile"],
}


def explain(error: DeskError, lang: str) -> str:
    """Return the sentence and next step for an error; the server's own words only support ours."""
    if isinstance(error, DraftRefused):
        return ERRORS["draft_refused"].say(lang, note=problems_text(error.problems, lang))
    if isinstance(error, ServerError):
        known = CODES.get(error.code or "")
        if known is not None:
            return known.say(lang, fields=_fields_text(error, lang), seconds=_seconds(error))
    words = ERRORS.get(error.key, ERRORS["unexpected"])
    facts = dict(error.facts())
    if isinstance(error, WrongState):
        facts["state"] = state_word(error.state, lang)
    if isinstance(error, RequestRefused) and not error.message:
        facts["message"] = error.code or ""
    return words.say(lang, **facts)


def explain_trouble(part: str, problem: BaseException, lang: str) -> str:
    """Return what a background loop's failure stops, and the next step.

    Args:
        part: what cannot work while it fails, a key of ``TROUBLES``.
        problem: what it failed of; only one of ours has words of its own.
        lang: ``fr`` or ``en``.
    """
    if isinstance(problem, DeskError) and problem.key in ERRORS:
        return explain(problem, lang)
    return TROUBLES[part].say(lang)


def explain_code(code: str, lang: str, *, fields: str = "", seconds: int = 0) -> str | None:
    """Return our explanation of a documented ``code``, None for one that is not known."""
    words = CODES.get(code)
    return None if words is None else words.say(lang, fields=fields, seconds=seconds)


def problem_text(problem: FieldProblem, lang: str) -> str:
    """Return the sentence for one field of a draft."""
    return PROBLEMS[problem.problem].say(lang, note=problem.note)


def problems_text(problems: tuple[FieldProblem, ...], lang: str) -> str:
    """Return all problems of a draft in one line, each with its field."""
    return " ".join(f"{p.field}{_colon(lang)}{problem_text(p, lang)}" for p in problems)


def state_word(state: str, lang: str) -> str:
    """Return the name of a filing's state; an unknown one as it is."""
    words = FILING_STATES.get(state)
    return state if words is None else words.say(lang)


def doubt_text(doubt: Doubt, lang: str, *, repeats: bool) -> str:
    """Return why a filing is uncertain and what the app does about it."""
    end = REPEATS_SAME if repeats else NEVER_RESENDS
    return " ".join(words.say(lang) for words in (DOUBTS[doubt], MAYBE_CREATED, end))


def _fit(fact: object) -> object:
    """Return a fact fit for one line: a server's message is as long and as odd as it likes."""
    if not isinstance(fact, str):
        return fact
    text = CONTROLS.sub(" ", fact[: MOST_OF_A_FACT + 1])
    return text if len(text) <= MOST_OF_A_FACT else text[:MOST_OF_A_FACT] + "…"


def _colon(lang: str) -> str:
    return ": " if lang == "en" else "\u00a0: "


def _fields_text(error: ServerError, lang: str) -> str:
    if not error.details:
        return error.message
    return " ".join(
        f"{field}{_colon(lang)}{' '.join(texts)}" for field, texts in error.details.items()
    )


def _seconds(error: ServerError) -> int:
    value = error.facts().get("seconds")
    return value if isinstance(value, int) else 0
