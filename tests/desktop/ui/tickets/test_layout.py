"""The list in other orders, groups and densities, and the table: columns, header, menu."""

from __future__ import annotations

from itertools import product

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.arrangement import (
    Arrangement,
    ColumnState,
    Density,
    GroupBy,
    SortBy,
    ViewLayout,
    sorted_by,
)
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TagMark, TicketRow
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.tickets.columns import DEFAULT, Column, fitting, logical, mended
from supportdesk_desktop.ui.tickets.list_view import MOST_LOW_HEADINGS
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from tests.desktop.ui.hands import click, find
from tests.desktop.ui.sample_tickets import NOW_MS, ago_ms, many_rows, row
from tests.desktop.ui.tickets.conftest import show

WIDTH = 1180
PRIORITIES = ("LOW", "CRITICAL", "HIGH", "URGENT", "MEDIUM")
TAGS = (TagMark("1", "paiement", "#D08030"), TagMark("2", "double débit", None))
NO_GRAB = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)


def some_rows(count: int = 40) -> list[TicketRow]:
    return [
        row(
            number,
            ago_ms(hours=5 * number),
            f"Sujet {number * 7 % count:02}",
            priority=PRIORITIES[number % 5],
            tags=TAGS[: number % 3],
            unread=number % 2 == 0,
            pinned=number % 9 == 0,
        )
        for number in range(count)
    ]


def heights(pane: TicketListPane) -> list[int]:
    return [pane.view.rowHeight(at) for at in range(pane.model.rowCount())]


def wanted(pane: TicketListPane, high: int, low: int = 30) -> list[int]:
    headings = set(pane.model.lines.heading_rows())
    return [low if at in headings else high for at in range(pane.model.rowCount())]


@pytest.mark.parametrize("density", Density)
@pytest.mark.parametrize("group", GroupBy)
def test_heights_choice_and_place_stay_through_changes(
    pane: TicketListPane, group: GroupBy, density: Density
) -> None:
    rows = some_rows(160)
    layout = ViewLayout(Arrangement(SortBy.RECEIVED, True, group), density)
    high = 54 if density is Density.COMFORTABLE else 32
    show(pane, rows, layout)
    pane.select(pane.model.ticket_ids()[80])
    chosen, top = pane.view.current, pane.view.visible_ids()[0]
    assert heights(pane) == wanted(pane, high)
    place = pane.view.rowViewportPosition(pane.model.row_of(top) or 0)
    moved = row(7, NOW_MS + 1, "Aa", priority="CRITICAL", tags=TAGS[1:])
    pane.model.insert([row(100, NOW_MS, "Zz", priority="CRITICAL"), row(101, ago_ms(days=-1))])
    pane.model.touch([moved])
    pane.model.remove([rows[3].id, rows[4].id, TicketId("id-100")])
    assert heights(pane) == wanted(pane, high)
    assert pane.view.current == chosen
    assert pane.model.id_at(pane.view.currentIndex().row()) == chosen
    assert not pane.view.at_top()
    assert pane.view.rowViewportPosition(pane.model.row_of(top) or 0) == place


def test_thousands_of_headings_are_as_high_as_the_rows(pane: TicketListPane) -> None:
    count = MOST_LOW_HEADINGS + 1
    rows = [row(number, subject="S") for number in range(count)]
    rows = [
        TicketRow(**{f: getattr(one, f) for f in one.__struct_fields__} | {"customer": f"C{at}"})
        for at, one in enumerate(rows)
    ]
    show(pane, rows, ViewLayout(sorted_by(SortBy.CUSTOMER)))
    assert set(heights(pane)) == {54}
    show(pane, rows[:10], ViewLayout())
    assert heights(pane) == wanted(pane, 54)
    theme().set_scale(1.5)
    assert heights(pane) == wanted(pane, 81, 45)


def test_every_look_draws_at_every_width(pane: TicketListPane, each_theme: Theme) -> None:
    rows = some_rows()
    for table, density in product((False, True), Density):
        show(pane, rows, ViewLayout(Arrangement(), density, table))
        for width in (360, 500, 700, 1180):
            pane.resize(width, 400)
            image = pane.view.viewport().grab().toImage()
            colours = {
                image.pixelColor(x, y).name()
                for x in range(0, image.width(), 2)
                for y in range(10, 200, 3)
            }
            assert each_theme.palette.surface.name() in colours
            assert len(colours) > 20


