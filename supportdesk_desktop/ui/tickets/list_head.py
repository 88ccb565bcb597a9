"""The head of the list: title, count, order, and the choice between list and table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QShowEvent
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
from supportdesk_desktop.ui.tickets.columns import sort_title
from supportdesk_desktop.ui.widgets.buttons import QuietButton
from supportdesk_desktop.ui.widgets.choices import Segmented
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.layouts import hbox
from supportdesk_desktop.ui.window.commands import SELECT_ALL


class LayoutMenu(QMenu):
    """Made anew each time it is opened. ``layout_chosen`` carries a ``ViewLayout``."""

    layout_chosen = Signal(object)
    export_requested = Signal()
    select_all_requested = Signal()

    def __init__(self, layout: ViewLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("layout-menu")
        self.setAccessibleName(self.tr("Présentation de la liste"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._layout = layout
        order = layout.arrangement
        self.addSection(self.tr("Trier par"))
        self._offer("sort", [(sort, sort_title(sort)) for sort in SortBy], order.sort, self._sort)
        self.addSeparator()
        ways = [(True, self._down(order)), (False, self._up(order))]
        self._offer("way", ways, order.descending, self._turn)
        self.addSeparator()
        if not layout.table:
            groups = [(group, self._group_title(group)) for group in GroupBy]
            self._offer_in(self.tr("Grouper par"), "group", groups, order.group, self._group)
        densities = [
            (Density.COMFORTABLE, self.tr("Confortable")),
            (Density.COMPACT, self.tr("Compacte")),
        ]
        self._offer_in(self.tr("Densité"), "density", densities, layout.density, self._condense)
        shapes = [(False, self.tr("Liste")), (True, self.tr("Tableau"))]
        self._offer_in(self.tr("Affichage"), "shape", shapes, layout.table, self._shape)
        self.addSeparator()
        select_all = self._add(SELECT_ALL.id, f"{SELECT_ALL.title()}\t{SELECT_ALL.key_hint()}")
        select_all.triggered.connect(self.select_all_requested)
        self._add("export-view", self.tr("Exporter la vue…")).triggered.connect(
            self.export_requested
        )

    def _add(self, name: str, text: str) -> QAction:
        action = self.addAction(text)
        action.setObjectName(name)
        return action

    def _offer_in(
        self,
        title: str,
        name: str,
        choices: Sequence[tuple[object, str]],
        current: object,
        choose: Callable[[object], None],
    ) -> None:
        menu = self.addMenu(title)
        menu.menuAction().setObjectName(name)
        self._offer(name, choices, current, choose, menu)

    def _offer(
        self,
        name: str,
        choices: Sequence[tuple[object, str]],
        current: object,
        choose: Callable[[object], None],
        menu: QMenu | None = None,
    ) -> None:
        into = menu or self
        group = QActionGroup(into)
        for value, text in choices:
            action = into.addAction(text)
            action.setObjectName(f"{name}-{value}")
            action.setCheckable(True)
            action.setChecked(value == current)
            action.triggered.connect(lambda _=False, value=value: choose(value))
            group.addAction(action)

    def _sort(self, sort: object) -> None:
        assert isinstance(sort, SortBy)
        if sort is not self._layout.arrangement.sort:
            self._arrange(sorted_by(sort))

    def _turn(self, descending: object) -> None:
        self._arrange(replace(self._layout.arrangement, descending=bool(descending)))

    def _group(self, group: object) -> None:
        assert isinstance(group, GroupBy)
        self._arrange(replace(self._layout.arrangement, group=group))

    def _arrange(self, order: Arrangement) -> None:
        self.layout_chosen.emit(replace(self._layout, arrangement=order))

    def _condense(self, density: object) -> None:
        assert isinstance(density, Density)
        self.layout_chosen.emit(replace(self._layout, density=density))

    def _shape(self, table: object) -> None:
        self.layout_chosen.emit(replace(self._layout, table=bool(table)))

    def _down(self, order: Arrangement) -> str:
        names = {
            SortBy.RECEIVED: self.tr("Plus récents d’abord"),
            SortBy.PRIORITY: self.tr("Plus hautes d’abord"),
        }
        return names.get(order.sort, self.tr("Ordre décroissant"))

    def _up(self, order: Arrangement) -> str:
        names = {
            SortBy.RECEIVED: self.tr("Plus anciens d’abord"),
            SortBy.PRIORITY: self.tr("Plus basses d’abord"),
        }
        return names.get(order.sort, self.tr("Ordre croissant"))

    def _group_title(self, group: GroupBy) -> str:
        return {
            GroupBy.NONE: self.tr("Sans groupes"),
            GroupBy.DAY: self.tr("Jour"),
            GroupBy.PRIORITY: self.tr("Priorité"),
            GroupBy.CUSTOMER: self.tr("Client"),
            GroupBy.TAG: self.tr("Première étiquette"),
        }[group]


LIST, TABLE = "list", "table"


class ListHead(QWidget):
    """Says what the list shows, and lets it be shown otherwise. Intents are signals."""

    layout_chosen = Signal(object)
    """A ``ViewLayout``."""
    columns_requested = Signal(object)
    """The button under which the columns are offered."""
    export_requested = Signal()
    select_all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = ViewLayout()
        self._narrow = False
        self._switch: Segmented | None = None
        self._title = ElidedLabel("", "section", parent=self)
        self._title.setObjectName("list-title")
        self._count = Label("", "body", "text2", self)
        self._count.setObjectName("list-count")
        self._sort = QuietButton("", "sort", parent=self)
        self._sort.setObjectName("list-sort")
        self._sort.clicked.connect(self._open_menu)
        self._columns = QuietButton("", "settings", parent=self)
        self._columns.setObjectName("list-columns")
        self._columns.clicked.connect(lambda: self.columns_requested.emit(self._columns))
        self._export = QuietButton("", "export", parent=self)
        self._export.setObjectName("list-export")
        self._export.clicked.connect(self.export_requested)
        hbox(
            self._title,
            self._count,
            None,
            self._columns,
            self._export,
            self._sort,
            of=self,
            spacing=S + 2,
        )
        self.fit()

    def set_title(self, title: str, count: str) -> None:
        """Name the view and say how many tickets it has, in words."""
        self._title.setText(title)
        self._count.setText(count)

    def set_layout(self, layout: ViewLayout) -> None:
        """Say how the tickets are shown."""
        self._layout = layout
        self.show_choices()

    def set_sortable(self, sortable: bool) -> None:
        """Offer an order where there are tickets."""
        self._sort.setVisible(sortable)

    def set_narrow(self, narrow: bool) -> None:
        """Shorten what no longer fits."""
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
        if self._switch is not None:
            self._switch.set_texts([self.tr("Liste"), self.tr("Tableau")])
            self._switch.setAccessibleName(self.tr("Liste ou tableau"))
            self._switch.set_current(TABLE if table else LIST)
            focus = self.focusWidget()
            if self._narrow and focus is not None and self._switch.isAncestorOf(focus):
                self._sort.setFocus(Qt.FocusReason.OtherFocusReason)
            self._switch.setVisible(not self._narrow)

    def showEvent(self, event: QShowEvent) -> None:
        """Build the switch once everything else is on the screen."""
        super().showEvent(event)
        if self._switch is None:
            QTimer.singleShot(0, self, self._build_switch)

    def _build_switch(self) -> None:
        if self._switch is not None:
            return
        self._switch = Segmented([(LIST, "", "list"), (TABLE, "", "rows")], self)
        self._switch.setObjectName("list-or-table")
        self._switch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._switch)
        self.show_choices()
        self._switch.chosen.connect(self._choose_shape)

    def _choose_shape(self, shape: str) -> None:
        if (shape == TABLE) != self._layout.table:
            self.layout_chosen.emit(
                ViewLayout(self._layout.arrangement, self._layout.density, shape == TABLE)
            )

    def _open_menu(self) -> None:

        menu = LayoutMenu(self._layout, self)
        menu.layout_chosen.connect(self.layout_chosen)
        menu.export_requested.connect(self.export_requested)
        menu.select_all_requested.connect(self.select_all_requested)
        below = self._sort.mapToGlobal(QPoint(0, self._sort.height()))
        menu.popup(below + QPoint(self._sort.width() - menu.sizeHint().width(), 2))
        menu.setFocus(Qt.FocusReason.PopupFocusReason)

    def _order_words(self, order: Arrangement) -> str:
        """Return the order in words: "Plus récents", "Priorité"."""
        if order.sort is SortBy.RECEIVED:
            return self.tr("Plus récents") if order.descending else self.tr("Plus anciens")
        return sort_title(order.sort)
