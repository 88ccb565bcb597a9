"""What can be seen, heard or reached in a window: its texts, what is cut, what scrolls, names."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPointF,
    Qt,
)
from PySide6.QtGui import QAccessible, QAccessibleInterface, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from supportdesk_desktop.ui.widgets.buttons import Button
from supportdesk_desktop.ui.widgets.labels import ElidedLabel
from tests.desktop.ui.quality.painted import Writing, writings


def visible(root: QWidget) -> Iterator[QWidget]:
    """Yield the window and every widget in it that is shown."""
    yield root
    for widget in root.findChildren(QWidget):
        # Panels that float over the desk are its children; popups and other windows are not.
        if widget.isVisible() and widget.window() is root.window():
            yield widget


def path_of(widget: QWidget) -> str:
    """Return where a widget stands, to find it again in the code."""
    names: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(names) < 4:
        names.append(f"{type(at).__name__}{'#' + at.objectName() if at.objectName() else ''}")
        at = at.parentWidget()
    return " < ".join(names)


def texts_of(widget: QWidget) -> Iterator[str]:
    """Yield what a widget says by itself: shown, as a tooltip, and to a screen reader."""
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    if isinstance(widget, (QLineEdit, QPlainTextEdit, QTextEdit)):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    if isinstance(widget, QAbstractItemView):
        yield from _spoken_lines(widget)
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    yield widget.windowTitle()


def _spoken_lines(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    for row in range(min(model.rowCount(QModelIndex()), 30)):
        for column in range(_columns(model)):
            for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
                said = model.index(row, column).data(role)
                if isinstance(said, str):
                    yield said


def _columns(model: QAbstractItemModel) -> int:
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())


def painted(app: QApplication, root: QWidget) -> list[Writing]:
    """Paint a window and return what its own painting wrote."""
    with writings(app) as seen:
        root.grab()
    return seen


def cut_words(root: QWidget, written: list[Writing]) -> list[str]:
    """Return every text that is cut without an ellipsis, or has one and no tooltip."""
    found = [f"{path_of(one)}: {text!r}" for one in visible(root) for text in _cut_in(one)]
    for writing in written:
        if writing.clipped:
            found.append(f"{path_of(writing.widget)}: {writing.text!r} without an ellipsis")
        elif writing.elided and not _tells_more(writing.widget):
            found.append(f"{path_of(writing.widget)}: {writing.text!r} without a tooltip")
    return sorted(set(found))


def _cut_in(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, ElidedLabel):
        return  # It paints itself: what it leaves out is among the writings.
    if isinstance(widget, QLabel) and widget.text():
        room = widget.contentsRect()
        if widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height() + 1:
                yield f"{widget.text()} ({widget.height()} px high)"
        elif widget.sizeHint().width() > widget.width() + 1:
            yield f"{widget.text()} ({room.width()} px wide)"
    elif (
        isinstance(widget, QPushButton)
        and not isinstance(widget, Button)
        and widget.text()
        and widget.sizeHint().width() > widget.width() + 1
    ):
        yield f"{widget.text()} ({widget.width()} px wide)"


def _tells_more(widget: QWidget) -> bool:
    """Return whether pointing at a widget, or at a line in it, shows the whole text."""
    if isinstance(widget.parentWidget(), QAbstractItemView):
        # Each line has a tooltip of its own, which the tests of the models hold.
        return True
    point = QPointF(widget.rect().center())
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        point,
        widget.mapToGlobal(point),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, move)
    # Qt asks the parents where a widget has none.
    at: QWidget | None = widget
    while at is not None and not at.toolTip():
        at = None if at.isWindow() else at.parentWidget()
    return at is not None


_FIGURES = "statistics-table"


def sideways(root: QWidget) -> list[str]:
    """Return every pane whose content is wider than the pane."""
    found = []
    for widget in visible(root):
        # Of figures none may be cut: their table scrolls.
        if not isinstance(widget, QAbstractScrollArea) or widget.objectName() == _FIGURES:
            continue
        over = widget.horizontalScrollBar().maximum()
        content = widget.widget() if isinstance(widget, QScrollArea) else None
        if content is not None:
            over = max(over, content.width() - widget.viewport().width())
        if over > 0:
            found.append(f"{path_of(widget)}: {over} px too wide")
    return found


def past_the_edge(root: QWidget) -> list[str]:
    """Return everything that reaches over the right edge of its window."""
    return [
        path_of(one)
        for one in visible(root)
        if one.mapTo(root, one.rect().topRight()).x() >= root.width()
    ]


def unnamed(root: QWidget) -> list[str]:
    """Return every control that keys reach and a screen reader has no name or role for."""
    found = []
    for widget in visible(root):
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None:
            continue
        heard = QAccessible.queryAccessibleInterface(widget)
        if heard is None or not _is_said(heard):
            found.append(path_of(widget))
    return found


def _is_said(heard: QAccessibleInterface) -> bool:
    named = bool(heard.text(QAccessible.Text.Name).strip())
    # What scrolls has no role of its own in Qt; what is in it has.
    scrolls = isinstance(heard.object(), QAbstractScrollArea)
    bare = (QAccessible.Role.NoRole, QAccessible.Role.Client)
    return named and (scrolls or heard.role() not in bare)
