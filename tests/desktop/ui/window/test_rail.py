"""The rail names what it counts and says who is available."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.rows import RailCounts
from supportdesk_desktop.ui.theme import Theme
from supportdesk_desktop.ui.window.menus import AvailabilityMenu, offered
from supportdesk_desktop.ui.window.rail import Rail
from supportdesk_desktop.ui.window.rail_items import initials
from supportdesk_desktop.ui.window.state import View
from tests.desktop.ui.desk import NOW, at
from tests.desktop.ui.hands import click, find, told


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    rail = Rail()
    qtbot.addWidget(rail)
    rail.resize(224, 860)
    rail.show()
    return rail


def button(rail: Rail, name: str) -> QAbstractButton:
    return find(rail, QAbstractButton, name)


def spoken(rail: Rail, name: str) -> str:
    interface = QAccessible.queryAccessibleInterface(button(rail, name))
    assert interface is not None
    return interface.text(QAccessible.Text.Name)


def test_items_are_read_with_their_counts(rail: Rail) -> None:
    assert spoken(rail, "rail-urgent") == "Urgents"
    rail.set_counts(RailCounts(38, 6, 8, 1, 4, 1, 2))
    assert spoken(rail, "rail-urgent") == "Urgents, 6 ticket(s)"
    assert spoken(rail, "rail-outbox") == "Boîte d’envoi, 4 dépôt(s) ouvert(s), 1 à décider"
    assert spoken(rail, "rail-notifications") == "Notifications, 2 sans explication"


def test_what_is_put_off_is_a_line_while_there_is_some(rail: Rail, qtbot: QtBot) -> None:
    line, below = button(rail, "rail-snoozed"), button(rail, "rail-pinned")
    rail.set_counts(RailCounts(mine=38))
    assert not line.isVisible()
    rail.set_counts(RailCounts(mine=36, snoozed=2))
    assert spoken(rail, "rail-snoozed") == "Reportés, 2 ticket(s)"
    qtbot.waitUntil(lambda: line.y() > below.y())
    assert line.y() < button(rail, "rail-outbox").y()
    wanted, view = told(rail.snoozed_wanted), told(rail.view_chosen)
    click(line)
    rail.set_current(View.MINE)
    assert not line.isChecked()
    rail.mark_snoozed()
    assert (len(wanted), view) == (1, [])
    assert line.isChecked()
    assert not button(rail, "rail-mine").isChecked()
    rail.set_counts(RailCounts(mine=38))
    assert not line.isVisible()


def test_a_click_chooses_a_view_and_setting_it_does_not(rail: Rail) -> None:
    chosen = told(rail.view_chosen)
    click(button(rail, "rail-outbox"))
    rail.set_current(View.TODAY)
    assert chosen == [View.OUTBOX]
    assert rail.current() is View.TODAY


def test_the_narrow_rail_says_in_tooltips_what_it_no_longer_writes(
    rail: Rail, each_theme: Theme
) -> None:
    rail.set_counts(RailCounts(mine=38))
    rail.set_icons_only(True)
    assert rail.width() == 60
    item = button(rail, "rail-mine")
    assert item.toolTip() == "Mes tickets, 38 ticket(s)"
    assert min(item.sizeHint().width(), item.sizeHint().height()) >= 24
    rail.set_icons_only(False)
    assert rail.width() == 224
    assert item.toolTip() == ""


def test_the_agent_is_a_button_only_where_the_desk_offers_availability(rail: Rail) -> None:
    rail.set_agent("", None)
    assert spoken(rail, "agent") == "Clé vérifiée"
    rail.set_agent("Aïcha Houngbédji", "N1")
    assert not button(rail, "agent").isEnabled()
    assert spoken(rail, "agent") == "Aïcha Houngbédji, Agent N1"
    rail.set_presence(True)
    assert button(rail, "agent").isEnabled()
    assert "disponible" in spoken(rail, "agent")
    rail.set_presence(False, at(14, 0))
    assert spoken(rail, "agent").endswith("Absent jusqu’à 14:00")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Aïcha Houngbédji", "AH"), ("Koffi", "K"), ("", "?"), ("jean-luc da silva", "JS")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_an_absence_that_would_be_over_is_not_offered() -> None:
    noon = datetime.fromtimestamp(at(12, 58) / 1000).astimezone()
    assert list(offered(noon)) == ["half_hour", "break", "tomorrow"]
    evening = noon + timedelta(hours=6)
    assert list(offered(evening)) == ["half_hour", "tomorrow"]
    assert all(end > evening.timestamp() * 1000 for end in offered(evening).values())


def test_the_menu_ticks_what_holds_and_gives_the_end(rail: Rail) -> None:
    now = datetime.fromtimestamp(at(12, 58) / 1000).astimezone()
    menu = AvailabilityMenu(rail, True, at(14, 0), 32, now)
    ticked = [action.text() for action in menu.actions() if action.isChecked()]
    assert ticked == ["Absent jusqu’à 14:00\t1 h 02"]
    chosen = told(menu.chosen)
    for begins in ("Absent 30", "Disponible"):
        next(one for one in menu.actions() if one.text().startswith(begins)).trigger()
    assert chosen == [at(13, 28), None]


def test_an_absence_from_elsewhere_keeps_its_own_line(rail: Rail) -> None:
    now = datetime.fromtimestamp(NOW / 1000).astimezone()
    menu = AvailabilityMenu(rail, True, at(17, 15), 3, now)
    assert [a.text() for a in menu.actions() if a.isChecked()] == ["Absent jusqu’à 17:15"]


def test_sample_data_are_marked(rail: Rail) -> None:
    rail.set_shop("Bureau local", sample_data=True)
    header = find(rail, QWidget, "rail-header")
    assert header.accessibleName() == "Bureau local, Données d’exemple"
