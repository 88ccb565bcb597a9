"""The menu of the list: what it is sorted and grouped by, how dense it is, and what it exports."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from supportdesk_desktop.core.arrangement import (
    Arrangement,
    Density,
    GroupBy,
    SortBy,
    ViewLayout,
    sorted_by,
)
from supportdesk_desktop.ui.list_commands import SELECT_ALL
from supportdesk_desktop.ui.models.ticket_columns import sort_title


class LayoutMenu(QMenu):
    """Made anew each time it is opened. ``layout_chosen`` carries a ``ViewLayout``."""

    layout_chosen = Signal(object)
    export_requested = Signal()
    select_all_requested = Signal()

    def __init__(self, layout: ViewLayout, parent: QWidget) -> None:
        """Make the menu for what is shown now."""
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
