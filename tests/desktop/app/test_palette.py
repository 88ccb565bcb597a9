"""The palette over a real desk: what the store holds is found, and leads where it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from supportdesk_desktop.ui.window.commands import COPY_CURL
from supportdesk_desktop.ui.window.palette_lines import Kind
from supportdesk_desktop.ui.window.state import View
from tests.desktop.app.conftest import Opened, eventually, opened
from tests.desktop.session.processes import Desk
from tests.desktop.session.processes import desk as serving
from tests.desktop.ui.hands import CTRL, find, press, type_text

pytestmark = pytest.mark.usefixtures("key")

SUBJECTS = ("Livraison bloquée à Parakou", "Colis perdu à Porto-Novo", "Retrait mobile money")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with three tickets of one customer, the first of them urgent."""
    with serving(tmp_path_factory.mktemp("desk"), "--no-rate-limits") as served:
        served.add_customer("user_8841", "koffi.mensah@exemple.bj", "Koffi Mensah")
        for subject in SUBJECTS:
            ticket = {
                "customerExternalId": "user_8841",
                "subject": subject,
                "description": "Bonjour",
                "priority": "URGENT" if subject is SUBJECTS[0] else "LOW",
            }
            served.ask("POST", "/tickets/api-create", ticket)
        yield served


async def filled(one: Opened) -> None:
    """Wait until the list holds what the desk does."""
    await eventually(lambda: one.window.ticket_model.ticket_count() == len(SUBJECTS), "the list")


def titles(one: Opened, kind: Kind) -> list[str]:
    return [entry.title for entry in one.window.pages.palette().entries() if entry.kind is kind]


def type_into(one: Opened, text: str) -> QLineEdit:
    """Open the palette by its key and type into it."""
    if not one.window.overlays.palette_is_open():
        press(one.window.focusWidget() or one.window, Qt.Key.Key_K, CTRL)
    line = find(one.window.pages.palette(), QLineEdit, "palette-line")
    line.clear()
    type_text(line, text)
    return line


async def test_tickets_customers_and_queries_are_found_as_one_types(
    tmp_path: Path, desk: Desk
) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        await filled(one)
        for text in ("l", "li", "livraison par"):
            type_into(one, text)
        await eventually(lambda: titles(one, Kind.TICKETS) == [SUBJECTS[0]], "the ticket")
        type_into(one, "koff")
        await eventually(lambda: titles(one, Kind.CUSTOMERS) == ["Koffi Mensah"], "the customer")
        type_into(one, "urg")
        await eventually(lambda: "priorité:urgente" in titles(one, Kind.VIEWS), "the query")
        await eventually(lambda: titles(one, Kind.TICKETS) == [SUBJECTS[0]], "by priority")
        type_into(one, "INV-")
        await eventually(lambda: len(titles(one, Kind.TICKETS)) == len(SUBJECTS), "by number")


async def test_a_ticket_opens_and_a_customer_is_searched_for(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        await filled(one)
        window.show_view(View.OUTBOX)
        line = type_into(one, "porto")
        await eventually(lambda: titles(one, Kind.TICKETS) == [SUBJECTS[1]], "the ticket")
        for _ in range(2):
            press(line, Qt.Key.Key_Tab)
        press(line, Qt.Key.Key_Tab)
        await eventually(lambda: titles(one, Kind.TICKETS) == [SUBJECTS[1]], "tickets alone")
        press(line, Qt.Key.Key_Return)
        assert not window.overlays.palette_is_open()
        await one.says(SUBJECTS[1])
        assert window.view() is View.MINE
        await eventually(lambda: inside(window.detail, window.focusWidget()), "the focus")
        line = type_into(one, "mensah")
        await eventually(lambda: titles(one, Kind.CUSTOMERS) == ["Koffi Mensah"], "the customer")
        press(line, Qt.Key.Key_Backtab)
        press(line, Qt.Key.Key_Return)
        assert window.top_bar.search.text() == "client:user_8841"
        await eventually(
            lambda: (
                window.ticket_model.matches is not None
                and window.ticket_model.ticket_count() == len(SUBJECTS)
            ),
            "the tickets of the customer",
        )


async def test_a_saved_view_is_gone_to(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        await filled(one)
        window.search_for("parakou")
        await eventually(lambda: window.ticket_model.ticket_count() == 1, "the search")
        press(window.top_bar.search, Qt.Key.Key_S, CTRL)
        await eventually(lambda: _name(window) is not None, "the name is asked for")
        name = _name(window)
        assert name is not None
        name.setText("Colis de Parakou")
        press(name, Qt.Key.Key_Return)
        await eventually(lambda: window.rail.has_saved_view(), "the view is saved")
        window.show_view(View.MINE)
        await filled(one)
        line = type_into(one, "colis de")
        await eventually(lambda: titles(one, Kind.VIEWS)[:1] == ["Colis de Parakou"], "the view")
        for _ in range(2):
            press(line, Qt.Key.Key_Tab)
        press(line, Qt.Key.Key_Return)
        assert window.top_bar.search.text() == "parakou"
        await eventually(lambda: window.ticket_model.ticket_count() == 1, "its tickets")


async def test_a_search_in_the_list_is_not_interrupted(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        window = one.window
        await filled(one)
        window.search_for("bonjour")
        type_into(one, "porto")
        await eventually(lambda: titles(one, Kind.TICKETS) == [SUBJECTS[1]], "the ticket")
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


def inside(part: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and part.isAncestorOf(focus)


def _name(window: QWidget) -> QLineEdit | None:
    names = [
        one for one in window.findChildren(QLineEdit) if one.objectName().endswith("view-name")
    ]
    return next((one for one in names if one.isVisible()), None)
