"""The model keeps tickets newest first under day headings, through every change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.arrangement import (
    Arrangement,
    GroupBy,
    GroupValue,
    Place,
    Placing,
    SortBy,
)
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import LeftBy, TagMark, TicketRow
from supportdesk_desktop.core.ticket_lines import Heading, TicketLines
from supportdesk_desktop.ui.tickets.model import LineRole, TicketListModel
from supportdesk_desktop.ui.tickets.row_painting import Matches
from tests.desktop.ui.sample_tickets import NOW_MS, ago_ms, many_rows, row


def fill(model: TicketListModel, rows: Iterable[TicketRow], *, read: bool = False) -> None:
    """Show these tickets; where they are ``read`` their rows are at hand."""
    rows = list(rows)
    model.set_lines(TicketLines.of_rows(Arrangement(), rows))
    if read:
        model.set_rows(rows)


def shown(model: TicketListModel) -> list[str]:
    """Return ids, and headings as day and count."""
    lines: list[str] = []
    for at in range(model.rowCount()):
        line = model.data(model.index(at, 0), LineRole)
        if isinstance(line, Heading):
            lines.append(f"{line.value:%d}: {line.count}")
        else:
            lines.append(str(model.id_at(at)))
    return lines


@pytest.fixture
def model() -> TicketListModel:
    model = TicketListModel(now_ms=lambda: NOW_MS)
    # It looks at every change; what it finds is logged as a warning, which fails the test.
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    return model


def test_a_ticket_at_midnight_belongs_to_the_day_that_begins(model: TicketListModel) -> None:
    midnight = round(datetime(2026, 4, 21).timestamp() * 1000)
    model.insert([row(1, midnight - 1)])
    model.insert([row(2, midnight)])
    model.insert([row(3, midnight - 1)])
    assert shown(model) == ["21: 1", "id-2", "20: 2", "id-1", "id-3"]


def test_touch_changes_its_own_rows_only(model: TicketListModel, qtbot: QtBot) -> None:
    rows = many_rows(5)
    fill(model, rows, read=True)
    with qtbot.waitSignal(model.dataChanged) as change:
        model.touch([replace(rows[2], pinned=True), row(1, subject="D’une autre vue")])
    assert [index.row() for index in change.args[:2]] == [3, 3]
    assert model.ticket_count() == 5
    assert model.unpainted == {rows[2].id}


def test_inserting_a_known_ticket_touches_it(model: TicketListModel, qtbot: QtBot) -> None:
    rows = many_rows(3)
    fill(model, rows)
    with qtbot.assertNotEmitted(model.arrived):
        model.insert([replace(rows[1], subject="Corrigé")])
    found = model.row_data(rows[1].id)
    assert found is not None
    assert found.subject == "Corrigé"
    assert model.ticket_count() == 3


def test_missing_rows_are_asked_for_once_and_together(model: TicketListModel, qtbot: QtBot) -> None:
    rows = many_rows(3)
    fill(model, rows)
    with qtbot.waitSignal(model.rows_wanted) as asked:
        for at in (1, 2, 2):
            assert model.data(model.index(at, 0), LineRole) is None
    assert asked.args == [[rows[0].id, rows[1].id]]
    with qtbot.assertNotEmitted(model.rows_wanted, wait=20):
        model.data(model.index(1, 0), LineRole)
    model.set_rows(rows[:2])
    assert model.data(model.index(1, 0), LineRole) == rows[0]


def test_what_a_search_found_is_at_hand_at_once(model: TicketListModel, qtbot: QtBot) -> None:
    rows = [row(n) for n in range(500, 560)]
    with (
        qtbot.assertNotEmitted(model.dataChanged),
        qtbot.assertNotEmitted(model.rows_wanted, wait=20),
    ):
        model.set_results(rows, Matches(), has_more=False)
        shown = [model.index(at, 0).data(LineRole) for at in range(model.rowCount())]
    assert shown == rows


def test_headings_cannot_be_chosen(model: TicketListModel) -> None:
    fill(model, many_rows(1))
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEnabled
    assert model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_a_screen_reader_hears_the_whole_row(model: TicketListModel) -> None:
    tags = (TagMark("1", "paiement", "#D08030"), TagMark("2", "double débit", None))
    one = row(
        1046,
        ago_ms(hours=2),
        "Paiement débité\n deux fois",
        priority="CRITICAL",
        unread=True,
        pinned=True,
        tags=tags,
    )
    one = replace(one, category="Paiement", notice_outcome="late", notice_ms=41_000)
    fill(model, [one], read=True)
    said = model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(said, str)
    for part in (
        "Priorité Critique, INV-1046, Paiement débité deux fois, Koffi Mensah, non lu, épinglé",
        "attend depuis 2 heure",
        "notifié après 41 s, Paiement",
        "étiquettes double débit",
    ):
        assert part in said
    heading = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert str(heading).startswith("Aujourd’hui, mardi 21 avril, 1 ticket")


def test_tickets_that_left_and_unreadable_ones_are_said_as_such(model: TicketListModel) -> None:
    left = replace(row(2, ago_ms(hours=1)), left_by=LeftBy.CLOSED)
    bad = replace(row(1, ago_ms(hours=2)), unreadable=True)
    fill(model, [left, bad], read=True)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert ", traité, " in str(model.data(model.index(1, 0), role))
    assert model.data(model.index(2, 0), role) == "Ticket illisible INV-1"


def test_many_changes_at_once_are_one_reset(model: TicketListModel, qtbot: QtBot) -> None:
    rows = many_rows(900)
    fill(model, rows[:1])
    with qtbot.waitSignal(model.modelReset):
        model.insert(rows[1:])
    assert model.ticket_count() == 900
    with qtbot.waitSignal(model.modelReset):
        model.remove([each.id for each in rows[:500]])
    assert [model.id_at(at) for at in range(model.rowCount()) if model.id_at(at)] == [
        each.id for each in rows[500:]
    ]


ARRANGEMENTS = [Arrangement(*parts) for parts in product(SortBy, (True, False), GroupBy)]
NAMES = st.sampled_from(["Ébène", "ebene", "Koffi", ""])
CHANGED = st.tuples(
    st.sampled_from(["comes", "goes"]),
    st.integers(0, 9),
    st.integers(0, 72 * 60),
    st.sampled_from(["LOW", "HIGH", "CRITICAL"]),
    NAMES,
    NAMES,
    st.sampled_from(["OPEN", "CLOSED"]),
    st.sampled_from([None, "shown", "refused"]),
)


def naively(arrangement: Arrangement, rows: Sequence[TicketRow]) -> list[str]:
    """Return the lines of a list sorted anew."""
    fresh = TicketListModel(now_ms=lambda: NOW_MS)
    fresh.set_lines(TicketLines.of_rows(arrangement, rows))
    return lines_of(fresh)


def lines_of(model: TicketListModel) -> list[str]:
    lines = (model.data(model.index(at, 0), LineRole) for at in range(model.rowCount()))
    return [
        f"{line.value}: {line.count}" if isinstance(line, Heading) else str(model.id_at(at))
        for at, line in enumerate(lines)
    ]


@settings(max_examples=250)
@given(st.sampled_from(ARRANGEMENTS), st.lists(CHANGED, max_size=25))
def test_in_every_arrangement_changes_leave_what_sorting_anew_would_show(
    arrangement: Arrangement, changes: list[tuple[str, int, int, str, str, str, str, str | None]]
) -> None:
    model = TicketListModel(now_ms=lambda: NOW_MS)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    model.set_lines(TicketLines.of_rows(arrangement, []))
    held: dict[TicketId, TicketRow] = {}
    for what, number, minutes, priority, subject, customer, status, outcome in changes:
        tags = (TagMark("1", customer, None),) if customer else ()
        one = replace(
            row(number, ago_ms(minutes=minutes), subject, priority=priority, tags=tags),
            customer=customer,
            status=status,
            notice_outcome=outcome,
        )
        if what == "comes":
            model.insert([one])
            held[one.id] = one
            model.selection.toggle(one.id)
        else:
            model.remove([one.id])
            held.pop(one.id, None)
        assert model.selection.ids <= held.keys()
    # Headings say the name as it was first seen.
    said = [line.partition(": ")[2] or line for line in lines_of(model)]
    expected = naively(arrangement, list(held.values()))
    assert said == [line.partition(": ")[2] or line for line in expected]
    assert all(model.id_at(model.row_of(ticket) or 0) == ticket for ticket in held)


def test_a_ticket_that_moves_keeps_its_persistent_index(model: TicketListModel) -> None:
    by_priority = Arrangement(SortBy.PRIORITY, True, GroupBy.PRIORITY)
    rows = [row(number, priority="HIGH") for number in (1, 2, 3)]
    model.set_lines(TicketLines.of_rows(by_priority, rows))
    model.set_rows(rows)
    index = QPersistentModelIndex(model.index(model.row_of(rows[1].id) or 0, 0))
    model.touch([replace(rows[1], priority="CRITICAL")])
    assert lines_of(model) == ["4: 1", "id-2", "2: 2", "id-1", "id-3"]
    assert model.id_at(index.row()) == "id-2"


def test_one_event_costs_the_same_in_every_arrangement(
    model: TicketListModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No arrangement looks at the other tickets when one arrives, changes or leaves."""
    rows = many_rows(40)
    placed: list[TicketId] = []
    of_row = Placing.of_row

    def counting(self: Placing, one: TicketRow) -> tuple[Place, GroupValue]:
        placed.append(one.id)
        return of_row(self, one)

    for arrangement in ARRANGEMENTS:
        model.set_lines(TicketLines.of_rows(arrangement, rows))
        with monkeypatch.context() as patched:
            patched.setattr(Placing, "of_row", counting)
            patched.setattr(TicketLines, "entries", None)
            patched.setattr(TicketLines, "arranged", None)
            model.insert([row(1)])
            model.touch([row(1, priority="CRITICAL", subject="Autre")])
            model.remove([TicketId("id-1")])
        assert model.ticket_count() == 40
    assert placed == [TicketId("id-1")] * 2 * len(ARRANGEMENTS)


