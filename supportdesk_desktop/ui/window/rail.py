"""The rail: where one goes, with counts, and who one is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QFrame, QScrollArea, QWidget

from supportdesk_desktop.core.rows import SNOOZED, RailCounts
from supportdesk_desktop.core.saved_views import SavedViewId
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.language import follow_language
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.tickets.saved_views import SavedViewsSection
from supportdesk_desktop.ui.timers import now
from supportdesk_desktop.ui.widgets.buttons import IconButton
from supportdesk_desktop.ui.widgets.labels import Label
from supportdesk_desktop.ui.widgets.layouts import hairline, named, vbox
from supportdesk_desktop.ui.widgets.painting import give_viewport
from supportdesk_desktop.ui.window.menus import AvailabilityMenu
from supportdesk_desktop.ui.window.rail_items import AgentBlock, RailHeader, RailItem, rail_scale
from supportdesk_desktop.ui.window.state import View

_ICONS = {
    View.MINE: "inbox",
    View.URGENT: "p-urgent",
    View.TODAY: "day",
    View.PINNED: "pin",
    View.OUTBOX: "send",
    View.NOTIFICATIONS: "bell",
    View.STATISTICS: "chart",
}


class Rail(QFrame):
    """The left region of the window, 224 wide or 60 with icons alone."""

    view_chosen = Signal(object)
    """A ``View``."""
    snoozed_wanted = Signal()
    """The tickets that are put off are to be shown."""
    availability_chosen = Signal(object)
    """None for available, else the end of the absence in milliseconds since the epoch."""
    menu_requested = Signal(object)
    """The global point over which the application's menu opens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setProperty("ground", "window")
        self.setProperty("edge", "right")
        self._counts: RailCounts | None = None
        self._agent_name = ""
        self._level: str | None = None
        self._available: bool | None = None
        self._absent_until_ms: int | None = None
        self.icons_only = False
        self._header = RailHeader(self)
        self._items = {view: RailItem(f"rail-{view}", icon) for view, icon in _ICONS.items()}
        self._snoozed = RailItem("rail-snoozed", "clock")
        self._current = View.MINE
        self._section = Label("", "captionstrong", "text3")
        self._section.setIndent(8)
        self._rule = hairline()
        self._agent = AgentBlock()
        self._settings = named(IconButton("settings"), "app-menu")
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._group = QButtonGroup(self)
        self.saved_views = SavedViewsSection(self._group, self)
        self._lay_out()
        self._connect()
        self._items[View.MINE].mark()
        theme().changed.connect(self._resize)
        follow_language(self._retranslate)
        self._resize()

    def set_counts(self, counts: RailCounts) -> None:
        self._counts = counts
        self._show_counts()

    def set_shop(self, name: str, *, sample_data: bool = False) -> None:
        """Show the shop's name; ``sample_data`` says under it that nothing here is real."""
        self._header.set_shop(name, sample_data=sample_data)

    def set_agent(self, name: str, level: str | None) -> None:
        """Show who works here; an empty name shows that only the key is known."""
        self._agent_name, self._level = name, level
        self._name_agent()

    def set_presence(self, available: bool | None, until_ms: int | None = None) -> None:
        """Show the desk's word on availability, None where it does not offer it.

        ``until_ms`` is the end of an absence, in milliseconds since the epoch.
        """
        self._available, self._absent_until_ms = available, until_ms
        self._name_agent()

    def set_current(self, view: View) -> None:
        """Mark the view that is shown, without choosing it again."""
        self._current = view
        self.mark_saved_view(None)

    def current(self) -> View:
        """Return the view that is shown, or that a search or a saved view came over."""
        return self._current

    def over(self) -> str | None:
        """Return what is marked over the view: a saved view's id, ``SNOOZED``, or None."""
        if self._snoozed.isChecked():
            return SNOOZED
        return self.saved_views.current

    def name(self, view: View) -> str:
        return self._items[view].text()

    def name_over(self) -> str:
        """Return the name of what is marked over the view, empty where nothing is."""
        marked = self._group.checkedButton()
        return "" if self.over() is None or marked is None else marked.text()

    def mark_saved_view(self, view_id: SavedViewId | None) -> None:
        """Mark the saved view that is shown, or with None the view again."""
        if view_id is None:
            self._items[self._current].mark()
        self.saved_views.mark(view_id)

    def mark_snoozed(self) -> None:
        """Mark the tickets that are put off as what is shown; any other mark ends it."""
        self._snoozed.mark()

    def set_icons_only(self, icons_only: bool) -> None:
        if icons_only != self.icons_only:
            self.icons_only = icons_only
            self._resize()

    def focus_current(self) -> None:
        if self.saved_views.current is not None:
            self.saved_views.focus_current()
        else:
            shown = self._snoozed if self._snoozed.isChecked() else self._items[self._current]
            shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Navigation"))
        self._section.setText(self.tr("Suivi"))
        self._settings.set_name(self.tr("Menu de l’application"))
        self._show_counts()
        self._name_agent()

    def _lay_out(self) -> None:
        inner = QWidget()
        column = self._column = vbox(of=inner, margins=(8, 0, 8, 8), spacing=2)
        for view, item in self._items.items():
            if view is View.OUTBOX:
                column.addSpacing(14)
                column.addWidget(self._rule)
                column.addWidget(self._section)
                column.addSpacing(4)
            self._add(item)
            if view is View.PINNED:
                self._add(self._snoozed)
                column.addWidget(self.saved_views)
        column.addStretch(1)
        scroll = QScrollArea()
        give_viewport(scroll, filled=False)
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner.setAutoFillBackground(False)
        self._foot.setContentsMargins(0, 4, 0, 4)
        self._foot.setSpacing(2)
        self._foot.addWidget(self._agent, 1)
        self._foot.addWidget(self._settings)
        bottom = vbox(hairline(), self._foot, margins=(8, 0, 8, 0), spacing=0)
        vbox(self._header, (scroll, 1), bottom, of=self, spacing=0)

    def _add(self, item: RailItem) -> None:
        self._column.addWidget(item)
        self._group.addButton(item)

    def _connect(self) -> None:
        self._snoozed.chosen.connect(self.snoozed_wanted)
        for view, item in self._items.items():
            item.chosen.connect(lambda view=view: self.view_chosen.emit(view))
        self._agent.clicked.connect(self._open_availability)
        self._settings.clicked.connect(
            lambda: self.menu_requested.emit(self._settings.mapToGlobal(QPoint(0, 0)))
        )

    def _resize(self) -> None:
        look = theme()
        icons = self.icons_only
        self.setFixedWidth(round(60 * rail_scale(icons_only=True)) if icons else look.px(224))
        for item in (*self._items.values(), self._snoozed):
            item.set_icons_only(icons)
        self._header.set_icons_only(icons)
        self.saved_views.set_icons_only(icons)
        self._agent.set_icons_only(icons)
        self._section.setVisible(not icons)
        self._rule.setVisible(icons)
        direction = QBoxLayout.Direction.BottomToTop if icons else QBoxLayout.Direction.LeftToRight
        self._foot.setDirection(direction)
        center = Qt.AlignmentFlag.AlignHCenter if icons else Qt.AlignmentFlag(0)
        self._foot.setAlignment(self._settings, center)

    def _show_counts(self) -> None:
        """Show the numbers beside the names; a screen reader says them in words."""
        counts, of = self._counts or RailCounts(), self._items
        for item, name, count in (
            (of[View.MINE], self.tr("Mes tickets"), counts.mine),
            (of[View.URGENT], self.tr("Urgents"), counts.urgent),
            (of[View.TODAY], self.tr("Nouveau aujourd’hui"), counts.today),
            (of[View.PINNED], self.tr("Épinglés"), counts.pinned),
            (self._snoozed, self.tr("Reportés"), counts.snoozed),
        ):
            item.set_count(count)
            _name(item, name, self.tr("%n ticket(s)", "", count) if self._counts else "")
        self._snoozed.setVisible(counts.snoozed > 0)
        opened, to_decide = counts.open_filings, counts.filings_to_decide
        of[View.OUTBOX].set_count(opened, to_decide=to_decide > 0)
        _name(
            of[View.OUTBOX],
            self.tr("Boîte d’envoi"),
            self.tr("%n dépôt(s) ouvert(s)", "", opened) if opened else "",
            self.tr("%n à décider", "", to_decide) if to_decide else "",
        )
        unexplained = counts.unexplained_notices
        of[View.NOTIFICATIONS].set_count(unexplained, to_decide=unexplained > 0)
        _name(
            of[View.NOTIFICATIONS],
            self.tr("Notifications"),
            self.tr("%n sans explication", "", unexplained) if unexplained else "",
        )
        _name(of[View.STATISTICS], self.tr("Statistiques"))

    def _name_agent(self) -> None:
        name = self._agent_name or self.tr("Clé vérifiée")
        level = self.tr("Agent {level}").format(level=self._level) if self._level else ""
        if self._available is None:
            note = level
        elif self._available:
            note = self.tr("{level}, disponible").format(level=level or self.tr("Agent"))
        elif self._absent_until_ms is None:
            note = self.tr("Absent")
        else:
            until = texts.clock(self._absent_until_ms)
            note = self.tr("Absent jusqu’à {time}").format(time=until)
        spoken = ", ".join(part for part in (name, note) if part)
        if self._available is not None:
            spoken = self.tr("Disponibilité : {agent}").format(agent=spoken)
        self._agent.set_texts(name, note, spoken)
        self._agent.setEnabled(self._available is not None)

    def _open_availability(self) -> None:
        tickets = 0 if self._counts is None else self._counts.mine
        absence = (self._available is False, self._absent_until_ms)
        menu = AvailabilityMenu(self, *absence, tickets, now())
        menu.chosen.connect(self.availability_chosen)
        above = self._agent.mapToGlobal(QPoint(0, 0))
        menu.popup(above - QPoint(0, menu.sizeHint().height() + 6))


def _name(item: RailItem, name: str, *notes: str) -> None:
    """Show a name; a screen reader also says the notes that are not empty."""
    item.set_texts(name, ", ".join(part for part in (name, *notes) if part))
