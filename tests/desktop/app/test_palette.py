"""The palette over a real desk: what the store holds is found, and leads where it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from supportdesk_desktop.ui.window.commands import COPY_CURL
from supportdesk_desktop.ui.window.palette_lines import Kind
from supportdesk_desktop.ui.window.state import View
from tests.desktop.app.conftest import Opened, eventually, opened, serving_tickets
from tests.desktop.session.processes import Desk
from tests.desktop.ui.hands import CTRL, find, press, type_text

pytestmark = pytest.mark.usefixtures("key")

SUBJECTS = ("Livraison bloquée à Parakou", "Colis perdu à Porto-Novo", "Retrait mobile money")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with three tickets of one customer."""
    tickets = ((subject, "MEDIUM") for subject in SUBJECTS)
    with serving_tickets(tmp_path_factory.mktemp("desk"), tickets) as served:
        yield served


async def filled(one: Opened) -> None:
    """Wait until the list holds what the desk does."""
    await eventually(lambda: one.window.ticket_model.ticket_count() == len(SUBJECTS), "the list")


async def offered(one: Opened, text: str, kind: Kind, title: str) -> QLineEdit:
    """Open the palette by its key and type into it until one line of a kind is offered."""
    press(one.window.focusWidget() or one.window, Qt.Key.Key_K, CTRL)
    palette = one.window.pages.palette()
    line = find(palette, QLineEdit, "palette-line")
    type_text(line, text)
    await eventually(
        lambda: [each.title for each in palette.entries() if each.kind is kind] == [title], title
    )
    return line


async def test_a_ticket_opens_and_a_customer_is_searched_for(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        await filled(one)
        window.show_view(View.OUTBOX)
        line = await offered(one, "porto", Kind.TICKETS, SUBJECTS[1])
        for _ in range(3):
            press(line, Qt.Key.Key_Tab)
        press(line, Qt.Key.Key_Return)
        assert not window.overlays.palette_is_open()
        await one.says(SUBJECTS[1])
        assert window.view() is View.MINE
        await eventually(lambda: window.detail.isAncestorOf(window.focusWidget()), "the focus")
        line = await offered(one, "mensah", Kind.CUSTOMERS, "Koffi Mensah")
        press(line, Qt.Key.Key_Backtab)
        press(line, Qt.Key.Key_Return)
        assert window.top_bar.search.text() == "client:user_8841"
        await one.says("3 résultats")


async def test_the_ticket_is_copied_as_curl_without_the_key(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        await filled(one)
        window.focus_page()
        await eventually(lambda: window.ticket_list.view.current is not None, "a row")
        QGuiApplication.clipboard().clear()
        window.commands.run(COPY_CURL)
        await eventually(lambda: QGuiApplication.clipboard().text(), "the copy")
        copied = QGuiApplication.clipboard().text()
        assert desk.base in copied
        assert "$SUPPORTDESK_API_KEY" in copied
        assert desk.agent_key not in copied
        await one.says("La clé n’y est pas")
