"""One ticket in a window of its own: what it says, what it asks, and how it goes."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.ids import AgentId
from supportdesk_desktop.core.tickets import Agent
from supportdesk_desktop.ui.language import install_language, remove_language
from supportdesk_desktop.ui.theme import Theme
from supportdesk_desktop.ui.ticket.window import LEAST, STEP, TicketWindow
from supportdesk_desktop.ui.window import commands
from supportdesk_desktop.ui.window.frame import screens_now
from supportdesk_desktop.ui.window.menus import fill_ticket_menu
from supportdesk_desktop.ui.window.toasts import Toast, Undo
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui.desk import NOW
from tests.desktop.ui.hands import CTRL, click, find, lines, press, told, type_text, words
from tests.desktop.ui.sample_tickets import detail

Make = Callable[..., TicketWindow]


@pytest.fixture
def main(window: MainWindow) -> MainWindow:
    window.detail.show_detail(detail(9000))
    return window


@pytest.fixture
def make(main: MainWindow, qapp: QApplication, qtbot: QtBot) -> Iterator[Make]:
    made: list[TicketWindow] = []

    def open_one(number: int = 1046, stored: dict[str, object] | None = None) -> TicketWindow:
        window = TicketWindow(main.detail, main.commands)
        made.append(window)
        window.show_detail(detail(number, description="Le client attend."))
        window.open_at(stored or {}, 0)
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield open_one
    for window in made:
        window.close()
        window.deleteLater()
    made.clear()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_its_title_is_number_and_subject(make: Make, each_theme: Theme) -> None:
    window = make()
    assert window.windowTitle() == "INV-1046 – Paiement débité deux fois"
    assert window.accessibleName() == window.windowTitle()
    assert window.isWindow()
    assert window.parent() is None
    hostile = detail()
    row = replace(hostile.row, subject="a[*]\u202eb\nc <b>d</b>")
    window.show_detail(replace(hostile, row=row))
    assert window.windowTitle() == "INV-1046 – a[*][*]b c <b>d</b>"
    assert window.grab().toImage().pixelColor(2, 400) == each_theme.palette.surface


def test_what_it_asks_reaches_whoever_serves_the_main_detail(make: Make, main: MainWindow) -> None:
    window = make()
    finished, read = told(main.detail.finish_requested), told(window.toggle_read)
    pinned, copied = told(main.detail.toggle_pin), told(main.detail.copy_curl)
    click(find(window, QAbstractButton, "finish"))
    window.commands.run(commands.TOGGLE_READ)
    window.commands.run(commands.TOGGLE_PIN)
    press(window.detail, Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert finished == read == pinned == copied == ["id-1046"]
    assert main.detail.ticket_id == "id-9000"


def test_its_menu_has_the_commands_of_its_ticket(make: Make) -> None:
    window = make()
    menu = QMenu(window)
    fill_ticket_menu(menu, window.commands)
    offered = set(lines(menu))
    elsewhere = {commands.OPEN_IN_WINDOW.id, commands.OPEN_DASHBOARD.id}
    assert offered == {one.id for one in commands.TICKET_COMMANDS} - elsewhere
    texts = [action.text() for action in menu.actions()]
    assert "Épingler\tP" in texts


def test_it_says_of_the_desk_what_the_main_detail_does(make: Make, main: MainWindow) -> None:
    before = make(1)
    main.detail.set_actions_available(False)
    main.detail.set_stale(NOW)
    after = make(2)
    for window in (before, after):
        for name in ("finish", "pass-on"):
            assert not find(window, QAbstractButton, name).isVisible()
        assert "état de" in words(window)
        assert window.commands.why_not(commands.FINISH)
    main.detail.set_actions_available(True)
    main.detail.set_stale(None)
    main.detail.set_agents([Agent(id=AgentId("a"), name="Kossi", email="k@exemple.bj")])
    for window in (before, after):
        assert find(window, QAbstractButton, "finish").isVisible()
        assert "état de" not in words(window)
        names = [one.text() for one in find(window, QMenu, "pass-on-menu").actions()]
        assert names == ["Kossi"]


def test_a_state_that_does_not_change_is_told_once(main: MainWindow) -> None:
    changes: list[None] = []
    main.detail.desk_changed.connect(lambda: changes.append(None))
    for _event in range(3):
        main.detail.set_stale(NOW)
        main.detail.set_actions_available(False)
    assert len(changes) == 2


def test_escape_closes_it_after_what_is_inside(make: Make) -> None:
    window = make()
    closed: list[None] = []
    window.closed.connect(lambda: closed.append(None))
    window.commands.run(commands.WRITE_NOTE)
    note = find(window, QPlainTextEdit, "private-note")
    written = told(window.detail.note_written)
    type_text(note, "Rappeler")
    press(note, Qt.Key.Key_Escape)
    assert window.isVisible()
    press(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert written == ["id-1046"]
    assert closed == [None]


def test_what_can_be_undone_is_not_lost_with_it(make: Make, main: MainWindow) -> None:
    window = make()
    window.toast_left.connect(main.tell)
    undone: list[str] = []
    undo = Undo(6, lambda: undone.append("finish"))
    window.tell(Toast("INV-1046 marqué traité", undo=undo))
    assert "INV-1046 marqué traité" in words(window)
    window.close()
    click(find(main, QAbstractButton, "undo"))
    assert undone == ["finish"]


def test_keys_that_are_not_of_the_ticket_are_those_of_the_main_window(
    make: Make, main: MainWindow
) -> None:
    window = make()
    scales = told(main.scale_chosen)
    press(window.detail, Qt.Key.Key_0, CTRL)
    assert scales == [1.0]
    press(window.detail, Qt.Key.Key_K, CTRL)
    assert main.overlays.palette_is_open()


def test_it_comes_back_in_size_and_place_on_screens_that_exist(make: Make) -> None:
    screen = screens_now()[0]
    first = make(1, {"rect": [screen.x() + 40, screen.y() + 50, 420, 340]})
    assert first.geometry() == QRect(screen.x() + 40, screen.y() + 50, 420, 340)
    again = make(2, first.state())
    assert again.geometry() == first.geometry()
    again.close()
    again.open_at(first.state(), 2)
    assert again.pos().x() == first.pos().x() + 2 * STEP
    for stored in ({"rect": [99_000, 0, 500, 400]}, {"rect": "x"}, {"rect": [1, 2]}, {}):
        window = make(3, dict(stored))
        area = QGuiApplication.primaryScreen().availableGeometry()
        assert area.intersects(window.geometry())
        assert window.width() >= LEAST[0]


def test_it_fits_twice_as_large_and_in_english(
    make: Make, qapp: QApplication, light_theme: Theme
) -> None:
    light_theme.set_scale(2.0)
    install_language(qapp, "en")
    try:
        window = make()
        window.resize(1, 1)
        qapp.processEvents()
        assert (window.width(), window.height()) == (2 * LEAST[0], 2 * LEAST[1])
        subject = find(window, QLabel, "detail-subject")
        assert subject.visibleRegion().boundingRect().width() == subject.width()
        assert find(window, QAbstractButton, "finish").accessibleName() == "Mark as done"
        for name in ("finish", "pass-on", "copy-number", "more"):
            button = find(window, QAbstractButton, name)
            assert window.rect().contains(
                QRect(button.mapTo(window, button.rect().topLeft()), button.size())
            )
    finally:
        remove_language(qapp)


def test_nothing_is_left_of_one_that_closed(make: Make, main: MainWindow) -> None:
    def once() -> weakref.ref[TicketWindow]:
        window = TicketWindow(main.detail, main.commands)
        window.show_detail(detail())
        window.open_at({}, 0)
        window.say("Bonjour")
        window.close()
        window.deleteLater()
        return weakref.ref(window)

    gone = once()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert gone() is None
    # Nobody who is gone is told.
    main.detail.set_actions_available(False)
    main.detail.set_stale(NOW)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, TicketWindow)]
