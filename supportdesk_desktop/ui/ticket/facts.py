"""Facts of a ticket: its subject, who asks, with ids to be copied, and how it was announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QGridLayout, QWidget

from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.core.query import spans
from supportdesk_desktop.core.rows import TagMark
from supportdesk_desktop.core.tickets import Customer
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import S
from supportdesk_desktop.ui.widgets.buttons import LinkButton
from supportdesk_desktop.ui.widgets.chips import TagChip
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import FlowLayout, grown, hbox, named
from supportdesk_desktop.ui.widgets.painting import MARK_RADIUS, draw_box, smooth_painter
from supportdesk_desktop.ui.widgets.wells import Well

if TYPE_CHECKING:
    from collections.abc import Sequence

    from supportdesk_desktop.core.query import Wanted


class MarkedLabel(Label):
    """The marks lie under the text, which stays plain and can be selected."""

    _wanted: tuple[Wanted, ...] = ()

    def set_wanted(self, wanted: tuple[Wanted, ...]) -> None:
        """Mark these words, none where it is empty."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._wanted:
            self._paint_marks()
        super().paintEvent(event)

    def _paint_marks(self) -> None:
        text = self.text()
        found = texts.utf16_spans(text, spans(text, self._wanted))
        if found:
            painter = smooth_painter(self)
            for box in self._boxes(text, found):
                draw_box(painter, box, theme().palette.markbg, radius=MARK_RADIUS)
            painter.end()

    def _boxes(self, text: str, found: Sequence[tuple[int, int]]) -> list[QRectF]:
        """Lay the text out as the label does; a match that wraps has a box on each line."""
        room = QRectF(self.contentsRect())
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room.width())
            line.setPosition(room.topLeft() + QPointF(0, height))
            height += line.height()
        layout.endLayout()
        down = max(0.0, (room.height() - height) / 2)
        boxes = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first, last = line.textStart(), line.textStart() + line.textLength()
            for start, length in found:
                begin, end = max(start, first), min(start + length, last)
                if begin < end:
                    left, right = _x(line, begin), _x(line, end)
                    top = line.y() + down
                    box = QRectF(min(left, right), top, abs(right - left), line.height())
                    boxes.append(box.adjusted(-1, 0, 1, 0))
        return boxes


def _x(line: QTextLine, place: int) -> float:
    x, _ = cast("tuple[float, int]", line.cursorToX(place))
    return x


class CopyButton(LinkButton):
    """The quiet icon of copying; its name, which is its tooltip, says what is copied."""

    INK = "text3"


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
        self.name = named(ElidedLabel("", "bodymedium", parent=self), "customer-name")
        self.external_id = named(ElidedLabel("", "mono", "text2", self), "customer-external-id")
        self.email = named(ElidedLabel("", "bodymedium", parent=self), "customer-email")
        self.phone = named(ElidedLabel("", "bodymedium", parent=self), "customer-phone")
        self._chips: list[TagChip] = []
        self._wanted: tuple[Wanted, ...] = ()
        self._tags = named(QWidget(self), "ticket-tags")
        self._flow = FlowLayout(6, self._tags)
        self._values = {"external-id": "", "email": "", "phone": ""}
        self._copies = {field: self._copy_button(field) for field in self._values}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        for row, label in enumerate(self._labels):
            top = Qt.AlignmentFlag.AlignTop if row == 3 else Qt.AlignmentFlag.AlignVCenter
            self._grid.addWidget(label, row, 0, top)
        who, mail, call = self._copies.values()
        for row, parts in enumerate(
            ((self.name, self.external_id, who), (self.email, mail), (self.phone, call))
        ):
            self._grid.addLayout(hbox(*parts, None, spacing=S), row, 1)
        self._grid.addWidget(self._tags, 3, 1)
        self._grid.setColumnStretch(1, 1)
        theme().changed.connect(self._fit)
        self._fit()
        follow_language(self._retranslate)

    def show_customer(self, customer: Customer, tags: tuple[TagMark, ...]) -> None:
        self.name.setText(texts.one_line(customer.name or customer.external_id))
        self.external_id.setText(texts.one_line(customer.external_id) if customer.name else "")
        for row, label, text in ((1, self.email, customer.email), (2, self.phone, customer.phone)):
            label.setText(texts.one_line(text or ""))
            label.setVisible(bool(text))
            self._labels[row].setVisible(bool(text))
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
        client, mail, phone, tags = self._labels
        client.setText(self.tr("Client"))
        mail.setText(self.tr("Courriel"))
        phone.setText(self.tr("Téléphone"))
        tags.setText(self.tr("Étiquettes"))
        self._copies["external-id"].set_name(self.tr("Copier l’identifiant du client"))
        self._copies["email"].set_name(self.tr("Copier le courriel"))
        self._copies["phone"].set_name(self.tr("Copier le téléphone"))

    def _copy_button(self, field: str) -> CopyButton:
        button = named(CopyButton("", "copy", parent=self), f"copy-{field}")
        button.clicked.connect(lambda: self.copy_wanted.emit(self._values[field]))
        return button

    def _show_tags(self, tags: tuple[TagMark, ...]) -> None:
        hidden = len(tags) - _MOST_TAGS
        if hidden > 0:
            tags = (*tags[:_MOST_TAGS], TagMark("", f"+{texts.number(hidden)}", None))
        for chip, tag in zip(grown(self._chips, len(tags), self._make_chip), tags, strict=True):
            chip.set_tag(tag.id, texts.one_line(tag.name), tag.color)
        self._tags.setVisible(bool(tags))
        self._labels[3].setVisible(bool(tags))
        self._flow.invalidate()
        self._mark_tags()

    def _make_chip(self, _at: int) -> TagChip:
        chip = TagChip("", "", None, parent=self._tags)
        self._flow.addWidget(chip)
        return chip

    def _mark_tags(self) -> None:
        for chip in self._chips:
            chip.set_marked(bool(self._wanted and spans(chip.name, self._wanted)))

    def _fit(self) -> None:
        self._grid.setColumnMinimumWidth(0, theme().px(_LABEL_COLUMN))
        for label in self._labels:
            label.setMinimumHeight(theme().px(20))
        self._labels[3].setMinimumHeight(theme().px(24))


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
    phrase = texts.notice_phrase(notice.outcome, notice.latency_ms)
    if notice.outcome is None or phrase is None:
        text = translate("NoticeWell", "décision en cours")
        well.set_content("neutral", "clock", translate("NoticeWell", "Notification"), text)
        return
    title = phrase.text[:1].upper() + phrase.text[1:]
    when = notice.settled_ms if notice.settled_ms is not None else notice.received_ms
    account = {
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
    }[notice.outcome]
    text = account.format(time=texts.moment(when, now_ms))
    well.set_content(_TONES.get(notice.outcome, "neutral"), phrase.icon, title, text)
