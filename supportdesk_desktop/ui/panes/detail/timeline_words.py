"""What happened to a ticket, in words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.rows import (
    Arrival,
    FieldChange,
    LeftBy,
    TimelineEntry,
    TimelineKind,
)
from supportdesk_desktop.ui import texts

translate = QCoreApplication.translate


@dataclass(frozen=True)
class TimelineWords:
    """One line of the timeline: icon, its token, what happened, and how it is known."""

    icon: str
    tone: str
    text: str
    detail: str


def words_of(entry: TimelineEntry, channel: str) -> TimelineWords:
    """Return the words for an entry; ``channel`` is the ticket's."""
    if entry.kind is TimelineKind.NOTICED:
        return _noticed(entry)
    if entry.kind is TimelineKind.REMINDED:
        text = translate("Timeline", "Rappelé, toujours pas ouvert")
        return TimelineWords("bell", "text2", text, "")
    arrival = _arrival(entry)
    if entry.kind is TimelineKind.CREATED:
        return TimelineWords("plus", "text2", _created(channel), arrival)
    if entry.kind is TimelineKind.ASSIGNED:
        text = translate("Timeline", "Assigné à vous")
        if entry.level:
            text = translate("Timeline", "Assigné à vous, niveau {level}")
            text = text.format(level=texts.isolated(texts.one_line(entry.level)))
        return TimelineWords("user", "text2", text, arrival)
    if entry.kind is TimelineKind.LEFT:
        return _left(entry, arrival)
    changes = [_change(change) for change in entry.changes]
    text = translate("Timeline", "Modifié")
    return TimelineWords("sync", "text2", text, "\n".join([*changes, arrival]).strip("\n"))


def _created(channel: str) -> str:
    if channel in {"API", ""}:
        return translate("Timeline", "Ticket créé par l’API")
    name = texts.isolated(texts.one_line(channel))
    return translate("Timeline", "Ticket créé, canal {name}").format(name=name)


def _noticed(entry: TimelineEntry) -> TimelineWords:
    time = "" if entry.latency_ms is None else texts.latency(entry.latency_ms)
    if entry.outcome == NoticeOutcome.SHOWN and time:
        text = translate("Timeline", "Notification remise en {time}").format(time=time)
        return TimelineWords("bell", "ok", text, "")
    phrase = texts.notice_phrase(entry.outcome, entry.latency_ms)
    if phrase is None:
        return TimelineWords("clock", "text2", translate("Timeline", "Notification en cours"), "")
    text = translate("Timeline", "Notification : {outcome}").format(outcome=phrase.text)
    return TimelineWords(phrase.icon, phrase.tone, text, "")


def _left(entry: TimelineEntry, arrival: str) -> TimelineWords:
    if entry.left_by is LeftBy.CLOSED:
        return TimelineWords("confirmed", "ok", translate("Timeline", "Traité"), arrival)
    if entry.left_by is LeftBy.UNASSIGNED:
        text = translate("Timeline", "Passé à un autre agent")
        return TimelineWords("user", "text2", text, arrival)
    text = translate("Timeline", "Absent de la liste complète du serveur")
    return TimelineWords("minus", "text2", text, arrival)


def _arrival(entry: TimelineEntry) -> str:
    if entry.arrival is None:
        return ""
    ways = {
        Arrival.LIVE: translate("Timeline", "Reçu en direct"),
        Arrival.REPLAY: translate("Timeline", "Rejoué"),
        Arrival.SNAPSHOT: translate("Timeline", "Relu par liste complète"),
    }
    way = ways[entry.arrival]
    if entry.seq is None:
        return way
    return translate("Timeline", "{way}, événement {seq}").format(way=way, seq=entry.seq)


def _change(change: FieldChange) -> str:
    names = {
        "subject": translate("Timeline", "sujet"),
        "status": translate("Timeline", "statut"),
        "priority": translate("Timeline", "priorité"),
        "category": translate("Timeline", "catégorie"),
        "description": translate("Timeline", "description"),
        "tags": translate("Timeline", "étiquettes"),
        "metadata": translate("Timeline", "métadonnées"),
        "customer": translate("Timeline", "client"),
        "assignedAgent": translate("Timeline", "agent"),
    }
    name = names.get(change.field, change.field)
    before, after = _value(change.field, change.before), _value(change.field, change.after)
    return translate("Timeline", "{field} : {before} → {after}").format(
        field=name, before=before, after=after
    )


def _value(field: str, value: str) -> str:
    if field == "priority":
        return texts.priority_name(value)
    if field == "status":
        return texts.status_name(value)
    shown = texts.one_line(value)
    return texts.isolated(shown if len(shown) <= 80 else shown[:79] + "…")
