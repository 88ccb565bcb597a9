"""The list pane: keys, place and choice through changes, empty states, the pill."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.ui.tickets.pane import Emptiness, TicketListPane
from supportdesk_desktop.ui.widgets.buttons import Button, PrimaryButton
from tests.desktop.ui.hands import click, find, words
from tests.desktop.ui.sample_tickets import NOW_MS, ago_ms, many_rows, row
from tests.desktop.ui.tickets.conftest import show


def pill(pane: TicketListPane) -> PrimaryButton | None:
    """Return the pill while it is shown; it is built with the first ticket out of sight."""
    found = pane.findChild(PrimaryButton, "new-tickets-pill")
    return found if found is not None and found.isVisible() else None


def test_a_list_that_is_still_to_be_read_says_so(pane: TicketListPane) -> None:
    assert "Lecture de la liste…" in words(pane)
    assert pill(pane) is None


def test_focus_chooses_the_first_ticket_and_keys_move(pane: TicketListPane, qtbot: QtBot) -> None:
    rows = [*many_rows(3), row(1, ago_ms(days=1))]
    show(pane, rows)
    chosen: list[str] = []
    pane.ticket_selected.connect(chosen.append)
    pane.activateWindow()
    pane.view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(pane.view.hasFocus)
    for key in (Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_Up):
        QTest.keyClick(pane.view, key)
    # The third J steps over the heading of the day before.
    numbers = [0, 1, 2, 3, 2, 1]
    assert chosen == [rows[at].id for at in numbers]


def test_home_and_end_never_land_on_a_heading(pane: TicketListPane) -> None:
    rows = many_rows(60)
    show(pane, rows)
    pane.select(rows[30].id)
    for key, expected in (
        (Qt.Key.Key_Home, rows[0].id),
        (Qt.Key.Key_End, rows[-1].id),
        (Qt.Key.Key_PageUp, None),
    ):
        QTest.keyClick(pane.view, key, Qt.KeyboardModifier.ControlModifier)
        assert pane.view.current is not None
        if expected is not None:
            assert pane.view.current == expected


@pytest.mark.parametrize(
    ("key", "modifier", "signal"),
    [
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "ticket_opened"),
        (Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, "ticket_opened"),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, "toggle_read"),
        (Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier, "toggle_pin"),
        (Qt.Key.Key_C, Qt.KeyboardModifier.NoModifier, "copy_number"),
        (Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier, "copy_json"),
    ],
)
def test_keys_act_on_the_chosen_ticket(
    pane: TicketListPane, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, signal: str
) -> None:
    rows = many_rows(3)
    show(pane, rows)
    pane.select(rows[1].id)
    with qtbot.waitSignal(getattr(pane, signal)) as asked:
        QTest.keyClick(pane.view, key, modifier)
    assert asked.args == [rows[1].id]


def test_single_letters_can_be_switched_off(pane: TicketListPane, qtbot: QtBot) -> None:
    rows = many_rows(3)
    show(pane, rows)
    pane.select(rows[1].id)
    pane.view.single_keys = False
    with qtbot.assertNotEmitted(pane.toggle_pin), qtbot.assertNotEmitted(pane.ticket_selected):
        QTest.keyClick(pane.view, Qt.Key.Key_P)
        QTest.keyClick(pane.view, Qt.Key.Key_J)
    with qtbot.waitSignal(pane.toggle_read):
        QTest.keyClick(pane.view, Qt.Key.Key_Space)


def test_a_list_at_its_top_stays_there_whatever_becomes_of_the_chosen_ticket(
    pane: TicketListPane,
) -> None:
    rows = many_rows(60)
    show(pane, rows[40:42])
    pane.select(rows[41].id)
    show(pane, rows[10:])
    assert pane.view.at_top()
    pane.model.insert(rows[:10])
    assert pane.view.at_top()
    assert pane.view.current == rows[41].id
    assert pill(pane) is None


def test_an_arrival_moves_nothing_that_is_read(pane: TicketListPane, qtbot: QtBot) -> None:
    rows = many_rows(200)
    show(pane, rows)
    pane.select(rows[100].id)
    bar = pane.view.verticalScrollBar()
    before = [(pane.model.row_of(each) or 0, each) for each in pane.view.visible_ids()]
    places = {each: pane.view.rowViewportPosition(at) for at, each in before}
    assert pill(pane) is None
    with qtbot.assertNotEmitted(pane.ticket_selected):
        pane.model.insert([row(1, NOW_MS + 1), row(2, NOW_MS + 2)])
    for ticket, place in places.items():
        assert pane.view.rowViewportPosition(pane.model.row_of(ticket) or 0) == place
    assert pane.view.current == rows[100].id
    shown = pill(pane)
    assert shown is not None
    assert shown.text().startswith("2 nouveau")
    click(shown)
    assert bar.value() == 0
    assert pill(pane) is None
    # Scrolling to the top by hand takes it away too.
    bar.setValue(3000)
    pane.model.insert([row(3, NOW_MS + 3)])
    assert pill(pane) is not None
    bar.setValue(0)
    assert pill(pane) is None


def test_a_snapshot_keeps_choice_and_place(pane: TicketListPane, qtbot: QtBot) -> None:
    rows = many_rows(200)
    show(pane, rows)
    pane.select(rows[100].id)
    place = pane.view.rowViewportPosition(pane.model.row_of(rows[100].id) or 0)
    with qtbot.assertNotEmitted(pane.ticket_selected):
        show(pane, [row(1, NOW_MS + 1), *rows[20:]])
    assert pane.view.current == rows[100].id
    assert pane.view.selectionModel().isRowSelected(pane.model.row_of(rows[100].id) or 0)
    moved = pane.view.rowViewportPosition(pane.model.row_of(rows[100].id) or 0)
    assert moved == place


def test_touched_tickets_are_told_once_they_are_drawn(pane: TicketListPane, qtbot: QtBot) -> None:
    rows = many_rows(100)
    show(pane, rows)
    told: list[list[TicketId]] = []
    pane.view.painted.connect(told.append)
    pane.model.touch([replace(rows[0], pinned=True), replace(rows[90], pinned=True)])
    qtbot.waitUntil(lambda: told == [[rows[0].id]])
    pane.view.viewport().repaint()
    assert told == [[rows[0].id]]
    pane.select(rows[90].id)
    qtbot.waitUntil(lambda: told == [[rows[0].id], [rows[90].id]])


@pytest.mark.parametrize(
    ("verified_ms", "proven", "stale_ms", "said"),
    [
        (NOW_MS, True, None, "Vérifié à 14:32:08 : aucun ticket ne vous est assigné."),
        (None, False, None, "La liste n’a pas encore été vérifiée avec le serveur."),
        (NOW_MS, True, NOW_MS, "Liste non vérifiée depuis 14:32:08."),
        (NOW_MS, False, None, "Liste non vérifiée depuis 14:32:08."),
    ],
)
def test_an_empty_list_is_good_news_only_while_that_is_proven(
    pane: TicketListPane, verified_ms: int | None, proven: bool, stale_ms: int | None, said: str
) -> None:
    pane.set_emptiness(Emptiness.NOTHING_TO_DO)
    pane.set_verified(NOW_MS, proven=True)
    pane.set_verified(verified_ms, proven=proven)
    pane.set_stale(stale_ms)
    assert said in words(pane)
    assert ("Rien à traiter." in words(pane)) == said.startswith("Vérifié")
    band = "État vérifié à 14:32:08. Des tickets ont pu arriver ou changer depuis."
    assert (band in words(pane)) == (stale_ms is not None)


def test_without_a_feed_there_are_two_ways_on(pane: TicketListPane, qtbot: QtBot) -> None:
    pane.set_emptiness(Emptiness.NO_FEED, 404)
    assert "Pas de liste en direct sur ce serveur" in words(pane)
    assert "(404)" in words(pane)
    for name, signal in (
        ("empty-new-ticket", pane.new_ticket_requested),
        ("empty-verify", pane.verify_requested),
    ):
        with qtbot.waitSignal(signal):
            click(find(pane, Button, name))


def test_first_ticket_replaces_the_empty_state(pane: TicketListPane) -> None:
    pane.set_emptiness(Emptiness.NOTHING_TO_DO)
    pane.set_verified(NOW_MS, proven=True)
    pane.model.insert([row(1)])
    assert "Rien à traiter" not in words(pane)
    assert pane.view.isVisible()
    pane.model.remove([TicketId("id-1")])
    assert "Rien à traiter" in words(pane)


def test_rows_are_named_for_screen_readers(pane: TicketListPane) -> None:
    show(pane, many_rows(2))
    interface = QAccessible.queryAccessibleInterface(pane.view)
    assert interface.text(QAccessible.Text.Name) == "Tickets"
    children = [interface.child(at) for at in range(interface.childCount())]
    names = [child.text(QAccessible.Text.Name) for child in children if child is not None]
    assert any(name.startswith("Priorité Haute, INV-9000, Sujet 0, Koffi Mensah") for name in names)


def test_a_cut_subject_is_a_tooltip(pane: TicketListPane) -> None:
    long = "Un très long sujet " * 9
    show(pane, [row(1046, subject=long)])
    spot = QPoint(200, 50)
    event = QHelpEvent(QEvent.Type.ToolTip, spot, pane.view.viewport().mapToGlobal(spot))
    QApplication.sendEvent(pane.view.viewport(), event)
    assert QToolTip.text() == long


def test_a_flood_of_arrivals_fades_only_where_it_is_seen(
    pane: TicketListPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = many_rows(2000)
    show(pane, [])
    pane.model.insert(rows)
    looked_at: list[int] = []
    place_of = pane.view.visualRect

    def looking(index: QModelIndex) -> QRect:
        looked_at.append(index.row())
        return place_of(index)

    monkeypatch.setattr(pane.view, "visualRect", looking)
    pane.view._fade()
    assert 0 < len(looked_at) < 30
    assert set(looked_at) == {pane.model.row_of(ticket) for ticket in pane.view.visible_ids()}
