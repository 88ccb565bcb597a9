"""The palette over the window: one line to type in, and what it finds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QStandardItemModel,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QSizePolicy, QWidget

from supportdesk_desktop.core.text import best_first
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import follow_theme, theme
from supportdesk_desktop.ui.theme.tokens import L, M, S
from supportdesk_desktop.ui.widgets.buttons import FlatButton
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, IconLabel, KeyHint, Label
from supportdesk_desktop.ui.widgets.layouts import hairline, hbox, named, set_up_list, vbox
from supportdesk_desktop.ui.widgets.painting import draw_text
from supportdesk_desktop.ui.widgets.popover import keeps_escape
from supportdesk_desktop.ui.window.command import Command, CommandSet, strokes
from supportdesk_desktop.ui.window.commands import CLOSE, PALETTE
from supportdesk_desktop.ui.window.palette_lines import (
    Entry,
    Kind,
    Line,
    PaletteDelegate,
    by_kind,
    item_of,
    kind_title,
    of_command,
)

HEIGHT = 40


class RunButton(FlatButton):
    """The word of Enter, which does the same: a screen reader's hands press, and have no keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("palette-run", parent)
        # Tab limits the list here, and Enter is served where one types.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QFontMetrics(theme().font("caption")).size(Qt.TextFlag.TextSingleLine, self.text())

    def ground(self) -> str | None:
        return None

    def paint_content(self, painter: QPainter, area: QRectF) -> None:
        """Draw the word, as what a link looks like under the pointer."""
        token = "link" if self.underMouse() and self.isEnabled() else "text2"
        draw_text(painter, "caption", token, area, self.text())