def test_a_head_tells_the_count_of_the_whole(model: TicketListModel) -> None:
    rows = many_rows(60)
    model.selection.set_ids([rows[1].id, TicketId("further-down")])
    model.set_lines(TicketLines.of_rows(Arrangement(), rows), 100_000)
    assert model.ticket_count() == 100_000
    assert model.is_partial
    assert len(model.selection) == 2
    model.insert([row(1, NOW_MS + 1)])
    assert model.ticket_count() == 100_001
    model.set_lines(TicketLines.of_rows(Arrangement(), rows))
    assert model.ticket_count() == 60
    assert model.selection.ids == {rows[1].id}


def test_a_table_has_a_column_for_each_fact(model: TicketListModel) -> None:
    one = row(1046, ago_ms(minutes=6), unread=True, tags=(TagMark("1", "paiement", None),))
    model.set_lines(TicketLines.of_rows(Arrangement(group=GroupBy.NONE), [one]))
    model.set_rows([one])
    model.show_as_table(True)
    assert model.columnCount() == 9
    across = Qt.Orientation.Horizontal
    titles = [model.headerData(at, across) for at in range(9)]
    assert titles[:4] == ["", "Numéro", "Priorité", "Sujet"]
    role = Qt.ItemDataRole.AccessibleTextRole
    said = [str(model.data(model.index(0, at), role)) for at in range(9)]
    assert said[1:6] == [
        "INV-1046",
        "Haute",
        "Paiement débité deux fois, non lu",
        "Koffi Mensah",
        "paiement",
    ]
    assert said[8] == "En cours"
    assert model.data(model.index(0, 0), Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    model.selection.toggle(one.id)
    assert model.data(model.index(0, 0), Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
