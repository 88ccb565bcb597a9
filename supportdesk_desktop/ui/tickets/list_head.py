"""The head of the list: title, count, order, and the choice between list and table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from supportdesk_desktop.core.arrangement import (
    Arrangement,
    Density,
    GroupBy,
    SortBy,
    ViewLayout,
    sorted_by,
)
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADER, L, S
from supportdesk_desktop.ui.tickets.columns import SORTS, Column, column_title
from supportdesk_desktop.ui.widgets.buttons import QuietButton
from supportdesk_desktop.ui.widgets.choices import Segmented
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox, named
from supportdesk_desktop.ui.window.commands import SELECT_ALL

if TYPE_CHECKING:
    from supportdesk_desktop.ui.tickets.pane import TicketListPane

T = TypeVar("T")


class LayoutMenu(QMenu):
    """Made anew each time it is opened; what it is asked for is an intent of the pane."""

    def __init__(self, layout: ViewLayout, pane: TicketListPane, head: ListHead) -> None:
        super().__init__(head)
        self._chosen = pane.layout_chosen
        self.setObjectName("layout-menu")
        self.setAccessibleName(self.tr("Présentation de la liste"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        order = layout.arrangement

        def arranged(new: Arrangement) -> ViewLayout:
            return replace(layout, arrangement=new)

        self.addSection(self.tr("Trier par"))
        sorts = {sort: column_title(column) for column, sort in SORTS.items()}
        self._offer(self, "sort", sorts, order.sort, lambda one: arranged(sorted_by(one)))
        self.addSeparator()
        ways, down = self._direction_texts(order.sort), order.descending
        self._offer(self, "way", ways, down, lambda one: arranged(replace(order, descending=one)))
        self.addSeparator()
        if not layout.table:
            menu, groups = self._inner(self.tr("Grouper par"), "group"), self._groups()
            group = order.group
            self._offer(
                menu, "group", groups, group, lambda one: arranged(replace(order, group=one))
            )
        menu, density = self._inner(self.tr("Densité"), "density"), layout.density
        densities = {
            Density.COMFORTABLE: self.tr("Confortable"),
            Density.COMPACT: self.tr("Compacte"),
        }
        self._offer(menu, "density", densities, density, lambda one: replace(layout, density=one))
        menu, table = self._inner(self.tr("Affichage"), "shape"), layout.table
        shapes = {False: self.tr("Liste"), True: self.tr("Tableau")}
        self._offer(menu, "shape", shapes, table, lambda one: replace(layout, table=one))
        self.addSeparator()
        select_all = self.addAction(f"{SELECT_ALL.title()}\t{SELECT_ALL.key_hint()}")
        named(select_all, SELECT_ALL.id).triggered.connect(pane.select_all)
        export = self.addAction(self.tr("Exporter la vue…"))
        named(export, "export-view").triggered.connect(pane.export_requested)

    def _inner(self, title: str, name: str) -> QMenu:
        menu = self.addMenu(title)
        menu.menuAction().setObjectName(name)
        return menu

    def _offer(
        self,
        menu: QMenu,
        name: str,
        choices: Mapping[T, str],
        current: T,
        changed: Callable[[T], ViewLayout],
    ) -> None:
        """Offer one of some choices; another than the current one gives another layout."""
        group = QActionGroup(menu)
        for value, text in choices.items():
            action = named(menu.addAction(text), f"{name}-{value}")
            action.setCheckable(True)
            action.setChecked(value == current)
            if value != current:
                action.triggered.connect(
                    lambda _=False, value=value: self._chosen.emit(changed(value))
                )
            group.addAction(action)

    def _direction_texts(self, sort: SortBy) -> dict[bool, str]:
        if sort is SortBy.RECEIVED:
            return {True: self.tr("Plus récents d’abord"), False: self.tr("Plus anciens d’abord")}
        if sort is SortBy.PRIORITY:
            return {True: self.tr("Plus hautes d’abord"), False: self.tr("Plus basses d’abord")}
        return {True: self.tr("Ordre décroissant"), False: self.tr("Ordre croissant")}

    def _groups(self) -> dict[GroupBy, str]:
        return {
            GroupBy.NONE: self.tr("Sans groupes"),
            GroupBy.DAY: self.tr("Jour"),
            GroupBy.PRIORITY: self.tr("Priorité"),
            GroupBy.CUSTOMER: self.tr("Client"),
            GroupBy.TAG: self.tr("Première étiquette"),
        }


LIST, TABLE = "list", "table"


class ListHead(QWidget):
    """Says what the list of a pane shows, and lets it be shown otherwise."""

    def __init__(self, pane: TicketListPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._layout = ViewLayout()
        self._narrow = False
        self._title = named(ElidedLabel("", "section", parent=self), "list-title")
        self._count = named(Label("", "body", "text2", self), "list-count")
        self._sort = named(QuietButton("", "sort", parent=self), "list-sort")
        self._sort.clicked.connect(self._open_menu)
        self._columns = named(QuietButton("", "settings", parent=self), "list-columns")
        self._columns.clicked.connect(lambda: pane.view.table.offer_columns(self._columns))
        self._export = named(QuietButton("", "export", parent=self), "list-export")
        self._export.clicked.connect(pane.export_requested)
        self._switch = named(
            Segmented([(LIST, "", "list"), (TABLE, "", "rows")], self), "list-or-table"
        )
        self._switch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._switch.chosen.connect(self._choose_shape)
        told = (self._title, self._count, None, self._columns, self._export)
        hbox(*told, self._sort, self._switch, of=self, spacing=S + 2)
        self.fit()

    def set_title(self, title: str, count: str, *, sortable: bool) -> None:
        """Name the view and say how many tickets it has; where it has any, offer an order."""
        self._title.setText(title)
        self._count.setText(count)
        self._sort.setVisible(sortable)

    def set_layout(self, layout: ViewLayout) -> None:
        self._layout = layout
        self.show_choices()

    def set_narrow(self, narrow: bool) -> None:
        """Shorten what no longer fits."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.show_choices()

    def fit(self) -> None:
        """Follow the scale: the title stands over headings of rows, which grow with the text."""
        edge = theme().px(L)
        self.setContentsMargins(edge, 0, edge - S, 0)
        self.setFixedHeight(theme().px(HEADER))

    def show_choices(self) -> None:
        """Write the words in the language of the window, and show what fits."""
        table, order = self._layout.table, self._layout.arrangement
        words = self._order_words(order)
        self._sort.setText("" if self._narrow or table else words)
        self._sort.setAccessibleName(self.tr("Présentation : {order}").format(order=words))
        self._sort.setToolTip(self.tr("Trier, grouper, densité"))
        self._columns.setText("" if self._narrow else self.tr("Colonnes"))
        self._columns.setAccessibleName(self.tr("Colonnes"))
        self._columns.setVisible(table)
        self._export.setText("" if self._narrow else self.tr("Exporter la vue"))
        self._export.setAccessibleName(self.tr("Exporter la vue"))
        self._export.setVisible(table)
        self._switch.set_texts([self.tr("Liste"), self.tr("Tableau")])
        self._switch.setAccessibleName(self.tr("Liste ou tableau"))
        self._switch.set_current(TABLE if table else LIST)
        focus = self.focusWidget()
        if self._narrow and focus is not None and self._switch.isAncestorOf(focus):
            self._sort.setFocus(Qt.FocusReason.OtherFocusReason)
        self._switch.setVisible(not self._narrow)

    def _choose_shape(self, shape: str) -> None:
        if (shape == TABLE) != self._layout.table:
            self._pane.layout_chosen.emit(replace(self._layout, table=shape == TABLE))

    def _open_menu(self) -> None:
        menu = LayoutMenu(self._layout, self._pane, self)
        below = self._sort.mapToGlobal(QPoint(0, self._sort.height()))
        menu.popup(below + QPoint(self._sort.width() - menu.sizeHint().width(), 2))
        menu.setFocus(Qt.FocusReason.PopupFocusReason)

    def _order_words(self, order: Arrangement) -> str:
        """Return the order in words: "Plus récents", "Priorité"."""
        if order.sort is SortBy.RECEIVED:
            return self.tr("Plus récents") if order.descending else self.tr("Plus anciens")
        return column_title(Column(order.sort))
