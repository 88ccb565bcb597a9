"""The customer's field: completion that never replaces what is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.drafts import KnownCustomer
from supportdesk_desktop.ui.filing.customer import CustomerField
from tests.desktop.ui.hands import keys, press

KOFFI = KnownCustomer("user_8841", "Koffi Mensah", "koffi@exemple.bj", last_used_ms=2)
ABLAVI = KnownCustomer("user_2216", "Ablavi Mensah", "ablavi@exemple.bj", last_used_ms=3)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """The window that suggestions are laid over."""
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(560, 400)
    return widget


@pytest.fixture
def field(window: QWidget) -> CustomerField:
    """A shown field, two customers known, its edit focused."""
    widget = CustomerField()
    layout = QVBoxLayout(window)
    layout.addWidget(widget)
    layout.addStretch(1)
    widget.set_customers([KOFFI, ABLAVI])
    window.show()
    widget.edit.setFocus()
    return widget


def test_enter_keeps_what_is_typed(field: CustomerField) -> None:
    keys(field.edit, "mensa")
    assert [line.value for line in field.box.lines] == ["user_2216", "user_8841"]
    press(field.edit, Qt.Key.Key_Return)
    assert field.external_id == "mensa"
    assert field.box.lines == []
    assert field.note.text.startswith("Inconnu sur ce poste")


def test_enter_takes_the_only_customer_that_fits(field: CustomerField) -> None:
    keys(field.edit, "koff")
    press(field.edit, Qt.Key.Key_Return)
    assert field.external_id == "user_8841"
    assert field.note.text.startswith("Koffi Mensah")


def test_tab_keeps_what_is_typed_though_one_customer_fits(field: CustomerField) -> None:
    keys(field.edit, "koff")
    press(field.edit, Qt.Key.Key_Tab)
    assert field.external_id == "koff"


def test_arrow_and_enter_pick_a_customer(field: CustomerField) -> None:
    keys(field.edit, "mensa")
    press(field.edit, Qt.Key.Key_Down)
    press(field.edit, Qt.Key.Key_Down)
    press(field.edit, Qt.Key.Key_Return)
    assert field.external_id == "user_8841"
    assert field.note.text == "Koffi Mensah, koffi@exemple.bj. Connu sur ce poste."


def test_escape_closes_the_list_only(field: CustomerField) -> None:
    keys(field.edit, "mensa")
    press(field.edit, Qt.Key.Key_Escape)
    assert field.box.lines == []
    assert field.edit.text() == "mensa"
    assert field.edit.hasFocus()


def test_customers_that_arrive_late_are_offered_and_the_text_stays(field: CustomerField) -> None:
    field.set_customers([])
    keys(field.edit, "koff")
    assert field.box.lines == []
    field.set_customers([KOFFI])
    assert [line.value for line in field.box.lines] == ["user_8841"]
    assert field.edit.text() == "koff"


def test_a_refused_id_is_said_with_its_code_and_a_way_out(field: CustomerField) -> None:
    field.set_external_id("usr_8814")
    field.refuse_unknown()
    assert field.problem == "Aucun client avec cet identifiant"
    assert field.edit.accessibleDescription() == (
        "Aucun client avec cet identifiant CUSTOMER_NOT_FOUND"
    )
    assert field.edit.property("refused") is True
    field.note.link_clicked.emit()
    assert [line.value for line in field.box.lines] == ["user_2216", "user_8841"]
    keys(field.edit, "x")
    assert field.problem == ""
    assert field.edit.property("refused") is False


def test_what_is_being_typed_is_not_replaced(field: CustomerField) -> None:
    keys(field.edit, "user_")
    field.set_external_id("autre")
    assert field.external_id == "user_"
