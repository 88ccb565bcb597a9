"""The rate meter: how much of each window is used, and when this request would leave."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from supportdesk_desktop.core.pacing import WindowUse
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.texts import short_wait
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import M
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import FlowLayout, vbox
from supportdesk_desktop.ui.widgets.painting import draw_box, smooth_painter

MOST_SEGMENTS = 20
"""Above this many requests a window is drawn as one bar instead of one segment a request."""

_BAR = 6
_GAP = 3


class WindowBar(QWidget):
    """One window: its length, used of allowed, and a bar. Amber over two thirds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._use: WindowUse | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_language(self._show, now=False)

    def set_use(self, use: WindowUse) -> None:
        if use != self._use:
            self._use = use
            self._show()

    def sizeHint(self) -> QSize:
        """Return room for both texts, wider for a longer window."""
        look = theme()
        metrics = QFontMetrics(look.font("captionstrong"))
        wanted = metrics.horizontalAdvance(f"{self._length()}   {self._count()}")
        requests = self._use.limit.requests if self._use is not None else 0
        design = 48 if requests <= 3 else 72 if requests <= MOST_SEGMENTS else 88
        return QSize(max(wanted + 4, look.px(design)), look.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._use is None:
            return
        look, painter = theme(), smooth_painter(self)
        tight = self._is_tight()
        text = self.rect().adjusted(0, 0, 0, -look.px(_BAR + 3))
        painter.setFont(look.font("caption"))
        painter.setPen(look.palette.text2)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | middle, self._length())
        painter.setFont(look.font("captionstrong" if tight else "caption", tabular=True))
        painter.setPen(look.palette.warn if tight else look.palette.text1)
        painter.drawText(text, Qt.AlignmentFlag.AlignRight | middle, self._count())
        self._draw_bar(painter, tight)
        painter.end()

    def _draw_bar(self, painter: QPainter, tight: bool) -> None:
        assert self._use is not None
        look, limit = theme(), self._use.limit.requests
        height = look.px(_BAR)
        bar = QRectF(0, self.height() - height, self.width(), height)
        fill = look.palette.warnline if tight else look.palette.focus
        if limit > MOST_SEGMENTS:
            draw_box(painter, bar, look.palette.border, radius=height / 2)
            bar.setWidth(bar.width() * min(1.0, self._use.used / limit))
            draw_box(painter, bar, fill, radius=height / 2)
            return
        gap, radius = (_GAP, 2) if limit <= 6 else (1, 1)
        each = (bar.width() - gap * (limit - 1)) / limit
        for index in range(limit):
            part = QRectF(index * (each + gap), bar.top(), each, height)
            colour = fill if index < self._use.used else look.palette.border
            draw_box(painter, part, colour, radius=radius)

    def _is_tight(self) -> bool:
        use = self._use
        return use is not None and use.used * 3 > use.limit.requests * 2

    def _show(self) -> None:
        self.setAccessibleName("" if self._use is None else self._spoken(self._use))
        self.updateGeometry()
        self.update()

    def _length(self) -> str:
        seconds = self._use.limit.seconds if self._use is not None else 0
        if seconds and seconds % 60 == 0:
            return self.tr("{minutes} min").format(minutes=seconds // 60)
        return self.tr("{seconds} s").format(seconds=seconds)

    def _count(self) -> str:
        return "" if self._use is None else f"{self._use.used}/{self._use.limit.requests}"

    def _spoken(self, use: WindowUse) -> str:
        seconds = use.limit.seconds
        length = self.tr("%n seconde(s)", "", seconds)
        if seconds % 60 == 0:
            length = self.tr("%n minute(s)", "", seconds // 60)
        return self.tr("{length} : {used} sur {allowed} utilisés").format(
            length=length, used=use.used, allowed=use.limit.requests
        )


class RateMeter(QWidget):
    """All windows and the words beside them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rate-meter")
        self._bars: list[WindowBar] = []
        self._uses: tuple[WindowUse, ...] = ()
        self._brief = self._offline = False
        self._wait_ms = 0
        self._requests = 1
        self._head = Label("", "captionstrong", "text1", self)
        self._when = Label("", "caption", "text1", self)
        self._words = QWidget(self)
        vbox(self._head, self._when, of=self._words, spacing=0)
        self._flow = FlowLayout(M, self)
        self._flow.addWidget(self._words)
        follow_language(self._retranslate)

    def set_use(self, uses: tuple[WindowUse, ...], wait_ms: int, *, offline: bool = False) -> None:
        """Show the windows, and in how many milliseconds the next request would leave.

        Nothing leaves while ``offline``.
        """
        self._uses, self._offline = uses, offline
        while len(self._bars) < len(uses):
            bar = WindowBar(self)
            self._flow.insert_widget(len(self._bars), bar)
            self._bars.append(bar)
        for index, bar in enumerate(self._bars):
            bar.setVisible(index < len(uses) and not self._brief)
            if index < len(uses):
                bar.setObjectName(f"rate-window-{uses[index].limit.seconds}")
                bar.set_use(uses[index])
        self._wait_ms = wait_ms
        self._retranslate()

    def set_brief(self, brief: bool) -> None:
        """Show the words alone, where there is little height."""
        if brief != self._brief:
            self._brief = brief
            self.set_use(self._uses, self._wait_ms, offline=self._offline)

    def sizeHint(self) -> QSize:
        """Return the size of everything in one line; in less width it takes more lines."""
        parts = [bar for bar in self._bars if not bar.isHidden()]
        width = sum(part.sizeHint().width() + M for part in parts)
        words = self._words.sizeHint()
        return QSize(width + words.width(), max(words.height(), theme().px(26)))

    def set_requests(self, count: int) -> None:
        """Say how many requests this filing takes: two where the customer is created first."""
        self._requests = count
        self._retranslate()

    def _retranslate(self) -> None:
        limited = self._wait_ms > 0
        if self._offline:
            head, when = self.tr("Hors ligne"), self.tr("Partira au retour du réseau")
        elif limited:
            head = self.tr("Débit limité")
            when = self.tr("part dans {time}").format(time=short_wait(max(self._wait_ms, 100)))
        else:
            head, when = self.tr("Débit libre"), self.tr("part tout de suite")
        if self._requests > 1 and not self._offline:
            when = self.tr("%n demande(s)", "", self._requests)
        self._head.setText(head)
        self._head.set_tone("warn" if limited else "text1")
        self._when.setText(when)