class PaletteFoot(QWidget):
    """Arrows choose, Enter does it, Tab limits the list to one kind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        up, down, enter, tab = self._caps = [KeyHint(key, self) for key in ("↑", "↓", "", "")]
        self._choose = Label("", "caption", "text2", self)
        self.run = RunButton(self)
        self._limits = ElidedLabel("", "caption", "text2", self)
        self._count = Label("", "caption", "text2", self)
        parts = (up, down, self._choose, enter, self.run, tab, (self._limits, 1), self._count)
        row = hbox(*parts, of=self, margins=(L, 0, L, 0), spacing=S)
        row.insertSpacing(5, M - S)
        row.insertSpacing(3, M - S)
        follow_theme(self._fit)
        follow_language(self._retranslate)

    def show_count(self, count: int) -> None:
        self._count.setText(self.tr("%n proposition(s)", "", count))

    def _retranslate(self) -> None:
        self._caps[2].set_keys(strokes("Return")[0])
        self._caps[3].set_keys("Tab")
        self._choose.setText(self.tr("choisir"))
        self.run.setText(self.tr("lancer"))
        self.run.updateGeometry()
        self._limits.setText(self.tr("limiter à : actions, vues, tickets, clients"))

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(HEIGHT))


WIDTH, TOP, INPUT, MOST = 660, 104, 54, 420
_TABS: tuple[Kind | None, ...] = (None, *Kind)


class Palette(QWidget):
    """Covers the window with a scrim; a click beside the list closes it.

    Commands and views are matched here, at once; tickets and customers come from a presenter,
    which ``wanted`` asks and ``show_found`` answers.
    """

    wanted = Signal(str, object)
    """The typed text, and the ``Kind`` that the list is limited to, or None."""
    opened = Signal()
    closed = Signal()
    command_chosen = Signal(object)
    query_chosen = Signal(str)
    ticket_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        """Make a hidden palette over ``parent``."""
        super().__init__(parent)
        self.setObjectName("palette")
        self.limit: Kind | None = None
        self._commands: list[Entry] = []
        self._views: list[Entry] = []
        self._found: list[Entry] = []
        self._lines: list[Line] = []
        self._model = QStandardItemModel(self)
        self._delegate = PaletteDelegate(self)
        self._build()
        self._edit.installEventFilter(self)
        self._edit.textChanged.connect(self._ask)
        self._view.clicked.connect(lambda index: self._take(self._entry(index.row())))
        follow_theme(self._fit)
        self.hide()
        follow_language(self._retranslate)

    @property
    def text(self) -> str:
        return self._edit.text().strip()

    def entries(self) -> list[Entry]:
        """Return what is on offer, best first within its kind."""
        return [line for line in self._lines if isinstance(line, Entry)]

    def current(self) -> Entry | None:
        return self._entry(self._view.currentIndex().row())

    def open_with(self, commands: CommandSet) -> None:
        """Show the palette, empty, with what can be done now."""
        self._commands = [
            of_command(command, commands.title(command), commands.why_not(command))
            for command in commands.known
            if command != PALETTE
        ]
        self._found = []
        self.limit = None
        self._edit.clear()
        self.show()
        self.raise_()
        self._edit.setFocus(Qt.FocusReason.PopupFocusReason)
        self.opened.emit()
        self._ask()

    def set_views(self, views: Sequence[Entry]) -> None:
        """Offer these saved views beside the window's own."""
        self._views = list(views)
        self._show(keep=True)

    def show_found(self, text: str, found: Sequence[Entry]) -> None:
        """Show queries, tickets and customers found for a text, if it still is what is typed."""
        if text == self.text and self.isVisible():
            self._found = list(found)
            self._show(keep=True)

    def place_over(self, room: QRect) -> None:
        """Cover ``room``, in pixels of the parent."""
        self.setGeometry(room)
        self._fit()

    def _retranslate(self) -> None:
        name = PALETTE.title()
        self.setAccessibleName(name)
        self._edit.setAccessibleName(name)
        self._edit.setPlaceholderText(self.tr("Une action, une vue, un ticket, un client"))
        self._view.setAccessibleName(self.tr("Propositions"))
        self._hint.setText(self.tr("{key} pour fermer").format(key=CLOSE.key_hint()))
        self._nothing.setText(self.tr("Rien ne correspond."))
        self._show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().palette.scrim)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._box.geometry().contains(event.position().toPoint()):
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Serve the keys of the list while the line has the focus."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        return keeps_escape(event) or super().eventFilter(watched, event)

    def _build(self) -> None:
        self._box = named(QFrame(self), "palette-box")
        self._box.setProperty("kind", "popover")
        self._sign = IconLabel("command", "", "captionstrong", "text2", self._box)
        self._edit = named(QLineEdit(self._box), "palette-line")
        self._edit.setProperty("kind", "bare")
        self._hint = Label("", "caption", "text2", self._box)
        self._view = named(QListView(self._box), "palette-list")
        self._view.setModel(self._model)
        self._view.setItemDelegate(self._delegate)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_up_list(self._view)
        self._nothing = Label("", "body", "text2", self._box)
        self._nothing.setContentsMargins(L, M, L, M)
        self._foot = PaletteFoot(self._box)
        self._foot.run.clicked.connect(lambda: self._take(self.current()))
        self._view.selectionModel().currentChanged.connect(self._tell_current)
        head = hbox(self._sign, (self._edit, 1), self._hint, margins=(L, 0, L, 0), spacing=M)
        self._head = QWidget(self._box)
        self._head.setLayout(head)
        parts = (self._head, hairline(), self._view, self._nothing, hairline(), self._foot)
        column = self._column = vbox(*parts, of=self._box, margins=(1, 1, 1, 1), spacing=0)
        column.insertSpacing(4, S - 2)
        column.insertSpacing(2, S - 2)

    def _fit(self) -> None:
        """Place the box over the window, as high as its contents."""
        look = theme()
        self._head.setFixedHeight(look.px(INPUT))
        self._edit.setFont(look.font("section"))
        width = min(look.px(WIDTH), self.width() - 2 * L)
        top = min(TOP, self.height() // 8)
        lines = sum(self._view.sizeHintForRow(row) for row in range(len(self._lines)))
        around = look.px(INPUT) + self._foot.height() + 2 * L
        room = self.height() - top - around
        self._view.setFixedHeight(max(0, min(lines, look.px(MOST), room)))
        self._box.ensurePolished()
        height = self._column.minimumSize().height()
        self._box.setGeometry((self.width() - width) // 2, top, width, height)

    def _ask(self) -> None:
        """Show what is matched here; ask for the rest, what was found last stays till then."""
        self._show()
        self.wanted.emit(self.text, self.limit)

    def _show(self, *, keep: bool = False) -> None:
        text = self.text
        kept = self.current() if keep else None
        known = [*self._commands, *self._views]
        matched = best_first(known, text, lambda entry: entry.title)
        # What cannot be done now comes after what can.
        matched.sort(key=lambda entry: bool(entry.reason))
        offered = [*matched, *self._found]
        if self.limit is not None:
            offered = [entry for entry in offered if entry.kind is self.limit]
        self._delegate.query = text
        self._lines = by_kind(offered)
        self._model.clear()
        self._model.invisibleRootItem().appendRows([item_of(line) for line in self._lines])
        self._foot.show_count(len(offered))
        self._view.setVisible(bool(offered))
        self._nothing.setVisible(not offered)
        title = "" if self.limit is None else kind_title(self.limit)
        self._sign.set_content("command", title)
        self._fit()
        if kept is not None and kept in self._lines:
            self._go_to(self._lines.index(kept))
        else:
            self._go_to(self._beside(-1, 1))

    def _on_key(self, key: Qt.Key) -> bool:
        row = self._view.currentIndex().row()
        if key is Qt.Key.Key_Down:
            self._go_to(self._beside(row, 1), spoken=True)
        elif key is Qt.Key.Key_Up:
            self._go_to(self._beside(row, -1), spoken=True)
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            step = max(1, self._view.height() // max(1, self._view.sizeHintForRow(row)) - 1)
            self._jump(row, step if key is Qt.Key.Key_PageDown else -step)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self.current())
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._turn(1 if key is Qt.Key.Key_Tab else -1)
        elif key is Qt.Key.Key_Escape:
            self.closed.emit()
        elif key is Qt.Key.Key_Backspace and not self._edit.text() and self.limit is not None:
            self.limit = None
            self._ask()
        else:
            return False
        return True

    def _turn(self, step: int) -> None:
        """Limit the list to the next kind, or to none."""
        self.limit = _TABS[(_TABS.index(self.limit) + step) % len(_TABS)]
        self._say(self.tr("tout") if self.limit is None else kind_title(self.limit))
        self._ask()

    def _entry(self, row: int) -> Entry | None:
        """Return the entry of a row, None for a heading or no row."""
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, Entry) else None

    def _beside(self, row: int, step: int) -> int:
        """Return the next entry after (1) or before (-1) a row, round the ends; -1 for none."""
        count = len(self._lines)
        for distance in range(1, count + 1):
            at = (row + step * distance) % count if row >= 0 or step > 0 else count - distance
            if self._entry(at) is not None:
                return at
        return -1

    def _jump(self, row: int, step: int) -> None:
        last = len(self._lines) - 1
        at = max(0, min(last, row + step))
        if self._entry(at) is None:
            at = self._beside(at, 1)
        self._go_to(at, spoken=True)

    def _go_to(self, row: int, *, spoken: bool = False) -> None:
        self._view.setCurrentIndex(self._model.index(row, 0) if row >= 0 else QModelIndex())
        # The heading over the first entry comes into view with it.
        if row == 1:
            self._view.scrollToTop()
        entry = self._entry(row)
        if spoken and entry is not None:
            self._say(entry.spoken)

    def _tell_current(self) -> None:
        """Announce to a screen reader what Enter would do."""
        entry = self.current()
        self._foot.run.setEnabled(entry is not None)
        self._foot.run.setAccessibleDescription("" if entry is None else entry.spoken)

    def _say(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._edit, text))

    def _take(self, entry: Entry | None) -> None:
        """Close, then run the line's action; if that is impossible, show why and stay open."""
        if entry is None:
            return
        if entry.reason:
            self._say(entry.reason)
            return
        self.closed.emit()
        if isinstance(entry.target, Command):
            self.command_chosen.emit(entry.target)
        elif entry.kind is Kind.TICKETS:
            self.ticket_chosen.emit(entry.target)
        else:
            self.query_chosen.emit(entry.target)
