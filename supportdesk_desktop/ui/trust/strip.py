"""The trust strip: state, the day's timeline, open filings and notifications, each a button."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6 import QtGui
from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.feed_status import BlindInterval, FeedState, FeedStatus
from supportdesk_desktop.core.filing import FilingState, Pause
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.timers import now_ms, timer
from supportdesk_desktop.ui.trust.states import (
    NotificationState,
    Observed,
    blind_ms,
    day_start_ms,
    nothing_lost,
    observed_time,
    observed_today,
    within,
)
from supportdesk_desktop.ui.trust.words import Face, SideText, StripAction, StripWords
from supportdesk_desktop.ui.widgets.buttons import FlatButton, PlainButton
from supportdesk_desktop.ui.widgets.layouts import hbox, named
from supportdesk_desktop.ui.widgets.observation_timeline import MARK_WIDTH, draw_bar, lay_out
from supportdesk_desktop.ui.widgets.painting import draw_icon, draw_text, fill, text_width

if TYPE_CHECKING:
    from supportdesk_desktop.core.changes import Trouble

HEIGHT = 36
_LEVELS = 6
_GROUNDS = {"warn": "warnbg", "danger": "dangerbg"}
_EDGES = {"warn": "warnline", "danger": "dangerline"}


_INSET, _ICON_GAP, _TEXT_GAP = 6, 8, 9


class StripPart(FlatButton):
    """An icon, a text that may be strong, and a quiet one after it; the last is elided first."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._icon = self._lead = self._rest = ""
        self._tone = "text2"
        self._strong = False

    def show_texts(
        self, icon: str, tone: str, lead: str, rest: str = "", *, strong: bool = False
    ) -> None:
        """Show an icon and texts; ``tone`` is the token of icon and lead."""
        shown = (icon, tone, lead, rest, strong)
        if shown != (self._icon, self._tone, self._lead, self._rest, self._strong):
            self._icon, self._tone, self._lead, self._rest, self._strong = shown
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        width = float(2 * _INSET + (look.px(16) if self._icon else 0))
        if self._lead:
            width += (_ICON_GAP if self._icon else 0) + text_width(self._role(), self._lead)
        if self._rest:
            width += _TEXT_GAP + text_width("caption", self._rest)
        return QSize(int(width) + 2, look.px(28))

    def minimumSizeHint(self) -> QSize:
        look = theme()
        return QSize(max(look.px(24), 2 * _INSET + look.px(16)), look.px(28))

    def paint_content(self, painter: QPainter, area: QRectF) -> None:
        look = theme()
        left = area.left() + _INSET
        right = area.right() - _INSET
        if self._icon:
            draw_icon(painter, self._icon, self._tone, left, area.center().y())
            left += look.px(16) + _ICON_GAP
        if self._lead and right > left:
            box = QRectF(left, area.top(), right - left, area.height())
            used = draw_text(painter, self._role(), self._tone, box, self._lead)
            left += used + _TEXT_GAP
        if self._rest and right > left:
            box = QRectF(left, area.top(), right - left, area.height())
            token = "text1" if self._tone in {"warn", "danger"} else "text2"
            draw_text(painter, "caption", token, box, self._rest)

    def _role(self) -> str:
        return "captionstrong" if self._strong else "caption"


_TRACK_INSET, _GAP = 8, 8
TRACK, TRACK_MINUTE_MS = 168, 60_000
"""The longest track in unscaled pixels; until then it has a pixel for each minute."""