def menu_of(pane: TicketListPane) -> QMenu:
    click(find(pane, QAbstractButton, "list-sort"))
    return find(pane, QMenu, "layout-menu")


def choose(pane: TicketListPane, qtbot: QtBot, name: str) -> ViewLayout:
    menu = menu_of(pane)
    action = menu.findChild(QAction, name)
    assert isinstance(action, QAction), name
    with qtbot.waitSignal(pane.layout_chosen) as chosen:
        action.trigger()
    menu.close()
    [layout] = chosen.args
    assert isinstance(layout, ViewLayout)
    return layout


@NO_GRAB
def test_the_menu_sorts_turns_groups_and_condenses(pane: TicketListPane, qtbot: QtBot) -> None:
    show(pane, some_rows(), ViewLayout())
    by_priority = sorted_by(SortBy.PRIORITY)
    assert choose(pane, qtbot, "sort-priority") == ViewLayout(by_priority)
    assert choose(pane, qtbot, "way-False").arrangement == Arrangement(SortBy.RECEIVED, False)
    assert choose(pane, qtbot, "group-tag").arrangement == Arrangement(group=GroupBy.TAG)
    assert choose(pane, qtbot, "density-compact").density is Density.COMPACT
    assert choose(pane, qtbot, "shape-True").table
    show(pane, some_rows(), ViewLayout(by_priority))
    assert find(pane, QAbstractButton, "list-sort").text() == "Priorité"
    assert [action.isChecked() for action in menu_of(pane).findChildren(QAction, "sort-priority")]


def test_the_switch_leads_to_the_table_and_back(pane: TicketListPane, qtbot: QtBot) -> None:
    show(pane, some_rows(), ViewLayout())
    with qtbot.waitSignal(pane.layout_chosen) as chosen:
        click(find(pane, QAbstractButton, "segment-table"))
    assert chosen.args == [ViewLayout(table=True)]
    with qtbot.waitSignal(pane.table_shown) as shown:
        show(pane, some_rows(), ViewLayout(table=True))
    assert shown.args == [True]
    assert find(pane, QAbstractButton, "list-columns").isVisible()
    with qtbot.waitSignal(pane.table_shown) as shown:
        show(pane, some_rows(), ViewLayout())
    assert shown.args == [False]
    assert pane.model.columnCount() == 1
    assert heights(pane) == wanted(pane, 54)


def titles(pane: TicketListPane) -> list[str]:
    """Return the columns that are shown, in their order."""
    header = pane.view.horizontalHeader()
    order = sorted(Column, key=lambda column: header.visualIndex(logical(column)))
    return [column for column in order if not header.isSectionHidden(logical(column))]


def test_the_table_shows_the_columns_that_fit(pane: TicketListPane) -> None:
    show(pane, some_rows(), ViewLayout(table=True))
    assert titles(pane) == list(Column)
    pane.resize(700, 600)
    assert "status" not in titles(pane)
    assert {"box", "priority", "subject"} <= set(titles(pane))
    header = pane.view.horizontalHeader()
    assert header.length() <= pane.view.viewport().width()
    pane.resize(1180, 600)
    assert titles(pane) == list(Column)
    assert header.length() == pane.view.viewport().width()


def click_title(pane: TicketListPane, column: Column) -> None:
    header = pane.view.horizontalHeader()
    x = header.sectionViewportPosition(logical(column)) + header.sectionSize(logical(column)) // 2
    QTest.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, header.height() // 2)
    )


def test_a_title_sorts_and_turns_round(pane: TicketListPane, qtbot: QtBot) -> None:
    show(pane, some_rows(), ViewLayout(table=True))
    for column, sort in (
        (Column.SUBJECT, SortBy.SUBJECT),
        (Column.STATUS, SortBy.STATUS),
        (Column.NOTICE, SortBy.NOTICE),
        (Column.NUMBER, SortBy.NUMBER),
    ):
        with qtbot.waitSignal(pane.layout_chosen) as chosen:
            click_title(pane, column)
        assert chosen.args[0].arrangement == sorted_by(sort)
    with qtbot.waitSignal(pane.layout_chosen) as chosen:
        click_title(pane, Column.RECEIVED)
    assert chosen.args[0].arrangement == Arrangement(SortBy.RECEIVED, False, GroupBy.DAY)
    with qtbot.assertNotEmitted(pane.layout_chosen):
        click_title(pane, Column.TAGS)


