"""The head of the list: title, count, order, and the choice between list and table."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from supportdesk_desktop.core.arrangement import Arrangement, SortBy, ViewLayout
from supportdesk_desktop.ui.models.ticket_columns import sort_title
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADER, L, S
from supportdesk_desktop.ui.widgets.buttons import QuietButton
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, Label
from supportdesk_desktop.ui.widgets.segmented import Segmented

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
        """Make a head without a title."""
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
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S + 2)
        row.addWidget(self._title, 0)
        row.addWidget(self._count, 0)
        row.addStretch(1)
        row.addWidget(self._columns)
        row.addWidget(self._export)
        row.addWidget(self._sort)
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
        from supportdesk_desktop.ui.panes.ticket_list_menu import LayoutMenu

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
