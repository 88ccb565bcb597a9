"""What the notification ledger says of each assignment."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.core.times import epoch_ms
from supportdesk_desktop.ui import texts

_TOKENS = {
    NoticeOutcome.SHOWN: "ok",
    NoticeOutcome.LATE: "warn",
    NoticeOutcome.NO_SERVICE: "warn",
    NoticeOutcome.REFUSED: "danger",
    NoticeOutcome.UNEXPLAINED: "danger",
}


@dataclass(frozen=True)
class Account:
    """How one assignment is accounted for: icon, colour token, phrase and the reason beside."""

    icon: str
    token: str
    phrase: str
    reason: str


class NoticeWords(QObject):
    """The words of the ledger, in the language of the window."""

    def account(self, record: NoticeRecord) -> Account:
        """Return how a notice is accounted for; a pending one is on its way."""
        phrase = texts.notice_phrase(record.outcome, lateness_ms(record))
        if phrase is None or record.outcome is None:
            return Account("clock", "text2", self.tr("En cours"), self.tr("remise au système"))
        said = phrase.text[:1].upper() + phrase.text[1:]
        token = _TOKENS.get(record.outcome, "text1")
        return Account(phrase.icon, token, said, self._reason(record, record.outcome))

    def spoken(self, record: NoticeRecord) -> str:
        """Return the accessible text of a line."""
        account = self.account(record)
        parts = (
            texts.spoken_clock(record.received_ms),
            texts.priority_name(record.priority),
            record.number,
            texts.one_line(record.subject),
            account.phrase,
            account.reason,
        )
        return ", ".join(part for part in parts if part)

    def _reason(self, record: NoticeRecord, outcome: NoticeOutcome) -> str:
        if outcome is NoticeOutcome.LATE and record.settled_ms is not None:
            time = texts.clock_seconds(record.settled_ms)
            return self.tr("remis au système à {time}").format(time=time)
        return {
            NoticeOutcome.SHOWN: self.tr("remis au système"),
            NoticeOutcome.LATE: self.tr("remis au système"),
            NoticeOutcome.HELD_DND: self.tr("dans le résumé qui suit"),
            NoticeOutcome.DIGEST: self.tr("avec d’autres, en une annonce"),
            NoticeOutcome.MERGED: self.tr("arrivé dans une rafale"),
            NoticeOutcome.IN_WINDOW: self.tr("la fenêtre était devant vous"),
            NoticeOutcome.FIRST_SYNC: self.tr("déjà assigné avant l’ouverture"),
            NoticeOutcome.FILTERED: self.tr("assigné à un autre niveau que N1"),
            NoticeOutcome.NO_SERVICE: self.tr("rien n’a pu être affiché"),
            NoticeOutcome.REFUSED: self.tr("refus ou silence du service"),
            NoticeOutcome.UNEXPLAINED: self.tr("arrêt pendant la remise au système"),
        }[outcome]


def lateness_ms(record: NoticeRecord) -> float | None:
    """Return the measured latency, or how long after the assignment a late one was announced."""
    if record.outcome is not NoticeOutcome.LATE or record.settled_ms is None:
        return record.latency_ms
    try:
        return float(max(0, record.settled_ms - epoch_ms(record.assigned_at)))
    except (ValueError, OverflowError):
        return record.latency_ms
