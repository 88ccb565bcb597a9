"""Finding tickets in the whole window, beside a real desk: typing, pages, views that are kept."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from supportdesk_desktop.core.links import LONGEST_QUERY, view_link
from supportdesk_desktop.core.rows import VISIBLE_ROWS
from supportdesk_desktop.store.search import FIRST_PAGE
from supportdesk_desktop.ui.markdown import MarkdownView
from supportdesk_desktop.ui.tickets.saved_view_rows import SavedViewItem
from supportdesk_desktop.ui.tickets.search_field import SearchField
from supportdesk_desktop.ui.widgets.chips import TagChip
from supportdesk_desktop.ui.widgets.popover import SuggestionBox
from supportdesk_desktop.ui.window.state import View
from tests.desktop.app.conftest import Opened, eventually, opened
from tests.desktop.session.processes import Desk, environment
from tests.desktop.session.processes import desk as serving
from tests.desktop.ui.hands import CTRL, click, find, keys, press, type_text

pytestmark = pytest.mark.usefixtures("key")

RETRAITS, LIVRAISONS = FIRST_PAGE + 5, 4


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with more than a page of tickets of one kind, and a few of another."""
    with serving(tmp_path_factory.mktemp("desk"), "--no-rate-limits") as served:
        served.add_customer("user_8841", "koffi.mensah@exemple.bj", "Koffi Mensah")
        for number in range(RETRAITS):
            file(served, f"Retrait mobile money {number}")
        for number in range(LIVRAISONS):
            file(served, f"Livraison Parakou {number}", "URGENT")
        yield served


def file(desk: Desk, subject: str, priority: str = "LOW") -> None:
    """File a ticket, which the desk assigns to its only agent."""
    ticket = {
        "customerExternalId": "user_8841",
        "subject": subject,
        "description": "Le client attend depuis trois jours.",
        "priority": priority,
    }
    desk.ask("POST", "/tickets/api-create", ticket)


async def filled(one: Opened, tickets: int = RETRAITS + LIVRAISONS) -> None:
    """Wait until the list holds what the desk does."""
    await eventually(lambda: one.window.ticket_model.ticket_count() >= tickets, "the list")


def field(one: Opened) -> SearchField:
    return one.window.top_bar.search


def offered(one: Opened) -> list[str]:
    """Return the values that are shown under the field."""
    box = one.window.findChild(SuggestionBox, "search-suggestions")
    return [] if box is None else [line.value for line in box.lines]


def subjects(one: Opened) -> list[str]:
    model = one.window.ticket_model
    rows = [model.row_data(ticket) for ticket in model.ticket_ids()]
    return [row.subject for row in rows if row is not None]


async def finds(one: Opened, word: str, least: int, most: int | None = None) -> None:
    """Wait until the list shows so many rows, all with a word, and nothing else."""

    def shown() -> bool:
        found = subjects(one)
        searching = one.window.ticket_model.matches is not None
        enough = least <= len(found) <= (most or least)
        return searching and enough and all(word in subject for subject in found)

    await eventually(shown, f"{least} x {word}")


def saved(one: Opened) -> list[str]:
    """Return what the rail says of each saved view, from the top."""
    items = one.window.rail.saved_views.findChildren(SavedViewItem)
    shown = sorted((item for item in items if item.isVisible()), key=lambda item: item.y())
    return [item.accessibleName() for item in shown]


def item(one: Opened, name: str) -> SavedViewItem:
    items = one.window.rail.saved_views.findChildren(SavedViewItem)
    return next(found for found in items if found.text() == name and found.isVisible())


async def save(one: Opened, query: str, name: str) -> None:
    """Search, and keep the query under a name, by the keyboard alone."""
    field(one).setFocus()
    field(one).selectAll()
    type_text(field(one), query)
    await eventually(lambda: one.window.ticket_list.summary().isVisible(), "the search")
    press(field(one), Qt.Key.Key_S, CTRL)
    edit = find(one.window, QLineEdit, "view-name")
    await eventually(edit.hasFocus, "the name is asked for")
    assert edit.selectedText() == query
    type_text(edit, name)
    press(edit, Qt.Key.Key_Return)
    await eventually(lambda: any(said.startswith(name) for said in saved(one)), "it is kept")


