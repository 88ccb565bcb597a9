"""List and selection joined to a real store: orders, what arrives meanwhile, marks, exports."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.arrangement import (
    Arrangement,
    ColumnState,
    Density,
    GroupBy,
    SortBy,
    ViewLayout,
    sorted_by,
)
from supportdesk_desktop.core.changes import (
    RELOAD_ALL,
    DeskKnown,
    MarksChanged,
    TicketsChanged,
)
from supportdesk_desktop.core.errors import FeatureAbsent
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.profile import DeskFacts
from supportdesk_desktop.core.rows import TicketRow, TicketView
from supportdesk_desktop.core.ticket_lines import Heading, TicketLines
from supportdesk_desktop.services import tickets as ticket_export
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.tickets import TicketService
from supportdesk_desktop.store import rows, snapshots, ticket_events
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store import tickets as stored_tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.tickets import presenter as tickets
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from supportdesk_desktop.ui.tickets.presenter import TicketsPresenter
from supportdesk_desktop.ui.tickets.row_painting import Matches
from supportdesk_desktop.ui.tickets.selection_presenter import TicketSelectionPresenter
from tests.desktop.app.conftest import eventually
from tests.desktop.ui.hands import find
from tests.fakes.tickets import KOFFI, NOON_MS, a_ticket, an_event
from tests.fakes.workspace import workspace

COUNT = 30
PRIORITIES = ("LOW", "MEDIUM", "HIGH", "URGENT", "CRITICAL")


class FakeActions:
    """Finishes tickets without a server."""

    def __init__(self) -> None:
        self.finished: tuple[TicketId, ...] = ()
        self.offered = True

    async def finish_all(self, ids: tuple[TicketId, ...]) -> tuple[TicketId, ...]:
        if not self.offered:
            raise FeatureAbsent("ticket actions")
        self.finished = ids
        return ids

    async def undo(self, ids: tuple[TicketId, ...]) -> None:
        self.finished = tuple(one for one in self.finished if one not in ids)


@dataclass
class Listing:
    """A list pane with its presenters over a store of thirty tickets."""

    store: Store
    bus: Bus
    pane: TicketListPane
    detail: DetailPane
    presenter: TicketsPresenter
    selection: TicketSelectionPresenter
    actions: FakeActions
    told: list[TicketsChanged]
    undos: list[tuple[str, Callable[[], None]]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return ids, and what headings count."""
        model = self.pane.model
        found = [model.line_at(at) for at in range(model.rowCount())]
        return [
            f"[{line.value}: {line.count}]" if isinstance(line, Heading) else str(model.id_at(at))
            for at, line in enumerate(found)
        ]

    async def settle(self) -> None:
        await self.presenter.settle()
        await self.selection.settle()

    async def arrange(self, layout: ViewLayout) -> None:
        self.pane.layout_chosen.emit(layout)
        await self.settle()

    async def commit(self, *numbers: int, **changes: object) -> None:
        """Let tickets arrive or change, as the feed does it."""
        for number in numbers:
            kind = cast(str, changes.pop("kind", "ticket.assigned"))
            event = an_event(a_ticket(number, **changes), number + 100, kind)
            committed = await self.store.feed.write(ticket_events.store_events, [event])
            before = len(self.told)
            self.bus.publish(committed.changed)
            await self._told_after(before)

    async def _told_after(self, count: int) -> None:
        """Wait for the frame in which the window is told of a change."""
        await eventually(lambda: len(self.told) > count, "told in a frame")

    def undo(self) -> None:
        self.undos.pop()[1]()


@pytest.fixture
async def listing(qtbot: QtBot, tmp_path: Path) -> AsyncIterator[Listing]:
    store = await Store.open(tmp_path / "store.db")
    stored = [
        a_ticket(
            number,
            priority=PRIORITIES[number % 5],
            subject=f"Sujet {number * 7 % COUNT:02}",
        )
        for number in range(COUNT)
    ]
    await snapshots.replace_all(store.feed, Cursor(epoch="e1", seq=1), stored, NOON_MS)
    bus, clock = Bus(), Clock(wall_ms=lambda: NOON_MS)
    owner = QObject()
    bridge = Bridge(bus, owner)
    pane = TicketListPane(TicketListModel(now_ms=lambda: NOON_MS))
    detail = DetailPane()
    for widget in (pane, detail):
        qtbot.addWidget(widget)
    pane.set_title("Mes tickets")
    pane.resize(1000, 700)
    pane.show()
    service, actions = TicketService(store, bus, clock), FakeActions()
    undos: list[tuple[str, Callable[[], None]]] = []
    said: list[str] = []
    desk = workspace(
        bridge,
        tickets=service,
        actions=actions,
        offer_undo=lambda text, _seconds, undo: undos.append((text, undo)),
        say=said.append,
    )
    presenter = TicketsPresenter(desk, pane, detail)
    selection = TicketSelectionPresenter(desk, pane)
    told: list[TicketsChanged] = []
    bridge.tickets.connect(told.append)
    one = Listing(store, bus, pane, detail, presenter, selection, actions, told, undos, said)
    presenter.show_view(TicketView.MINE)
    await one.settle()
    yield one
    await presenter.aclose()
    await selection.aclose()
    bridge.close()
    await store.aclose()


