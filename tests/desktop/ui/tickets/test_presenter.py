"""List and selection joined to a real store: orders, what arrives meanwhile, marks, exports."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from supportdesk_desktop.core.arrangement import (
    Arrangement,
    ColumnState,
    Density,
    GroupBy,
    SortBy,
    ViewLayout,
    sorted_by,
)
from supportdesk_desktop.core.changes import RELOAD_ALL, DeskKnown, MarksChanged, TicketsChanged
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.profile import DeskFacts
from supportdesk_desktop.core.rows import TicketRow, TicketView
from supportdesk_desktop.core.ticket_lines import Heading, TicketLines
from supportdesk_desktop.services import tickets as ticket_export
from supportdesk_desktop.services.tickets import TicketService
from supportdesk_desktop.store import rows, snapshots, ticket_events
from supportdesk_desktop.store import tickets as stored_tickets
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.ui.tickets import presenter as tickets
from supportdesk_desktop.ui.tickets.row_painting import Matches
from tests.desktop.app.conftest import eventually
from tests.desktop.ui.hands import find
from tests.desktop.ui.tickets.conftest import Seat
from tests.fakes.tickets import KOFFI, NOON_MS, a_ticket, an_event

COUNT = 30
PRIORITIES = ("LOW", "MEDIUM", "HIGH", "URGENT", "CRITICAL")
TICKETS = [
    a_ticket(number, priority=PRIORITIES[number % 5], subject=f"Sujet {number * 7 % COUNT:02}")
    for number in range(COUNT)
]


def lines(seat: Seat) -> list[str]:
    """Return ids, and what headings count."""
    found = [seat.model.line_at(at) for at in range(seat.model.rowCount())]
    return [
        f"[{line.value}: {line.count}]" if isinstance(line, Heading) else str(seat.model.id_at(at))
        for at, line in enumerate(found)
    ]


async def never_read(*_: object) -> TicketLines:
    raise AssertionError("the whole order was read")


async def test_views_follow_events_without_being_read_again(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await seat.arrange(ViewLayout(sorted_by(SortBy.PRIORITY)))
    assert lines(seat)[:3] == ["[4: 6]", "t-29", "t-24"]
    with monkeypatch.context() as patched:
        patched.setattr(TicketService, "lines", never_read)
        await seat.commit(40, priority="CRITICAL")
        await seat.commit(28, "ticket.updated", priority="CRITICAL", version=2)
        assert lines(seat)[:5] == ["[4: 8]", "t-40", "t-29", "t-28", "t-24"]
        await seat.commit(29, "ticket.closed", priority="CRITICAL", version=2)
        assert lines(seat)[:3] == ["[4: 7]", "t-40", "t-28"]
    seat.tickets.show_view(TicketView.URGENT)
    await seat.settle()
    before = len(seat.model.ticket_ids())
    monkeypatch.setattr(TicketService, "lines", never_read)
    await seat.commit(60, priority="URGENT")
    await seat.commit(61, priority="LOW")
    await seat.commit(28, "ticket.updated", priority="LOW", version=3)
    await seat.settle()
    ids = seat.model.ticket_ids()
    assert ids[0] == "t-60"
    assert "t-28" not in ids
    assert len(ids) == before


@pytest.mark.parametrize("kind", ["ticket.closed", "ticket.updated"])
async def test_what_was_read_before_a_change_does_not_undo_it(
    seat: Seat, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    was_read, go_on = asyncio.Event(), asyncio.Event()
    read = TicketService.rows

    async def slowly(service: TicketService, ids: Iterable[TicketId]) -> list[TicketRow]:
        rows = await read(service, ids)
        was_read.set()
        await go_on.wait()
        return rows

    monkeypatch.setattr(TicketService, "rows", slowly)
    ticket = a_ticket(29).id
    # What an agent did to it is done: its marks are read anew.
    seat.bus.publish(MarksChanged((ticket,)))
    await was_read.wait()
    await seat.commit(29, kind, version=2, subject="Autre sujet")
    go_on.set()
    await seat.settle()
    if kind == "ticket.closed":
        assert ticket not in lines(seat)
    else:
        row = seat.model.row_data(ticket)
        assert row is not None
        assert row.subject == "Autre sujet"


async def test_what_changed_untold_is_shown_once_all_is_read_again(seat: Seat) -> None:
    ticket = a_ticket(29).id
    seat.tickets.open_ticket(ticket)
    await seat.settle()
    untold = an_event(a_ticket(29, version=2, subject="Autre sujet"), 129, "ticket.updated")
    await seat.store.feed.write(ticket_events.store_events, [untold])
    for change in RELOAD_ALL:
        seat.bus.publish(change)
    await eventually(lambda: seat.told, "told in a frame")
    await seat.settle()
    row, shown = seat.model.row_data(ticket), seat.window.detail.ticket()
    assert row is not None
    assert shown is not None
    assert (row.subject, shown.subject) == ("Autre sujet", "Autre sujet")


async def test_layouts_and_columns_outlive_the_window(seat: Seat) -> None:
    compact = ViewLayout(Arrangement(SortBy.SUBJECT, True, GroupBy.TAG), Density.COMPACT)
    await seat.arrange(compact)
    seat.tickets.show_view(TicketView.URGENT)
    await seat.settle()
    assert seat.pane.layout_now == ViewLayout()
    await seat.arrange(ViewLayout(table=True))
    table = seat.pane.view.table
    table.set_columns((ColumnState("status", 90),))
    table.columns_changed.emit((ColumnState("status", 90),))
    seat.tickets.show_view(TicketView.MINE)
    await seat.settle()
    assert seat.pane.layout_now == compact
    service = TicketService(seat.store, seat.bus, Clock())
    kept = await service.layouts()
    assert (kept[TicketView.MINE], kept[TicketView.URGENT].table) == (compact, True)
    assert kept[TicketView.TODAY] == ViewLayout()
    # A table that was laid out meanwhile has kept the other columns after it.
    assert (await service.columns())[0] == ColumnState("status", 90)


async def test_a_big_view_begins_with_its_head(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "BIG", 10)
    monkeypatch.setattr(rows, "HEAD", 5)
    whole = asyncio.Event()
    read = TicketService.lines

    async def held(self: TicketService, view: TicketView, arrangement: Arrangement) -> TicketLines:
        found = await read(self, view, arrangement)
        await whole.wait()
        return found

    # It is marked as read, which would bring it into the head.
    seat.pane.select(TicketId("t-7"))
    await seat.settle()
    monkeypatch.setattr(TicketService, "lines", held)
    seat.pane.layout_chosen.emit(ViewLayout(sorted_by(SortBy.SUBJECT)))
    model = seat.model
    await eventually(lambda: model.is_partial, "the head is shown")
    assert lines(seat) == ["t-0", "t-13", "t-26", "t-9", "t-22"]
    assert model.ticket_count() == COUNT
    # What happens before the rest is here must not be lost with it: it was read before.
    await seat.commit(50, subject="Aa")
    await seat.commit(13, "ticket.closed", version=2)
    whole.set()
    await seat.settle()
    assert not model.is_partial
    assert lines(seat)[:3] == ["t-50", "t-0", "t-26"]
    assert len(lines(seat)) == COUNT
    assert seat.pane.view.current == "t-7"


def search(seat: Seat) -> None:
    """Have a search take the list, which finds nothing."""
    seat.tickets.leave_to_search()
    seat.model.set_results([], Matches(), has_more=False)


async def test_a_view_comes_back_at_once_with_what_changed_during_a_search(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = seat.pane.view.visible_ids()
    assert seen
    search(seat)
    await seat.commit(40, priority="CRITICAL")
    await seat.commit(28, "ticket.closed", version=2)
    await seat.commit(27, "ticket.updated", version=2, subject="Autre")
    with monkeypatch.context() as patched:
        patched.setattr(TicketService, "lines", None)
        seat.tickets.come_back()
        back, model = lines(seat), seat.model
        changed = model.row_data(TicketId("t-27"))
        assert changed is not None
        assert changed.subject == "Autre"
        # What was in view is drawn at once, not as gaps.
        assert all(model.row_data(one) is not None for one in seen if one != "t-28")
        await seat.settle()
    assert "t-40" in back
    assert "t-28" not in back
    seat.tickets.reload()
    await seat.settle()
    assert lines(seat) == back


@pytest.mark.parametrize("much", ["changes", "a snapshot", "an order"])
async def test_a_view_that_changed_much_during_a_search_is_read_again(
    seat: Seat, monkeypatch: pytest.MonkeyPatch, much: str
) -> None:
    monkeypatch.setattr(tickets, "MANY", 1)
    search(seat)
    if much == "an order":
        seat.pane.layout_chosen.emit(ViewLayout(sorted_by(SortBy.SUBJECT)))
    elif much == "changes":
        for number in (28, 29):
            await seat.commit(number, "ticket.closed", version=2)
    else:
        left = [a_ticket(number) for number in range(COUNT - 2)]
        await snapshots.replace_all(seat.store.feed, Cursor(epoch="e1", seq=900), left, NOON_MS)
        await seat.publish(TicketsChanged((), (), replaced=True))
    seat.tickets.come_back()
    assert seat.model.arrangement is None
    await seat.settle()
    back = lines(seat)
    assert ("t-29" in back) == (much == "an order")
    seat.tickets.reload()
    await seat.settle()
    assert lines(seat) == back


async def test_a_search_begun_while_a_view_is_read_keeps_nothing_of_it(seat: Seat) -> None:
    seat.pane.layout_chosen.emit(ViewLayout(sorted_by(SortBy.SUBJECT)))
    search(seat)
    seat.tickets.come_back()
    await seat.settle()
    assert lines(seat)[:2] == ["t-0", "t-13"]


async def test_a_ticket_is_read_once_its_detail_is_seen(seat: Seat) -> None:
    # A table shows the detail only once a ticket is opened.
    await seat.arrange(ViewLayout(table=True))
    one = TicketId("t-7")
    seat.pane.select(one)
    await seat.settle()
    assert (await seat.store.read(rows.by_ids, [one]))[0].unread
    seat.pane.ticket_opened.emit(one)
    await seat.settle()
    assert not (await seat.store.read(rows.by_ids, [one]))[0].unread


def choose(seat: Seat, *numbers: int) -> frozenset[TicketId]:
    ids = frozenset(TicketId(f"t-{number}") for number in numbers)
    seat.model.selection.set_ids(ids)
    return ids


async def test_the_bar_counts_the_urgent_ones(seat: Seat) -> None:
    choose(seat, 1, 2, 3, 4, 9)
    await seat.settle()
    assert "3" in find(seat.pane, QLabel, "selection-urgent").text()
    choose(seat, 1, 2)
    await seat.settle()
    assert not find(seat.pane, QLabel, "selection-urgent").isVisible()


@pytest.mark.parametrize(
    ("what", "mark", "before", "after"),
    [
        ("read", "unread", [True, False], [False, False]),
        ("unread", "unread", [True, False], [True, True]),
        ("pin", "pinned", [True, False], [True, True]),
        ("unpin", "pinned", [True, False], [False, False]),
        ("toggle-read", "unread", [True, False], [False, False]),
        ("toggle-pin", "pinned", [True, False], [False, False]),
    ],
)
async def test_marks_of_many_have_one_way_back(
    seat: Seat, what: str, mark: str, before: list[bool], after: list[bool]
) -> None:
    ids = [TicketId("t-1"), TicketId("t-2")]
    if mark == "pinned":
        await seat.store.feed.write(stored_tickets.set_mark, "pinned", ids[:1], True)
    else:
        await seat.store.feed.write(stored_tickets.set_mark, "read", ids[1:], True)
    seat.model.forget_rows()
    seat.model.set_rows(await seat.store.read(rows.by_ids, ids))

    async def marks() -> list[bool]:
        return [getattr(row, mark) for row in await seat.store.read(rows.by_ids, ids)]

    assert await marks() == before
    seat.pane.bar.asked.emit(what, choose(seat, 1, 2))
    await seat.settle()
    assert await marks() == after
    shown = [seat.model.row_data(one) for one in ids]
    assert [getattr(row, mark) for row in shown] == after
    [(text, _)] = seat.undos
    assert text.startswith("1 ticket")
    seat.undo()
    await seat.settle()
    assert await marks() == before


async def test_many_are_finished_together_where_the_desk_offers_it(seat: Seat) -> None:
    seat.bus.publish(DeskKnown(DeskFacts(app_id="app", features=("ticket-actions",))))
    seat.pane.bar.asked.emit("finish", choose(seat, 3, 5, 4))
    await seat.settle()
    assert list(seat.actions.finished) == ["t-5", "t-4", "t-3"]
    seat.undo()
    await seat.settle()
    assert not seat.actions.finished
    seat.actions.offered = False
    seat.pane.bar.asked.emit("finish", choose(seat, 3))
    await seat.settle()
    assert len(seat.said) == 1


async def test_copies_are_in_the_order_of_the_list(seat: Seat) -> None:
    await seat.commit(41, subject='=HYPERLINK("x") *gras* [lien](http://x)')
    ids = choose(seat, 3, 41, 12)
    copied: dict[str, str] = {}
    for what in ("copy", "copy-links", "copy-csv", "copy-table"):
        seat.pane.bar.asked.emit(what, ids)
        await seat.settle()
        copied[what] = QApplication.clipboard().text()
    assert copied["copy"].split() == ["INV-41", "INV-12", "INV-3"]
    links = copied["copy-links"].splitlines()
    assert links[1] == "- [INV-12](supportdesk://ticket/INV-12) Sujet 24"
    assert r"\*gras\* \[lien\](http://x)" in links[0]
    rows = list(csv.reader(copied["copy-csv"].splitlines()))
    assert rows[0][:3] == ["Numéro", "Priorité", "Sujet"]
    assert rows[1][2].startswith("'=HYPERLINK")
    assert [line.split("\t")[0] for line in copied["copy-table"].splitlines()] == [
        "Numéro",
        "INV-41",
        "INV-12",
        "INV-3",
    ]


def files_in(folder: Path) -> list[str]:
    """Return what exports left in a folder."""
    return sorted(path.name for path in folder.iterdir() if "csv" in path.name)


async def export_to(seat: Seat, path: Path) -> None:
    seat.pane.export_requested.emit()
    dialog = next(one for one in seat.window.findChildren(QFileDialog))
    assert not dialog.isModal()
    dialog.fileSelected.emit(str(path))
    dialog.close()
    await seat.settle()


async def test_a_view_is_exported_as_it_is_arranged(seat: Seat, tmp_path: Path) -> None:
    await seat.arrange(ViewLayout(sorted_by(SortBy.SUBJECT)))
    path = tmp_path / "vue.csv"
    path.write_text("autre chose")
    await export_to(seat, path)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [row["Sujet"] for row in rows] == [f"Sujet {at:02}" for at in range(COUNT)]
    assert rows[0]["Reçu"].startswith("2026-04-18T")
    assert rows[0]["Client"] == KOFFI.name
    assert files_in(tmp_path) == ["vue.csv"]
    assert "30" in seat.said[0]
    assert "vue.csv" in seat.said[0]


async def test_an_export_that_fails_says_why_and_leaves_nothing(seat: Seat, tmp_path: Path) -> None:
    await export_to(seat, tmp_path / "missing" / "vue.csv")
    assert seat.said[0].startswith("vue.csv n’a pas pu être écrit")
    assert files_in(tmp_path) == []


async def test_a_cancelled_export_leaves_the_file_of_before(
    seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "vue.csv"
    path.write_text("avant")
    seat.pane.export_requested.emit()
    dialog = next(one for one in seat.window.findChildren(QFileDialog))
    show = seat.pane.export_line.show_progress

    def stop(done: int, total: int) -> None:
        show(done, total)
        seat.pane.export_line.cancelled.emit()

    monkeypatch.setattr(seat.pane.export_line, "show_progress", stop)
    monkeypatch.setattr(ticket_export, "BATCH", 10)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    await seat.settle()
    assert path.read_text() == "avant"
    assert files_in(tmp_path) == ["vue.csv"]
    assert seat.said == []
