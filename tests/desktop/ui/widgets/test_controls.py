"""Buttons, labels, chips, choices, wells and notices behave by mouse, key and screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.ui.theme import Theme
from supportdesk_desktop.ui.widgets.buttons import (
    Button,
    DangerButton,
    IconButton,
    LinkButton,
    PlainButton,
    PrimaryButton,
    QuietButton,
)
from supportdesk_desktop.ui.widgets.chips import TagChip
from supportdesk_desktop.ui.widgets.choices import ComboBox, Segmented
from supportdesk_desktop.ui.widgets.empty_state import EmptyState
from supportdesk_desktop.ui.widgets.labels import ElidedLabel, IconLabel, KeyHint
from supportdesk_desktop.ui.widgets.layouts import FlowLayout
from supportdesk_desktop.ui.widgets.painting import dot_colour
from supportdesk_desktop.ui.widgets.wells import Well
from tests.desktop.ui.hands import shown

KINDS = [PrimaryButton, PlainButton, DangerButton, QuietButton, LinkButton]


@pytest.mark.parametrize("kind", KINDS)
def test_a_button_grows_with_icon_text_and_keys(
    qtbot: QtBot, each_theme: Theme, kind: type[Button]
) -> None:
    bare, full = kind("Déposer"), kind("Déposer", "plus", "Ctrl+N")
    for button in (bare, full):
        qtbot.addWidget(button)
        button.show()
    assert full.sizeHint().width() > bare.sizeHint().width() + 16
    assert bare.sizeHint().height() >= 24
    image = full.grab().toImage()
    colours = {image.pixelColor(x, image.height() // 2).name() for x in range(image.width())}
    assert len(colours) > 2
    assert each_theme.colour(full.INK).name() in colours


def test_a_click_leaves_the_focus_where_it_was(qtbot: QtBot) -> None:
    button = shown(qtbot, PlainButton("Ordinaire"))
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.hasFocus()
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize(
    ("kind", "token"), [(PrimaryButton, "onaccent"), (PlainButton, "focus"), (QuietButton, "focus")]
)
def test_the_focus_ring_is_two_pixels(
    qtbot: QtBot, each_theme: Theme, kind: type[Button], token: str
) -> None:
    button = shown(qtbot, kind("Déposer"))
    button.activateWindow()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    image = button.grab().toImage()
    ring = each_theme.colour(token)
    column = [image.pixelColor(image.width() // 2, y) for y in range(6)]
    assert sum(colour == ring for colour in column) == 2


def test_an_icon_button_is_named_by_its_verb(qtbot: QtBot) -> None:
    button = shown(qtbot, IconButton("copy", "Copier le numéro"))
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.text(QAccessible.Text.Name) == "Copier le numéro"
    assert button.toolTip() == "Copier le numéro"
    assert (button.sizeHint().width(), button.sizeHint().height()) == (32, 32)


def test_an_elided_label_tells_the_whole_text_once_cut(qtbot: QtBot) -> None:
    label = shown(qtbot, ElidedLabel("Un sujet assez long pour être coupé\nen deux"))
    label.resize(400, 20)
    assert not label.is_cut()
    assert label.toolTip() == ""
    label.resize(80, 20)
    assert label.is_cut()
    assert label.toolTip() == "Un sujet assez long pour être coupé en deux"


def test_an_icon_label_follows_the_theme(qtbot: QtBot, light_theme: Theme) -> None:
    label = shown(qtbot, IconLabel("bell", "notifié en 84 ms"))
    before = label.grab().toImage()
    light_theme.set_mode("dark")
    assert label.grab().toImage() != before


def test_a_key_cap_is_as_wide_as_its_keys(qtbot: QtBot) -> None:
    cap = KeyHint("Ctrl+N")
    qtbot.addWidget(cap)
    narrow = cap.sizeHint().width()
    cap.set_keys("Ctrl+Maj+N")
    assert cap.sizeHint().width() > narrow


@pytest.mark.parametrize(
    ("given", "shown"),
    [("#D08030", "#d08030"), (None, None), ("red", None), ("#12", None), ("url(x)", None)],
)
def test_only_a_hex_colour_becomes_a_dot(given: str | None, shown: str | None) -> None:
    colour = dot_colour(given)
    assert (None if colour is None else colour.name()) == shown


def test_a_chip_is_removed_by_its_cross(qtbot: QtBot) -> None:
    chip = shown(qtbot, TagChip("uuid-1", "paiement", "#D08030", removable=True))
    chip.resize(chip.sizeHint())
    cross = chip.findChild(QAbstractButton)
    assert cross is not None
    assert cross.accessibleName() == "Retirer paiement"
    assert min(cross.width(), cross.height()) >= 24
    with qtbot.waitSignal(chip.removed) as told:
        QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert told.args == ["uuid-1"]


def test_arrows_move_the_choice_and_tab_stops_once(qtbot: QtBot) -> None:
    choice = shown(qtbot, Segmented([("rows", "Tableau", "rows"), ("json", "JSON", "braces")]))
    assert choice.current() == "rows"
    with qtbot.waitSignal(choice.chosen) as told:
        QTest.keyClick(choice, Qt.Key.Key_Right)
    assert told.args == ["json"]
    QTest.keyClick(choice, Qt.Key.Key_Right)
    assert choice.current() == "rows"
    policies = [button.focusPolicy() for button in choice.findChildren(QAbstractButton)]
    assert policies == [Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.NoFocus]


def test_a_well_says_its_tone_by_icon_and_words(qtbot: QtBot, each_theme: Theme) -> None:
    well = shown(
        qtbot, Well("warn", "copy", "Un ticket semblable", "INV-1046", [PlainButton("Voir")])
    )
    well.resize(500, 60)
    middle = well.grab().toImage().pixelColor(300, 6)
    assert middle == each_theme.palette.warnbg
    well.set_content("ok", "bell", "Notifié en 84 ms")
    assert well.grab().toImage().pixelColor(300, 6) == each_theme.palette.okbg
    assert not well.text.isVisible()


def test_an_empty_state_drops_the_buttons_of_before(qtbot: QtBot) -> None:
    state = shown(qtbot, EmptyState())
    first = PlainButton("Vérifier à nouveau")
    state.set_content("plug", "Pas de liste", "Aucun flux.", buttons=[first])
    assert first.isVisible()
    state.set_content("verified", "Rien à traiter.", "Vérifié.", "ok")
    assert not first.isVisible()
    texts = [label.text() for label in state.findChildren(QLabel) if label.text()]
    assert texts == ["Rien à traiter.", "Vérifié."]


def test_a_flow_begins_a_new_line_where_the_width_ends(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    flow = FlowLayout(6, place)
    for name in ("paiement", "double débit", "livraison", "remboursement"):
        flow.addWidget(TagChip(name, name, None))
    wide, narrow = flow.heightForWidth(1000), flow.heightForWidth(150)
    assert wide == 24
    assert narrow >= 3 * 24
    first = TagChip("0", "urgent", None)
    flow.insert_widget(0, first)
    item = flow.itemAt(0)
    assert item is not None
    assert item.widget() is first


@pytest.fixture
def box(qtbot: QtBot) -> ComboBox:
    box = shown(qtbot, ComboBox())
    box.addItems(["texte", "nombre"])
    return box


def test_a_combo_box_draws_its_arrow_in_both_themes(box: ComboBox, each_theme: Theme) -> None:
    box.resize(120, 32)
    image = box.grab().toImage()
    arrow = {image.pixelColor(x, y).name() for x in range(96, 112) for y in range(8, 24)}
    assert len(arrow - {each_theme.palette.surface.name()}) > 0


def test_a_closed_box_is_changed_by_a_selection_in_its_list(box: ComboBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.activated) as told:
        # As assistive technology does it.
        box.view().selectionModel().select(
            box.model().index(1, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
    assert told.args == [1]
    assert box.currentText() == "nombre"


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_an_open_box_is_not_changed_by_what_is_pointed_at(box: ComboBox) -> None:
    box.showPopup()
    box.view().setCurrentIndex(box.model().index(1, 0))
    box.hidePopup()
    assert box.currentText() == "texte"