async def test_a_view_is_sorted_and_stays_so_as_tickets_come(listing: Listing) -> None:
    await listing.arrange(ViewLayout(sorted_by(SortBy.PRIORITY)))
    assert listing.lines()[:3] == ["[4: 6]", "t-29", "t-24"]
    await listing.commit(40, priority="CRITICAL")
    await listing.commit(28, priority="CRITICAL", version=2, kind="ticket.updated")
    assert listing.lines()[:5] == ["[4: 8]", "t-40", "t-29", "t-28", "t-24"]
    await listing.commit(29, version=2, kind="ticket.closed", priority="CRITICAL")
    assert listing.lines()[:3] == ["[4: 7]", "t-40", "t-28"]


@pytest.mark.parametrize("kind", ["ticket.closed", "ticket.updated"])
async def test_what_was_read_before_a_change_does_not_undo_it(
    listing: Listing, monkeypatch: pytest.MonkeyPatch, kind: str
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
    listing.bus.publish(MarksChanged((ticket,)))
    await was_read.wait()
    await listing.commit(29, version=2, kind=kind, subject="Autre sujet")
    go_on.set()
    await listing.settle()
    if kind == "ticket.closed":
        assert ticket not in listing.lines()
    else:
        row = listing.pane.model.row_data(ticket)
        assert row is not None
        assert row.subject == "Autre sujet"


async def test_what_changed_untold_is_shown_once_all_is_read_again(listing: Listing) -> None:
    ticket = a_ticket(29).id
    listing.presenter.open_ticket(ticket)
    await listing.settle()
    untold = an_event(a_ticket(29, version=2, subject="Autre sujet"), 129, "ticket.updated")
    await listing.store.feed.write(ticket_events.store_events, [untold])
    for change in RELOAD_ALL:
        listing.bus.publish(change)
    await eventually(lambda: listing.told, "told in a frame")
    await listing.settle()
    row, shown = listing.pane.model.row_data(ticket), listing.detail.ticket()
    assert row is not None
    assert shown is not None
    assert (row.subject, shown.subject) == ("Autre sujet", "Autre sujet")


async def test_layouts_and_columns_outlive_the_window(listing: Listing) -> None:
    compact = ViewLayout(Arrangement(SortBy.SUBJECT, True, GroupBy.TAG), Density.COMPACT)
    await listing.arrange(compact)
    listing.presenter.show_view(TicketView.URGENT)
    await listing.settle()
    assert listing.pane.layout_now == ViewLayout()
    await listing.arrange(ViewLayout(table=True))
    listing.pane.view.table.columns_changed.emit((ColumnState("status", 90),))
    listing.presenter.show_view(TicketView.MINE)
    await listing.settle()
    assert listing.pane.layout_now == compact
    service = TicketService(listing.store, listing.bus, Clock())
    kept = await service.layouts()
    assert (kept[TicketView.MINE], kept[TicketView.URGENT].table) == (compact, True)
    assert kept[TicketView.TODAY] == ViewLayout()
    assert await service.columns() == (ColumnState("status", 90),)


async def test_a_big_view_begins_with_its_head(
    listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "BIG", 10)
    monkeypatch.setattr(rows, "HEAD", 5)
    whole = asyncio.Event()
    read = TicketService.lines

    async def held(self: TicketService, view: TicketView, arrangement: Arrangement) -> TicketLines:
        found = await read(self, view, arrangement)
        await whole.wait()
        return found

    monkeypatch.setattr(TicketService, "lines", held)
    listing.pane.select(TicketId("t-7"))
    listing.pane.layout_chosen.emit(ViewLayout(sorted_by(SortBy.SUBJECT)))
    model = listing.pane.model
    await eventually(lambda: model.is_partial, "the head is shown")
    assert listing.lines() == ["t-0", "t-13", "t-26", "t-9", "t-22"]
    assert model.ticket_count() == COUNT
    # What happens before the rest is here must not be lost with it: it was read before.
    await listing.commit(50, subject="Aa")
    await listing.commit(13, version=2, kind="ticket.closed")
    whole.set()
    await listing.settle()
    assert not model.is_partial
    assert listing.lines()[:3] == ["t-50", "t-0", "t-26"]
    assert len(listing.lines()) == COUNT
    assert listing.pane.view.current == "t-7"


async def test_other_views_follow_events_without_being_read_again(
    listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing.presenter.show_view(TicketView.URGENT)
    await listing.settle()
    assert len(listing.pane.model.ticket_ids()) == 12

    async def never(*_: object) -> TicketLines:
        raise AssertionError("the whole order was read for one event")

    monkeypatch.setattr(TicketService, "lines", never)
    await listing.commit(60, priority="URGENT")
    await listing.commit(61, priority="LOW")
    await listing.commit(29, priority="LOW", version=2, kind="ticket.updated")
    await listing.settle()
    ids = listing.pane.model.ticket_ids()
    assert ids[0] == "t-60"
    assert "t-29" not in ids
    assert len(ids) == 12


def search(listing: Listing) -> None:
    """Have a search take the list, which finds nothing."""
    listing.presenter.leave_to_search()
    listing.pane.model.set_results([], Matches(), has_more=False)


async def test_a_view_comes_back_at_once_with_what_changed_during_a_search(
    listing: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = listing.pane.view.visible_ids()
    assert seen
    search(listing)
    await listing.commit(40, priority="CRITICAL")
    await listing.commit(28, version=2, kind="ticket.closed")
    await listing.commit(27, version=2, subject="Autre", kind="ticket.updated")
    with monkeypatch.context() as patched:
        patched.setattr(TicketService, "lines", None)
        listing.presenter.come_back()
        back, model = listing.lines(), listing.pane.model
        changed = model.row_data(TicketId("t-27"))
        assert changed is not None
        assert changed.subject == "Autre"
        # What was in view is drawn at once, not as gaps.
        assert all(model.row_data(one) is not None for one in seen if one != "t-28")
        await listing.settle()
    assert "t-40" in back
    assert "t-28" not in back
    listing.presenter.reload()
    await listing.settle()
    assert listing.lines() == back


@pytest.mark.parametrize("much", ["changes", "a snapshot", "an order"])
async def test_a_view_that_changed_much_during_a_search_is_read_again(
    listing: Listing, monkeypatch: pytest.MonkeyPatch, much: str
) -> None:
    monkeypatch.setattr(tickets, "MANY", 1)
    search(listing)
    if much == "an order":
        listing.pane.layout_chosen.emit(ViewLayout(sorted_by(SortBy.SUBJECT)))
    elif much == "changes":
        for number in (28, 29):
            await listing.commit(number, version=2, kind="ticket.closed")
    else:
        left = [a_ticket(number) for number in range(COUNT - 2)]
        await snapshots.replace_all(listing.store.feed, Cursor(epoch="e1", seq=900), left, NOON_MS)
        before = len(listing.told)
        listing.bus.publish(TicketsChanged((), (), replaced=True))
        await listing._told_after(before)
    listing.presenter.come_back()
    assert listing.pane.model.arrangement is None
    await listing.settle()
    back = listing.lines()
    assert ("t-29" in back) == (much == "an order")
    listing.presenter.reload()
    await listing.settle()
    assert listing.lines() == back


async def test_a_search_begun_while_a_view_is_read_keeps_nothing_of_it(listing: Listing) -> None:
    listing.pane.layout_chosen.emit(ViewLayout(sorted_by(SortBy.SUBJECT)))
    search(listing)
    listing.presenter.come_back()
    await listing.settle()
    assert listing.lines()[:2] == ["t-0", "t-13"]


async def test_a_ticket_is_read_once_its_detail_is_seen(listing: Listing) -> None:
    one = TicketId("t-7")
    listing.pane.select(one)
    await listing.settle()
    assert (await listing.store.read(stored_rows.by_ids, [one]))[0].unread
    listing.detail.show()
    listing.pane.ticket_opened.emit(one)
    await listing.settle()
    assert not (await listing.store.read(stored_rows.by_ids, [one]))[0].unread


def choose(listing: Listing, *numbers: int) -> frozenset[TicketId]:
    ids = frozenset(TicketId(f"t-{number}") for number in numbers)
    listing.pane.model.selection.set_ids(ids)
    return ids


async def test_the_bar_counts_the_urgent_ones(listing: Listing) -> None:
    choose(listing, 1, 2, 3, 4, 9)
    await listing.settle()
    assert "3" in find(listing.pane, QLabel, "selection-urgent").text()
    choose(listing, 1, 2)
    await listing.settle()
    assert not find(listing.pane, QLabel, "selection-urgent").isVisible()


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
    listing: Listing, what: str, mark: str, before: list[bool], after: list[bool]
) -> None:
    ids = [TicketId("t-1"), TicketId("t-2")]
    if mark == "pinned":
        await listing.store.feed.write(stored_tickets.set_mark, "pinned", ids[:1], True)
    else:
        await listing.store.feed.write(stored_tickets.set_mark, "read", ids[1:], True)
    listing.pane.model.forget_rows()
    listing.pane.model.set_rows(await listing.store.read(stored_rows.by_ids, ids))

    async def marks() -> list[bool]:
        return [getattr(row, mark) for row in await listing.store.read(stored_rows.by_ids, ids)]

    assert await marks() == before
    listing.pane.bar.asked.emit(what, choose(listing, 1, 2))
    await listing.settle()
    assert await marks() == after
    shown = [listing.pane.model.row_data(one) for one in ids]
    assert [getattr(row, mark) for row in shown] == after
    [(text, _)] = listing.undos
    assert text.startswith("1 ticket")
    listing.undo()
    await listing.settle()
    assert await marks() == before


async def test_many_are_finished_together_where_the_desk_offers_it(listing: Listing) -> None:
    listing.bus.publish(DeskKnown(DeskFacts(app_id="app", features=("ticket-actions",))))
    listing.pane.bar.asked.emit("finish", choose(listing, 3, 5, 4))
    await listing.settle()
    assert list(listing.actions.finished) == ["t-5", "t-4", "t-3"]
    listing.undo()
    await listing.settle()
    assert not listing.actions.finished
    listing.actions.offered = False
    listing.pane.bar.asked.emit("finish", choose(listing, 3))
    await listing.settle()
    assert len(listing.said) == 1


async def test_copies_are_in_the_order_of_the_list(listing: Listing) -> None:
    await listing.commit(41, subject='=HYPERLINK("x") *gras* [lien](http://x)')
    ids = choose(listing, 3, 41, 12)
    copied: dict[str, str] = {}
    for what in ("copy", "copy-links", "copy-csv", "copy-table"):
        listing.pane.bar.asked.emit(what, ids)
        await listing.settle()
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


async def export_to(listing: Listing, path: Path) -> None:
    listing.pane.export_requested.emit()
    dialog = next(one for one in listing.pane.findChildren(QFileDialog))
    assert not dialog.isModal()
    dialog.fileSelected.emit(str(path))
    dialog.close()
    await listing.settle()


async def test_a_view_is_exported_as_it_is_arranged(listing: Listing, tmp_path: Path) -> None:
    await listing.arrange(ViewLayout(sorted_by(SortBy.SUBJECT)))
    path = tmp_path / "vue.csv"
    path.write_text("autre chose")
    await export_to(listing, path)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [row["Sujet"] for row in rows] == [f"Sujet {at:02}" for at in range(COUNT)]
    assert rows[0]["Reçu"].startswith("2026-04-18T")
    assert rows[0]["Client"] == KOFFI.name
    assert files_in(tmp_path) == ["vue.csv"]
    assert "30" in listing.said[0]
    assert "vue.csv" in listing.said[0]


async def test_an_export_that_fails_says_why_and_leaves_nothing(
    listing: Listing, tmp_path: Path
) -> None:
    await export_to(listing, tmp_path / "missing" / "vue.csv")
    assert listing.said[0].startswith("L’export n’a pas pu être écrit")
    assert files_in(tmp_path) == []


async def test_a_cancelled_export_leaves_the_file_of_before(
    listing: Listing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "vue.csv"
    path.write_text("avant")
    listing.pane.export_requested.emit()
    dialog = next(one for one in listing.pane.findChildren(QFileDialog))
    show = listing.pane.export_line.show_progress

    def stop(done: int, total: int) -> None:
        show(done, total)
        listing.pane.export_line.cancelled.emit()

    monkeypatch.setattr(listing.pane.export_line, "show_progress", stop)
    monkeypatch.setattr(ticket_export, "BATCH", 10)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    await listing.settle()
    assert path.read_text() == "avant"
    assert files_in(tmp_path) == ["vue.csv"]
    assert listing.said == []
