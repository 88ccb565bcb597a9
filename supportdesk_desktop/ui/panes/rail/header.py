"""The head of the rail: the mark, the shop, and the product or the word that data are samples."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.panes.rail.item import MAX_ICON_SCALE
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.widgets.brand_mark import draw_brand_mark
from supportdesk_desktop.ui.widgets.flat_button import draw_text

PRODUCT = "SupportDesk Desktop"


class RailHeader(QWidget):
    """52 high beside the top bar; the shop's name is elided and then in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail-header")
        self._shop = ""
        self._sample_data = False
        self._icons_only = False
        theme().changed.connect(self.updateGeometry)
        follow_language(self._retranslate)

    def set_shop(self, name: str, *, sample_data: bool) -> None:
        """Show the shop; ``sample_data`` replaces the product's name by a warning."""
        self._shop, self._sample_data = name, sample_data
        self._retranslate()

    def set_icons_only(self, icons_only: bool) -> None:
        """Show the mark alone."""
        self._icons_only = icons_only
        self.updateGeometry()
        self.update()

    def _retranslate(self) -> None:
        """Set the tooltip and the accessible name."""
        lines = (self._shop or PRODUCT, self._second_line())
        spoken = ", ".join(dict.fromkeys(lines))
        self.setToolTip(texts.tip(spoken))
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        scale = min(theme().scale, MAX_ICON_SCALE) if self._icons_only else theme().scale
        return QSize(round(60 * scale), round((50 if self._icons_only else 57) * scale))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        scale = min(look.scale, MAX_ICON_SCALE) if self._icons_only else look.scale
        side = 28 * scale
        left = (self.width() - side) / 2 if self._icons_only else 12.0
        mark = QRectF(left, 11 * scale, side, side)
        draw_brand_mark(painter, mark, look.palette.accent, look.palette.onaccent)
        if not self._icons_only:
            text = QRectF(mark.right() + 10, 0, self.width() - mark.right() - 18, look.px(18))
            text.moveBottom(mark.center().y() + 2)
            draw_text(painter, look, "bodystrong", "text1", text, self._shop or PRODUCT)
            text.moveTop(mark.center().y() - 1)
            token = "warn" if self._sample_data else "text2"
            draw_text(painter, look, "caption", token, text, self._second_line())
        painter.end()

    def _second_line(self) -> str:
        return self.tr("Données d’exemple") if self._sample_data else PRODUCT
