"""Times, ages, numbers and the fixed words of the desk, in the language of the window.

Times are milliseconds since the epoch and shown in the local zone. The language of dates and
numbers is that of ``QLocale()``, French where none was set (the source language of all texts).
Dates are put together here: for one ``QLocale.toString`` PySide makes all its kinds of dates and
calendars, which are 2 ms of the first paint.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate

import msgspec
from PySide6.QtCore import QCoreApplication, QLocale, QObject
from PySide6.QtGui import Qt

from supportdesk_desktop.core.notices import NoticeOutcome


def utf16_spans(text: str, spans: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Return spans (start and length) counted in characters as spans counted in UTF-16 units."""
    if not spans or text.isascii() or max(text) <= "\uffff":
        return spans
    places = [0, *accumulate(2 if char > "\uffff" else 1 for char in text)]
    return [(places[start], places[start + size] - places[start]) for start, size in spans]


class Plurals(QObject):
    """Phrases whose words depend on a count."""

    def seconds_ago(self, seconds: int) -> str:
        return self.tr("il y a %n seconde(s)", "", seconds)

    def minutes_ago(self, minutes: int) -> str:
        return self.tr("il y a %n minute(s)", "", minutes)

    def hours_ago(self, hours: int) -> str:
        return self.tr("il y a %n heure(s)", "", hours)

    def waits_seconds(self, seconds: int) -> str:
        return self.tr("attend depuis %n seconde(s)", "", seconds)

    def waits_minutes(self, minutes: int) -> str:
        return self.tr("attend depuis %n minute(s)", "", minutes)

    def waits_hours(self, hours: int) -> str:
        return self.tr("attend depuis %n heure(s)", "", hours)

    def waits_days(self, days: int) -> str:
        return self.tr("attend depuis %n jour(s)", "", days)

    def tickets(self, count: int) -> str:
        return self.tr("%n ticket(s)", "", count)


translate = QCoreApplication.translate

_SECOND, _MINUTE, _HOUR, _DAY = 1000, 60_000, 3_600_000, 86_400_000
_ROUGH_HOURS, _ROUGH_DAYS = 10, 10
"""From so many on, a wait is told without its minutes or hours."""


def locale() -> QLocale:
    chosen = QLocale()
    return QLocale(QLocale.Language.French) if chosen.language() == QLocale.Language.C else chosen


def number(value: int) -> str:
    """Return a count with its thousands grouped ("104 318")."""
    return locale().toString(value)


def clock(ms: int) -> str:
    """Return the local time of day to the minute ("14:32")."""
    return _local(ms).strftime("%H:%M")


def clock_seconds(ms: int) -> str:
    """Return the local time of day to the second ("14:32:08")."""
    return _local(ms).strftime("%H:%M:%S")


def same_day(ms: int, other_ms: int) -> bool:
    """Return whether two times are of one day here."""
    return _local(ms).date() == _local(other_ms).date()


def moment(ms: int, now_ms: int) -> str:
    """Return a time to the second, with its day where that is not today."""
    if same_day(ms, now_ms):
        return clock_seconds(ms)
    return f"{short_day(_local(ms).date(), _local(now_ms).date())} {clock_seconds(ms)}"


def at(ms: int, now_ms: int) -> str:
    """Return a time to the minute within a sentence: "à 14:31", "hier à 17:46"."""
    day, today = _local(ms).date(), _local(now_ms).date()
    if day == today:
        return translate("Texts", "à {time}").format(time=clock(ms))
    name = short_day(day, today)
    if (today - day).days == 1:
        return translate("Texts", "{day} à {time}").format(day=name, time=clock(ms))
    return translate("Texts", "le {day} à {time}").format(day=name, time=clock(ms))


def short_day(day: date, today: date) -> str:
    """Return a day in few letters: "hier", "19 avr." or, in another year, "19 avr. 2025"."""
    if (today - day).days == 1:
        return translate("Texts", "hier")
    text = f"{day.day} {locale().monthName(day.month, QLocale.FormatType.ShortFormat)}"
    return text if day.year == today.year else f"{text} {day.year}"


