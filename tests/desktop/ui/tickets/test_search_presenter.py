"""CheckResult tickets over a real store: typing, pages, completion, and the views that are kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from supportdesk_desktop.core.arrangement import Arrangement
from supportdesk_desktop.core.links import LONGEST_QUERY, view_link
from supportdesk_desktop.core.rows import Over
from supportdesk_desktop.core.saved_views import SavedView, SavedViewId
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.store.search import FIRST_PAGE
from supportdesk_desktop.ui.markdown import MarkdownView
from supportdesk_desktop.ui.tickets.saved_view_rows import SavedViewItem
from supportdesk_desktop.ui.tickets.search_field import SearchField
from supportdesk_desktop.ui.widgets.chips import TagChip
from supportdesk_desktop.ui.widgets.popover import SuggestionBox
from supportdesk_desktop.ui.window.frame import WindowContents
from supportdesk_desktop.ui.window.state import View
from tests.desktop.app.conftest import eventually, said
from tests.desktop.ui.hands import CTRL, click, find, keys, press, type_text
from tests.desktop.ui.tickets.conftest import Seat
from tests.fakes.tickets import a_ticket

RETRAITS, LIVRAISONS = FIRST_PAGE + 5, 4
TICKETS = [
    *(a_ticket(at, subject=f"Retrait {at}", priority="LOW") for at in range(RETRAITS)),
    *(
        a_ticket(900 + at, subject=f"Livraison Parakou {at}", priority="URGENT")
        for at in range(LIVRAISONS)
    ),
]
BEFORE = SavedView(SavedViewId("v"), "Retraits", "retrait")


def field(seat: Seat) -> SearchField:
    return seat.window.top_bar.search


def subjects(seat: Seat) -> list[str]:
    rows = [seat.model.row_data(ticket) for ticket in seat.model.ticket_ids()]
    return [row.subject for row in rows if row is not None]


async def finds(seat: Seat, word: str, count: int) -> None:
    """Wait until the list shows so many rows, all with a word."""

    def shown() -> bool:
        found = subjects(seat)
        searching = seat.model.matches is not None
        return searching and len(found) == count and all(word in one for one in found)

    await eventually(shown, f"{count} x {word}")


def offered(seat: Seat) -> list[str]:
    box = seat.window.findChild(SuggestionBox, "search-suggestions")
    return [] if box is None else [line.value for line in box.lines]


def saved(seat: Seat) -> list[str]:
    """Return what the rail says of each saved view, from the top."""
    items = seat.window.rail.saved_views.findChildren(SavedViewItem)
    shown = sorted((one for one in items if one.isVisible()), key=lambda one: one.y())
    return [one.accessibleName() for one in shown]


def item(seat: Seat, name: str) -> SavedViewItem:
    items = seat.window.rail.saved_views.findChildren(SavedViewItem)
    return next(one for one in items if one.text() == name and one.isVisible())


async def save(seat: Seat, query: str, name: str) -> None:
    """Search, and keep the query under a name, by the keyboard alone."""
    field(seat).setFocus()
    field(seat).selectAll()
    type_text(field(seat), query)
    seat.pane.save_view_requested.emit()
    edit = find(seat.window, QLineEdit, "view-name")
    assert edit.selectedText() == query
    type_text(edit, name)
    press(edit, Qt.Key.Key_Return)
    await eventually(lambda: any(one.startswith(name) for one in saved(seat)), "it is kept")


async def test_the_newest_text_wins_and_pages_follow(seat: Seat) -> None:
    keys(field(seat), "livraison")
    field(seat).selectAll()
    keys(field(seat), "retrait")
    await finds(seat, "Retrait", FIRST_PAGE)
    seat.pane.view.scrollToBottom()
    await finds(seat, "Retrait", RETRAITS)
    await eventually(lambda: f"{RETRAITS} résultat" in said(seat.pane), "the count")
    keys(field(seat), " zzz")
    await eventually(lambda: "Aucun ticket ne correspond." in said(seat.pane), "none")
    press(field(seat), Qt.Key.Key_Backspace)
    chips = seat.pane.summary().findChildren(TagChip)
    click(find(chips[1], QAbstractButton, "remove-tag"))
    await finds(seat, "Retrait", FIRST_PAGE)
    assert field(seat).text() == "retrait"
    field(seat).selectAll()
    type_text(field(seat), "livraison " + "a" * LONGEST_QUERY)
    assert len(field(seat).text()) == LONGEST_QUERY
    await seat.settle()


async def test_an_arrival_leaves_the_place_alone(seat: Seat) -> None:
    keys(field(seat), "livraison")
    await finds(seat, "Livraison", LIVRAISONS)
    chosen = seat.model.ticket_ids()[2]
    seat.pane.select(chosen)
    await eventually(lambda: seat.window.detail.ticket_id == chosen, "the detail")
    keys(field(seat), " client")
    description = find(seat.window.detail, MarkdownView, "detail-description")
    await eventually(lambda: len(description.extraSelections()) == 1, "the match")
    await seat.commit(990, subject="Livraison arrivée entre-temps")
    await finds(seat, "Livraison", LIVRAISONS + 1)
    assert seat.pane.view.current == chosen
    assert seat.model.row_of(chosen) == 3
    assert seat.window.detail.ticket_id == chosen
    await seat.settle()


async def test_a_value_is_completed(seat: Seat) -> None:
    field(seat).setFocus()
    type_text(field(seat), "priorité:u")
    press(field(seat), Qt.Key.Key_Space, CTRL)
    await eventually(lambda: offered(seat), "values")
    press(field(seat), Qt.Key.Key_Down)
    press(field(seat), Qt.Key.Key_Return)
    await eventually(lambda: field(seat).text().strip() == "priorité:urgente", "completed")
    await finds(seat, "Livraison", LIVRAISONS)
    # Escape closes the values first, and then the search.
    press(field(seat), Qt.Key.Key_Space, CTRL)
    await eventually(lambda: offered(seat), "values")
    press(field(seat), Qt.Key.Key_Escape)
    assert not offered(seat)
    assert field(seat).text()
    press(field(seat), Qt.Key.Key_Escape)
    assert field(seat).text() == ""
    await seat.settle()


async def test_escape_returns_to_view_and_row(seat: Seat) -> None:
    window = seat.window
    window.show_view(View.URGENT)
    await eventually(lambda: seat.model.ticket_count() == LIVRAISONS, "the urgent ones")
    chosen = seat.model.ticket_ids()[2]
    seat.pane.select(chosen)
    keys(field(seat), "retrait")
    await finds(seat, "Retrait", FIRST_PAGE)
    seat.pane.select(seat.model.ticket_ids()[7])
    press(field(seat), Qt.Key.Key_Escape)
    await eventually(lambda: seat.pane.view.current == chosen, "the row")
    assert window.view() is View.URGENT
    assert window.focusWidget() is seat.pane.view
    await eventually(lambda: window.detail.ticket_id == chosen, "the detail")
    window.show_view(View.OUTBOX)
    keys(field(seat), "retrait")
    await finds(seat, "Retrait", FIRST_PAGE)
    press(field(seat), Qt.Key.Key_Escape)
    await eventually(lambda: window.view() is View.OUTBOX, "the outbox")
    await seat.settle()


async def test_a_view_is_kept_counted_and_found_again(seat: Seat) -> None:
    await save(seat, "retrait", "Retraits & co")
    await save(seat, "parakou", "Parakou")
    await save(seat, "nouveauté", "Nouveautés")
    assert item(seat, "Nouveautés").isChecked()
    counted = [
        f"Retraits & co, {RETRAITS} ticket(s)",
        "Parakou, 4 ticket(s)",
        "Nouveautés, 0 ticket(s)",
    ]
    await eventually(lambda: saved(seat) == counted, "the counts")
    mine = find(seat.window, QAbstractButton, "rail-mine")
    press(field(seat), Qt.Key.Key_Escape)
    assert mine.isChecked()
    await seat.commit(990, subject="Une nouveauté")
    await eventually(lambda: saved(seat)[2] == "Nouveautés, 1 ticket(s)", "a live count")
    press(item(seat, "Nouveautés"), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    click(item(seat, "Parakou"))
    await finds(seat, "Parakou", 4)
    assert field(seat).text() == "parakou"
    assert item(seat, "Parakou").isChecked()
    # An edited query is no longer that view.
    keys(field(seat), " zzz")
    assert not item(seat, "Parakou").isChecked()
    assert mine.isChecked()
    press(item(seat, "Retraits & co"), Qt.Key.Key_Delete)
    await eventually(lambda: len(saved(seat)) == 2, "it is removed")
    assert seat.undos[-1][0] == "Vue «\u00a0Retraits & co\u00a0» retirée"
    seat.undo()
    await eventually(lambda: len(saved(seat)) == 3, "it is back")
    names = [one.split(",")[0] for one in saved(seat)]
    assert names == ["Retraits & co", "Nouveautés", "Parakou"]
    await seat.settle()


async def test_a_query_that_is_kept_already_is_renamed(seat: Seat) -> None:
    seat.pane.save_view_requested.emit()
    assert seat.window.findChild(QLineEdit, "view-name") is None
    await save(seat, "retrait", "Retraits")
    seat.pane.save_view_requested.emit()
    edit = find(seat.window, QLineEdit, "view-name")
    assert edit.selectedText() == "Retraits"
    type_text(edit, "Tous les retraits")
    press(edit, Qt.Key.Key_Return)
    await eventually(lambda: saved(seat)[0].startswith("Tous les retraits"), "renamed")
    assert len(saved(seat)) == 1
    seat.window.rail.saved_views.link_wanted.emit(item(seat, "Tous les retraits").view.id)
    assert QGuiApplication.clipboard().text() == view_link("retrait")
    await seat.settle()


AS_BEFORE = WindowContents(
    view=View.URGENT,
    over=Over(BEFORE.id, BEFORE.query),
    saved_views=(BEFORE,),
    lines=TicketLines.of_rows(Arrangement(), ()),
)


@pytest.mark.parametrize("unbegun", [AS_BEFORE], indirect=True)
async def test_what_came_over_the_view_before_the_start_is_found_again(seat: Seat) -> None:
    assert field(seat).text() == "retrait"
    await finds(seat, "Retrait", FIRST_PAGE)
    field(seat).clear()
    await eventually(lambda: seat.model.matches is None, "the view under it")
    assert seat.window.view() is View.URGENT
    await eventually(lambda: seat.model.ticket_count() == LIVRAISONS, "the urgent ones")
    await seat.settle()


@pytest.mark.parametrize("unbegun", [AS_BEFORE], indirect=True)
async def test_a_view_chosen_before_the_search_begins_is_shown(unbegun: Seat) -> None:
    unbegun.window.show_view(View.URGENT)
    unbegun.search.begin()
    await unbegun.settle()
    assert not field(unbegun).text()
    assert unbegun.model.ticket_count() == LIVRAISONS
