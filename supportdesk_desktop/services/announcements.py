"""The words of an announcement, in the agent's language (``design/tokens.md``, Words)."""

from __future__ import annotations

from supportdesk_desktop.core.notices import NoticeRecord
from supportdesk_desktop.core.wording import Words
from supportdesk_desktop.system.notifications.notifier import Announcement

PRIORITIES: dict[str, Words] = {
    "LOW": Words("Basse", "Low"),
    "MEDIUM": Words("Moyenne", "Medium"),
    "HIGH": Words("Haute", "High"),
    "URGENT": Words("Urgente", "Urgent"),
    "CRITICAL": Words("Critique", "Critical"),
}
_LATE = Words("arrivé pendant une coupure", "arrived during a gap")
_OPEN = Words("Ouvrir", "Open")
_FIRST = Words(
    "{count} tickets vous sont déjà assignés", "{count} tickets are already assigned to you"
)
_FIRST_ONE = Words("1 ticket vous est déjà assigné", "1 ticket is already assigned to you")
_MERGED = Words("{count} autres tickets assignés", "{count} more tickets assigned")
_MERGED_ONE = Words("1 autre ticket assigné", "1 more ticket assigned")
_MERGED_BODY = Words(
    "Arrivés ensemble, du plus récent : {numbers}", "Together, newest first: {numbers}"
)
_FIRST_BODY = Words(
    "Les prochaines assignations seront annoncées une à une.",
    "Coming assignments are announced one by one.",
)
_TEST = Words("Essai de notification", "Notification test")
_TEST_BODY = Words("Les assignations arriveront comme ceci.", "Assignments will arrive like this.")
NUMBERS_NAMED = 5


def for_assignment(notice: NoticeRecord, lang: str, *, late: bool) -> Announcement:
    """Announce one assignment: priority and number, then subject and customer."""
    known = PRIORITIES.get(notice.priority)
    priority = notice.priority if known is None else known.say(lang)
    title = f"{priority} · {notice.number}"
    if late:
        title += f" · {_LATE.say(lang)}"
    body = f"{notice.subject}\n{notice.customer}" if notice.customer else notice.subject
    return Announcement(
        tag=notice.ticket_id,
        title=title,
        body=body,
        ticket_id=notice.ticket_id,
        priority=notice.priority,
        open_label=_OPEN.say(lang),
    )


def for_first_sync(count: int, lang: str) -> Announcement:
    """One summary for the first synchronisation, never 37 toasts."""
    words = _FIRST_ONE if count == 1 else _FIRST
    return Announcement(
        tag="first-sync",
        title=words.say(lang, count=count),
        body=_FIRST_BODY.say(lang),
        priority="LOW",
        open_label=_OPEN.say(lang),
    )


def for_merged(notices: list[NoticeRecord], lang: str) -> Announcement:
    """One summary for a burst."""
    words = _MERGED_ONE if len(notices) == 1 else _MERGED
    newest = [notice.number for notice in reversed(notices)][:NUMBERS_NAMED]
    more = "…" if len(notices) > NUMBERS_NAMED else ""
    return Announcement(
        tag="merged",
        title=words.say(lang, count=len(notices)),
        body=_MERGED_BODY.say(lang, numbers=", ".join(newest) + more),
        priority="MEDIUM",
        open_label=_OPEN.say(lang),
    )


def for_test(lang: str) -> Announcement:
    """A test that a person asked for."""
    return Announcement(
        tag="test",
        title=_TEST.say(lang),
        body=_TEST_BODY.say(lang),
        priority="LOW",
        open_label=_OPEN.say(lang),
    )
