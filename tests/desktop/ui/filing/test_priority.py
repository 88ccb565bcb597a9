"""Five priorities, one chosen, by mouse and by arrows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.ui.filing.priority import PriorityOption, PriorityPicker
from supportdesk_desktop.ui.theme import Theme
from tests.desktop.ui.hands import click, find, press, shown


@pytest.fixture
def picker(qtbot: QtBot) -> PriorityPicker:
    """A shown picker, wide enough for one line."""
    return shown(qtbot, PriorityPicker(), 592, 34)


def test_arrows_move_the_choice(qtbot: QtBot, picker: PriorityPicker) -> None:
    picker.focus_target().setFocus()
    with qtbot.waitSignal(picker.chosen) as chosen:
        press(picker.focus_target(), Qt.Key.Key_Right)
    assert chosen.args == ["HIGH"]
    assert picker.focus_target().hasFocus()


def test_an_initial_chooses(picker: PriorityPicker) -> None:
    press(picker.focus_target(), Qt.Key.Key_U)
    assert picker.priority is Priority.URGENT
    assert picker.focus_target().hasFocus()
    press(picker.focus_target(), Qt.Key.Key_Z)
    assert picker.priority is Priority.URGENT


def test_a_click_anywhere_on_an_option_chooses_it(picker: PriorityPicker) -> None:
    critical = find(picker, PriorityOption, "priority-critical")
    corner = critical.rect().bottomRight()
    click(critical, corner)
    assert picker.priority is Priority.CRITICAL


def test_an_unknown_priority_changes_nothing(picker: PriorityPicker) -> None:
    picker.set_priority("SOMEDAY")
    assert picker.priority is Priority.MEDIUM


def test_options_are_named_and_never_cut(picker: PriorityPicker) -> None:
    for option in picker.findChildren(PriorityOption):
        assert option.accessibleName().startswith("Priorité ")
        assert option.width() >= option.minimumSizeHint().width()
        assert option.height() >= 24


def test_at_200_percent_options_take_more_lines(
    qtbot: QtBot, picker: PriorityPicker, light_theme: Theme
) -> None:
    light_theme.set_scale(2.0)
    picker.resize(560, picker.sizeHint().height())
    qtbot.waitUntil(lambda: len({o.y() for o in picker.findChildren(PriorityOption)}) > 1)
    assert picker.minimumSizeHint().width() < 560


def test_it_is_drawn_in_both_themes(picker: PriorityPicker, each_theme: Theme) -> None:
    image = picker.grab().toImage()
    edge = each_theme.palette.medium
    colours = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert edge.name() in colours