async def test_the_newest_text_wins_and_pages_follow(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        await filled(one)
        keys(field(one), "livraison")
        field(one).selectAll()
        keys(field(one), "retrait")
        await finds(one, "Retrait", FIRST_PAGE, RETRAITS)
        await one.says(f"{RETRAITS} résultats")
        one.window.ticket_list.view.scrollToBottom()
        await finds(one, "Retrait", RETRAITS)
        keys(field(one), " zzz")
        await one.says("0 résultat")
        await one.says("Aucun ticket ne correspond.")
        press(field(one), Qt.Key.Key_Backspace)
        chips = one.window.ticket_list.summary().findChildren(TagChip)
        click(find(chips[1], QAbstractButton, "remove-tag"))
        await finds(one, "Retrait", FIRST_PAGE, RETRAITS)
        assert field(one).text() == "retrait"


async def test_an_arrival_leaves_the_place_alone(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        await filled(one)
        keys(field(one), "livraison")
        await finds(one, "Livraison", LIVRAISONS)
        view, model = one.window.ticket_list.view, one.window.ticket_model
        chosen = model.ticket_ids()[2]
        one.window.ticket_list.select(chosen)
        await eventually(lambda: one.window.detail.ticket_id == chosen, "the detail")
        keys(field(one), " client")
        description = find(one.window.detail, MarkdownView, "detail-description")
        await eventually(lambda: len(description.extraSelections()) == 1, "the match")
        file(desk, "Livraison arrivée entre-temps")
        await finds(one, "Livraison", LIVRAISONS + 1)
        assert view.current == chosen
        assert model.row_of(chosen) == 3
        assert one.window.detail.ticket_id == chosen


async def test_a_value_is_completed(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        await filled(one)
        field(one).setFocus()
        type_text(field(one), "priorité:u")
        press(field(one), Qt.Key.Key_Space, CTRL)
        await eventually(lambda: offered(one), "values")
        press(field(one), Qt.Key.Key_Down)
        press(field(one), Qt.Key.Key_Return)
        await eventually(lambda: field(one).text().strip() == "priorité:urgente", "completed")
        await eventually(lambda: one.window.ticket_model.matches is not None, "it is searched")
        # Escape closes the values first, and then the search.
        press(field(one), Qt.Key.Key_Space, CTRL)
        await eventually(lambda: offered(one), "values")
        press(field(one), Qt.Key.Key_Escape)
        assert not offered(one)
        assert field(one).text()
        press(field(one), Qt.Key.Key_Escape)
        assert field(one).text() == ""


async def test_escape_returns_to_view_and_row(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        await filled(one)
        window = one.window
        window.show_view(View.URGENT)
        urgent = [f"Livraison Parakou {number}" for number in range(4)]
        await eventually(lambda: set(subjects(one)) >= set(urgent), "the urgent ones")
        chosen = window.ticket_model.ticket_ids()[2]
        window.ticket_list.select(chosen)
        keys(field(one), "retrait")
        await finds(one, "Retrait", FIRST_PAGE, RETRAITS)
        window.ticket_list.select(window.ticket_model.ticket_ids()[7])
        press(field(one), Qt.Key.Key_Escape)
        await eventually(lambda: window.ticket_model.row_of(chosen) is not None, "the view")
        await eventually(lambda: window.ticket_list.view.current == chosen, "the row")
        assert window.view() is View.URGENT
        assert window.focusWidget() is window.ticket_list.view
        await eventually(lambda: window.detail.ticket_id == chosen, "the detail")
        window.show_view(View.OUTBOX)
        keys(field(one), "retrait")
        await finds(one, "Retrait", FIRST_PAGE, RETRAITS)
        press(field(one), Qt.Key.Key_Escape)
        await eventually(lambda: window.view() is View.OUTBOX, "the outbox")


async def test_a_view_is_kept_counted_and_found_again(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await filled(one)
        await save(one, "retrait", "Retraits & co")
        await save(one, "parakou", "Parakou")
        await save(one, "nouveauté", "Nouveautés")
        assert item(one, "Nouveautés").isChecked()
        await eventually(
            lambda: saved(one) == [
                f"Retraits & co, {RETRAITS} tickets",
                "Parakou, 4 tickets",
                "Nouveautés, 0 ticket",
            ],
            "the counts",
        )  # fmt: skip
        press(field(one), Qt.Key.Key_Escape)
        assert find(one.window, QAbstractButton, "rail-mine").isChecked()
        file(desk, "Une nouveauté")
        await eventually(lambda: saved(one)[2] == "Nouveautés, 1 ticket", "a live count")
        press(item(one, "Nouveautés"), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        click(item(one, "Parakou"))
        await finds(one, "Parakou", 4)
        assert field(one).text() == "parakou"
        assert item(one, "Parakou").isChecked()
        # An edited query is no longer that view.
        keys(field(one), " zzz")
        assert not item(one, "Parakou").isChecked()
        assert find(one.window, QAbstractButton, "rail-mine").isChecked()
        press(item(one, "Retraits & co"), Qt.Key.Key_Delete)
        await eventually(lambda: len(saved(one)) == 2, "it is removed")
        await one.says("Vue «\u00a0Retraits & co\u00a0» retirée.")
        click(find(one.window, QAbstractButton, "undo"))
        await eventually(lambda: len(saved(one)) == 3, "it is back")
    async with opened(folder, desk.base) as one:
        await eventually(lambda: len(saved(one)) == 3, "the views of before")
        names = [said.split(",")[0] for said in saved(one)]
        assert names == ["Retraits & co", "Nouveautés", "Parakou"]


async def test_a_query_that_is_kept_already_is_renamed(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        await filled(one)
        press(field(one), Qt.Key.Key_S, CTRL)
        assert one.window.findChild(QLineEdit, "view-name") is None
        await save(one, "retrait", "Retraits")
        press(field(one), Qt.Key.Key_S, CTRL)
        edit = find(one.window, QLineEdit, "view-name")
        assert edit.selectedText() == "Retraits"
        type_text(edit, "Tous les retraits")
        press(edit, Qt.Key.Key_Return)
        await eventually(lambda: saved(one)[0].startswith("Tous les retraits"), "renamed")
        assert len(saved(one)) == 1


async def test_a_link_shows_its_query_and_keeps_nothing(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await filled(one)
        await save(one, '"livraison parakou" priorité:urgente', "Parakou")
        one.window.rail.saved_views.link_wanted.emit(item(one, "Parakou").view.id)
        link = QGuiApplication.clipboard().text()
        assert link == view_link('"livraison parakou" priorité:urgente')
        press(item(one, "Parakou"), Qt.Key.Key_Delete)
        await eventually(lambda: not saved(one), "it is removed")
        one.window.show_view(View.OUTBOX)
        await start_again(folder, desk, link)
        await finds(one, "Parakou", 4)
        assert field(one).text() == '"livraison parakou" priorité:urgente'
        assert saved(one) == []
        for refused in ("supportdesk://view?q=", "supportdesk://file?q=x"):
            await start_again(folder, desk, refused)
            assert field(one).text() == '"livraison parakou" priorité:urgente'


async def start_again(folder: Path, desk: Desk, link: str) -> None:
    """Start the command a second time with a link, as a browser does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "supportdesk_desktop"),
        *("--data-dir", str(folder), "--server", desk.base, link),
        env=environment({}),
    )
    async with asyncio.timeout(20):
        assert await process.wait() == 0


async def test_nothing_is_typed_that_is_not_searched(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        await filled(one)
        type_text(field(one), "livraison " + "a" * LONGEST_QUERY)
        assert len(field(one).text()) == LONGEST_QUERY


async def test_the_next_start_shows_the_view_of_this_end(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await filled(one)
        one.window.show_view(View.URGENT)
        await eventually(lambda: one.window.ticket_model.ticket_count() < RETRAITS, "urgent")
        urgent = one.window.ticket_model.ticket_ids()
    async with opened(folder, desk.base, painted=True) as one:
        assert one.window.view() is View.URGENT
        assert one.window.ticket_model.ticket_ids() == urgent
        await one.says("À jour")
        assert one.window.view() is View.URGENT
        assert one.window.ticket_model.ticket_ids() == urgent
        one.window.go(View.OUTBOX)
    async with opened(folder, desk.base, painted=True) as one:
        assert one.window.view() is View.MINE
        assert one.window.ticket_model.ticket_count() >= RETRAITS + LIVRAISONS
        await one.says("À jour")


async def test_the_next_start_shows_the_saved_view_of_this_end(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await filled(one)
        one.window.show_view(View.URGENT)
        await save(one, "retrait", "Retraits")
        await eventually(lambda: len(subjects(one)) == FIRST_PAGE, "a page of them")
    async with opened(folder, desk.base, painted=True) as one:
        line, model = item(one, "Retraits"), one.window.ticket_model
        assert (line.isChecked(), line.count) == (True, None)
        assert field(one).text() == "retrait"
        assert len(subjects(one)) == VISIBLE_ROWS
        seen: list[str] = []
        model.has_changed.connect(lambda: seen.extend(subjects(one)))
        await eventually(lambda: len(subjects(one)) == FIRST_PAGE, "they are found again")
        await eventually(lambda: (line.count or 0) >= RETRAITS, "and counted")
        assert all("Retrait" in subject for subject in seen)
        assert line.isChecked()
        field(one).clear()
        await eventually(lambda: model.matches is None, "the view under it")
        assert one.window.view() is View.URGENT
        one.window.rail.saved_views.chosen.emit(line.view.id)
        await eventually(lambda: len(subjects(one)) == FIRST_PAGE, "shown again")
        one.window.rail.saved_views.removed.emit(line.view.id)
        await eventually(lambda: not saved(one), "it is gone")
    async with opened(folder, desk.base, painted=True) as one:
        assert one.window.rail.over() is None
        assert not field(one).text()
        await one.says("À jour")


async def test_a_view_chosen_before_the_search_of_the_last_end_is_shown(
    tmp_path: Path, desk: Desk
) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await filled(one)
        await save(one, "retrait", "Retraits")
    async with opened(folder, desk.base, painted=True) as one:
        assert one.window.rail.over() is not None
        one.window.show_view(View.URGENT)
        await eventually(lambda: one.window.ticket_model.ticket_count() < RETRAITS, "urgent")
        await one.says("À jour")
        assert not field(one).text()
        assert one.window.view() is View.URGENT
