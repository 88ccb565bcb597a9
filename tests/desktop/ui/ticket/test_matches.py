"""What a search found is marked in the detail: subject, tags and description."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.query import Wanted, parse, wanted_by
from supportdesk_desktop.core.rows import TagMark
from supportdesk_desktop.ui.markdown import MOST_MARKED, MarkdownView
from supportdesk_desktop.ui.texts import utf16_spans
from supportdesk_desktop.ui.theme import Theme, theme
from supportdesk_desktop.ui.ticket.pane import DetailPane
from tests.desktop.ui.hands import find
from tests.desktop.ui.sample_tickets import NOW_MS, detail, row

SUBJECT = "Retrait mobile money en attente, 150 000 XOF depuis le matin du samedi 18 avril"
DESCRIPTION = "Le client 🙂 a demandé un **retrait** mobile money.\n\n- retrait refusé\n- `RETRAIT`"
TAGS = (TagMark("1", "mobile money", None), TagMark("2", "livraison", None))


@pytest.fixture
def pane(pane: DetailPane, each_theme: Theme) -> DetailPane:
    """The same, in both themes, with a ticket that has matches."""
    one = detail(description=DESCRIPTION, tags=TAGS)
    assert one.ticket is not None
    pane.show_detail(replace(one, row=row(1046, subject=SUBJECT, tags=TAGS)))
    return pane


def wanted(text: str) -> tuple[Wanted, ...]:
    return wanted_by(parse(text))


def description(pane: DetailPane) -> MarkdownView:
    return find(pane, MarkdownView, "detail-description")


def marked(pane: DetailPane) -> list[str]:
    """Return what is marked in the description."""
    selections: list[QTextEdit.ExtraSelection] = description(pane).extraSelections()
    return [mark.cursor.selectedText() for mark in selections]


def grounds(widget: QWidget) -> list[int]:
    """Return the rows of pixels that hold the ground of a match."""
    picture = widget.grab().toImage()
    ground = theme().palette.markbg.rgb()
    return [
        y
        for y in range(picture.height())
        if any(picture.pixel(x, y) == ground for x in range(picture.width()))
    ]


def test_matches_are_marked_wherever_they_stand(pane: DetailPane) -> None:
    subject, tags = find(pane, QLabel, "detail-subject"), find(pane, QWidget, "ticket-tags")
    assert marked(pane) == []
    assert grounds(subject) == grounds(tags) == []
    pane.set_wanted(wanted("retrait"))
    assert marked(pane) == ["retrait", "retrait", "RETRAIT"]
    assert description(pane).accessibleDescription() == "3 correspondance(s)"
    assert grounds(subject)
    assert not grounds(tags)
    pane.set_wanted(wanted('"mobile money"'))
    assert marked(pane) == ["mobile money"]
    assert grounds(tags)
    pane.set_wanted(())
    assert marked(pane) == []
    assert grounds(subject) == grounds(tags) == []
    assert description(pane).accessibleDescription() == ""


def test_marks_lie_on_the_line_of_their_word(pane: DetailPane) -> None:
    subject = find(pane, QLabel, "detail-subject")
    line = subject.height() / 2
    pane.set_wanted(wanted("retrait"))
    assert max(grounds(subject)) < line + 2
    pane.set_wanted(wanted("avril"))
    assert min(grounds(subject)) > line - 2


def test_the_next_ticket_is_marked_too(pane: DetailPane) -> None:
    pane.set_wanted(wanted("parakou"))
    assert marked(pane) == []
    pane.show_detail(detail(2, description="Livraison à Parakou"))
    assert marked(pane) == ["Parakou"]


def test_a_search_before_the_first_ticket_is_not_forgotten(qtbot: QtBot) -> None:
    pane = DetailPane(now_ms=lambda: NOW_MS)
    qtbot.addWidget(pane)
    pane.set_wanted(wanted("parakou"))
    pane.show_detail(detail(2, description="Livraison à Parakou"))
    assert marked(pane) == ["Parakou"]


def test_a_text_full_of_matches_has_a_bound(pane: DetailPane) -> None:
    pane.show_detail(detail(2, description="a " * 9000))
    pane.set_wanted(wanted("a"))
    assert len(marked(pane)) == MOST_MARKED


def test_places_are_counted_as_qt_does() -> None:
    assert utf16_spans("abc", [(1, 2)]) == [(1, 2)]
    assert utf16_spans("é🙂b🙂c", [(0, 1), (2, 1), (3, 2)]) == [(0, 1), (3, 1), (4, 3)]