def test_the_box_over_the_boxes_takes_all_and_none(pane: TicketListPane) -> None:
    rows = some_rows()
    show(pane, rows, ViewLayout(table=True))
    click_title(pane, Column.BOX)
    assert len(pane.model.selection) == len(rows)
    click_title(pane, Column.BOX)
    assert len(pane.model.selection) == 0


def test_moved_and_sized_columns_are_kept(pane: TicketListPane, qtbot: QtBot) -> None:
    show(pane, some_rows(), ViewLayout(table=True))
    header = pane.view.horizontalHeader()
    with qtbot.waitSignal(pane.view.table.columns_changed) as kept:
        header.moveSection(header.visualIndex(logical(Column.STATUS)), 1)
        header.resizeSection(logical(Column.CUSTOMER), 171)
    states = kept.args[0]
    assert states[0].name == "status"
    assert next(one.width for one in states if one.name == "customer") == 171
    show(pane, some_rows(), ViewLayout())
    show(pane, some_rows(), ViewLayout(table=True))
    assert titles(pane)[:2] == ["box", "status"]
    assert header.sectionSize(logical(Column.CUSTOMER)) == 171


@NO_GRAB
def test_columns_are_chosen_moved_and_reset_by_the_menu(pane: TicketListPane, qtbot: QtBot) -> None:
    show(pane, some_rows(), ViewLayout(table=True))

    def pick(name: str) -> None:
        click(find(pane, QAbstractButton, "list-columns"))
        menu = find(pane, QMenu, "columns-menu")
        action = menu.findChild(QAction, name)
        assert isinstance(action, QAction), name
        with qtbot.waitSignal(pane.view.table.columns_changed):
            action.trigger()
        menu.close()
        menu.deleteLater()
        qtbot.waitUntil(lambda: pane.findChild(QMenu, "columns-menu") is None)

    pick("column-tags")
    assert "tags" not in titles(pane)
    pick("move-priority")
    assert titles(pane)[1] == "priority"
    pick("columns-reset")
    assert titles(pane) == list(Column)


def test_kept_columns_are_mended() -> None:
    kept = [ColumnState("status", 5), ColumnState("colour", 80), ColumnState("status", 90, False)]
    states = mended(kept)
    assert states[0] == ColumnState("status", 90, False)
    assert sorted(one.name for one in states) == sorted(one.name for one in DEFAULT)
    assert mended([]) == DEFAULT
    assert mended([ColumnState("tags", 9999)])[0].width == 800


def test_a_narrow_table_gives_up_what_matters_least() -> None:
    assert fitting(DEFAULT, 2000) == set(Column)
    assert fitting(DEFAULT, 10) == {Column.BOX, Column.PRIORITY, Column.SUBJECT}
    before = set(Column)
    for room in range(1200, 200, -10):
        now = fitting(DEFAULT, room)
        assert now <= before
        before = now


TOLD = (Column.TAGS, Column.SUBJECT)


def test_a_tooltip_tells_the_cell_that_is_cut(pane: TicketListPane) -> None:
    rows = [row(1, subject="Un très long sujet " * 9, tags=TAGS)]
    show(pane, rows, ViewLayout(table=True))
    whole = [pane.view.rows.tip_text(pane.model.index(0, logical(one)), 0, 50) for one in TOLD]
    assert whole == ["paiement, double débit", rows[0].subject]


def test_the_tooltip_of_a_wait_says_when_the_ticket_came(pane: TicketListPane) -> None:
    one = replace(row(1, NOW_MS - 60_000), created_ms=NOW_MS - 86_400_000)
    show(pane, [one])
    pane.view.grab()
    said = pane.view.rows.tip_text(pane.model.index(1, 0), 660, 676)
    assert said == "Reçu hier à 14:32, assigné à vous à 14:31"


def test_scrolling_many_rows_asks_for_those_in_view_alone(pane: TicketListPane) -> None:
    rows = many_rows(5000)
    asked: list[list[TicketId]] = []
    pane.model.rows_wanted.connect(asked.append)
    for table in (False, True):
        layout = ViewLayout(table=table)
        pane.set_layout(layout)
        pane.model.set_lines(TicketLines.of_rows(layout.order, rows))
        pane.view.verticalScrollBar().setValue(pane.view.verticalScrollBar().maximum() // 2)
        pane.view.grab()
    assert all(len(ids) < 60 for ids in asked)
