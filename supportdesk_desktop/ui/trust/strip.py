"""The trust strip: state, the day's timeline, open filings and notifications, each a button."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6 import QtGui
from PySide6.QtCore import QPointF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.core.feed_status import BlindInterval, FeedState, FeedStatus
from supportdesk_desktop.core.filing import FilingState, Pause
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.trust.parts import StripPart, TimelinePart
from supportdesk_desktop.ui.trust.states import (
    NotificationState,
    Observed,
    blind_ms,
    day_start_ms,
    nothing_lost,
    observed_time,
    within,
)
from supportdesk_desktop.ui.trust.words import Face, SideText, StripWords, Way
from supportdesk_desktop.ui.widgets.buttons import PlainButton
from supportdesk_desktop.ui.widgets.layouts import hbox, named
from supportdesk_desktop.ui.widgets.painting import fill

if TYPE_CHECKING:
    from supportdesk_desktop.core.changes import Trouble

HEIGHT = 36
_LEVELS = 7
_GROUNDS = {"warn": "warnbg", "danger": "dangerbg"}
_EDGES = {"warn": "warnline", "danger": "dangerline"}
_TONES = {"ok": "ok", "warn": "warn", "danger": "danger", "neutral": "text1"}


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
        self, parent: QWidget | None = None, *, now_ms: Callable[[], int] = texts.now_ms
    ) -> None:
        super().__init__(parent)
        self.setObjectName("trust-strip")
        self._now_ms = now_ms
        self._words = StripWords(self)
        self.status = FeedStatus(FeedState.CONNECTING, since_ms=now_ms())
        self._trouble: Trouble | None = None
        self.intervals: tuple[BlindInterval, ...] = ()
        self.first_verified_ms: int | None = None
        """When the feed was verified here for the first time."""
        self._filings: Mapping[FilingState, int] = {}
        self._pause: Pause | None = None
        self._notifications = NotificationState.UNKNOWN
        self._dnd_until_ms: int | None = None
        self._face: Face | None = None
        self._blind = ""
        self._sized = False
        self._state = StripPart("strip-state", self)
        self._timeline = TimelinePart(self)
        self._blind_part = StripPart("strip-blind", self)
        self._next_try = StripPart("strip-next-try", self)
        self._button = named(PlainButton(parent=self), "strip-action")
        self._button.setProperty("dense", True)
        self._outbox = StripPart("strip-filings", self)
        self._bell = StripPart("strip-notifications", self)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._refresh)
        left = (self._state, self._timeline, self._blind_part, self._next_try, self._button)
        self._parts: tuple[QWidget, ...] = (*left, self._outbox, self._bell)
        hbox(*left, None, self._outbox, self._bell, of=self, margins=(8, 2, 8, 0), spacing=4)
        self._connect()
        theme().changed.connect(self._restyle)
        follow_language(self._retranslate)
        self._restyle()

    def set_status(self, status: FeedStatus) -> None:
        """Show the state of the feed."""
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
        self._notifications, self._dnd_until_ms = state, until_ms
        self._refresh()

    def set_trouble(self, trouble: Trouble | None) -> None:
        """Show what cannot work now; it outranks the state of the feed."""
        self._trouble = trouble
        self._refresh()

    def focus_timeline(self) -> None:
        """Give the focus back to the timeline, from where the journal was opened."""
        self._timeline.setFocus()

    def face(self) -> Face:
        """Return what the strip says now."""
        assert self._face is not None
        return self._face

    def focus_first(self) -> None:
        """Give the focus to the state."""
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
        tone = self._face.tone if self._face is not None else "neutral"
        painter = QPainter(self)
        fill(painter, self.rect(), look.colour(_GROUNDS.get(tone, "window")))
        painter.setPen(QPen(look.colour(_EDGES.get(tone, "border")), 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(self.width(), 0.5))
        if self._outbox.isVisible() and self._bell.isVisible():
            x = self._bell.x() - 2.5
            painter.drawLine(QPointF(x, 10), QPointF(x, self.height() - 10))
        painter.end()

    def _connect(self) -> None:
        self._state.clicked.connect(self.details_requested)
        self._button.clicked.connect(self._act)
        self._next_try.clicked.connect(self.retry_requested)
        self._timeline.clicked.connect(self.journal_requested)
        self._blind_part.clicked.connect(self.journal_requested)
        self._outbox.clicked.connect(self.outbox_requested)
        self._bell.clicked.connect(self.notifications_requested)

    def _restyle(self) -> None:
        look = theme()
        self.setFixedHeight(look.px(HEIGHT))
        self._refresh()
        self.update()

    def _act(self) -> None:
        """Do what the state asks for."""
        signals = {
            Way.RETRY: self.retry_requested,
            Way.NEW_KEY: self.new_key_requested,
            Way.TAKE_OVER: self.take_over_requested,
            Way.OPEN_PROFILE: self.open_profile_requested,
        }
        way = None if self._face is None else self._face.way
        if way is not None:
            signals[way].emit()

    def _refresh(self) -> None:
        now = self._now_ms()
        face = (
            self._words.face_of(self.status, now)
            if self._trouble is None
            else self._words.face_of_trouble(self._trouble)
        )
        if self._face is not None and face.key != self._face.key:
            announce(self, f"{face.headline}. {face.detail}".rstrip(". "))
        if self._face is None or face.tone != self._face.tone:
            self.update()
        self._face = face
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
        self._next_try.setAccessibleName(face.next_try)
        self._button.setVisible(face.way is not None)
        if face.way is not None:
            self._button.setText(words.way_text(face.way))
            self._button.set_icon("sync" if face.way is Way.RETRY else None)

    def _show_day(self, now: int) -> None:
        begins = day_start_ms(now)
        today = within(self.intervals, begins, now)
        verified = self.status.verified_up_to_ms
        if verified is not None:
            verified -= self.status.clock_offset_ms or 0
        length = blind_ms(today, begins, now)
        ongoing = any(one.to_ms is None for one in today)
        fine = nothing_lost(today, verified)
        self._blind = self._words.blind(len(today), length, ongoing=ongoing, fine=fine)
        observed = observed_time(self.status, self.intervals, self.first_verified_ms, now)
        self._timeline.show_day(today, begins, now, observed)
        day = Observed(begins, now)
        seen = None if observed is None else observed.within(begins, now)
        spoken = self._words.spoken_blind(len(today), self._blind, day, seen)
        self._timeline.setAccessibleName(spoken)
        self._timeline.setToolTip(spoken)
        self._blind_part.setAccessibleName(spoken)

    def _fit(self) -> None:
        """Choose the fullest form that the width has room for."""
        face = self._face
        if face is None:
            return
        outbox = self._words.outbox(self._filings, self._pause)
        bell = self._words.notifications(self._notifications, self._dnd_until_ms)
        for level in range(_LEVELS):
            self._compose(face, outbox, bell, level)
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
        self._state.show_texts(face.icon, _TONES[face.tone], headline, detail, strong=True)
        self._timeline.setVisible(face.timeline and level < 6)
        self._timeline.set_room(200 if level < 2 else 130, with_times=level < 5)
        blind = self._blind if face.timeline and not face.next_try and level < 1 else ""
        self._blind_part.setVisible(bool(blind))
        self._blind_part.show_texts("", "text2", blind)
        self._next_try.setVisible(bool(face.next_try) and level < 5)
        self._next_try.show_texts("", "text1", face.next_try)
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
