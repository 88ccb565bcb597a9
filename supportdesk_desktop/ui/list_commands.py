"""Commands of the list of tickets: its order, groups and shape, and choosing several."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from supportdesk_desktop.core.arrangement import (
    Density,
    GroupBy,
    SortBy,
    ViewLayout,
    resorted,
)
from supportdesk_desktop.ui.command import Command, Place
from supportdesk_desktop.ui.key_names import QT_TRANSLATE_NOOP

Change = Callable[[ViewLayout], ViewLayout]


def _sort(sort: SortBy, text: str) -> tuple[Command, Change]:
    command = Command(f"sort-{sort}", text, place=Place.LIST, icon="sort")
    return command, lambda layout: resorted(layout, sort)


def _group(group: GroupBy, text: str) -> tuple[Command, Change]:
    command = Command(f"group-{group}", text, place=Place.LIST, icon="list")
    return command, lambda layout: replace(
        layout, arrangement=replace(layout.arrangement, group=group), table=False
    )


def _turn_shape(layout: ViewLayout) -> ViewLayout:
    return replace(layout, table=not layout.table)


def _turn_density(layout: ViewLayout) -> ViewLayout:
    dense = layout.density is Density.COMPACT
    return replace(layout, density=Density.COMFORTABLE if dense else Density.COMPACT)


SHAPE = Command(
    "list-or-table",
    QT_TRANSLATE_NOOP("Commands", "Liste ou tableau"),
    place=Place.LIST,
    icon="rows",
)
DENSITY = Command(
    "density",
    QT_TRANSLATE_NOOP("Commands", "Lignes confortables ou compactes"),
    place=Place.LIST,
    icon="list",
)
LAYOUT_COMMANDS: dict[Command, Change] = dict(
    (
        (SHAPE, _turn_shape),
        (DENSITY, _turn_density),
        _sort(SortBy.RECEIVED, QT_TRANSLATE_NOOP("Commands", "Trier par date de réception")),
        _sort(SortBy.PRIORITY, QT_TRANSLATE_NOOP("Commands", "Trier par priorité")),
        _sort(SortBy.NUMBER, QT_TRANSLATE_NOOP("Commands", "Trier par numéro")),
        _sort(SortBy.CUSTOMER, QT_TRANSLATE_NOOP("Commands", "Trier par client")),
        _sort(SortBy.SUBJECT, QT_TRANSLATE_NOOP("Commands", "Trier par sujet")),
        _sort(SortBy.STATUS, QT_TRANSLATE_NOOP("Commands", "Trier par statut")),
        _sort(SortBy.NOTICE, QT_TRANSLATE_NOOP("Commands", "Trier par notification")),
        _group(GroupBy.NONE, QT_TRANSLATE_NOOP("Commands", "Ne pas grouper")),
        _group(GroupBy.DAY, QT_TRANSLATE_NOOP("Commands", "Grouper par jour")),
        _group(GroupBy.PRIORITY, QT_TRANSLATE_NOOP("Commands", "Grouper par priorité")),
        _group(GroupBy.CUSTOMER, QT_TRANSLATE_NOOP("Commands", "Grouper par client")),
        _group(GroupBy.TAG, QT_TRANSLATE_NOOP("Commands", "Grouper par première étiquette")),
    )
)
"""What each makes of the layout of the view; choosing an order again turns it round."""

SELECT_ALL = Command(
    "select-all",
    QT_TRANSLATE_NOOP("Commands", "Tout sélectionner"),
    place=Place.LIST,
    held=("Ctrl+A",),
    icon="check",
)
SELECT_ROW = Command(
    "select-row",
    QT_TRANSLATE_NOOP("Commands", "Ajouter la ligne à la sélection, ou l’ôter"),
    place=Place.LIST,
    held=("Ctrl+Space",),
    icon="check",
)
COPY_ROWS = Command(
    "copy-rows",
    QT_TRANSLATE_NOOP("Commands", "Copier les lignes pour un tableur"),
    place=Place.LIST,
    held=("Ctrl+C",),
    icon="copy",
)
EXPORT_VIEW = Command(
    "export-view",
    QT_TRANSLATE_NOOP("Commands", "Exporter la vue en CSV…"),
    place=Place.LIST,
    icon="export",
)
LIST_COMMANDS: tuple[Command, ...] = (
    SELECT_ALL,
    SELECT_ROW,
    COPY_ROWS,
    EXPORT_VIEW,
    *LAYOUT_COMMANDS,
)
