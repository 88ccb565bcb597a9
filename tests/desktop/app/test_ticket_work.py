"""What an agent does with a ticket in the whole window: marks, a note, a snooze, ways out of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.ui.ticket.header import SnoozeMenu
from supportdesk_desktop.ui.ticket.other_tickets import OtherTickets
from supportdesk_desktop.ui.window import commands
from supportdesk_desktop.ui.window.commands import TOGGLE_PIN, TOGGLE_READ
from supportdesk_desktop.ui.window.state import View
from tests.desktop.app.conftest import (
    Opened,
    eventually,
    finish_what_changes,
    is_read,
    is_so,
    opened,
    serving_tickets,
)
from tests.desktop.session.processes import Desk
from tests.desktop.ui.hands import CTRL, click, find, press, type_text

pytestmark = pytest.mark.usefixtures("key")

TICKETS = 8


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with eight tickets of one customer."""
    tickets = ((f"Retrait {number}", "MEDIUM") for number in range(TICKETS))
    with serving_tickets(tmp_path_factory.mktemp("desk"), tickets) as served:
        yield served


@pytest.fixture(autouse=True)
def no_popup(monkeypatch: pytest.MonkeyPatch) -> None:
    """The offscreen platform cannot give a menu the keyboard, and says so."""
    monkeypatch.setattr(SnoozeMenu, "popup", lambda _menu, _place: None)


async def first_shown(one: Opened) -> TicketId:
    """Wait for the tickets; show the first one and return it."""
    window = one.window
    await eventually(lambda: window.ticket_model.ticket_count() == TICKETS, "the list")
    window.focus_page()
    press(window.ticket_list.view, Qt.Key.Key_Home)
    await eventually(lambda: window.detail.ticket() is not None, "the detail")
    await eventually(lambda: is_read(one, window.detail.ticket_id), "it is read")
    return TicketId(window.detail.ticket_id or "")


async def undo(one: Opened) -> None:
    one.window.commands.run(commands.UNDO)


async def test_marks_stay_while_the_ticket_is_shown_and_can_be_taken_back(
    tmp_path: Path, desk: Desk
) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        ticket = await first_shown(one)
        one.window.commands.run(TOGGLE_READ)
        await one.says(" marqué non lu")
        await eventually(lambda: is_so(one, ticket, "unread"), "unread")
        # The detail is shown anew for each mark.
        one.window.commands.run(TOGGLE_PIN)
        await one.says(" épinglé")
        one.window.commands.run(TOGGLE_PIN)
        await one.says(" désépinglé")
        await eventually(lambda: not is_so(one, ticket, "pinned"), "no longer pinned")
        await undo(one)
        await eventually(lambda: is_so(one, ticket, "pinned"), "pinned again")
        assert is_so(one, ticket, "unread")
        one.window.commands.run(TOGGLE_READ)
        await one.says(" marqué lu")
        await eventually(lambda: is_read(one, ticket), "read")
        await undo(one)
        await eventually(lambda: is_so(one, ticket, "unread"), "unread again")


