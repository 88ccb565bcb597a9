"""The settings window: what it shows, what it tells, how it is searched and left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core import settings
from supportdesk_desktop.core.notices import Burst, Shows
from supportdesk_desktop.core.rows import WaitLimits
from supportdesk_desktop.core.settings import SETTINGS, Section, Setting
from supportdesk_desktop.core.times import QuietSpan
from supportdesk_desktop.ui.language import install_language
from supportdesk_desktop.ui.settings.schedule import ScheduleControl, WeekdayPicker
from supportdesk_desktop.ui.settings.window import SettingsWindow
from supportdesk_desktop.ui.theme import Theme
from tests.desktop.ui.hands import click, find, keys, press, shown, words
from tests.desktop.ui.quality.looking import cut_words, sideways

WORKDAYS = QuietSpan((0, 1, 2, 3, 4), 13 * 60 + 30, 14 * 60)
NIGHT = QuietSpan((0, 1, 2, 3, 4, 5, 6), 19 * 60, 8 * 60)
MONDAY = datetime(2026, 4, 20, 14, 32)


@pytest.fixture
def window(qtbot: QtBot, french: None) -> SettingsWindow:
    """The window, served and shown."""
    one = SettingsWindow()
    qtbot.addWidget(one)
    one.show_values({setting.name: setting.default for setting in SETTINGS})
    one.open()
    return one


@pytest.fixture
def told(window: SettingsWindow) -> list[tuple[str, Any]]:
    """What was chosen; the window shows it again, as its presenter does."""
    found: list[tuple[str, Any]] = []

    def hear(setting: Setting[Any], value: Any) -> None:
        found.append((setting.name, value))
        window.show_values({setting.name: value})

    window.chosen.connect(hear)
    return found


def row(window: SettingsWindow, setting: Setting[Any]) -> QWidget:
    return find(window, QWidget, f"setting-{setting.name}")


def button(window: SettingsWindow, setting: Setting[Any], name: str) -> QAbstractButton:
    return find(row(window, setting), QAbstractButton, name)


def shown_rows(window: SettingsWindow) -> set[str]:
    rows = [one for rows in window.rows.values() for one in rows]
    return {one.setting.name for one in rows if not one.isHidden()}


def test_every_setting_has_a_row_with_words_and_its_default(window: SettingsWindow) -> None:
    for setting in SETTINGS:
        said = words(row(window, setting))
        assert "par défaut" in said, setting.name
        assert len(said.splitlines()) >= 3, setting.name
        assert button(window, setting, "reset").isHidden()


def test_what_cannot_be_kept_cannot_be_chosen(qtbot: QtBot) -> None:
    unserved = SettingsWindow()
    qtbot.addWidget(unserved)
    unserved.open()
    assert not button(unserved, settings.ANNOUNCES, "switch").isEnabled()
    unserved.show_values({})
    assert button(unserved, settings.ANNOUNCES, "switch").isEnabled()


def test_each_control_tells_a_value_of_its_kind(
    window: SettingsWindow, told: list[tuple[str, Any]]
) -> None:
    click(button(window, settings.ANNOUNCES, "switch"))
    click(button(window, settings.SHOWS, f"segment-{Shows.NUMBER}"))
    click(button(window, settings.UNDO_S, "segment-30"))
    click(button(window, settings.TEXT_SCALE, "larger"))
    find(row(window, settings.BURST), QSpinBox, "burst-tickets").setValue(5)
    box = row(window, settings.KEPT_DAYS).findChild(QComboBox)
    assert isinstance(box, QComboBox)
    box.setFocus()
    press(box, Qt.Key.Key_Up)
    urgent = find(row(window, settings.WAITS), QComboBox, "wait-urgent")
    urgent.setFocus()
    press(urgent, Qt.Key.Key_Down)
    assert told == [
        ("notices.announces", False),
        ("notices.shows", Shows.NUMBER),
        ("filing.undo_s", 30),
        ("ui.scale", 1.1),
        ("notices.burst", Burst(5, 1)),
        ("privacy.kept_days", 180),
        ("ui.waits", WaitLimits(urgent=240)),
    ]


def test_what_is_shown_is_not_told_again(
    window: SettingsWindow, told: list[tuple[str, Any]]
) -> None:
    changed = {
        "notices.announces": False,
        "notices.shows": Shows.SUBJECT,
        "notices.burst": Burst(9, 9),
        "notices.quiet_hours": (WORKDAYS, NIGHT),
        "ui.scale": 1.5,
        "filing.undo_s": 0,
        "privacy.kept_days": 30,
    }
    window.show_values(changed)
    window.show_values({setting.name: setting.default for setting in SETTINGS})
    assert told == []


def test_a_changed_row_offers_its_default_and_is_counted(
    window: SettingsWindow, told: list[tuple[str, Any]]
) -> None:
    click(button(window, settings.THEME, "segment-dark"))
    click(button(window, settings.LANGUAGE, "segment-fr"))
    click(button(window, settings.UNDO_S, "segment-10"))
    assert "défaut : système" in words(row(window, settings.THEME))
    names = {one: item.accessibleName() for one, item in window.index.items.items()}
    assert names[Section.LOOK] == "Apparence, 2 modifiés"
    assert names[Section.FILING] == "Dépôt, 1 modifié"
    assert names[Section.ADVANCED] == "Avancé"
    reset = button(window, settings.THEME, "reset")
    assert reset.accessibleName() == "Rétablir Thème"
    click(reset)
    assert told[-1] == ("ui.theme", "system")
    assert reset.isHidden()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("theme", {"ui.theme"}),
        ("CRITIQUE", {"notices.critical_passes", "notices.escalations", "ui.waits"}),
        ("rafale resume", {"notices.burst"}),
        ("clientref", {"filing.send_client_ref"}),
        ("12 mois", {"privacy.kept_days"}),
        ("english", {"ui.lang"}),
        ("19:00", {"notices.quiet_hours"}),
        ("zébulon", set()),
    ],
)
def test_search_finds_names_hints_and_values_without_accents(
    window: SettingsWindow, typed: str, found: set[str]
) -> None:
    window.show_values({"notices.quiet_hours": (NIGHT,)})
    window.index.search.setText(typed)
    assert shown_rows(window) == found
    nothing = "Aucun réglage ne correspond." in words(window)
    assert nothing == (not found)
    heads = [one for one, head in window._heads.items() if not head.isHidden()]
    assert len(heads) == len({one.section for one in SETTINGS if one.name in found})
    window.index.search.clear()
    assert shown_rows(window) == {one.name for one in SETTINGS}


def test_resetting_all_asks_once_inside_the_window(
    window: SettingsWindow, qtbot: QtBot, told: list[tuple[str, Any]]
) -> None:
    everything = find(window, QAbstractButton, "reset-all")
    assert not everything.isEnabled()
    assert everything.toolTip() == "Tout est par défaut."
    click(button(window, settings.UNDO_S, "segment-10"))
    click(everything)
    question = find(window, QWidget, "reset-question")
    assert "Remettre 1 réglage par défaut ?" in words(question)
    press(window, Qt.Key.Key_Escape)
    assert question.isHidden()
    assert window.isVisible()
    click(everything)
    with qtbot.waitSignal(window.reset_all_requested):
        click(find(window, QAbstractButton, "reset-yes"))
    assert question.isHidden()


def test_escape_clears_the_search_and_then_closes(window: SettingsWindow) -> None:
    keys(window.index.search, "theme")
    press(window.index.search, Qt.Key.Key_Escape)
    assert window.index.search.text() == ""
    press(window.index.search, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_the_index_follows_the_scroll(window: SettingsWindow, qtbot: QtBot) -> None:
    def current() -> list[Section]:
        return [one for one, item in window.index.items.items() if item.isChecked()]

    window.resize(1200, 500)
    qtbot.waitUntil(lambda: current() == [Section.ACCOUNT])
    for section in Section:
        click(window.index.items[section])
        assert current() == [section]
    window._scroll.verticalScrollBar().setValue(0)
    assert current() == [Section.ACCOUNT]
    window._scroll.verticalScrollBar().setValue(window._heads[Section.LOOK].y() + 5)
    assert current() == [Section.LOOK]


def test_lines_of_the_schedule_come_change_and_go(
    window: SettingsWindow, told: list[tuple[str, Any]]
) -> None:
    quiet = row(window, settings.QUIET_HOURS)
    click(find(quiet, QAbstractButton, "add-line"))
    assert told[-1][1] == (QuietSpan((0, 1, 2, 3, 4), 750, 840),)
    click(find(quiet, QAbstractButton, "day-5"))
    assert told[-1][1] == (QuietSpan((0, 1, 2, 3, 4, 5), 750, 840),)
    start = find(quiet, QWidget, "from")
    press(start, Qt.Key.Key_Up)
    assert told[-1][1] == (QuietSpan((0, 1, 2, 3, 4, 5), 810, 840),)
    click(find(quiet, QAbstractButton, "add-line"))
    assert len(told[-1][1]) == 2
    click(find(quiet, QAbstractButton, "remove-line"))
    [left] = told[-1][1]
    assert left == NIGHT
    click(button(window, settings.QUIET_HOURS, "reset"))
    assert told[-1][1] == ()


@pytest.mark.parametrize(
    ("schedule", "now", "said"),
    [
        ((), MONDAY, "jamais"),
        ((WORKDAYS, NIGHT), MONDAY, "aujourd’hui, prochaine à 19:00"),
        ((WORKDAYS, NIGHT), MONDAY.replace(hour=21), "en cours, jusqu’à 08:00"),
        ((WORKDAYS,), MONDAY.replace(day=24), "prochaine lundi 13:30"),
    ],
)
def test_the_foot_says_what_comes_next(
    qtbot: QtBot, french: None, schedule: Any, now: datetime, said: str
) -> None:
    control = shown(qtbot, ScheduleControl(lambda: now))
    control.show_value(schedule)
    assert said in words(control)
    assert said in find(control, QWidget, "day-bar").accessibleName()


def test_days_are_one_tab_stop_that_arrows_move_in(qtbot: QtBot, french: None) -> None:
    days = shown(qtbot, WeekdayPicker())
    days.set_days((0, 6))
    stops = [
        one
        for one in days.findChildren(QAbstractButton)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    ]
    assert len(stops) == 1
    monday, sunday = (find(days, QAbstractButton, f"day-{at}") for at in (0, 6))
    assert (monday.text(), sunday.accessibleName()) == ("L", "dimanche")
    monday.setFocus()
    press(monday, Qt.Key.Key_Left)
    assert days.focusWidget() is sunday
    press(sunday, Qt.Key.Key_Space)
    assert days.days() == (0,)


def test_nothing_is_cut_off(window: SettingsWindow, light_theme: Theme, qapp: QApplication) -> None:
    light_theme.set_scale(2.0)
    window.show_values({"notices.quiet_hours": (WORKDAYS, NIGHT)})
    window.resize(700, 700)
    for _ in range(4):
        qapp.processEvents()
    assert cut_words(window, []) == []
    assert sideways(window) == []


def test_what_is_searched_is_found_in_the_language_of_the_moment(
    window: SettingsWindow, qapp: QApplication
) -> None:
    window.index.search.setText("taille")
    row = next(one for one in window.rows[Section.LOOK] if one.setting is settings.TEXT_SCALE)
    assert row.isVisible()
    install_language(qapp, "en")
    qapp.processEvents()
    assert not row.isVisible()
    install_language(qapp, "fr")
    qapp.processEvents()
    assert row.isVisible()


def test_the_wheel_scrolls_the_page_and_changes_nothing(
    window: SettingsWindow, told: list[tuple[str, Any]]
) -> None:
    window.show_values({settings.QUIET_HOURS.name: (WORKDAYS,)})
    boxes = [*window.findChildren(QComboBox), *window.findChildren(QAbstractSpinBox)]
    assert len(boxes) > 4
    for box in boxes:
        box.setFocus()
        turned = QWheelEvent(
            QPointF(2, 2), QPointF(box.mapToGlobal(QPoint(2, 2))), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(box, turned)
        assert not turned.isAccepted(), box.objectName()
    assert told == []
