"""Bars, table and file show the same numbers, and a closed day is never zero."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.statistics import BlindTime
from supportdesk_desktop.services.tickets import write_table
from supportdesk_desktop.ui.days.statistics import StatisticsPage
from supportdesk_desktop.ui.days.statistics_model import DayStatisticsModel, StatisticsWords
from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.widgets.day_bars import DayBars
from tests.desktop.ui.hands import CTRL, click, find, plain, press, told, words
from tests.desktop.ui.statistics import statistics


@pytest.fixture
def page(qtbot: QtBot) -> StatisticsPage:
    page = StatisticsPage()
    qtbot.addWidget(page)
    page.resize(1216, 812)
    page.show()
    page.show_statistics(statistics())
    return page


def bars(page: StatisticsPage, name: str) -> DayBars:
    return find(page, DayBars, name)


def test_the_cards_say_what_the_week_was_like(page: StatisticsPage) -> None:
    said = words(page)
    for text in (
        *("95\nreçus, 81 traités", "44 min\npour finir, p95 6 h 22"),
        *("64\ndéposés, 59 confirmés", "92 ms", "5 min 16 s"),
    ):
        assert text in said
    assert "0\nticket perdu" in said


@pytest.mark.parametrize(
    ("proven", "said"), [(False, "pas encore vérifiée"), (None, "rien n’a encore été observé")]
)
def test_nothing_is_called_safe_before_it_is_proven(
    page: StatisticsPage, proven: bool | None, said: str
) -> None:
    blind = BlindTime(0, 0, 60_000, 1)
    page.show_statistics(replace(statistics(), proven=proven, blind=blind))
    assert "0\nticket perdu" not in words(page)
    assert said in words(page)


def test_nothing_is_green_while_the_feed_is_not_verified(page: StatisticsPage) -> None:
    def tones() -> set[str]:
        return {one.property("tone") for one in page.findChildren(QLabel) if one.isVisible()}

    assert "ok" not in tones()
    page.set_verified(True)
    assert "ok" in tones()
    page.set_verified(False)
    assert "ok" not in tones()


def test_bars_and_table_have_the_same_numbers(page: StatisticsPage) -> None:
    titles, *rows = page.model.rows()
    assert len(rows) == 8
    for chart, columns in (
        ("chart-counts", (1, 2, 3)),
        ("chart-confirmations", (6, 7)),
        ("chart-notifications", (8, 9)),
        ("chart-blind", (12,)),
    ):
        for group, cells in zip(bars(page, chart)._groups, reversed(rows[:-1]), strict=True):
            if group.instead:
                assert (group.instead, cells[1], group.bars) == ("fermé", "fermé", ())
            else:
                assert [bar.label for bar in group.bars] == [cells[one] for one in columns]
    assert len(titles) == len(rows[0])


def test_a_closed_day_is_closed_everywhere_and_today_is_unfinished(page: StatisticsPage) -> None:
    for chart in page.findChildren(DayBars):
        assert "dimanche 19 avril : fermé" in plain(chart.accessibleDescription())
        assert "aujourd’hui, inachevé" in chart.accessibleDescription()
    rows = {row[0]: row for row in page.model.exact_rows()}
    assert rows["2026-04-19"][3:] == ["ferme", *[""] * 14]
    assert rows["2026-04-21"][3] == "inacheve"
    assert rows["2026-04-18"][-1] == "0"


def test_no_cell_of_the_table_is_silent_to_a_screen_reader(page: StatisticsPage) -> None:
    model = page.model
    said = [
        [
            model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
            for column in range(model.columnCount())
        ]
        for row in range(model.rowCount())
    ]
    assert all(all(cells) for cells in said)
    assert ["fermé"] * 13 in [cells[1:] for cells in said]


def test_the_file_has_unrounded_values(page: StatisticsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.export_requested) as asked:
        click(find(page, QAbstractButton, "statistics-export"))
    name, rows = asked.args
    assert name == "statistiques 2026-04-15 2026-04-21"
    assert "90.25" in rows[1]
    assert rows[1][1].endswith("Z")


def test_the_file_is_whole_or_not_there(tmp_path: Path) -> None:
    rows = [["jour", "reçus"], ["2026-04-21", "8"], ["=1+1", "2"]]
    asyncio.run(write_table(tmp_path / "s.csv", rows))
    text = (tmp_path / "s.csv").read_bytes().decode("utf-8-sig")
    assert text == "jour,reçus\r\n2026-04-21,8\r\n'=1+1,2\r\n"
    with pytest.raises(FileNotFoundError):
        asyncio.run(write_table(tmp_path / "missing" / "s.csv", rows))
    (tmp_path / "d.csv").mkdir()
    with pytest.raises(IsADirectoryError):
        asyncio.run(write_table(tmp_path / "d.csv", rows))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["d.csv", "s.csv"]


def test_the_arrows_go_from_day_to_day_and_say_it(page: StatisticsPage) -> None:
    chart = bars(page, "chart-counts")
    assert plain(chart.accessibleName()) == (
        "Tickets par jour, aujourd’hui, inachevé : 8 reçus, 6 traités, 10 déposés, 10 confirmés"
    )
    press(chart, Qt.Key.Key_Left)
    assert "lundi 20 avril : 23 reçus" in plain(chart.accessibleName())
    press(chart, Qt.Key.Key_Home)
    press(chart, Qt.Key.Key_Left)
    assert "mercredi 15 avril : 19 reçus" in plain(chart.accessibleName())


def test_thirty_days_tell_the_value_of_the_day_under_the_pointer(page: StatisticsPage) -> None:
    chart = bars(page, "chart-blind")
    assert chart.reading() == ""
    page.show_statistics(statistics(30))
    assert len(chart._groups) == 30
    assert chart.reading() == ""
    QTest.mouseMove(chart, QPoint(chart.width() - 3, 60))
    assert "2 coupure(s), 41 s rejoué, 2 min 21 s relu" in plain(chart.reading())


def test_the_period_and_the_look_are_chosen(page: StatisticsPage) -> None:
    wanted = told(page.days_wanted)
    page.span.set_current("month")
    assert wanted == [30]
    page.look.set_current("table")
    assert page.table.isVisible()
    page.look.set_current("bars")
    assert not page.table.isVisible()


def test_chosen_lines_are_copied_with_their_titles(page: StatisticsPage) -> None:
    page.look.set_current("table")
    page.table.selectRow(1)
    press(page.table, Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 2
    assert lines[1].split("\t")[:4] == ["lun. 20", "23", "21", "16"]


def test_the_model_keeps_its_promises() -> None:
    model = DayStatisticsModel(StatisticsWords())
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_statistics(statistics())
    model.show_statistics(statistics(30))
    assert model.rowCount() == 31
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.data(QModelIndex()) is None
    model.show_statistics(None)
    assert model.rowCount() == 0


def test_bars_are_told_apart_without_colour(page: StatisticsPage, each_theme: Theme) -> None:
    """Down the middle of a bar: one colour in a solid and a hollow one, two in a hatched one."""
    page.show_statistics(statistics())
    chart = bars(page, "chart-counts")
    image = chart.grab().toImage().convertToFormat(page.grab().toImage().format())
    ratio = image.devicePixelRatio()
    slot = chart.width() / 7
    middles = {"solid": slot / 2 - 32, "hollow": slot / 2, "hatched": slot / 2 + 32}
    seen = {}
    for name, x in middles.items():
        ys = range(round(chart.height() * 0.62), round(chart.height() * 0.8))
        seen[name] = {
            QColor(image.pixel(QPointF(x * ratio, y * ratio).toPoint())).name() for y in ys
        }
    assert seen["solid"] == {theme().palette.focus.name()}
    assert len(seen["hollow"]) == 1
    assert seen["hollow"] != seen["solid"]
    assert len(seen["hatched"]) > 1
