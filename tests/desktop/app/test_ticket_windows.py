"""Tickets in windows of their own, beside a real desk: live, once each, gone without a trace."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QWidget

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.ui.ticket.window import STEP, TicketWindow
from supportdesk_desktop.ui.window.commands import FINISH, TOGGLE_READ, WRITE_NOTE
from tests.desktop.app.conftest import (
    Opened,
    change_elsewhere,
    eventually,
    is_read,
    is_so,
    opened,
    said,
    serving_tickets,
)
from tests.desktop.session.processes import Desk
from tests.desktop.ui.hands import CTRL, click, find, press, type_text

pytestmark = pytest.mark.usefixtures("key")

TICKETS = 3


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with three tickets of one customer."""
    tickets = ((f"Retrait {number}", "MEDIUM") for number in range(TICKETS))
    with serving_tickets(tmp_path_factory.mktemp("desk"), tickets) as served:
        yield served


def windows() -> list[TicketWindow]:
    """Return the windows of tickets that are on the screen."""
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, TicketWindow)]
    return [one for one in shown if one.isVisible()]


async def open_in_window(one: Opened, steps: int = 0) -> TicketWindow:
    """Open the ticket so many rows down in a window of its own, by its key."""
    main, before = one.window, len(windows())
    await eventually(lambda: main.ticket_model.ticket_count() >= 1, "the list")
    main.raise_window()
    await eventually(main.isActiveWindow, "the main window is in front")
    main.focus_page()
    for key in (Qt.Key.Key_Home, *[Qt.Key.Key_Down] * steps):
        press(main.ticket_list.view, key)
    wanted = main.ticket_list.view.current
    press(main.ticket_list.view, Qt.Key.Key_O, CTRL)
    await eventually(lambda: len(windows()) == before + 1, "a window")
    window = next(one for one in windows() if one.detail.ticket_id == wanted)
    await eventually(window.isActiveWindow, "it is in front")
    return window


def at_work() -> list[str]:
    """Return what is being read or kept for the windows of tickets."""
    names = [task.get_name() for task in asyncio.all_tasks()]
    return [name for name in names if name.startswith("ui.ticket_windows.")]


async def says(window: QWidget, words: str) -> None:
    await eventually(lambda: words in said(window).replace("\u00a0", " "), f"“{words}”")


async def test_a_ticket_in_its_window_is_live_and_leaves_nothing(
    tmp_path: Path, desk: Desk
) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        main = one.window
        await eventually(lambda: main.ticket_model.ticket_count() == TICKETS, "the list")
        window = await open_in_window(one)
        ticket_id = window.detail.ticket_id
        assert ticket_id is not None
        await eventually(lambda: is_read(one, ticket_id), "it is read")
        other = await open_in_window(one, 1)
        main.detail.window_wanted.emit(ticket_id)
        await eventually(window.isActiveWindow, "opened again, it is in front")
        assert len(windows()) == 2

        shown = window.detail.ticket()
        assert shown is not None
        await eventually(lambda: is_read(one, other.detail.ticket_id), "the other is read too")
        await eventually(lambda: not at_work(), "all is shown")
        untouched = other.detail.ticket()
        await asyncio.to_thread(change_elsewhere, desk, ticket_id, shown.version, "URGENT")
        await says(window, "Urgente")
        await says(window, "priorité : Moyenne → Urgente")
        assert other.detail.ticket() is untouched

        window.commands.run(TOGGLE_READ)
        await says(window, "marqué non lu")
        await eventually(lambda: is_so(one, ticket_id, "unread"), "unread")
        window.commands.run(WRITE_NOTE)
        type_text(find(window, QPlainTextEdit, "private-note"), "Rappeler")
        press(find(window, QPlainTextEdit, "private-note"), Qt.Key.Key_Escape)
        press(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
        await eventually(lambda: windows() == [other], "it is closed")
        await eventually(main.isActiveWindow, "the main window has the focus again")
        await eventually(lambda: main.detail.ticket_id is not None, "a ticket")
        await eventually(lambda: not at_work(), "no task is left")

        again = await open_in_window(one)
        note = find(again, QPlainTextEdit, "private-note")
        await eventually(lambda: note.toPlainText() == "Rappeler", "its note")
    assert windows() == []


async def test_finished_in_its_window_it_says_that_it_left(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        main = one.window
        await eventually(lambda: main.ticket_model.ticket_count() == TICKETS, "the list")
        window = await open_in_window(one, 2)
        window.commands.run(FINISH)
        await says(window, "marqué traité")
        assert "marqué traité" not in said(main)
        click(find(window, QAbstractButton, "undo"))
        await eventually(lambda: not main.ticket_model.is_dimmed(id_of(window)), "taken back")
        window.commands.run(FINISH)
        await says(window, "marqué traité")
        press(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
        await one.says("marqué traité")
        window = await open_in_window(one, 2)
        await eventually(lambda: main.ticket_model.ticket_count() == TICKETS - 1, "it left")
        timeline = find(window, QWidget, "detail-timeline")
        await eventually(lambda: "Traité" in said(timeline), "it says so")


async def test_size_and_place_come_back_and_the_windows_do_not(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = await open_in_window(one)
        window.setGeometry(120, 130, 500, 420)
    async with opened(tmp_path / "data", desk.base) as one:
        await eventually(lambda: one.window.ticket_model.ticket_count() >= 1, "the list")
        assert windows() == []
        window = await open_in_window(one)
        assert (window.width(), window.height()) == (500, 420)
        assert window.geometry().topLeft() == QPoint(120, 130)
        beside = await open_in_window(one, 1)
        assert beside.geometry().topLeft() == QPoint(120 + STEP, 130 + STEP)


def id_of(window: TicketWindow) -> TicketId:
    assert window.detail.ticket_id is not None
    return window.detail.ticket_id
