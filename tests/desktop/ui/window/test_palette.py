"""The palette: what it offers, how it is limited, and what choosing a line does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.drafts import KnownCustomer
from supportdesk_desktop.core.saved_views import SavedView, SavedViewId
from supportdesk_desktop.ui.window import commands
from supportdesk_desktop.ui.window.command import Command
from supportdesk_desktop.ui.window.palette import Palette
from supportdesk_desktop.ui.window.palette_lines import (
    Entry,
    Kind,
    of_customer,
    of_query,
    of_saved_view,
    of_ticket,
)
from supportdesk_desktop.ui.window.state import View
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui.hands import CTRL, click, find, press, type_text
from tests.desktop.ui.sample_tickets import row

VIEW = of_saved_view(SavedView(SavedViewId("v"), "Urgences Parakou", "tag:parakou"))
FOUND = (
    of_query("urg"),
    of_ticket(row(1045, subject="Livraison urgente à Parakou")),
    of_customer(KnownCustomer("user_4409", "Urgèle Kouton", None, None, 0), "client:user_4409"),
)


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot) -> Palette:
    palette = window.pages.palette()
    palette.opened.connect(lambda: palette.set_views([VIEW]))
    palette.wanted.connect(lambda text, _limit: palette.show_found(text, FOUND if text else ()))
    press(window.ticket_list.view, Qt.Key.Key_K, CTRL)
    assert palette.isVisible()
    return palette


def line(palette: Palette) -> QLineEdit:
    return find(palette, QLineEdit, "palette-line")


def chosen(palette: Palette) -> Entry:
    entry = palette.current()
    assert entry is not None
    return entry


def titles(palette: Palette) -> list[str]:
    return [entry.title for entry in palette.entries()]


def entry_of(palette: Palette, command: Command) -> Entry:
    return next(one for one in palette.entries() if one.target == command)


def test_every_command_is_offered_with_its_keys(palette: Palette) -> None:
    offered = {one.target for one in palette.entries()}
    assert offered >= set(commands.COMMANDS) - {commands.PALETTE}
    assert entry_of(palette, commands.NEW_URGENT_TICKET).caps == ("Ctrl+Maj+N",)
    assert entry_of(palette, commands.SHOW_URGENT).caps == ("G", "U")
    assert entry_of(palette, commands.SHOW_URGENT).kind is Kind.VIEWS


def test_one_list_has_all_kinds_the_best_first(palette: Palette) -> None:
    type_text(line(palette), "urg")
    assert titles(palette) == [
        "Nouveau ticket de priorité Urgente",
        "Urgents",
        "Urgences Parakou",
        "urg",
        "Livraison urgente à Parakou",
        "Urgèle Kouton",
    ]
    assert chosen(palette).target == commands.NEW_URGENT_TICKET


def test_tab_limits_to_one_kind_and_backspace_lifts_it(palette: Palette) -> None:
    type_text(line(palette), "urg")
    for kind in Kind:
        press(line(palette), Qt.Key.Key_Tab)
        assert palette.limit is kind
        assert {one.kind for one in palette.entries()} == {kind}
    press(line(palette), Qt.Key.Key_Backtab)
    assert palette.limit is Kind.TICKETS
    line(palette).clear()
    press(line(palette), Qt.Key.Key_Backspace)
    assert palette.limit is None


def test_what_cannot_be_done_says_why_and_does_nothing(
    palette: Palette, window: MainWindow, qtbot: QtBot
) -> None:
    assert entry_of(palette, commands.SAVE_VIEW).reason == "Cherchez d’abord quelque chose."
    assert entry_of(palette, commands.FINISH).reason == ""
    reasons = [bool(one.reason) for one in palette.entries() if one.kind is Kind.ACTIONS]
    assert reasons == sorted(reasons)
    type_text(line(palette), "enregistrer la vue")
    with qtbot.assertNotEmitted(palette.command_chosen):
        press(line(palette), Qt.Key.Key_Return)
    assert palette.isVisible()


def test_arrows_pass_headings_and_go_round(palette: Palette) -> None:
    type_text(line(palette), "urg")
    seen = []
    for _ in range(len(titles(palette)) + 1):
        seen.append(chosen(palette).title)
        press(line(palette), Qt.Key.Key_Down)
    assert seen == [*titles(palette), titles(palette)[0]]
    press(line(palette), Qt.Key.Key_Up)
    press(line(palette), Qt.Key.Key_Up)
    assert chosen(palette).title == titles(palette)[-1]


@pytest.mark.parametrize(
    ("downs", "signal", "told"),
    [
        (2, "query_chosen", "tag:parakou"),
        (4, "ticket_chosen", "id-1045"),
        (5, "query_chosen", "client:user_4409"),
    ],
)
def test_a_line_leads_to_what_it_names(
    palette: Palette, qtbot: QtBot, downs: int, signal: str, told: str
) -> None:
    type_text(line(palette), "urg")
    for _ in range(downs):
        press(line(palette), Qt.Key.Key_Down)
    with qtbot.waitSignal(getattr(palette, signal)) as seen:
        press(line(palette), Qt.Key.Key_Return)
    assert seen.args == [told]
    assert not palette.isVisible()


@pytest.mark.parametrize("leave", ["escape", "again", "beside"])
def test_it_closes_and_gives_the_focus_back(
    palette: Palette, window: MainWindow, leave: str
) -> None:
    leaving: dict[str, Callable[[], None]] = {
        "escape": lambda: press(line(palette), Qt.Key.Key_Escape),
        "again": lambda: press(line(palette), Qt.Key.Key_K, CTRL),
        "beside": lambda: click(palette, QPoint(5, 5)),
    }
    leaving[leave]()
    assert not palette.isVisible()
    assert window.ticket_list.view.hasFocus()


def test_what_comes_late_keeps_the_line_that_was_chosen(palette: Palette) -> None:
    type_text(line(palette), "urg")
    press(line(palette), Qt.Key.Key_Down)
    before = chosen(palette)
    palette.show_found("urg", FOUND[:1])
    assert chosen(palette) == before
    palette.show_found("an older text", ())
    assert "urg" in titles(palette)


def test_nothing_is_said_to_match(palette: Palette) -> None:
    palette.wanted.disconnect()
    line(palette).setText("xyzzy")
    palette.show_found("xyzzy", ())
    assert palette.entries() == []
    assert palette.current() is None
    press(line(palette), Qt.Key.Key_Down)
    press(line(palette), Qt.Key.Key_Return)
    assert palette.isVisible()


def test_the_model_keeps_the_rules(palette: Palette) -> None:
    model = find(palette, QListView, "palette-list").model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    type_text(line(palette), "urg")
    assert model.data(model.index(0, 0)) == "Actions"
    assert model.data(model.index(1, 0)) == "Nouveau ticket de priorité Urgente, Ctrl+Maj+N"


def test_first_run_lets_no_command_of_the_desk_run(window: MainWindow) -> None:
    window.show_first_run()
    for command in (commands.PALETTE, commands.SHORTCUTS, commands.NEW_TICKET):
        window.commands.run(command)
    window.hide_first_run()
    assert not window.overlays.palette_is_open()
    assert not window.overlays.aside_is_shown()
    assert not window.body.panel_is_open()


def test_the_word_of_enter_is_a_button_for_who_has_no_keys(
    palette: Palette, window: MainWindow
) -> None:
    type_text(line(palette), "urgents")
    run = find(palette, QAbstractButton, "palette-run")
    assert run.accessibleDescription() == "Urgents, G puis U"
    click(run)
    assert not palette.isVisible()
    assert window.view() is View.URGENT
