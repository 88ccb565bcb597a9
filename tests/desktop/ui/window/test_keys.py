"""Every key of the registry, pressed where it is heard; Escape on every page; the menus."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QPushButton, QWidget

from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.saved_views import SavedView, SavedViewId
from supportdesk_desktop.core.tickets import Priority
from supportdesk_desktop.ui.window import commands
from supportdesk_desktop.ui.window.command import Command
from supportdesk_desktop.ui.window.commands import (
    COMMANDS,
    REMOVE_VIEW,
    RENAME_VIEW,
    SAVED_VIEW_COMMANDS,
    TICKET_COMMANDS,
)
from supportdesk_desktop.ui.window.state import View
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui.desk import FILINGS, NOW
from tests.desktop.ui.hands import find, lines, press, told, type_text
from tests.desktop.ui.sample_tickets import detail

CHOSEN = "id-9000"


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    """The window with a verified feed, the chosen ticket in its detail."""
    window.strip.set_status(FeedStatus(FeedState.VERIFIED, NOW, tickets=12, verified_up_to_ms=NOW))
    window.detail.show_detail(detail(9000))
    window.ticket_list.view.setFocus()
    assert window.ticket_list.view.current == CHOSEN
    return window


def strike(window: MainWindow, keys: str) -> None:
    """Press a portable sequence, key by key, into whatever has the focus."""
    QTest.keySequence(QApplication.focusWidget() or window, QKeySequence(keys))


Seen = Callable[[MainWindow], Callable[[], bool]]


def emits(signal_of: Callable[[MainWindow], SignalInstance], *first: object) -> Seen:
    """Return what looks whether a signal was emitted, first with this argument."""

    def begin(window: MainWindow) -> Callable[[], bool]:
        seen = told(signal_of(window))
        return lambda: seen == list(first)

    return begin


def then(look: Callable[[MainWindow], bool]) -> Seen:
    """Return what looks at the window after the keys, and saw nothing of it before."""

    def begin(window: MainWindow) -> Callable[[], bool]:
        assert not look(window)
        return lambda: look(window)

    return begin


def _detail_has_focus(window: MainWindow) -> bool:
    return window.detail.isAncestorOf(window.focusWidget() or window)


FROM_THE_LIST: dict[Command, Seen] = {
    commands.PALETTE: then(lambda w: w.overlays.palette_is_open()),
    commands.SEARCH: then(lambda w: w.top_bar.search.hasFocus()),
    commands.NEW_TICKET: emits(lambda w: w.new_ticket_opened, None),
    commands.NEW_URGENT_TICKET: emits(lambda w: w.new_ticket_opened, Priority.URGENT),
    commands.DO_NOT_DISTURB: then(lambda w: w.view() is View.NOTIFICATIONS),
    commands.VERIFY_NOW: emits(lambda w: w.verify_now_requested, None),
    commands.SHORTCUTS: then(lambda w: w.overlays.aside_is_shown()),
    commands.SETTINGS: then(lambda w: w.pages.settings().isVisible()),
    commands.SHOW_STATISTICS: then(lambda w: w.view() is View.STATISTICS),
    commands.QUIT: emits(lambda w: w.quit_requested, None),
    commands.TOGGLE_RAIL: then(lambda w: w.rail.icons_only),
    commands.LARGER_TEXT: emits(lambda w: w.scale_chosen, pytest.approx(1.1)),
    commands.SMALLER_TEXT: emits(lambda w: w.scale_chosen, pytest.approx(0.9)),
    commands.NORMAL_TEXT: emits(lambda w: w.scale_chosen, 1.0),
    commands.NEXT_REGION: then(_detail_has_focus),
    commands.PREVIOUS_REGION: then(lambda w: w.top_bar.search.hasFocus()),
    commands.NEXT_ROW: then(lambda w: w.ticket_list.view.current == "id-8999"),
    commands.OPEN_TICKET: then(_detail_has_focus),
    commands.SHOW_MINE: emits(lambda w: w.view_changed, View.MINE),
    commands.SHOW_URGENT: then(lambda w: w.view() is View.URGENT),
    commands.SHOW_OUTBOX: then(lambda w: w.view() is View.OUTBOX),
    commands.SHOW_NOTIFICATIONS: then(lambda w: w.view() is View.NOTIFICATIONS),
    commands.TOGGLE_READ: emits(lambda w: w.ticket_list.toggle_read, CHOSEN),
    commands.TOGGLE_PIN: emits(lambda w: w.ticket_list.toggle_pin, CHOSEN),
    commands.COPY_NUMBER: emits(lambda w: w.ticket_list.copy_number, CHOSEN),
    commands.COPY_JSON: emits(lambda w: w.ticket_list.copy_json, CHOSEN),
    commands.COPY_CURL: emits(lambda w: w.detail.copy_curl, CHOSEN),
    commands.NEXT_TICKET: then(lambda w: w.ticket_list.view.current == "id-8999"),
    commands.SHOW_SNOOZED: then(lambda w: w.top_bar.search.text() in ("est:reporté", "is:snoozed")),
    commands.SNOOZE: then(lambda w: find(w, QWidget, "snooze-menu").isVisible()),
    commands.OPEN_IN_WINDOW: emits(lambda w: w.detail.window_wanted, CHOSEN),
    commands.WRITE_NOTE: then(lambda w: find(w, QWidget, "private-note").hasFocus()),
}
ELSEWHERE = {
    commands.UNDO,
    commands.PREVIOUS_ROW,
    commands.PREVIOUS_TICKET,
    commands.CLOSE,
    commands.BACK,
    commands.COMPLETE,
    commands.SAVE_VIEW,
    commands.FILE,
    commands.PREVIEW,
    commands.BOLD,
    commands.ITALIC,
    *SAVED_VIEW_COMMANDS,
    commands.SELECT_ALL,
    commands.SELECT_ROW,
    commands.COPY_ROWS,
}
"""Commands with a test of their own below, or beside the part that hears their keys."""


def test_no_key_is_left_without_a_test() -> None:
    with_keys = {command for command in COMMANDS if command.every_key}
    untested = with_keys - set(FROM_THE_LIST) - ELSEWHERE
    assert sorted(command.id for command in untested) == []
    assert not set(FROM_THE_LIST) & ELSEWHERE


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
@pytest.mark.parametrize(
    ("command", "keys"),
    [(command, keys) for command in FROM_THE_LIST for keys in command.every_key],
    ids=lambda one: one.id if isinstance(one, Command) else one,
)
def test_a_key_does_what_its_command_says(window: MainWindow, command: Command, keys: str) -> None:
    done = FROM_THE_LIST[command](window)
    strike(window, keys)
    assert done()


@pytest.mark.parametrize(
    "keys", [*commands.PREVIOUS_ROW.every_key, *commands.PREVIOUS_TICKET.every_key]
)
def test_the_row_before_is_reached_again(window: MainWindow, keys: str) -> None:
    strike(window, "Down")
    strike(window, keys)
    assert window.ticket_list.view.current == CHOSEN


def test_j_and_k_move_in_any_list(window: MainWindow) -> None:
    window.go(View.OUTBOX)
    page = window.pages.outbox()
    page.set_filings(FILINGS)
    page.focus_list()
    first = page.list.currentIndex().row()
    strike(window, "J")
    assert page.list.currentIndex().row() > first
    strike(window, "K")
    assert page.list.currentIndex().row() == first


def test_letters_stay_letters_in_a_field(window: MainWindow) -> None:
    window.top_bar.focus_search()
    for keys in ("J", "P", "C", "G", "O"):
        strike(window, keys)
    assert window.top_bar.search.text() == "jpcgo"


def test_the_panel_hears_its_own_keys(window: MainWindow) -> None:
    window.start_ticket()
    panel = window.pages.new_ticket()
    description = panel.form.description
    description.text_edit.setFocus()
    type_text(description.text_edit, "mot")
    description.text_edit.selectAll()
    strike(window, commands.BOLD.held[0])
    assert description.markdown == "**mot**"
    assert not window.rail.icons_only
    strike(window, commands.BOLD.held[0])
    strike(window, commands.ITALIC.held[0])
    assert "*mot*" in description.markdown
    preview = told(description.turned)
    strike(window, commands.PREVIEW.held[0])
    assert len(preview) == 1
    for keys in commands.FILE.held:
        description.text_edit.setFocus()
        strike(window, keys)
        assert panel.form.customer.isAncestorOf(window.focusWidget())


def test_the_search_hears_its_own_keys(window: MainWindow) -> None:
    window.top_bar.focus_search()
    type_text(window.top_bar.search, "priorité:")
    asked = told(window.top_bar.search.completion_wanted)
    strike(window, commands.COMPLETE.held[0])
    assert asked == ["priorité:"]
    saved = told(window.ticket_list.save_view_requested)
    strike(window, commands.SAVE_VIEW.keys[0])
    assert len(saved) == 1


def test_a_key_that_can_do_nothing_now_says_why(window: MainWindow) -> None:
    saved = told(window.ticket_list.save_view_requested)
    strike(window, commands.SAVE_VIEW.keys[0])
    assert saved == []
    assert window.overlays.toasts().messages()[-1].text == "Cherchez d’abord quelque chose."


REASONS: list[tuple[Command, Callable[[MainWindow], object], str]] = [
    (commands.COPY_NUMBER, lambda w: w.show_view(View.OUTBOX), "Choisissez d’abord un ticket."),
    (commands.FINISH, lambda w: w.show_view(View.OUTBOX), "Choisissez d’abord un ticket."),
    (
        commands.FINISH,
        lambda w: w.detail.set_actions_available(False),
        "Ce serveur ne l’offre pas.",
    ),
    (commands.FILE, lambda w: None, "Ouvrez d’abord un ticket à déposer."),
    (
        commands.VERIFY_NOW,
        lambda w: w.strip.set_status(FeedStatus(FeedState.NO_FEED, NOW)),
        "Ce serveur n’offre pas de flux en direct.",
    ),
    (
        commands.VERIFY_NOW,
        lambda w: w.strip.set_status(FeedStatus(FeedState.KEY_REFUSED, NOW)),
        "La clé est refusée.",
    ),
    (RENAME_VIEW, lambda w: None, "Choisissez d’abord une vue enregistrée."),
]


@pytest.mark.parametrize(
    ("command", "change", "reason"), REASONS, ids=lambda one: getattr(one, "id", None)
)
def test_what_is_not_possible_now_has_a_reason(
    window: MainWindow, command: Command, change: Callable[[MainWindow], object], reason: str
) -> None:
    change(window)
    assert window.commands.why_not(command) == reason


def test_a_saved_view_is_what_its_commands_act_on(window: MainWindow) -> None:
    section = window.rail.saved_views
    section.show_views((SavedView(SavedViewId("v"), "Parakou", "tag:parakou"),))
    window.rail.mark_saved_view(SavedViewId("v"))
    removed = told(section.removed)
    window.commands.run(REMOVE_VIEW)
    assert removed == ["v"]


def test_alt_left_steps_back_too(window: MainWindow) -> None:
    window.start_ticket()
    strike(window, "Alt+Left")
    assert not window.body.panel_is_open()
    window.resize(720, 800)
    QApplication.processEvents()
    window.open_detail()
    assert window.body.is_reading()
    strike(window, "Alt+Left")
    assert not window.body.is_reading()


def test_escape_takes_what_lies_on_top_first(window: MainWindow) -> None:
    window.search_for("colis")
    window.show_shortcuts()
    window.toggle_palette()
    left: list[Callable[[], bool]] = [
        window.overlays.palette_is_open,
        window.overlays.aside_is_shown,
        lambda: bool(window.top_bar.search.text()),
    ]
    for at in range(len(left)):
        assert [is_there() for is_there in left] == [False] * at + [True] * (len(left) - at)
        strike(window, "Esc")
    assert not any(is_there() for is_there in left)


def test_a_row_has_a_menu_made_of_commands(window: MainWindow) -> None:
    window.detail.dashboard = lambda: "https://exemple.bj/{number}"
    menu = window.ticket_menu()
    assert lines(menu) == [command.id for command in TICKET_COMMANDS]
    texts = {action.objectName(): action.text() for action in menu.actions()}
    assert texts["toggle-pin"] == "Épingler\tP"
    assert texts["copy-curl"] == "Copier en cURL, sans la clé\tCtrl+Maj+C"
    pinned = told(window.ticket_list.toggle_pin)
    next(one for one in menu.actions() if one.objectName() == "toggle-pin").trigger()
    assert pinned == [CHOSEN]


def test_a_menu_leaves_out_what_the_desk_does_not_offer(window: MainWindow) -> None:
    window.detail.set_actions_available(False)
    menu = window.ticket_menu()
    assert not {"finish", "pass-on"} & set(lines(menu))
    window.show_view(View.OUTBOX)
    assert window.ticket_menu().isEmpty()


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_the_detail_has_the_same_menu_and_copies_of_the_customer(window: MainWindow) -> None:
    window.detail.dashboard = lambda: "https://exemple.bj/{number}"
    find(window.detail, QPushButton, "more").click()
    menu = find(window, QMenu, "more-menu")
    assert set(lines(menu)) == {command.id for command in TICKET_COMMANDS}
    assert "Copier le courriel" in [action.text() for action in menu.actions()]
    asked = told(window.detail.file_for_customer)
    next(one for one in menu.actions() if one.objectName() == "file-for-customer").trigger()
    assert asked == [detail(9000).ticket.customer.external_id]  # type: ignore[union-attr]
    menu.close()


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_the_menu_key_opens_the_menu_of_the_row(window: MainWindow) -> None:
    view = window.ticket_list.view
    view.customContextMenuRequested.emit(view.visualRect(view.currentIndex()).center())
    menu = find(window, QMenu, "ticket-menu")
    assert menu.isVisible()
    menu.close()


def test_buttons_of_the_bar_do_what_their_tooltips_name(window: MainWindow) -> None:
    tips = {
        name: find(window, QAbstractButton, name).toolTip()
        for name in ("commands-button", "new-ticket-button", "copy-number")
    }
    assert tips == {
        "commands-button": "Palette de commandes (Ctrl+K)",
        "new-ticket-button": "Nouveau ticket (Ctrl+N)",
        "copy-number": "Copier le numéro (C)",
    }
    press(find(window, QPushButton, "commands-button"), Qt.Key.Key_Space)
    assert window.overlays.palette_is_open()
