"""Lines of every arrangement stay what sorting anew would give, through any changes."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk_desktop.core.arrangement import (
    Arrangement,
    Density,
    GroupBy,
    SortBy,
    ViewLayout,
    decode_layout,
    sort_text,
    sorted_by,
)
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.rows import TagMark, TicketRow
from supportdesk_desktop.core.ticket_lines import Heading, TicketLines

NOON_MS = round(datetime(2026, 4, 21, 12).timestamp() * 1000)
HOUR_MS = 3_600_000


def a_row(number: int, /, **facts: object) -> TicketRow:
    base: dict[str, object] = {
        "number": f"INV-{number}",
        "subject": f"Sujet {number}",
        "priority": "MEDIUM",
        "status": "OPEN",
        "customer": "Koffi",
        "tags": (),
        "created_ms": NOON_MS,
        "received_ms": NOON_MS - number * HOUR_MS,
        "unread": True,
        "pinned": False,
        "notice_outcome": "shown",
        "notice_ms": number,
    }
    return TicketRow(id=TicketId(f"t{number:04}"), **(base | facts))  # type: ignore[arg-type]


def numbers(arrangement: Arrangement, *rows: TicketRow) -> list[str]:
    """Return ids, and headings in brackets with their count."""
    lines = TicketLines.of_rows(arrangement, rows)
    return [
        f"[{line.value}: {line.count}]" if isinstance(line, Heading) else line for line in lines
    ]


EQUAL: list[dict[str, object]] = [{}, {}, {}]
NUMBERS = [{"number": f"INV-{number}"} for number in (1000, 999, 1001)]
SUBJECTS = [{"subject": subject} for subject in ("Zinc", "éclair", "Eclairage")]
STATUSES = [{"status": status} for status in ("CLOSED", "ON_HOLD", "OPEN")]
NOTICES = [
    {"notice_outcome": None, "notice_ms": None},
    {"notice_outcome": "refused", "notice_ms": None},
    {"notice_ms": 90},
    {"notice_ms": 84},
]


@pytest.mark.parametrize(
    ("sort", "descending", "facts", "order"),
    [
        (SortBy.NUMBER, False, NUMBERS, [2, 1, 3]),
        (SortBy.NUMBER, True, NUMBERS, [3, 1, 2]),
        # Texts are sorted as people read them.
        (
            SortBy.SUBJECT,
            False,
            SUBJECTS,
            [2, 3, 1],
        ),
        (
            SortBy.SUBJECT,
            True,
            SUBJECTS,
            [1, 3, 2],
        ),
        # Among equals the newest stands first.
        (SortBy.PRIORITY, True, EQUAL, [1, 2, 3]),
        (SortBy.PRIORITY, False, EQUAL, [1, 2, 3]),
        # Statuses are sorted as a ticket goes through them, notices by outcome, then time.
        (SortBy.STATUS, False, STATUSES, [3, 1, 2]),
        (SortBy.NOTICE, False, NOTICES, [4, 3, 2, 1]),
    ],
)
def test_sort_orders(
    sort: SortBy, descending: bool, facts: list[dict[str, object]], order: list[int]
) -> None:
    rows = [a_row(number, **each) for number, each in enumerate(facts, start=1)]
    sorted_rows = numbers(Arrangement(sort, descending, GroupBy.NONE), *reversed(rows))
    assert sorted_rows == [f"t{number:04}" for number in order]


def test_groups_have_headings_and_counts() -> None:
    red = TagMark("1", "retrait", None)
    blue = TagMark("2", "Échange", None)
    rows = [
        a_row(1, priority="HIGH", customer="Zoé", tags=(red,)),
        a_row(2, priority="CRITICAL", customer="Adjovi", tags=(blue, red)),
        a_row(30, priority="HIGH", customer="Zoé"),
    ]
    by = {group: numbers(Arrangement(group=group), *rows) for group in GroupBy}
    assert by[GroupBy.DAY] == ["[2026-04-21: 2]", "t0001", "t0002", "[2026-04-20: 1]", "t0030"]
    assert by[GroupBy.PRIORITY] == ["[4: 1]", "t0002", "[2: 2]", "t0001", "t0030"]
    assert by[GroupBy.CUSTOMER] == ["[Adjovi: 1]", "t0002", "[Zoé: 2]", "t0001", "t0030"]
    tags = ["[Échange: 1]", "t0002", "[retrait: 1]", "t0001", "[: 1]", "t0030"]
    assert by[GroupBy.TAG] == tags
    assert by[GroupBy.NONE] == ["t0001", "t0002", "t0030"]


def test_groups_follow_the_direction_of_what_they_are_sorted_by() -> None:
    rows = [a_row(1, priority="HIGH", customer="B"), a_row(30, priority="LOW", customer="A")]
    oldest = numbers(Arrangement(SortBy.RECEIVED, False, GroupBy.DAY), *rows)
    assert oldest == ["[2026-04-20: 1]", "t0030", "[2026-04-21: 1]", "t0001"]
    lowest = numbers(Arrangement(SortBy.PRIORITY, False, GroupBy.PRIORITY), *rows)
    assert lowest == ["[0: 1]", "t0030", "[2: 1]", "t0001"]
    from_z = numbers(Arrangement(SortBy.CUSTOMER, True, GroupBy.CUSTOMER), *rows)
    assert from_z == ["[B: 1]", "t0001", "[A: 1]", "t0030"]


TEXTS = st.sampled_from(["", "A", "a", "aa", "É", "éa", "œuf", "oeuf", "z\nb", "z", "ÿ", "日本"])
ROWS = st.builds(
    a_row,
    st.integers(0, 30),
    number=st.sampled_from(["", "INV-9", "INV-10", "INV-010"]),
    subject=TEXTS,
    customer=TEXTS,
    priority=st.sampled_from(["LOW", "MEDIUM", "HIGH", "CRITICAL", "ODD"]),
    status=st.sampled_from(["OPEN", "CLOSED", "ODD", ""]),
    tags=st.lists(st.builds(TagMark, TEXTS, TEXTS, st.none()), max_size=2).map(tuple),
    received_ms=st.integers(NOON_MS - 72 * HOUR_MS, NOON_MS),
    notice_outcome=st.sampled_from([None, "shown", "late", "odd"]),
    notice_ms=st.sampled_from([None, 0, 84]),
)
ARRANGEMENTS = st.builds(
    Arrangement, st.sampled_from(SortBy), st.booleans(), st.sampled_from(GroupBy)
)


def group_of(group: GroupBy, row: TicketRow) -> object:
    """Say as simply as possible which group a row is in."""
    return {
        GroupBy.NONE: None,
        GroupBy.DAY: date.fromtimestamp(row.received_ms / 1000),
        GroupBy.PRIORITY: "MEDIUM" if row.priority == "ODD" else row.priority,
        GroupBy.CUSTOMER: sort_text(row.customer),
        GroupBy.TAG: sort_text(row.tags[0].name) if row.tags else "",
    }[group]


@settings(max_examples=300)
@given(ARRANGEMENTS, st.lists(ROWS, max_size=20, unique_by=lambda row: row.id))
def test_each_group_has_one_heading_that_counts_its_tickets(
    arrangement: Arrangement, rows: list[TicketRow]
) -> None:
    lines = TicketLines.of_rows(arrangement, rows)
    by_id = {row.id: row for row in rows}
    counted: list[tuple[object, int]] = []
    left, group = 0, None
    for at, line in enumerate(lines):
        if isinstance(line, Heading):
            assert left == 0
            left, group = line.count, None
            assert lines.placing is not None
            first = lines.place_of(TicketId(str(lines[at + 1])))
            assert lines.heading_row(lines.placing.heading_of(first)) == at
            continue
        assert lines.row_of(line) == at
        here = group_of(arrangement.group, by_id[line])
        if arrangement.group is not GroupBy.NONE:
            assert group in (None, here)
            if group is None:
                counted.append((here, left))
            group, left = here, left - 1
    assert left == 0
    assert len(dict(counted)) == len(counted) == lines.headings
    assert list(lines.heading_rows()) == [
        at for at, line in enumerate(lines) if isinstance(line, Heading)
    ]


MOMENT_AND_ID = 8 + 1 + len("t0000")


@settings(max_examples=300)
@given(st.sampled_from(SortBy), st.lists(ROWS, max_size=20, unique_by=lambda row: row.id))
def test_the_other_direction_turns_round_all_that_differ(
    sort: SortBy, rows: list[TicketRow]
) -> None:
    """What compares as less one way compares as more the other way, apart from equals."""
    up = TicketLines.of_rows(Arrangement(sort, False, GroupBy.NONE), rows)
    down = TicketLines.of_rows(Arrangement(sort, True, GroupBy.NONE), rows)
    for one in rows:
        for other in rows:
            a, b = (up.place_of(ticket.id)[:-MOMENT_AND_ID] for ticket in (one, other))
            if sort is not SortBy.RECEIVED and a != b:
                above = (up.row_of(one.id) or 0) < (up.row_of(other.id) or 0)
                below = (down.row_of(one.id) or 0) > (down.row_of(other.id) or 0)
                assert above == below


def test_a_layout_survives_being_kept_and_a_foreign_one_is_the_default() -> None:
    assert decode_layout(None) == ViewLayout()
    assert decode_layout('{"arrangement":{"sort":"colour"}}') == ViewLayout()
    kept = '{"arrangement":{"sort":"priority","group":"tag"},"density":"compact","table":true}'
    layout = decode_layout(kept)
    assert layout.arrangement == Arrangement(SortBy.PRIORITY, True, GroupBy.TAG)
    assert (layout.density, layout.table) == (Density.COMPACT, True)
    assert layout.order.group is GroupBy.NONE


def test_choosing_an_order_brings_its_usual_direction_and_groups() -> None:
    assert sorted_by(SortBy.RECEIVED) == Arrangement()
    assert sorted_by(SortBy.PRIORITY) == Arrangement(SortBy.PRIORITY, True, GroupBy.PRIORITY)
    assert sorted_by(SortBy.SUBJECT) == Arrangement(SortBy.SUBJECT, False, GroupBy.NONE)