def age(ms: int, now_ms: int) -> str:
    """Return how long ago something came, as the list shows it.

    "16 s", "6 min", "1 h 12" today, then "hier 17:46" and "19 avr.".
    """
    past = max(0, now_ms - ms)
    if past < _MINUTE:
        return translate("Texts", "{seconds} s").format(seconds=past // _SECOND)
    if past < _HOUR:
        return translate("Texts", "{minutes} min").format(minutes=past // _MINUTE)
    day, today = _local(ms).date(), _local(now_ms).date()
    if day == today:
        hours, rest = divmod(past, _HOUR)
        text = translate("Texts", "{hours} h {minutes}")
        return text.format(hours=hours, minutes=f"{rest // _MINUTE:02}")
    name = short_day(day, today)
    return f"{name} {clock(ms)}" if (today - day).days == 1 else name


def wait(ms: int) -> str:
    """Return how long somebody waits: "16 s", "6 min", "2 h 05", "20 h", "1 j 4 h", "12 j"."""
    past = max(0, ms)
    if past < _MINUTE:
        return translate("Texts", "{seconds} s").format(seconds=past // _SECOND)
    if past < _HOUR:
        return translate("Texts", "{minutes} min").format(minutes=past // _MINUTE)
    days, rest = divmod(past, _DAY)
    hours = rest // _HOUR
    if days == 0 and hours < _ROUGH_HOURS:
        text = translate("Texts", "{hours} h {minutes}")
        return text.format(hours=hours, minutes=f"{rest % _HOUR // _MINUTE:02}")
    if days == 0:
        return translate("Texts", "{hours} h").format(hours=hours)
    if hours and days < _ROUGH_DAYS:
        return translate("Texts", "{days} j {hours} h").format(days=days, hours=hours)
    return translate("Texts", "{days} j").format(days=days)


def spoken_wait(since_ms: int, now_ms: int) -> str:
    """Return how long somebody waits, for a screen reader."""
    past, words = max(0, now_ms - since_ms), Plurals()
    if past < _MINUTE:
        return words.waits_seconds(past // _SECOND)
    if past < _HOUR:
        return words.waits_minutes(past // _MINUTE)
    return words.waits_hours(past // _HOUR) if past < _DAY else words.waits_days(past // _DAY)


def duration(ms: int) -> str:
    """Return a length of time: "28 s", "3 min 02 s", "1 h 04 min"."""
    seconds = max(0, ms) // _SECOND
    if seconds < 60:
        return translate("Texts", "{seconds} s").format(seconds=seconds)
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        text = translate("Texts", "{minutes} min {seconds} s")
        return text.format(minutes=minutes, seconds=f"{seconds:02}")
    hours, minutes = divmod(minutes, 60)
    text = translate("Texts", "{hours} h {minutes} min")
    return text.format(hours=hours, minutes=f"{minutes:02}")


def latency(ms: float) -> str:
    """Return a short measured time: "84 ms", "1,2 s", then as ``duration``."""
    if ms < _SECOND:
        return translate("Texts", "{milliseconds} ms").format(milliseconds=round(ms))
    if ms < 10 * _SECOND:
        return _tenths(ms)
    return duration(round(ms))


def short_wait(ms: float) -> str:
    """Return a time to wait: "0,4 s" under ten seconds, then as ``duration``."""
    return _tenths(ms) if ms < 10 * _SECOND else duration(round(ms))


def day_heading(day: date, today: date) -> str:
    """Return a heading for a day: "Aujourd’hui, mardi 21 avril", "Hier", "Dimanche 19 avril"."""
    if day == today:
        text = translate("Texts", "Aujourd’hui, {day}")
        return text.format(day=_long_day(day, today))
    if (today - day).days == 1:
        return translate("Texts", "Hier")
    name = _long_day(day, today)
    return name[:1].upper() + name[1:]


def day_range(first: date, last: date) -> str:
    """Return a span of days: "mardi 21 avril", or "15 avril – 21 avril"."""
    if first == last:
        return _long_day(first, last)
    return " – ".join(f"{day.day} {locale().monthName(day.month)}" for day in (first, last))


def spoken_age(ms: int, now_ms: int) -> str:
    """Return how long ago something came, for a screen reader."""
    seconds = max(0, now_ms - ms) // _SECOND
    if seconds < 60:
        return Plurals().seconds_ago(seconds)
    if seconds < 3600:
        return Plurals().minutes_ago(seconds // 60)
    day, today = _local(ms).date(), _local(now_ms).date()
    if day == today:
        return Plurals().hours_ago(seconds // 3600)
    text = translate("Texts", "le {day} à {time}")
    return text.format(day=_long_day(day, today), time=clock(ms))


def spoken_clock(ms: int) -> str:
    """Return a time of day for a screen reader: "14 h 32 min 8 s"."""
    at = _local(ms)
    text = translate("Texts", "{hours} h {minutes} min {seconds} s")
    return text.format(hours=at.hour, minutes=at.minute, seconds=at.second)


def spoken_minutes(ms: int) -> str:
    """Return a time of day to the minute for a screen reader: "8 h 04"."""
    at = _local(ms)
    return translate("Texts", "{hours} h {minutes}").format(
        hours=at.hour, minutes=f"{at.minute:02}"
    )


def priority_name(priority: str) -> str:
    """Return the word of a priority; an unknown one as the server wrote it."""
    words = {
        "LOW": translate("Texts", "Basse"),
        "MEDIUM": translate("Texts", "Moyenne"),
        "HIGH": translate("Texts", "Haute"),
        "URGENT": translate("Texts", "Urgente"),
        "CRITICAL": translate("Texts", "Critique"),
    }
    return words.get(priority) or one_line(priority)


def metadata_type_names() -> dict[str, str]:
    """Return the words of the types of metadata, in their order."""
    return {
        "text": translate("MetadataModel", "texte"),
        "number": translate("MetadataModel", "nombre"),
        "boolean": translate("MetadataModel", "booléen"),
        "null": translate("MetadataModel", "nul"),
        "json": "JSON",
    }


def status_name(status: str) -> str:
    """Return the word of a status; an unknown one as the server wrote it."""
    words = {
        "OPEN": translate("Texts", "Ouvert"),
        "IN_PROGRESS": translate("Texts", "En cours"),
        "CLOSED": translate("Texts", "Traité"),
    }
    return words.get(status) or one_line(status)


class NoticePhrase(msgspec.Struct, frozen=True):
    """The outcome of a notice: icon, tone, words and, for narrow places, few words."""

    icon: str
    tone: str
    text: str
    short: str


def notice_phrase(outcome: str | None, latency_ms: float | None) -> NoticePhrase | None:
    """Return how a notice's outcome is said.

    Args:
        outcome: a ``NoticeOutcome`` value, or None while it is pending.
        latency_ms: time from frame to the system's reply, or how late it was.

    Returns:
        None while there is nothing to say.
    """
    if outcome is None:
        return None
    length = None if latency_ms is None else latency(latency_ms)
    if outcome == NoticeOutcome.SHOWN:
        if length is None:
            said = translate("Texts", "notifié")
            return NoticePhrase("bell", "text2", said, said)
        text = translate("Texts", "notifié en {time}").format(time=length)
        return NoticePhrase("bell", "text2", text, length)
    if outcome == NoticeOutcome.LATE:
        if length is None:
            said = translate("Texts", "notifié en retard")
            return NoticePhrase("sync", "text2", said, translate("Texts", "en retard"))
        text = translate("Texts", "rejoué après {time}").format(time=length)
        short = translate("Texts", "après {time}").format(time=length)
        return NoticePhrase("sync", "text2", text, short)
    return _untimed_phrase(outcome)


_AT_ONCE_MS = 10 * _SECOND
"""A notice that took longer went wrong, although it was shown."""


def notice_trouble(outcome: str | None, latency_ms: float | None) -> NoticePhrase | None:
    """Return what went wrong with a notice, None where all went well or as it was wished."""
    late = outcome == NoticeOutcome.LATE
    slow = outcome == NoticeOutcome.SHOWN and (latency_ms or 0) >= _AT_ONCE_MS
    if late and latency_ms is None:
        said = translate("Texts", "notifié en retard")
        return NoticePhrase("sync", "warn", said, translate("Texts", "en retard"))
    if latency_ms is not None and (late or slow):
        text, short = translate("Texts", "notifié après {time}"), translate("Texts", "après {time}")
        took = latency(latency_ms)
        return NoticePhrase("sync", "warn", text.format(time=took), short.format(time=took))
    if outcome == NoticeOutcome.HELD_DND:
        said = translate("Texts", "retenue")
        return NoticePhrase("moon", "text2", said, said)
    if outcome == NoticeOutcome.REFUSED:
        said = translate("Texts", "notification refusée")
        return NoticePhrase("refused", "danger", said, translate("Texts", "refusée"))
    if outcome in (NoticeOutcome.NO_SERVICE, NoticeOutcome.UNEXPLAINED):
        said = translate("Texts", "sans notification")
        return NoticePhrase("warn", "warn", said, said)
    return None


def _untimed_phrase(outcome: str) -> NoticePhrase:
    merged = translate("Texts", "regroupé")
    unexplained = translate("Texts", "sans explication")
    match outcome:
        case NoticeOutcome.HELD_DND:
            said = translate("Texts", "Ne pas déranger"), translate("Texts", "retenu")
            return NoticePhrase("moon", "text2", *said)
        case NoticeOutcome.DIGEST:
            said = translate("Texts", "dans un résumé"), translate("Texts", "résumé")
            return NoticePhrase("bell", "text2", *said)
        case NoticeOutcome.MERGED:
            return NoticePhrase("bell", "text2", merged, merged)
        case NoticeOutcome.IN_WINDOW:
            said = translate("Texts", "affiché à l’écran"), translate("Texts", "à l’écran")
            return NoticePhrase("window", "text2", *said)
        case NoticeOutcome.FIRST_SYNC:
            said = translate("Texts", "première synchronisation"), translate("Texts", "synchro")
            return NoticePhrase("sync", "text2", *said)
        case NoticeOutcome.FILTERED:
            said = translate("Texts", "filtré par un réglage"), translate("Texts", "filtré")
            return NoticePhrase("minus", "text2", *said)
        case NoticeOutcome.NO_SERVICE:
            said = (
                translate("Texts", "aucun service de notification"),
                translate("Texts", "aucun service"),
            )
            return NoticePhrase("warn", "text2", *said)
        case NoticeOutcome.REFUSED:
            said = translate("Texts", "refusé par le système"), translate("Texts", "refusé")
            return NoticePhrase("refused", "danger", *said)
    return NoticePhrase("uncertain", "danger", unexplained, unexplained)


MOST_OF_A_LINE = 1_000
"""Characters of a subject or a name that are shown."""


@lru_cache(maxsize=4096)
def one_line(text: str) -> str:
    """Return remote text fit for one line: line breaks as spaces, control characters left out.

    It is cut after ``MOST_OF_A_LINE`` characters: laying out 100,000 takes over a second.
    Bidirectional controls are left out too: they could reorder what stands beside the text.
    """
    if len(text) > MOST_OF_A_LINE:
        text = text[:MOST_OF_A_LINE] + "…"
    if text.isprintable():
        return text
    spaced = re.sub(_BREAKS, " ", text)
    return "".join(char for char in spaced if char.isprintable() or char in _KEPT)


def isolated(text: str) -> str:
    """Return remote text fit to stand within a text of ours.

    What is written from right to left would else turn the signs and numbers beside it around.
    """
    if max(text, default="") < _FIRST_RIGHT_TO_LEFT or not re.search(_RIGHT_TO_LEFT, text):
        return text
    return f"\u2068{text}\u2069"


# Compiled when they are first needed, which is after the first paint: ``re`` keeps them.
_FIRST_RIGHT_TO_LEFT = "\u0590"
_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]"
_BREAKS = r"[\t\n\r\v\f\x85\u2028\u2029][\t\n\r\v\f\x85\u2028\u2029 ]*"
_KEPT = frozenset("\u00a0\u202f\u200b\u200c\u200d")
"""Unprintable by Unicode, but parts of words: no-break spaces, joiners."""


def tip(text: str) -> str:
    """Return a tooltip that shows the text as it is.

    Qt takes a tooltip for HTML where it looks like it, and then loads the files that it names.
    """
    if not Qt.mightBeRichText(text):
        return text
    plain = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<span style="white-space:pre-wrap">{plain}</span>'


def _tenths(ms: float) -> str:
    seconds = locale().toString(ms / _SECOND, "f", 1)
    return translate("Texts", "{seconds} s").format(seconds=seconds)


def _local(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000)


def _long_day(day: date, today: date) -> str:
    words = locale()
    text = f"{words.dayName(day.isoweekday())} {day.day} {words.monthName(day.month)}"
    return text if day.year == today.year else f"{text} {day.year}"
