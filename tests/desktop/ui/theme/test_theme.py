"""The theme dresses the application, follows the choice and scales the text."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from supportdesk_desktop.resources import resources_dir
from supportdesk_desktop.ui.theme import Theme, install, set_look, theme
from supportdesk_desktop.ui.theme.tokens import DARK, LIGHT, TYPE_ROLES
from tests.desktop.ui.hands import shown


def test_install_twice_changes_the_theme_in_place(qapp: QApplication, light_theme: Theme) -> None:
    assert install(qapp, "dark") is light_theme is theme()
    assert theme().palette is DARK


def test_changed_is_emitted_once_for_a_change_and_never_for_none(
    qtbot: QtBot, light_theme: Theme
) -> None:
    with qtbot.waitSignal(light_theme.changed):
        light_theme.set_mode("dark")
    assert light_theme.palette is DARK
    with qtbot.assertNotEmitted(light_theme.changed):
        light_theme.set_mode("dark")
        light_theme.set_scale(1.0)


def test_scale_stays_between_one_and_two(light_theme: Theme) -> None:
    light_theme.set_scale(9.0)
    assert light_theme.scale == 2.0
    assert light_theme.px(54) == 108
    assert light_theme.font("body").pixelSize() == 26
    light_theme.set_scale(0.2)
    assert light_theme.scale == 1.0


def test_inter_is_used_in_three_weights(light_theme: Theme) -> None:
    assert QFontInfo(light_theme.font("body")).family() == "Inter"
    widths = [
        QFontMetricsF(light_theme.font(role)).horizontalAdvance("Paiement débité deux fois")
        for role in ("body", "bodymedium", "bodystrong")
    ]
    assert widths == sorted(set(widths))


def test_tabular_digits_share_one_width(light_theme: Theme) -> None:
    metrics = QFontMetricsF(light_theme.font("caption", tabular=True))
    assert metrics.horizontalAdvance("11:11") == metrics.horizontalAdvance("08:08")
    plain = QFontMetricsF(light_theme.font("caption"))
    assert plain.horizontalAdvance("11:11") != plain.horizontalAdvance("08:08")


@pytest.mark.parametrize("role", sorted(TYPE_ROLES))
def test_labels_get_the_font_and_colour_of_their_role(
    qtbot: QtBot, each_theme: Theme, role: str
) -> None:
    label = QLabel("Étiquettes")
    label.setProperty("role", role)
    label.setProperty("tone", "text2")
    qtbot.addWidget(label)
    label.show()
    assert label.font().pixelSize() == TYPE_ROLES[role].px
    if not TYPE_ROLES[role].mono:
        assert label.font().variableAxisValue(QFont.Tag("wght")) == TYPE_ROLES[role].weight
    assert label.palette().windowText().color() == each_theme.palette.text2


def test_controls_are_32_high_and_grow_with_the_text(qtbot: QtBot, light_theme: Theme) -> None:
    for widget in (QPushButton("Déposer"), QLineEdit("Sujet")):
        qtbot.addWidget(widget)
        widget.show()
        assert widget.sizeHint().height() == 32
        light_theme.set_scale(1.5)
        assert widget.sizeHint().height() == 48
        light_theme.set_scale(1.0)


def test_a_refused_field_is_drawn_in_danger(qtbot: QtBot, each_theme: Theme) -> None:
    field = shown(qtbot, QLineEdit("usr_8814"))
    field.resize(200, 32)
    before = field.grab().toImage().pixelColor(100, 1)
    set_look(field, "refused", True)
    assert field.grab().toImage().pixelColor(100, 1) == each_theme.palette.danger
    assert before != each_theme.palette.danger


def test_icons_take_the_colour_of_the_token(light_theme: Theme) -> None:
    image = light_theme.pixmap("p-critical", "critical", 16, 4.0).toImage()
    assert image.pixelColor(12, 32) == LIGHT.critical
    assert image.pixelColor(32, 26) == LIGHT.surface
    light_theme.set_mode("dark")
    image = light_theme.pixmap("p-critical", "critical", 16, 4.0, "selected").toImage()
    assert image.pixelColor(12, 32) == DARK.critical
    assert image.pixelColor(32, 26) == DARK.selected
    assert image.size().width() == 64


@pytest.mark.parametrize("name", sorted(p.stem for p in (resources_dir() / "icons").glob("*.svg")))
def test_every_icon_draws_something(light_theme: Theme, name: str) -> None:
    image = light_theme.pixmap(name, "text1", 16, 1.0).toImage()
    assert any(image.pixelColor(x, y).alpha() > 0 for x in range(16) for y in range(16))


def test_an_unknown_icon_is_an_error(light_theme: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        light_theme.pixmap("no-such-icon", "text1")
