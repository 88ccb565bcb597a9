"""Facts of a ticket: who asks, with ids to be copied, and how it was announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from supportdesk_desktop.core.highlights import spans
from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.core.rows import TagMark
from supportdesk_desktop.core.tickets import Customer
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import S
from supportdesk_desktop.ui.widgets.buttons import LinkButton
from supportdesk_desktop.ui.widgets.chips import TagChip
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import FlowLayout
from supportdesk_desktop.ui.widgets.wells import Well

if TYPE_CHECKING:
    from supportdesk_desktop.core.highlights import Wanted


class CopyButton(LinkButton):
    """The quiet icon of copying; its name, which is its tooltip, says what is copied."""

    INK = "text3"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "copy", parent=parent)


_LABEL_COLUMN = 112
_MOST_TAGS = 60
"""Each is a widget; the last one says how many more there are."""


class Facts(QWidget):
    """A grid of labels and values; chips and labels are kept from ticket to ticket."""

    copy_wanted = Signal(str)
    """The external id, the email or the phone, exactly as the server gave it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = [Label("", "body", "text2", self) for _ in range(4)]
        self.name = ElidedLabel("", "bodymedium", parent=self)
        self.external_id = ElidedLabel("", "mono", "text2", self)
        self.email = ElidedLabel("", "bodymedium", parent=self)
        self.phone = ElidedLabel("", "bodymedium", parent=self)
        self._chips: list[TagChip] = []
        self._wanted: tuple[Wanted, ...] = ()
        self._tags = QWidget(self)
        self._flow = FlowLayout(6, self._tags)
        for label, name in (
            (self.name, "customer-name"),
            (self.external_id, "customer-external-id"),
            (self.email, "customer-email"),
            (self.phone, "customer-phone"),
            (self._tags, "ticket-tags"),
        ):
            label.setObjectName(name)
        self._values = {"external-id": "", "email": "", "phone": ""}
        self._copies = {field: self._copy_button(field) for field in self._values}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        for row, label in enumerate(self._labels):
            top = Qt.AlignmentFlag.AlignTop if row == 3 else Qt.AlignmentFlag.AlignVCenter
            self._grid.addWidget(label, row, 0, top)
        self._grid.addLayout(_line(self.name, self.external_id, self._copies["external-id"]), 0, 1)
        self._grid.addLayout(_line(self.email, self._copies["email"]), 1, 1)
        self._grid.addLayout(_line(self.phone, self._copies["phone"]), 2, 1)
        self._grid.addWidget(self._tags, 3, 1)
        self._grid.setColumnStretch(1, 1)
        theme().changed.connect(self._fit)
        self._fit()
        follow_language(self._retranslate)

    def show_customer(self, customer: Customer, tags: tuple[TagMark, ...]) -> None:
        """Show a customer and the tags of the ticket."""
        self.name.setText(texts.one_line(customer.name or customer.external_id))
        self.external_id.setText(texts.one_line(customer.external_id) if customer.name else "")
        self._show_row(1, self.email, customer.email)
        self._show_row(2, self.phone, customer.phone)
        known = (customer.external_id, customer.email or "", customer.phone or "")
        for field, value in zip(self._values, known, strict=True):
            self._values[field] = value
            self._copies[field].setVisible(bool(value))
        self._show_tags(tags)

    def set_wanted(self, wanted: tuple[Wanted, ...]) -> None:
        """Fill the tags that match these words."""
        self._wanted = wanted
        self._mark_tags()

    def _retranslate(self) -> None:
        words = (
            self.tr("Client"),
            self.tr("Courriel"),
            self.tr("Téléphone"),
            self.tr("Étiquettes"),
        )
        for label, text in zip(self._labels, words, strict=True):
            label.setText(text)
        names = (
            self.tr("Copier l’identifiant du client"),
            self.tr("Copier le courriel"),
            self.tr("Copier le téléphone"),
        )
        for button, name in zip(self._copies.values(), names, strict=True):
            button.set_name(name)

    def _copy_button(self, field: str) -> CopyButton:
        button = CopyButton(self)
        button.setObjectName(f"copy-{field}")
        button.clicked.connect(lambda: self.copy_wanted.emit(self._values[field]))
        return button

    def _show_row(self, row: int, value: ElidedLabel, text: str | None) -> None:
        value.setText(texts.one_line(text or ""))
        value.setVisible(bool(text))
        self._labels[row].setVisible(bool(text))

    def _show_tags(self, tags: tuple[TagMark, ...]) -> None:
        hidden = len(tags) - _MOST_TAGS
        if hidden > 0:
            tags = (*tags[:_MOST_TAGS], TagMark("", f"+{texts.number(hidden)}", None))
        while len(self._chips) < len(tags):
            chip = TagChip("", "", None, parent=self._tags)
            self._chips.append(chip)
            self._flow.addWidget(chip)
        for chip, tag in zip(self._chips, tags, strict=False):
            chip.set_tag(tag.id, texts.one_line(tag.name), tag.color)
            chip.show()
        for chip in self._chips[len(tags) :]:
            chip.hide()
        self._tags.setVisible(bool(tags))
        self._labels[3].setVisible(bool(tags))
        self._flow.invalidate()
        self._mark_tags()

    def _mark_tags(self) -> None:
        if not self._wanted:
            for chip in self._chips:
                chip.set_marked(False)
            return
        for chip in self._chips:
            chip.set_marked(bool(spans(chip.name, self._wanted)))

    def _fit(self) -> None:
        self._grid.setColumnMinimumWidth(0, theme().px(_LABEL_COLUMN))
        for label in self._labels:
            label.setMinimumHeight(theme().px(20))
        self._labels[3].setMinimumHeight(theme().px(24))


def _line(*parts: QWidget) -> QHBoxLayout:
    """Put parts beside each other, from the left."""
    line = QHBoxLayout()
    line.setSpacing(S)
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    return line


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
