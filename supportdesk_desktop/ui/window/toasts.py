"""The one place of a window for messages: cards at the right of its foot, the newest below.

A card never takes the focus by itself. F6 reaches them, Escape closes the one that has the focus.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QWidget

from supportdesk_desktop.ui import timers
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import FOCUS_RING, TARGET, L, M, S
from supportdesk_desktop.ui.widgets.buttons import IconButton, PlainButton
from supportdesk_desktop.ui.widgets.focus import act_on_escape
from supportdesk_desktop.ui.widgets.labels import Icon, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named, remove_part, vbox
from supportdesk_desktop.ui.widgets.painting import smooth_painter
from supportdesk_desktop.ui.widgets.popover import PopoverShadow

SHOWN_S = 8.0
MOST = 4
WIDTH, NARROW = 464, 340
"""Width of a card, and the one under which its buttons stand below the text; before scaling."""
PROLONG_S = 2.0
"""While its ring stands still, the time to take an act back is prolonged so often."""
_TICK_MS = 100


class Sign(Enum):
    """What stands before a message: an icon and its colour."""

    DONE = "check", "ok"
    CREATED = "confirmed", "ok"
    KEPT = "queued", "text2"
    BACK = "clock", "text2"
    WARNING = "warn", "warn"
    REFUSED = "refused", "danger"


_SUCCESS = {Sign.DONE, Sign.CREATED}


@dataclass(frozen=True, slots=True)
class Undo:
    """How what a message tells of is taken back.

    Attributes:
        seconds: how long that is possible, from now on.
        act: takes it back.
        prolong: makes it possible for so many seconds from now on, while the ring stands still.
    """

    seconds: float
    act: Callable[[], object]
    prolong: Callable[[float], object] = lambda _seconds: None


@dataclass(frozen=True, slots=True)
class Toast:
    """One message, in the language of the window.

    Attributes:
        text: one sentence, with the name of what it speaks of.
        sign: a refusal stays until it is answered or closed.
        reason: a second sentence: why, or what comes next.
        act: words of a button and what it does.
        undo: takes the place of ``act``.
        about: the id of the ticket or filing that it speaks of.
    """

    text: str
    sign: Sign = Sign.DONE
    reason: str = ""
    act: tuple[str, Callable[[], object]] | None = None
    undo: Undo | None = None
    about: str | None = None

    @property
    def stays(self) -> bool:
        return self.sign is Sign.REFUSED

    @property
    def spoken(self) -> str:
        return f"{self.text} {self.reason}".strip()


class _Ring(QWidget):
    """The seconds that are left, within a ring that gets shorter."""

    def __init__(self, seconds: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = self._left = max(seconds, 0.001)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_left(self, seconds: float) -> None:
        self._left = max(0.0, seconds)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(TARGET), theme().px(TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), smooth_painter(self)
        ring = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(look.palette.border, FOCUS_RING))
        painter.drawEllipse(ring)
        painter.setPen(QPen(look.palette.accent, FOCUS_RING))
        painter.drawArc(ring, 90 * 16, round(self._left / self._whole * 360 * 16))
        self._draw_seconds(painter)

    def _draw_seconds(self, painter: QPainter) -> None:
        painter.setFont(theme().font("caption", tabular=True))
        painter.setPen(theme().palette.text1)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(math.ceil(self._left)))


class ToastCard(QFrame):
    """One message as a card; it lives as long as its toast says, longer while it is looked at."""

    def __init__(self, toast: Toast, host: Toasts) -> None:
        super().__init__(host)
        self.setObjectName("toast")
        self.setProperty("kind", "popover")
        self.setAccessibleName(toast.spoken)
        self.toast = toast
        self.left_s = SHOWN_S if toast.undo is None else toast.undo.seconds
        self._host = host
        self._held_s: float | None = None
        self._ring = _Ring(self.left_s, self)
        self._ring.setVisible(toast.undo is not None)
        self._act = named(PlainButton(parent=self), "toast-act" if toast.act else "undo")
        self._act.clicked.connect(self.press)
        self._act.setVisible(toast.act is not None or toast.undo is not None)
        self._act.setAccessibleDescription(toast.text)
        self.close_button = named(IconButton("x", parent=self), "toast-close")
        self.close_button.clicked.connect(lambda: host.close_card(self))
        self._lay_out()
        PopoverShadow(self)
        follow_language(self._retranslate)

    def fit(self, width: int) -> None:
        """Put the buttons below the text where both have no room beside each other."""
        below = width < theme().px(NARROW)
        way = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)

    def tick(self, seconds: float) -> None:
        """Let time pass; it stands still while the pointer or the focus is here."""
        undo = self.toast.undo
        if self.is_looked_at():
            self._held_s = (self._held_s or 0.0) + seconds
            if undo is not None and self._held_s >= PROLONG_S / 2:
                self._held_s = 0.0
                undo.prolong(self.left_s + PROLONG_S)
            return
        if undo is not None and self._held_s is not None:
            undo.prolong(self.left_s)
        self._held_s = None
        self.left_s -= seconds
        self._ring.set_left(self.left_s)

    def is_looked_at(self) -> bool:
        focus = self.window().focusWidget()
        focused = focus is not None and self.isAncestorOf(focus) and self.window().isActiveWindow()
        return focused or self.underMouse()

    def press(self) -> None:
        """Do what the button says; the card goes first, and gives the focus back."""
        toast = self.toast
        self._host.close_card(self)
        if toast.undo is not None:
            toast.undo.act()
        elif toast.act is not None:
            toast.act[1]()

    def focus_first(self) -> None:
        button = self.close_button if self._act.isHidden() else self._act
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act_on_escape(event, lambda: self._host.close_card(self), super().keyPressEvent)

    def _lay_out(self) -> None:
        icon, tone = self.toast.sign.value
        text = Label(self.toast.text, "bodymedium", parent=self, wraps=True)
        reason = Label(self.toast.reason, "caption", "text2", self, wraps=True)
        reason.setVisible(bool(self.toast.reason))
        words = hbox(Icon(icon, tone, parent=self), (vbox(text, reason, spacing=0), 1), spacing=M)
        acts = hbox(None, self._ring, self._act, self.close_button, spacing=S)
        self._row = vbox(of=self, margins=(L, S, S, S), spacing=S)
        self._row.addLayout(words, 1)
        self._row.addLayout(acts)

    def _retranslate(self) -> None:
        self.close_button.set_name(self.tr("Fermer"))
        words = self.toast.act[0] if self.toast.act else self.tr("Annuler")
        self._act.setText(words)


class Toasts(QWidget):
    """Lies over the foot of ``over`` and is as large as its cards."""

    def __init__(self, over: QWidget, leader: Toasts | None = None) -> None:
        """Show no message yet.

        Args:
            over: the widget that has the cards at its foot.
            leader: those of the main window, with which the order of what was done is shared.
        """
        super().__init__(over)
        self.setObjectName("toasts")
        self.hide()
        self.room: Callable[[], QRect] = over.rect
        self.refocus: Callable[[], None] = over.setFocus
        """Gives the focus back to where it was before it came to a card."""
        self._cards: list[ToastCard] = []
        self._undoable: list[ToastCard] = [] if leader is None else leader._undoable
        self._column = vbox(of=self, margins=(L, L, L, L), spacing=S)
        self._since_s = 0.0
        self._ticking = timers.timer(self, _TICK_MS, self._tick)
        over.installEventFilter(self)
        follow_language(self._retranslate)
        theme().changed.connect(self.place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.place()
        return False

    def show_toast(self, toast: Toast) -> None:
        """Show a message and say it once; it takes the place of one that it makes old."""
        for old in [one for one in self._cards if _says_more(toast, one.toast)]:
            self._remove(old)
        card = ToastCard(toast, self)
        self._cards.append(card)
        if toast.undo is not None:
            self._undoable.append(card)
        self._column.addWidget(card)
        card.show()
        while len(self._cards) > MOST:
            self._remove(self._least_needed())
        self.show()
        self.raise_()
        self.place()
        self._announce(toast)
        if not self._ticking.isActive():
            self._since_s = timers.monotonic_s()
            self._ticking.start()

    def can_undo(self) -> bool:
        return bool(self._undoable)

    def undo_last(self) -> None:
        """Take back what was done last, in whichever window, while that is possible."""
        if self._undoable:
            self._undoable[-1].press()

    def withdraw(self, ids: Collection[str], *, opened: bool) -> None:
        """Withdraw messages about tickets or filings.

        Args:
            ids: of which.
            opened: they are read now, so that nothing needs to lead to them; else they left, and
                nothing done to them can be taken back.
        """
        for card in [one for one in self._cards if one.toast.about in ids]:
            if (card.toast.undo is None) if opened else not card.toast.stays:
                self.close_card(card)

    def take(self) -> list[Toast]:
        """Withdraw what must not go with the window and return it, to be shown in another."""
        kept = [card for card in self._cards if card.toast.stays or card.toast.undo is not None]
        for card in kept:
            self._remove(card)
        return [_as_it_stands(card) for card in kept]

    def messages(self) -> list[Toast]:
        return [card.toast for card in self._cards]

    def focus_first(self) -> None:
        """Give the focus to the newest card."""
        shown = [card for card in self._cards if card.isVisible()]
        if shown:
            shown[-1].focus_first()

    def close_card(self, card: ToastCard) -> None:
        """Withdraw a card; a focus on it goes back to where it was."""
        focus = self.window().focusWidget()
        had_focus = focus is not None and card.isAncestorOf(focus)
        if had_focus:
            self.refocus()
        self._remove(card)

    def place(self) -> None:
        """Take the place at the right of the foot; what has no room there waits."""
        if self.isHidden():
            return
        room, look = self.room(), theme()
        width = min(look.px(WIDTH), room.width() - 2 * L)
        heights: dict[ToastCard, int] = {}
        for card in self._cards:
            card.fit(width)
            heights[card] = max(card.heightForWidth(width), card.minimumSizeHint().height())
        used = 2 * L
        for card in reversed(self._cards):
            used += heights[card] + S
            card.setVisible(used - S <= room.height() or card is self._cards[-1])
            card.setFixedSize(width, heights[card])
        shown = [heights[card] for card in self._cards if not card.isHidden()]
        height = sum(shown) + S * (len(shown) - 1) + 2 * L
        self.setGeometry(
            room.right() + 1 - width - 2 * L, room.bottom() + 1 - height, width + 2 * L, height
        )

    def _least_needed(self) -> ToastCard:
        """Return the oldest success, else the oldest that need not stay, else the oldest."""
        older = self._cards[:-1]
        ranked = sorted(older, key=lambda one: (one.toast.stays, one.toast.sign not in _SUCCESS))
        return ranked[0]

    def _remove(self, card: ToastCard) -> None:
        self._cards.remove(card)
        if card in self._undoable:
            self._undoable.remove(card)
        remove_part(self._column, card)
        self.setVisible(bool(self._cards))
        if not self._cards:
            self._ticking.stop()
        self.place()

    def _tick(self) -> None:
        now_s = timers.monotonic_s()
        passed_s, self._since_s = now_s - self._since_s, now_s
        for card in [one for one in self._cards if not one.toast.stays]:
            card.tick(passed_s)
            if card.left_s <= 0:
                self._remove(card)

    def _announce(self, toast: Toast) -> None:
        said = QAccessibleAnnouncementEvent(self, toast.spoken)
        polite = QAccessible.AnnouncementPoliteness
        said.setPoliteness(polite.Assertive if toast.stays else polite.Polite)
        QAccessible.updateAccessibility(said)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Messages"))


def _says_more(new: Toast, old: Toast) -> bool:
    """Return whether a message makes an older one old: it says the same, or what came of it."""
    same_thing = new.about is not None and new.about == old.about
    return old.undo is None and (same_thing or new.spoken == old.spoken)


def _as_it_stands(card: ToastCard) -> Toast:
    """Return a card's message with the time that is left to take it back."""
    toast = card.toast
    if toast.undo is None:
        return toast
    return replace(toast, undo=replace(toast.undo, seconds=card.left_s))
