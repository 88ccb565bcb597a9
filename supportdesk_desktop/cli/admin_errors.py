"""What ``agents`` and ``tags`` say where something cannot be done."""

from __future__ import annotations

from supportdesk_desktop.backend.admin import AdminError
from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.running import FAILED, USAGE, Stopped

_FAILED = frozenset(
    {
        AdminError.EMAIL_EXISTS,
        AdminError.UNKNOWN_AGENT,
        AdminError.NO_SUCCESSOR,
        AdminError.TAG_EXISTS,
    }
)


def stopped(problem: AdminError) -> Stopped:
    """Return the line and the exit code for an error."""
    return Stopped(_sentence(problem.reason), FAILED if problem.reason in _FAILED else USAGE)


def _sentence(reason: str) -> str:
    match reason:
        case AdminError.EMAIL_EXISTS:
            return say("Ce courriel a déjà un agent.", "This email already has an agent.")
        case AdminError.UNKNOWN_AGENT:
            return say(
                "Aucun agent n’a ce courriel. Voyez « agents list ».",
                "No agent has this email. See “agents list”.",
            )
        case AdminError.NO_SUCCESSOR:
            return say(
                "--pass-to : aucun autre agent en service n’a ce courriel. Voyez « agents list ».",
                "--pass-to: no other agent in service has this email. See “agents list”.",
            )
        case AdminError.TAG_EXISTS:
            return say("Cette étiquette existe déjà.", "This tag exists already.")
        case AdminError.BAD_EMAIL:
            return say("Courriel attendu : local@domaine.tld", "Expected: local@domain.tld")
        case AdminError.BAD_COLOR:
            return say("Couleur attendue : #RRGGBB", "Expected colour: #RRGGBB")
        case _:
            return say("Nom vide, trop long ou illisible.", "A name empty, too long or unreadable.")
