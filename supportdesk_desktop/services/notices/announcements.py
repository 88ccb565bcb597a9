"""The words of an announcement, in the agent's language (``design/tokens.md``, Words)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from supportdesk_desktop.core.notices import NoticeRecord, Shows
from supportdesk_desktop.core.tickets import priority_rank
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
_HELD_UP = Words("annoncé en retard", "announced late")
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
_LATE_ONES = Words(
    "{count} tickets assignés, annoncés en retard", "{count} tickets assigned, announced late"
)
_HELD = Words(
    "{count} tickets assignés pendant Ne pas déranger",
    "{count} tickets assigned during Do not disturb",
)
_HELD_ONE = Words(
    "1 ticket assigné pendant Ne pas déranger", "1 ticket assigned during Do not disturb"
)
_HELD_BODY = Words("Du plus récent\u00a0: {numbers}", "Newest first: {numbers}")
_FIRST_BODY = Words(
    "Les prochaines assignations seront annoncées une à une.",
    "Coming assignments are announced one by one.",
)
_UNOPENED = Words("toujours pas ouvert", "still not opened")
_UNOPENED_ONES = Words(
    "{count} tickets assignés ne sont toujours pas ouverts",
    "{count} assigned tickets are still not opened",
)
_TEST = Words("Essai de notification", "Notification test")
_TEST_BODY = Words("Les assignations arriveront comme ceci.", "Assignments will arrive like this.")
NUMBERS_NAMED = 5


def for_assignment(
    notice: NoticeRecord,
    lang: str,
    *,
    held_up: bool = False,
    shows: Shows = Shows.SUBJECT_AND_CUSTOMER,
) -> Announcement:
    """Announce one assignment: priority and number, then as much of it as is to be shown.

    A late one says so: it came while the feed was not observed, or (``held_up``) it was known here
    and could not be announced in time.
    """
    known = PRIORITIES.get(notice.priority)
    priority = notice.priority if known is None else known.say(lang)
    title = f"{priority} · {notice.number}"
    if held_up:
        title += f" · {_HELD_UP.say(lang)}"
    elif notice.late:
        title += f" · {_LATE.say(lang)}"
    body = "" if shows is Shows.NUMBER else notice.subject
    if notice.customer and shows is Shows.SUBJECT_AND_CUSTOMER:
        body += f"\n{notice.customer}"
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


def for_merged(notices: Sequence[NoticeRecord], count: int, lang: str) -> Announcement:
    """One summary for a burst; ``count`` includes those of the summary whose place it takes."""
    words = _MERGED_ONE if count == 1 else _MERGED
    body = _MERGED_BODY.say(lang, numbers=_numbers(notices, count))
    return _summary("merged", words.say(lang, count=count), body, notices, lang)


def for_late(notices: Sequence[NoticeRecord], lang: str) -> Announcement:
    """One summary for what could not be announced when it was assigned."""
    count = len(notices)
    body = _HELD_BODY.say(lang, numbers=_numbers(notices, count))
    return _summary("late", _LATE_ONES.say(lang, count=count), body, notices, lang)


def for_held(notices: Sequence[NoticeRecord], lang: str) -> Announcement:
    """One summary for what Do not disturb held."""
    count = len(notices)
    words = _HELD_ONE if count == 1 else _HELD
    body = _HELD_BODY.say(lang, numbers=_numbers(notices, count))
    return _summary("held", words.say(lang, count=count), body, notices, lang)


def for_unopened_one(notice: NoticeRecord, lang: str, shows: Shows) -> Announcement:
    """Announce once more one that was not opened, in the place of what was announced before."""
    again = for_assignment(msgspec.structs.replace(notice, late=False), lang, shows=shows)
    return msgspec.structs.replace(again, title=f"{again.title} · {_UNOPENED.say(lang)}")


def for_unopened(notices: Sequence[NoticeRecord], lang: str) -> Announcement:
    """One summary for many that were not opened."""
    count = len(notices)
    body = _HELD_BODY.say(lang, numbers=_numbers(notices, count))
    return _summary("unopened", _UNOPENED_ONES.say(lang, count=count), body, notices, lang)


def _summary(
    tag: str, title: str, body: str, notices: Sequence[NoticeRecord], lang: str
) -> Announcement:
    """It is as urgent as the most urgent ticket in it."""
    urgent = max((notice.priority for notice in notices), key=priority_rank)
    return Announcement(
        tag=tag, title=title, body=body, priority=urgent, open_label=_OPEN.say(lang)
    )


def _numbers(notices: Sequence[NoticeRecord], count: int) -> str:
    newest = [notice.number for notice in reversed(notices)][:NUMBERS_NAMED]
    return ", ".join(newest) + ("…" if count > len(newest) else "")


def for_test(lang: str) -> Announcement:
    """A test that a person asked for."""
    return Announcement(
        tag="test",
        title=_TEST.say(lang),
        body=_TEST_BODY.say(lang),
        priority="LOW",
        open_label=_OPEN.say(lang),
    )
