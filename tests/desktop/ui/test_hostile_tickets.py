"""Tickets of a hostile desk in list and detail: text, cut to what can be read; never a crash."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.rows import (
    Arrival,
    FieldChange,
    TagMark,
    TicketDetail,
    TimelineEntry,
    TimelineKind,
)
from supportdesk_desktop.core.ticket_lines import TicketLines
from supportdesk_desktop.core.tickets import Customer
from supportdesk_desktop.ui import texts
from supportdesk_desktop.ui.ticket.pane import DetailPane
from supportdesk_desktop.ui.tickets.model import TicketListModel
from supportdesk_desktop.ui.tickets.pane import TicketListPane
from supportdesk_desktop.ui.widgets.chips import TagChip
from supportdesk_desktop.ui.widgets.labels import ElidedLabel
from tests.desktop.ui.hands import find
from tests.desktop.ui.sample_tickets import NOW_MS, detail

MOST_WIDGETS = 700
LONG = 100_000
TEXTS = {
    "letters": "s" * LONG,
    "words": "mot " * (LONG // 4),
    "ligatures": "\ufdfa" * LONG,
    "marks over marks": "e" + "\u0301" * LONG,
    "line breaks": "\n\r\u2028" * (LONG // 3),
    "bidi": "\u202e\u2066\u200fx" * (LONG // 4),
    "controls": "\0\a\x1b[2J\x7f\x9b\ufdd0\ufdd1\ufffc" * 5000,
    "html": "<h1><img src=x onerror=alert(1)>" * 3000,
    "mnemonics": "&" * LONG,
}


@pytest.fixture
def rows(qtbot: QtBot) -> TicketListPane:
    rows = TicketListPane(TicketListModel(now_ms=lambda: NOW_MS))
    qtbot.addWidget(rows)
    rows.resize(676, 600)
    with qtbot.waitExposed(rows):
        rows.show()
    return rows


def everywhere(text: str) -> TicketDetail:
    """Return a ticket that says the same in each of its fields."""
    sound = detail()
    assert sound.ticket is not None
    tags = (TagMark(text, text, text),)
    fields = ("subject", "status", "priority", "metadata")
    changes = tuple(FieldChange(field, text, text) for field in fields)
    entries = tuple(
        TimelineEntry(kind, NOW_MS, Arrival.LIVE, level=text, changes=changes)
        for kind in TimelineKind
        if kind is not TimelineKind.NOTICED
    )
    ticket = replace(
        sound.ticket,
        ticket_number=text,
        subject=text,
        status=text,
        priority=text,
        channel=text,
        category=text,
        description=text,
        customer=Customer(id=text, external_id=text, email=text, name=text, phone=text),
    )
    row = replace(
        sound.row, number=text, subject=text, status=text, priority=text, customer=text, tags=tags
    )
    return replace(sound, row=row, ticket=ticket, timeline=entries)


@pytest.mark.parametrize("name", TEXTS)
def test_a_long_odd_text_in_every_field_is_cut_and_plain(
    name: str, pane: DetailPane, rows: TicketListPane
) -> None:
    shown = everywhere(TEXTS[name])
    pane.show_detail(shown)
    pane.grab()
    labels = [label for label in pane.findChildren(QLabel) if label.isVisibleTo(pane)]
    for label in labels:
        assert len(label.text()) <= 5 * texts.MOST_OF_A_LINE, label.objectName()
        assert not set(label.text()) & set("\u202e\u2066\x1b\0\u2028")
        assert not label.text() or label.textFormat() is Qt.TextFormat.PlainText
    for widget in pane.findChildren(QWidget):
        assert "<h1>" not in widget.toolTip(), widget.objectName()
    many = [replace(shown.row, id=type(shown.row.id)(f"id-{at}")) for at in range(20)]
    rows.model.set_lines(TicketLines.as_given(one.id for one in many))
    rows.model.set_rows(many)
    rows.grab()


def test_the_whole_text_of_a_cut_label_is_text(qtbot: QtBot) -> None:
    label = ElidedLabel("<img src=file:///etc/hostname> " * 9)
    qtbot.addWidget(label)
    label.resize(80, 20)
    with qtbot.waitExposed(label):
        label.show()
    label.resize(60, 20)
    assert label.toolTip()
    assert "<img" not in label.toolTip()


def widgets_of(pane: DetailPane) -> int:
    return len(pane.findChildren(QWidget))


def test_thousands_of_tags_are_a_few_and_a_number(pane: DetailPane) -> None:
    tags = tuple(TagMark(str(n), f"étiquette {n}", "#zz") for n in range(8000))
    pane.show_detail(detail(tags=tags))
    assert widgets_of(pane) < MOST_WIDGETS
    names = [chip.accessibleName() for chip in pane.findChildren(TagChip)]
    assert "étiquette 0" in names[0]
    assert "+7\u202f940" in names[60]


def test_thousands_of_keys_are_some_and_a_number(pane: DetailPane) -> None:
    metadata = json.dumps({f"clé {n}": n for n in range(20_000)}, ensure_ascii=False)
    pane.show_detail(detail(metadata=metadata.encode()))
    table = find(pane, QTableView, "metadata-table")
    model = table.model()
    assert model.rowCount() == 501
    last = [str(model.index(500, column).data()) for column in range(3)]
    assert (last[0], last[2]) == ("…", "+19\u202f500")


@pytest.mark.parametrize(
    "metadata",
    [
        b'{"a":' * 3000 + b"1" + b"}" * 3000,
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"' + b"k" * LONG + b'":"' + b"v" * 400_000 + b'"}',
        b'{"n":' + b"9" * 200_000 + b"}",
        b"{" + b",".join([b'"a":1'] * 20_000) + b"}",
        '{"\u202eclé":"\u202e\\u001b[2J"}'.encode(),
        b"pas du JSON \xff",
        b'{"a":"<img src=file:///etc/hostname>"}',
    ],
    ids=["deep", "arrays", "long", "number", "one key", "bidi", "no JSON", "html"],
)
def test_odd_metadata_is_shown_in_cells(metadata: bytes, pane: DetailPane) -> None:
    pane.show_detail(detail(metadata=metadata))
    pane.grab()
    table = find(pane, QTableView, "metadata-table")
    for row in range(table.model().rowCount()):
        cell = str(table.model().index(row, 2).data())
        assert len(cell) <= 301
        assert not set(cell) & set("\u202e\x1b")
        assert "<img" not in str(table.model().index(row, 2).data(Qt.ItemDataRole.ToolTipRole))


@pytest.mark.parametrize("text", ["x " * 500_000, "a\n" * 400_000, "![a](file:///x) " * 9000])
def test_a_megabyte_of_description_is_cut(text: str, pane: DetailPane) -> None:
    pane.show_detail(detail(description=text))
    pane.grab()
    assert widgets_of(pane) < MOST_WIDGETS