async def test_a_snoozed_ticket_leaves_is_found_and_comes_back(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        ticket = await first_shown(one)
        window.commands.run(commands.SNOOZE)
        menu = find(window, SnoozeMenu, "snooze-menu")
        hour = next(action for action in menu.actions() if action.objectName() == "snooze-hour")
        hour.trigger()
        await one.says(" reporté, de retour")
        await eventually(lambda: window.ticket_model.ticket_count() == TICKETS - 1, "it left")
        window.commands.run(commands.SHOW_SNOOZED)
        await eventually(lambda: window.ticket_model.ticket_count() == 1, "the snoozed one")
        assert window.ticket_list.view.visible_ids() == [ticket]
        line = find(window.rail, QAbstractButton, "rail-snoozed")
        assert line.isChecked()
        press(window.top_bar.search, Qt.Key.Key_Escape)
        window.top_bar.search.clear()
        await eventually(lambda: window.ticket_model.ticket_count() == TICKETS - 1, "the view")
        assert not line.isChecked()
        click(line)
        await eventually(lambda: window.ticket_model.ticket_count() == 1, "the snoozed one")
        assert line.isChecked()
        window.show_view(View.MINE)
        await undo(one)
        await eventually(lambda: window.ticket_model.ticket_count() == TICKETS, "it is back")
        await eventually(lambda: not line.isVisible(), "nothing is put off")


async def test_its_time_brings_it_back_unread(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        ticket = await first_shown(one)
        window.detail.snooze_chosen.emit(ticket, 1)
        await one.says("est de retour")
        await eventually(lambda: window.ticket_model.ticket_count() == TICKETS, "it is back")
        await eventually(lambda: is_so(one, ticket, "unread"), "unread")


async def test_a_note_is_kept_while_typing_and_after_the_window(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        ticket = await first_shown(one)
        window.commands.run(commands.WRITE_NOTE)
        note = find(window, QPlainTextEdit, "private-note")
        assert note.hasFocus()
        type_text(note, "Rappeler l’opérateur")
        window.search_for("note:operateur")
        await eventually(lambda: window.ticket_list.view.visible_ids() == [ticket], "found")
        window.top_bar.search.clear()
        type_text(note, " demain")
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        await eventually(lambda: window.ticket_model.ticket_count() == TICKETS, "the list")
        window.search_for("note:demain")
        await eventually(lambda: window.ticket_list.view.visible_ids() == [ticket], "kept")
        window.focus_page()
        press(window.ticket_list.view, Qt.Key.Key_Home)
        await eventually(lambda: window.detail.ticket() is not None, "the detail")
        note = find(window, QPlainTextEdit, "private-note")
        await eventually(lambda: note.toPlainText() == "Rappeler l’opérateur demain", "the note")
        note.setFocus()
        note.clear()
        window.focus_page()
        await one.says(" effacée")
        await undo(one)
        await eventually(lambda: note.toPlainText() == "Rappeler l’opérateur demain", "the note")


async def test_the_other_tickets_of_the_customer_open_and_are_all_found(
    tmp_path: Path, desk: Desk
) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        ticket = await first_shown(one)
        others = find(window, OtherTickets, "other-tickets")
        await one.says("Autres tickets de ce client")
        await one.says(str(TICKETS - 1))
        click(find(others, QAbstractButton, "other-ticket-2"))
        await eventually(lambda: window.detail.ticket_id != ticket, "another ticket")
        click(find(others, QAbstractButton, "all-of-customer"))
        await eventually(lambda: "user_8841" in window.top_bar.search.text(), "the search")
        await eventually(lambda: window.ticket_model.ticket_count() == TICKETS, "all of them")


async def test_the_detail_goes_on_to_the_next_ticket_and_keeps_the_focus(
    tmp_path: Path, desk: Desk
) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        ticket = await first_shown(one)
        window.regions.focus_side()
        focus = window.focusWidget()
        assert isinstance(focus, QWidget)
        press(focus, Qt.Key.Key_Down, CTRL)
        await eventually(lambda: window.detail.ticket_id != ticket, "the next one")
        assert window.focusWidget() is focus
        press(focus, Qt.Key.Key_Up, CTRL)
        await eventually(lambda: window.detail.ticket_id == ticket, "the one before")


async def test_an_answer_by_mail_names_the_ticket(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        await first_shown(one)
        ticket = window.detail.ticket()
        assert ticket is not None
        links: list[str] = []
        window.detail.link_activated.disconnect()
        window.detail.link_activated.connect(links.append)
        window.commands.run(commands.ANSWER_BY_MAIL)
        assert unquote(links[0]) == (
            f"mailto:koffi.mensah@exemple.bj?subject=[{ticket.ticket_number}] {ticket.subject}"
        )
        window.commands.run(commands.OPEN_DASHBOARD)
        await one.says("Dites d’abord l’adresse du tableau de bord")
        address = find(window.pages.settings(), QLineEdit, "dashboard-url")
        for typed in ("http://exemple.bj/{id}", "https://exemple.bj/t/{number}"):
            address.setText(typed)
            address.editingFinished.emit()
        await eventually(lambda: window.detail.dashboard(), "the address")
        window.commands.run(commands.OPEN_DASHBOARD)
        assert links[1:] == [f"https://exemple.bj/t/{ticket.ticket_number}"]
        window.commands.run(commands.OPEN_WHATSAPP)
        await one.says("pas de numéro de téléphone")
        click(find(window, QAbstractButton, "copy-external-id"))
        assert QGuiApplication.clipboard().text() == "user_8841"


async def test_what_changed_meanwhile_is_not_finished_and_its_row_comes_back(
    tmp_path: Path, desk: Desk
) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        await finish_what_changes(one, desk, await first_shown(one))
        assert window.ticket_model.ticket_count() == TICKETS
        timeline = find(window, QWidget, "detail-timeline")
        lines = "\n".join(label.text() for label in timeline.findChildren(QLabel))
        assert "priorité : Moyenne → Urgente" in lines.replace("\u00a0", " ")
