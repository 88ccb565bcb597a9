"""A ticket filed once more for those who can decide: urgent, and it says which one it is about."""

from __future__ import annotations

from msgspec.structs import replace

from supportdesk_desktop.core.curl import draft_of
from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.tickets import Priority, Ticket
from supportdesk_desktop.core.wording import Words

REFERENCE_KEY = "escalates"
"""The metadata key with the number of the ticket that is escalated."""

SUBJECT = Words("Escalade de {number} : {subject}", "Escalation of {number}: {subject}")
OPENING = Words("Escalade du ticket {number}.", "Escalation of ticket {number}.")


def escalation(ticket: Ticket, lang: str) -> Draft:
    """Return the draft that escalates a ticket; what the agent has to say joins its beginning."""
    number = ticket.ticket_number
    # Not through the words' own cutting of long facts: the text is the customer's.
    subject = SUBJECT.say(lang).replace("{number}", number).replace("{subject}", ticket.subject)
    opening = OPENING.say(lang).replace("{number}", number)
    quoted = "\n".join(f"> {line}".rstrip() for line in ticket.description.splitlines())
    return replace(
        draft_of(ticket, {REFERENCE_KEY: number}),
        subject=subject,
        description=f"{opening}\n\n{quoted}".rstrip(),
        priority=Priority.URGENT,
    )
