"""The agent at the foot of the rail: initials, name, level and availability."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.widgets.buttons import FlatButton
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import vbox
from supportdesk_desktop.ui.widgets.painting import draw_text
from supportdesk_desktop.ui.window.rail_items import MAX_ICON_SCALE, Presence, clock, local

_AVATAR = 32


class AgentBlock(FlatButton):
    """A button that opens the availability menu, where the desk offers one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("agent", parent)
        self._name = ""
        self._note = ""
        self._icons_only = False

    def set_texts(self, name: str, note: str, spoken: str) -> None:
        """Show a name over a second line; ``spoken`` is the accessible name."""
        self._name, self._note = name, note
        self.setText(name)
        self.setAccessibleName(spoken)
        self.setToolTip(texts.tip(spoken))
        self.update()

    def set_icons_only(self, icons_only: bool) -> None:
        """Show the initials alone."""
        self._icons_only = icons_only
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        look = theme()
        if self._icons_only:
            side = round(44 * min(look.scale, MAX_ICON_SCALE))
            return QSize(side, side)
        return QSize(look.px(168), look.px(42))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return hint if self._icons_only else QSize(theme().px(120), hint.height())

    def paint_content(self, painter: QPainter, area: QRectF, look: Theme) -> None:
        scale = min(look.scale, MAX_ICON_SCALE) if self._icons_only else look.scale
        side = _AVATAR * scale
        left = area.center().x() - side / 2 if self._icons_only else area.left() + 4
        avatar = QRectF(left, area.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.palette.railsel)
        painter.drawEllipse(avatar)
        center = Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, look, "captionstrong", "text1", avatar, initials(self._name), center)
        if self._icons_only:
            return
        text = QRectF(avatar.right() + 8, 0, area.right() - avatar.right() - 12, look.px(18))
        middle = area.center().y()
        text.moveBottom(middle + 1)
        draw_text(painter, look, "bodymedium", "text1", text, self._name)
        text.moveTop(middle)
        draw_text(painter, look, "caption", "text2", text, self._note)


def initials(name: str) -> str:
    """Return one or two capitals for a name, "?" for none."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if not words:
        return "?"
    chosen = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in chosen)


_NOON_BREAK_ENDS = time(14, 0)
_DAY_BEGINS = time(8, 0)


class Away(msgspec.Struct, frozen=True):
    """One offered absence: its kind (``half_hour``, ``break``, ``tomorrow``) and its end."""

    kind: str
    until: datetime


def offered(now: datetime) -> tuple[Away, ...]:
    """Return the absences to offer at ``now`` (local time): none that ends in the past."""
    tomorrow = datetime.combine(now.date() + timedelta(days=1), _DAY_BEGINS).astimezone()
    choices = [Away("half_hour", now + timedelta(minutes=30))]
    back = datetime.combine(now.date(), _NOON_BREAK_ENDS).astimezone()
    if back > now:
        choices.append(Away("break", back))
    return (*choices, Away("tomorrow", tomorrow))


class AvailabilityMenu(QMenu):
    """The menu over the agent's name; each line says when it ends, the present one has a tick."""

    chosen = Signal(object)
    """None for available, else the end of the absence in milliseconds since the epoch."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("availability-menu")
        self.setAccessibleName(self.tr("Disponibilité"))

    def fill(self, presence: Presence, tickets: int, now: datetime) -> None:
        """Make the lines for this moment; ``tickets`` are those that stay with the agent."""
        self.clear()
        self._add_words(self.tr("Disponibilité"), "captionstrong", "text3")
        since = ""
        if presence.available and presence.since_ms is not None:
            since = self.tr("depuis {time}").format(time=clock(local(presence.since_ms)))
        available = self._line(self.tr("Disponible"), since)
        available.setChecked(presence.available is not False)
        available.triggered.connect(lambda: self.chosen.emit(None))
        absences = offered(now)
        self._keep_present(absences, presence)
        for away in absences:
            self._offer(away, presence, now)
        self.addSeparator()
        self._explain(tickets)

    def _keep_present(self, absences: tuple[Away, ...], presence: Presence) -> None:
        """Add the absence that holds now where no offered line stands for it."""
        if presence.available is not False:
            return
        if any(_ms(away.until) == presence.until_ms for away in absences):
            return
        text = self.tr("Absent")
        if presence.until_ms is not None:
            until = clock(local(presence.until_ms))
            text = self.tr("Absent jusqu’à {time}").format(time=until)
        self._line(text, "").setChecked(True)

    def _offer(self, away: Away, presence: Presence, now: datetime) -> None:
        until_ms = _ms(away.until)
        if away.kind == "half_hour":
            text = self.tr("Absent 30 min")
            hint = self.tr("retour à {time}").format(time=clock(away.until))
        elif away.kind == "break":
            text = self.tr("Absent jusqu’à {time}").format(time=clock(away.until))
            hint = _length(away.until - now)
        else:
            text = self.tr("Absent jusqu’à demain")
            day = texts.locale().dayName(away.until.isoweekday())
            hint = f"{day}, {clock(away.until)}"
        line = self._line(text, hint)
        line.setChecked(presence.available is False and presence.until_ms == until_ms)
        line.triggered.connect(lambda: self.chosen.emit(until_ms))

    def _line(self, text: str, hint: str) -> QAction:
        line = QAction(f"{text}\t{hint}" if hint else text, self)
        line.setCheckable(True)
        self.addAction(line)
        return line

    def _explain(self, tickets: int) -> None:
        text = self.tr(
            "Absent : les nouveaux tickets vont aux autres agents N1. "
            "Vos %n tickets restent à vous, le flux et le dépôt continuent.",
            "",
            tickets,
        )
        self._add_words(text, "caption", "text2").setWordWrap(True)

    def _add_words(self, text: str, role: str, tone: str) -> Label:
        """Add a line that cannot be chosen."""
        words = Label(text, role, tone)
        frame = QWidget()
        vbox(words, of=frame, margins=(14, 6, 14, 6))
        frame.setMaximumWidth(theme().px(340))
        action = QWidgetAction(self)
        action.setDefaultWidget(frame)
        action.setEnabled(False)
        self.addAction(action)
        return words


def _length(span: timedelta) -> str:
    minutes = max(1, round(span.total_seconds() / 60))
    return f"{minutes // 60} h {minutes % 60:02d}" if minutes >= 60 else f"{minutes} min"


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
