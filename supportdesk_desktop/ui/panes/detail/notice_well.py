"""What became of a ticket's notice, and when."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.widgets.wells import Well

_TONES = {
    NoticeOutcome.SHOWN: "ok",
    NoticeOutcome.LATE: "ok",
    NoticeOutcome.NO_SERVICE: "warn",
    NoticeOutcome.REFUSED: "danger",
    NoticeOutcome.UNEXPLAINED: "danger",
}

translate = QCoreApplication.translate


def show_notice(well: Well, notice: NoticeRecord | None, now_ms: int) -> None:
    """Fill the well from a notice; without one it is hidden."""
    well.setVisible(notice is not None)
    if notice is None:
        return
    if notice.outcome is None:
        text = translate("NoticeWell", "décision en cours")
        well.set_content("neutral", "clock", translate("NoticeWell", "Notification"), text)
        return
    phrase = texts.notice_phrase(notice.outcome, notice.latency_ms)
    if phrase is None:
        return
    title = phrase.text[:1].upper() + phrase.text[1:]
    when = notice.settled_ms if notice.settled_ms is not None else notice.received_ms
    text = _account(notice.outcome).format(time=texts.moment(when, now_ms))
    well.set_content(_TONES.get(notice.outcome, "neutral"), phrase.icon, title, text)


def _account(outcome: NoticeOutcome) -> str:
    accounts = {
        NoticeOutcome.SHOWN: translate("NoticeWell", "remis au système à {time}"),
        NoticeOutcome.LATE: translate("NoticeWell", "remis au système à {time}"),
        NoticeOutcome.HELD_DND: translate("NoticeWell", "retenu à {time}"),
        NoticeOutcome.DIGEST: translate("NoticeWell", "résumé remis au système à {time}"),
        NoticeOutcome.MERGED: translate("NoticeWell", "rafale remise au système à {time}"),
        NoticeOutcome.IN_WINDOW: translate("NoticeWell", "fenêtre au premier plan à {time}"),
        NoticeOutcome.FIRST_SYNC: translate("NoticeWell", "déjà assigné, vu à {time}"),
        NoticeOutcome.FILTERED: translate("NoticeWell", "non annoncé, vu à {time}"),
        NoticeOutcome.NO_SERVICE: translate("NoticeWell", "rien n’a pu être annoncé à {time}"),
        NoticeOutcome.REFUSED: translate("NoticeWell", "le système a refusé à {time}"),
        NoticeOutcome.UNEXPLAINED: translate("NoticeWell", "reçu à {time}, sans trace d’annonce"),
    }
    return accounts[outcome]
