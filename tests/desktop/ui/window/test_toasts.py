"""One place for messages: what stands there, how long, and what takes it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.ui.theme import Theme
from supportdesk_desktop.ui.ticket.window import TicketWindow
from supportdesk_desktop.ui.widgets.buttons import IconButton, PlainButton
from supportdesk_desktop.ui.window import toasts as module
from supportdesk_desktop.ui.window.toasts import Sign, Toast, ToastCard, Toasts, Undo
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui.hands import CTRL, click, find, press, type_text
from tests.desktop.ui.sample_tickets import detail

Done = list[str]


def cards(window: QWidget) -> list[ToastCard]:
    return [one for one in window.findChildren(ToastCard) if one.isVisible()]


def texts(window: MainWindow) -> list[str]:
    return [one.text for one in window.overlays.toasts().messages()]


def in_window(card: QWidget) -> QRect:
    return QRect(card.mapTo(card.window(), QPoint()), card.size())


def act(done: Done, name: str, seconds: float = 60) -> Toast:
    return Toast(f"{name} marqué traité", undo=Undo(seconds, lambda: done.append(name)))


def test_the_newest_stands_below_at_the_right_of_the_foot(window: MainWindow) -> None:
    for number in range(3):
        window.tell(Toast(f"INV-{number} créé", Sign.CREATED))
    places = [in_window(card) for card in cards(window)]
    assert [card.toast.text for card in cards(window)] == [f"INV-{n} créé" for n in range(3)]
    assert sorted(places, key=QRect.top) == places
    assert {place.width() for place in places} == {464}
    assert {window.width() - 1 - place.right() for place in places} == {16}
    assert window.height() - window.strip.height() - 1 - places[-1].bottom() == 16


def test_the_oldest_success_goes_for_a_fifth_and_a_refusal_stays(window: MainWindow) -> None:
    window.tell(Toast("« Facture » est refusé", Sign.REFUSED))
    for number in range(4):
        window.tell(Toast(f"INV-{number} créé", Sign.CREATED))
    assert texts(window) == ["« Facture » est refusé", "INV-1 créé", "INV-2 créé", "INV-3 créé"]


def test_the_same_words_stand_there_once(window: MainWindow) -> None:
    window.say("Choisissez d’abord un ticket.")
    window.say("Choisissez d’abord un ticket.")
    assert texts(window) == ["Choisissez d’abord un ticket."]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHOWN_S", 0.05)
    monkeypatch.setattr(module, "_TICK_MS", 5)


def test_it_goes_by_itself_but_for_a_refusal(
    hurried: None, window: MainWindow, qtbot: QtBot
) -> None:
    window.tell(Toast("« Facture » est refusé", Sign.REFUSED))
    window.tell(Toast("INV-1 créé", Sign.CREATED))
    qtbot.waitUntil(lambda: texts(window) == ["« Facture » est refusé"])
    click(find(window, IconButton, "toast-close"))
    assert not window.overlays.toasts_are_shown()


def test_a_ring_stands_still_under_the_focus_and_prolongs_what_can_be_undone(
    hurried: None, window: MainWindow, qtbot: QtBot
) -> None:
    prolonged: list[float] = []
    undo = Undo(0.2, lambda: None, prolonged.append)
    window.tell(Toast("INV-1 marqué traité", undo=undo))
    window.overlays.focus_toasts()
    qtbot.waitUntil(lambda: bool(prolonged))
    assert prolonged[0] > 2
    window.focus_page()
    qtbot.waitUntil(lambda: texts(window) == [])
    assert 0 < prolonged[-1] <= 0.2


def test_it_takes_no_focus_f6_reaches_it_and_escape_gives_it_back(window: MainWindow) -> None:
    window.ticket_list.view.setFocus()
    window.tell(act([], "INV-1"))
    window.tell(act([], "INV-2"))
    assert window.focusWidget() is window.ticket_list.view
    while not window.overlays.toasts().isAncestorOf(window.focusWidget()):
        press(window.focusWidget(), Qt.Key.Key_F6)
    assert isinstance(window.focusWidget(), PlainButton)
    press(window.focusWidget(), Qt.Key.Key_Escape)
    assert texts(window) == ["INV-1 marqué traité"]
    assert window.focusWidget().isVisible()
    assert not window.overlays.toasts().isAncestorOf(window.focusWidget())


def test_an_act_is_done_once_and_its_message_goes(window: MainWindow) -> None:
    opened: list[str] = []
    window.tell(Toast("INV-1109 créé", Sign.CREATED, act=("Ouvrir", lambda: opened.append("x"))))
    button = find(window, PlainButton, "toast-act")
    assert button.text() == "Ouvrir"
    click(button)
    assert opened == ["x"]
    assert texts(window) == []


def ctrl_z(window: MainWindow) -> None:
    press(window.focusWidget() or window, Qt.Key.Key_Z, CTRL)


def test_ctrl_z_undoes_the_newest_first_and_each_once(window: MainWindow) -> None:
    done: Done = []
    window.ticket_list.view.setFocus()
    window.tell(act(done, "INV-1"))
    window.tell(act(done, "INV-2"))
    for _ in range(3):
        ctrl_z(window)
    assert done == ["INV-2", "INV-1"]
    assert texts(window) == ["Il n’y a rien à annuler."]


def test_ctrl_z_stays_with_a_field_in_which_something_was_typed(window: MainWindow) -> None:
    done: Done = []
    search = window.top_bar.search
    search.setFocus()
    window.tell(act(done, "INV-1"))
    type_text(search, "parakou")
    ctrl_z(window)
    assert (search.text(), done) == ("", [])
    ctrl_z(window)
    assert done == []


@pytest.mark.parametrize("make", [QTextBrowser, QPlainTextEdit])
def test_ctrl_z_undoes_the_act_where_nothing_was_typed(
    window: MainWindow, make: Callable[[QWidget], QWidget]
) -> None:
    done: Done = []
    field = make(window)
    field.show()
    field.setFocus()
    window.tell(act(done, "INV-1"))
    ctrl_z(window)
    assert done == ["INV-1"]


def test_ctrl_z_is_heard_in_every_window_and_knows_what_was_done_last(
    window: MainWindow, qtbot: QtBot
) -> None:
    done: Done = []
    own = TicketWindow(window.detail, window.commands)
    qtbot.addWidget(own)
    own.show_detail(detail(1046))
    own.open_at({}, 0)
    qtbot.waitUntil(own.isActiveWindow)
    window.tell(act(done, "INV-1"))
    own.tell(act(done, "INV-2"))
    press(own, Qt.Key.Key_Z, CTRL)
    press(own, Qt.Key.Key_Z, CTRL)
    assert done == ["INV-2", "INV-1"]


def test_what_leads_to_a_ticket_goes_when_that_is_opened(window: MainWindow) -> None:
    toasts, one = window.overlays.toasts(), TicketId("id-1")
    window.tell(Toast("INV-1 créé", Sign.CREATED, about=one))
    window.tell(Toast("INV-1 est de retour", Sign.BACK, about=one))
    window.tell(Toast("INV-1 épinglé", undo=Undo(60, lambda: None), about=one))
    assert texts(window) == ["INV-1 épinglé"]
    window.tell(Toast("INV-1 n’a pas été passé", Sign.REFUSED, about=one))
    toasts.withdraw([TicketId("id-2")], opened=True)
    assert len(texts(window)) == 2
    toasts.withdraw([one], opened=False)
    assert texts(window) == ["INV-1 n’a pas été passé"]
    toasts.withdraw([one], opened=True)
    assert texts(window) == []


@pytest.mark.parametrize("size", [(900, 640), (1366, 768)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_all_of_it_is_in_sight_under_the_headers(
    window: MainWindow, light_theme: Theme, size: tuple[int, int], scale: float
) -> None:
    light_theme.set_scale(scale)
    window.setMinimumSize(0, 0)
    window.resize(*size)
    long = "« Livraison bloquée à Parakou depuis trois jours, colis introuvable » est refusé"
    window.tell(Toast(long, Sign.REFUSED, "Client inconnu du serveur.", ("Corriger", print)))
    for number in range(3):
        window.tell(act([], f"INV-{number}"))
    QTest.qWait(0)
    room = window.frame.room_of_toasts()
    shown = cards(window)
    assert shown
    for card in shown:
        place = in_window(card)
        assert room.contains(place)
        for part in card.findChildren(QWidget):
            if part.isVisible():
                assert card.rect().contains(QRect(part.mapTo(card, QPoint()), part.size()))
        button = find(card, PlainButton, "undo" if card.toast.undo else "toast-act")
        assert button.width() >= button.sizeHint().width()


def test_what_can_be_answered_still_is_taken_along(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(600, 400)
    over.show()
    toasts = Toasts(over)
    toasts.show_toast(Toast("INV-1 créé", Sign.CREATED))
    toasts.show_toast(act([], "INV-2"))
    left = toasts.take()
    assert [one.text for one in left] == ["INV-2 marqué traité"]
    assert left[0].undo is not None
    assert 59 < left[0].undo.seconds <= 60
