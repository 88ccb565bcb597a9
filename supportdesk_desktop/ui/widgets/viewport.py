"""A viewport that is made here, for the scroll areas of the first paint."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def give_viewport(area: QAbstractScrollArea, *, filled: bool) -> None:
    """Replace the viewport that Qt made, before the area has contents.

    To name a plain widget that it did not make, PySide loads every kind of widget there is: 8 ms
    of a start of 240, which the first call of ``viewport()`` would cost the first paint.

    Args:
        area: a scroll area without contents.
        filled: the ground is that of lists, else whatever lies below.
    """
    viewport = QWidget(area)
    viewport.setObjectName("qt_scrollarea_viewport")
    viewport.setBackgroundRole(QPalette.ColorRole.Base if filled else QPalette.ColorRole.NoRole)
    viewport.setAutoFillBackground(filled)
    viewport.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
    area.setViewport(viewport)