class TrackPart(FlatButton):
    """The day since its first verified connection: when that was, and a bar to the present."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("strip-timeline", parent)
        self._intervals: tuple[BlindInterval, ...] = ()
        self._from_ms = self._now_ms = self._to_ms = 0
        self._longest = TRACK
        self._with_time = True

    def show_day(self, intervals: Sequence[BlindInterval], now_ms: int, seen: Observed) -> None:
        """Show a day; what lies after ``seen`` is drawn as not observed at all."""
        self._intervals = tuple(intervals)
        self._from_ms, self._to_ms, self._now_ms = seen.from_ms, seen.to_ms, now_ms
        self.updateGeometry()
        self.update()

    def set_room(self, longest: int, *, with_time: bool) -> None:
        """Set how long the bar may be in unscaled pixels, and whether its start is written."""
        self._longest, self._with_time = longest, with_time
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        look = theme()
        time = text_width("caption", "00:00") + _GAP if self._with_time else 0
        minutes = (self._now_ms - self._from_ms) // TRACK_MINUTE_MS
        bar = look.px(min(self._longest, max(round(MARK_WIDTH), minutes)))
        return QSize(round(2 * _TRACK_INSET + time + bar) + 1, look.px(28))

    def minimumSizeHint(self) -> QSize:
        """Return the same: the bar is shortened by ``set_room`` alone."""
        return self.sizeHint()

    def paint_content(self, painter: QPainter, area: QRectF) -> None:
        look = theme()
        inner = area.adjusted(_TRACK_INSET, 0, -_TRACK_INSET, 0)
        if self._with_time:
            start = texts.clock(self._from_ms)
            width = text_width("caption", "00:00")
            place = QRectF(inner.left(), inner.top(), width + 4, inner.height())
            draw_text(painter, "caption", "text3", place, start, tabular=True)
            inner.setLeft(inner.left() + width + _GAP)
        mark = MARK_WIDTH * look.scale
        marks = lay_out(self._intervals, self._from_ms, self._now_ms, inner.width(), mark)
        span = max(1, self._now_ms - self._from_ms)
        observed = inner.width() * (self._to_ms - self._from_ms) / span
        draw_bar(painter, inner, marks, (0.0, observed))


class TrustStrip(QWidget):
    """Bottom region, full width. It never looks surer than the last heartbeat that agreed."""

    retry_requested = Signal()
    new_key_requested = Signal()
    take_over_requested = Signal()
    open_profile_requested = Signal()
    journal_requested = Signal()
    details_requested = Signal()
    refreshed = Signal()
    """Emitted when what is shown was brought up to date: a new status, or a second passed."""
    outbox_requested = Signal()
    notifications_requested = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, now_ms: Callable[[], int] = now_ms
    ) -> None:
        super().__init__(parent)
        self.setObjectName("trust-strip")
        self._now_ms = now_ms
        self._words = StripWords(self)
        self.status = FeedStatus(FeedState.CONNECTING, since_ms=now_ms())
        self._trouble: Trouble | None = None
        self.intervals: tuple[BlindInterval, ...] = ()
        self.first_verified_ms: int | None = None
        """The time of the first verification of the feed here."""
        self._filings: Mapping[FilingState, int] = {}
        self._pause: Pause | None = None
        self.notifications = NotificationState.UNKNOWN
        """Whether the system announces assignments now."""
        self._dnd_until_ms: int | None = None
        self.face: Face = self._words.face_of(self.status, now_ms())
        """The state that the strip shows now, in words and colours."""
        self._seen: Observed | None = None
        self._sized = False
        self._state = StripPart("strip-state", self)
        self._track = TrackPart(self)
        self._button = named(PlainButton(parent=self), "strip-action")
        self._button.setProperty("dense", True)
        self._outbox = StripPart("strip-filings", self)
        self._bell = StripPart("strip-notifications", self)
        self._timer = timer(self, 1000, self._refresh)
        left, right = (self._state, self._button), (self._outbox, self._bell, self._track)
        self._parts: tuple[QWidget, ...] = (*left, *right)
        hbox(*left, None, *right, of=self, margins=(8, 2, 8, 0), spacing=4)
        self._connect()
        theme().changed.connect(self._restyle)
        follow_language(self._retranslate)
        self._restyle()

    @property
    def is_offline(self) -> bool:
        return self.status.state is FeedState.OFFLINE

    def set_status(self, status: FeedStatus) -> None:
        self.status = status
        self._refresh()

    def set_intervals(
        self, intervals: Sequence[BlindInterval], first_ms: int | None = None
    ) -> None:
        """Show blind intervals; nothing before ``first_ms``, the first verification, is claimed."""
        self.intervals = tuple(intervals)
        self.first_verified_ms = first_ms
        self._refresh()

    def set_outbox(self, counts: Mapping[FilingState, int], pause: Pause | None = None) -> None:
        """Show how many filings are open in each state, and whether the queue stands still."""
        self._filings, self._pause = dict(counts), pause
        self._refresh()

    def set_notifications(self, state: NotificationState, until_ms: int | None = None) -> None:
        """Show whether the system announces; ``until_ms`` ends Do not disturb."""
        self.notifications, self._dnd_until_ms = state, until_ms
        self._refresh()

    def set_trouble(self, trouble: Trouble | None) -> None:
        """Show what cannot work now; it outranks the state of the feed."""
        self._trouble = trouble
        self._refresh()

    def focus_timeline(self) -> None:
        """Give the focus back to the timeline, from where the journal was opened."""
        (self._state if self._track.isHidden() else self._track).setFocus()

    def focus_first(self) -> None:
        self._state.setFocus()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("État du flux"))
        self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(720), theme().px(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sized = True
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        fill(painter, self.rect(), look.colour(_GROUNDS.get(self.face.tone, "window")))
        painter.setPen(QPen(look.colour(_EDGES.get(self.face.tone, "border")), 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(self.width(), 0.5))
        if self._outbox.isVisible() and self._bell.isVisible():
            x = self._bell.x() - 2.5
            painter.drawLine(QPointF(x, 10), QPointF(x, self.height() - 10))
        painter.end()

    def _connect(self) -> None:
        for part, asks in (
            (self._state, self.details_requested),
            (self._track, self.journal_requested),
            (self._outbox, self.outbox_requested),
            (self._bell, self.notifications_requested),
        ):
            part.clicked.connect(asks)
        self._button.clicked.connect(self._act)

    def _restyle(self) -> None:
        look = theme()
        self.setFixedHeight(look.px(HEIGHT))
        self._refresh()
        self.update()

    def _act(self) -> None:
        if self.face.action is not None:
            {
                StripAction.RETRY: self.retry_requested,
                StripAction.NEW_KEY: self.new_key_requested,
                StripAction.TAKE_OVER: self.take_over_requested,
                StripAction.OPEN_PROFILE: self.open_profile_requested,
            }[self.face.action].emit()

    def _refresh(self) -> None:
        now = self._now_ms()
        face = self._words.face_of(self.status, now)
        if self._trouble is not None:
            face = self._words.face_of_trouble(self._trouble)
        before, self.face = self.face, face
        if face.key != before.key:
            announce(self, face.said.rstrip(". "))
        if face.tone != before.tone:
            self.update()
        self._show_day(now)
        self._show_face(face)
        self._fit()
        if face.ticks and not self._timer.isActive():
            self._timer.start()
        elif not face.ticks:
            self._timer.stop()
        self.refreshed.emit()

    def _show_face(self, face: Face) -> None:
        words = self._words
        self._state.setAccessibleName(words.spoken_state(face))
        self._state.setToolTip(words.state_tip(self.status, face))
        self._button.setVisible(face.action is not None)
        if face.action is not None:
            self._button.setText(words.action_text(face.action))
            self._button.set_icon("sync" if face.action is StripAction.RETRY else None)

    def _show_day(self, now: int) -> None:
        begins = day_start_ms(now)
        observed = observed_time(self.status, self.intervals, self.first_verified_ms, now)
        self._seen = seen = observed_today(observed, self.intervals, begins, now)
        if seen is None:
            return
        today = within(self.intervals, seen.from_ms, now)
        verified = self.status.verified_up_to_ms
        if verified is not None:
            verified -= self.status.clock_offset_ms or 0
        said = self._words.track(
            len(today),
            blind_ms(today, seen.from_ms, now),
            seen,
            ongoing=any(one.to_ms is None for one in today),
            fine=nothing_lost(today, verified),
        )
        self._track.show_day(today, now, seen)
        self._track.setAccessibleName(said)
        self._track.setToolTip(said)

    def _fit(self) -> None:
        """Choose the longest form that fits the width."""
        offline = self.face.key == "offline"
        outbox = self._words.outbox(self._filings, self._pause, offline=offline)
        bell = self._words.notifications(self.notifications, self._dnd_until_ms)
        for level in range(_LEVELS):
            self._compose(self.face, outbox, bell, level)
            if not self._sized:
                # The width is still that of a widget in no layout: it says nothing.
                break
            shown = (part for part in self._parts if not part.isHidden())
            needed = sum(part.sizeHint().width() + 4 for part in shown)
            if needed + 16 <= self.width():
                break

    def _compose(self, face: Face, outbox: SideText, bell: SideText, level: int) -> None:
        """Show less with each level, the least needed words first."""
        headline = face.headline if level < 4 else face.short
        detail = face.detail if level < 3 else ""
        self._state.show_texts(face.icon, face.token, headline, detail, strong=True)
        self._track.setVisible(self._seen is not None and level < 5)
        self._track.set_room(TRACK if level < 2 else TRACK // 2, with_time=level < 4)
        for part, side in ((self._outbox, outbox), (self._bell, bell)):
            part.setVisible(bool(side.text))
            part.show_texts(side.icon, side.token, side.text if level < 2 else side.short)
            part.setAccessibleName(side.text)
            part.setToolTip(side.text)


def announce(widget: QWidget, text: str) -> None:
    """Say ``text`` politely, where a screen reader listens."""
    accessible = QtGui.QAccessible
    if not text or not accessible.isActive():
        return
    event = QtGui.QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(accessible.AnnouncementPoliteness.Polite)
    accessible.updateAccessibility(event)
