"""Buttons in the kinds of the design, with an icon, a text and the keys that do the same."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QStyleOptionButton, QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import FOCUS_RING, KEY, XS, S
from supportdesk_desktop.ui.widgets.painting import (
    draw_box,
    draw_key_hint,
    draw_ring,
    key_hint_width,
    smooth_painter,
)


class Button(QPushButton):
    """A button of one kind; the style sheet draws its background, the class its contents.

    The focus comes by Tab and not by a click, so that a click leaves the list where it was.
    """

    KIND = "plain"
    INK = "text1"
    PADDING = 12

    def __init__(
        self,
        text: str = "",
        icon: str | None = None,
        key_hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a button; ``icon`` is a name of the theme, ``key_hint`` is shown as a key."""
        # Not with the text: to see that it is no icon, PySide loads icons, 1 ms of the first paint.
        super().__init__(parent)
        self.setText(text)
        self._icon_name = icon
        self._icon_token: str | None = None
        self._key_hint = key_hint
        self._whole_text = ""
        self.setProperty("kind", self.KIND)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_name(self, accessible_name: str) -> None:
        self.setAccessibleName(accessible_name)
        self.setToolTip(accessible_name)

    def set_words(self, words: str, *, short: bool) -> None:
        """Write what it does, or leave it to the tooltip where there is no room."""
        self.setText("" if short else words)
        self.setAccessibleName(words)
        self.setToolTip(words if short else "")

    def set_icon(self, name: str | None, token: str | None = None) -> None:
        """Show another icon, in the colour of ``token`` or that of the text."""
        self._icon_name, self._icon_token = name, token
        self.updateGeometry()
        self.update()

    def set_key_hint(self, keys: str) -> None:
        """Show other keys, none when empty."""
        self._key_hint = keys
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(self._content_width() + 2 * self.PADDING, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same: a button's words are cut last, by a narrower maximum only."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._paint_contents(QPainter(self))

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        option.text = ""

    def _paint_contents(self, painter: QPainter) -> None:
        look = theme()
        ink = self.INK if self.isEnabled() else "text3"
        inner = self.rect().adjusted(self.PADDING, 0, -self.PADDING, 0)
        x = inner.x() + max(0, (inner.width() - self._content_width()) // 2)
        if self._icon_name is not None:
            token = (self._icon_token or ink) if self.isEnabled() else ink
            pixmap = look.pixmap(self._icon_name, token)
            side = look.px(16)
            painter.drawPixmap(x, (self.height() - side) // 2, pixmap)
            x += side + S
        room = inner.right() + 1 - x - self._hint_width()
        font = self.font()
        font.setUnderline(self.KIND == "link" and self.underMouse())
        painter.setFont(font)
        painter.setPen(look.colour(ink))
        shown = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextHideMnemonic
        painter.drawText(QRect(x, 0, room, self.height()), flags, shown)
        self._update_tooltip(cut=shown != self.text())
        if self._key_hint:
            width = key_hint_width(self._key_hint)
            height = look.px(KEY)
            box = QRect(inner.right() + 1 - width, (self.height() - height) // 2, width, height)
            draw_key_hint(painter, box, self._key_hint, ink, self._hint_edge())

    def _update_tooltip(self, *, cut: bool) -> None:
        """Offer a text that is cut as a tooltip, unless the button has one of its own."""
        if self.toolTip() in ("", self._whole_text):
            self._whole_text = texts.tip(self.text()) if cut else ""
            if self.toolTip() != self._whole_text:
                self.setToolTip(self._whole_text)

    def _hint_edge(self) -> str:
        return "border"

    def _hint_width(self) -> int:
        return S + XS + key_hint_width(self._key_hint) if self._key_hint else 0

    def _content_width(self) -> int:
        width = QFontMetrics(self.font()).horizontalAdvance(self.text()) if self.text() else 0
        if self._icon_name is not None:
            width += theme().px(16) + (S if self.text() else 0)
        return width + self._hint_width() + 1


class PrimaryButton(Button):
    """The one main action of a place; its ring is drawn inside, in the colour of its text."""

    KIND = "primary"
    INK = "onaccent"

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        box, ink = self.rect().toRectF().adjusted(3, 3, -3, -3), theme().palette.onaccent
        none = Qt.BrushStyle.NoBrush
        draw_box(smooth_painter(self), box, none, ink, radius=4, width=FOCUS_RING)

    def _hint_edge(self) -> str:
        return "onaccent" if self.isEnabled() else "border"


class PlainButton(Button):
    """An ordinary action."""


class DangerButton(Button):
    """An action that destroys, or may double, something."""

    KIND = "danger"
    INK = "danger"


class QuietButton(Button):
    """An action without an edge, in bars and headers."""

    KIND = "quiet"
    INK = "text2"
    PADDING = 8


class LinkButton(Button):
    """An action written as a link."""

    KIND = "link"
    INK = "link"
    PADDING = 4


class IconButton(Button):
    """A square button with an icon alone: its name is its tooltip and accessible name."""

    KIND = "icon"
    INK = "text2"
    PADDING = 0

    def __init__(self, icon: str, accessible_name: str = "", parent: QWidget | None = None) -> None:
        """Make a button; the accessible name is a verb ("Copier le numéro")."""
        super().__init__("", icon, parent=parent)
        self.set_name(accessible_name)

    def sizeHint(self) -> QSize:
        height = super().sizeHint().height()
        return QSize(height, height)


class FlatButton(QAbstractButton):
    """Base of the buttons in rail and strip; ``paint_content`` draws what is on the ground.

    No style sheet rule reaches it: its size and look are its own.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paint_content(self, painter: QPainter, area: QRectF) -> None:
        """Draw the content inside ``area``, which is the whole button."""

    def ground(self) -> str | None:
        """Return the token of the ground, None for none."""
        return "hover" if self.underMouse() and self.isEnabled() else None

    def set_text_tooltip(self, text: str) -> None:
        """Offer a text that is cut as a tooltip; none where it is empty."""
        tip = texts.tip(text)
        if self.toolTip() != tip:
            self.setToolTip(tip)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = smooth_painter(self)
        area = QRectF(self.rect())
        token = self.ground()
        if token is not None:
            draw_box(painter, area, look.colour(token))
        self.paint_content(painter, area)
        if self.hasFocus():
            draw_ring(painter, area.adjusted(1, 1, -1, -1))
        painter.end()
