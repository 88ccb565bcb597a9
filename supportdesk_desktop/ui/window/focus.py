"""The focus: its way between the regions of the window, the keys heard there, and its sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from supportdesk_desktop.ui.widgets.layouts import named
from supportdesk_desktop.ui.window.command import CommandSet, Scope
from supportdesk_desktop.ui.window.frame import WindowFrame
from supportdesk_desktop.ui.window.overlays import WindowOverlays
from supportdesk_desktop.ui.window.rail_items import RailItem

if TYPE_CHECKING:
    from supportdesk_desktop.core.ids import TicketId


class WindowRegions:
    """Rail, top bar, page, detail or panel, messages, strip: those that are shown, in order."""

    def __init__(
        self, frame: WindowFrame, overlays: WindowOverlays, focus_page: Callable[[], None]
    ) -> None:
        """Take the parts of ``frame``; ``focus_page`` gives the focus to the page shown."""
        self._frame, self._overlays = frame, overlays
        self._focus_page = focus_page
        self._opening: TicketId | None = None

    def move(self, step: int) -> None:
        """Give the focus to the next region (``step`` 1) or the one before (-1).

        A region without a control that can take it is passed over.
        """
        regions = self._shown()
        here = next((at for at, (one, _) in enumerate(regions) if self.has_focus(one)), None)
        start = here if here is not None else (-1 if step > 0 else 0)
        for distance in range(1, len(regions) + 1):
            region, focus = regions[(start + step * distance) % len(regions)]
            focus()
            if self.has_focus(region):
                return

    def has_focus(self, region: QWidget) -> bool:
        focus = self._frame.window.focusWidget()
        return focus is not None and (focus is region or region.isAncestorOf(focus))

    def move_row(self, step: int) -> None:
        """Go a line down (1) or up (-1), as the arrow would in the list that has the focus."""
        if not isinstance(QApplication.focusWidget(), QAbstractItemView):
            self._focus_page()
        target = QApplication.focusWidget()
        if isinstance(target, QAbstractItemView):
            press_key(target, Qt.Key.Key_Down if step > 0 else Qt.Key.Key_Up)

    def focus_side(self) -> None:
        """Give the focus to the first control of detail or panel."""
        side = self._frame.body.side()
        # A part that was built late stands at the end of the chain, apart from its side.
        target = side.nextInFocusChain()
        while target is not None and target is not side:
            tab = target.focusPolicy() & Qt.FocusPolicy.TabFocus
            inside = side.isAncestorOf(target)
            if inside and tab and target.isVisibleTo(side) and target.isEnabled():
                target.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
            target = target.nextInFocusChain()

    def enter_detail(self) -> None:
        """Give the focus to the detail, to the chosen ticket's as soon as that is read."""
        frame = self._frame
        unread = frame.detail.ticket_id is None
        self._opening = frame.ticket_list.view.current if unread else None
        self.focus_side()

    def follow_detail(self) -> None:
        """Move the focus to a ticket that was opened before it was read."""
        opening, self._opening = self._opening, None
        if opening == self._frame.detail.ticket_id and self.has_focus(self._frame.body.pages):
            self.focus_side()

    def _shown(self) -> list[tuple[QWidget, Callable[[], None]]]:
        frame = self._frame
        regions: list[tuple[QWidget, Callable[[], None]]] = [
            (frame.rail, frame.rail.focus_current),
            (frame.top_bar, frame.top_bar.focus_search),
        ]
        if not frame.body.pages.isHidden():
            regions.append((frame.body.pages, self._focus_page))
        if frame.body.side_is_shown():
            regions.append((frame.body.side(), self.focus_side))
        if self._overlays.toasts_are_shown():
            regions.append((self._overlays.toasts(), self._overlays.focus_toasts))
        return [*regions, (frame.strip, frame.strip.focus_first)]


def press_key(target: QWidget, key: Qt.Key) -> None:
    """Press and release a key as if ``target`` had the focus."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))


def bind(window: QWidget, commands: CommandSet, where: Scope) -> list[QShortcut]:
    """Let a window hear the keys of its commands that are heard there."""
    made: list[QShortcut] = []
    for command in commands.known:
        for keys in command.keys if command.where is where else ():
            shortcut = named(QShortcut(QKeySequence(keys), window), command.id)
            shortcut.setAutoRepeat(command.repeats)
            if where is Scope.EVERYWHERE:
                shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
            shortcut.activated.connect(partial(commands.run, command))
            made.append(shortcut)
    return made


class WindowShortcuts(QObject):
    """Keys of the window. Those of lists are on only while a list or the rail has the focus."""

    def __init__(self, window: QWidget, commands: CommandSet, letters: bool) -> None:
        """Bind them; ``letters`` lets single ones act in lists."""
        super().__init__(window)
        self.letters = letters
        bind(window, commands, Scope.WINDOW)
        bind(window, commands, Scope.EVERYWHERE)
        UndoKey(self)
        self._of_lists = bind(window, commands, Scope.LIST)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self._follow_focus(None, QApplication.focusWidget())

    def set_letters(self, enabled: bool) -> None:
        self.letters = enabled
        self._follow_focus(None, QApplication.focusWidget())

    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        in_list = isinstance(now, QAbstractItemView | RailItem)
        for shortcut in self._of_lists:
            shortcut.setEnabled(self.letters and in_list)


class UndoKey(QObject):
    """Leaves Ctrl+Z to the field that has the focus only where that has a history of its own.

    Qt's fields claim the key in any case, even texts that are only read. A field in which nothing
    was typed since it was filled leaves it to the window, which undoes the last act.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self._follow_focus(None, QApplication.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        undo = (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
        )
        if undo and not _has_history(watched):
            event.ignore()
            return True
        return False

    def _follow_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        if isinstance(old, _FIELDS):
            old.removeEventFilter(self)
        if isinstance(now, _FIELDS):
            now.installEventFilter(self)


_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)


def _has_history(field: QObject) -> bool:
    """Return whether something was typed in a field that its own Ctrl+Z or Ctrl+Y is about."""
    if isinstance(field, QLineEdit):
        return not field.isReadOnly() and (field.isUndoAvailable() or field.isRedoAvailable())
    if isinstance(field, QPlainTextEdit | QTextEdit):
        past = field.document()
        return not field.isReadOnly() and (past.isUndoAvailable() or past.isRedoAvailable())
    return False


class FocusInSight(QObject):
    """Follows the focus in every window of the application.

    Qt scrolls for a Tab within a scroll area; not for one that comes from outside of it.
    """

    def __init__(self, window: QWidget, popovers: Callable[[], Sequence[QWidget]]) -> None:
        """Follow the focus; ``popovers`` returns what lies over ``window`` at the moment."""
        super().__init__(window)
        self._window = window
        self._popovers = popovers
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None:
            return
        if now.visibleRegion().isEmpty():
            _scroll_to(now)
        self._hide_covering(now)

    def _hide_covering(self, now: QWidget) -> None:
        """Hide a popover that the focus left for something under it."""
        if now.window() is not self._window:
            return
        place = QRect(now.mapTo(self._window, now.rect().topLeft()), now.size())
        for over in self._popovers():
            covers = QRect(over.mapTo(self._window, over.rect().topLeft()), over.size())
            if not over.isAncestorOf(now) and over is not now and covers.contains(place):
                over.hide()


def _scroll_to(widget: QWidget) -> None:
    area = widget.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(widget)
        area = area.parentWidget()
