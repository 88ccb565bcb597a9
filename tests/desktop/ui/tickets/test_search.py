"""The head of a search, marks in the rows, pages, and the search field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.query import parse, wanted_by
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.theme.tokens import HEADING, ROW, ROW_WITH_EXCERPT
from supportdesk_desktop.ui.tickets.pane import Emptiness, TicketListPane
from supportdesk_desktop.ui.tickets.row_painting import Matches
from supportdesk_desktop.ui.tickets.search_field import SearchField
from supportdesk_desktop.ui.tickets.search_summary import SearchSummary, formats_of
from supportdesk_desktop.ui.widgets.chips import TagChip
from tests.desktop.ui.sample_tickets import NOW_MS, many_rows, row
from tests.desktop.ui.tickets.conftest import show


def chips(summary: SearchSummary) -> list[str]:
    return [chip.accessibleName() for chip in summary.findChildren(TagChip)]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("priorité:≥haute", ["priorité ≥ Haute"]),
        ('retrait "mobile money"', ["«\u00a0retrait\u00a0»", "«\u00a0mobile money\u00a0»"]),
        ("-remboursée", ["sans «\u00a0remboursée\u00a0»"]),
        ("reçu:<7j", ["reçu depuis 7 jour(s)"]),
        ("reçu:>2sem", ["reçu il y a plus de 2 semaine(s)"]),
        ("reçu:hier", ["reçu\u00a0: hier"]),
        ("tag:paiement|livraison", ["étiquette\u00a0: paiement ou livraison"]),
        ("est:nonlu", ["non lu"]),
        ("méta.amount:>100000", ["amount > 100000"]),
        ("statut:encours", ["statut\u00a0: En cours"]),
    ],
)
def test_what_was_understood_is_said(pane: TicketListPane, query: str, words: list[str]) -> None:
    pane.set_searching(True)
    pane.summary().show_query(parse(query), NOW_MS)
    assert chips(pane.summary()) == words


def test_what_was_not_understood_is_said(pane: TicketListPane) -> None:
    pane.set_searching(True)
    pane.summary().show_query(parse("prioritee:haute"), NOW_MS)
    said = [label.text() for label in pane.summary().findChildren(QLabel) if label.isVisible()]
    assert "«\u00a0prioritee\u00a0» n’est pas un filtre, cherché comme un mot." in said
    pane.summary().show_query(parse("haute"), NOW_MS)
    said = [label.text() for label in pane.summary().findChildren(QLabel) if label.isVisible()]
    assert not any("n’est pas" in text for text in said)


def test_a_chip_and_a_button_of_no_match_leave_a_term_out(
    pane: TicketListPane, qtbot: QtBot
) -> None:
    query = parse("retrait est:nonlu")
    pane.set_searching(True)
    pane.summary().show_query(query, NOW_MS)
    crosses = pane.summary().findChildren(QAbstractButton, "remove-tag")
    with qtbot.waitSignal(pane.term_removed) as removed:
        QTest.mouseClick(crosses[1], Qt.MouseButton.LeftButton)
    assert removed.args == [query.terms[1]]
    pane.model.set_results([], Matches(), has_more=False)
    pane.set_emptiness(Emptiness.NO_MATCH)
    button = next(b for b in pane.findChildren(QAbstractButton) if b.text() == "non lu")
    with qtbot.waitSignal(pane.term_removed) as removed:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert removed.args == [query.terms[1]]


def test_results_have_no_headings_and_matches_in_the_description_a_third_line(
    pane: TicketListPane,
) -> None:
    rows = many_rows(3)
    query = parse("opérateur")
    excerpts = {rows[1].id: "…l’opérateur indique en cours…"}
    show(pane, rows[:1])
    pane.model.set_results(rows, Matches(wanted_by(query), excerpts), has_more=False)
    heights = [pane.view.verticalHeader().sectionSize(line) for line in range(3)]
    plain, tall = theme().px(ROW), theme().px(ROW_WITH_EXCERPT)
    assert heights == [plain, tall, plain]
    spoken = [
        pane.model.index(line, 0).data(Qt.ItemDataRole.AccessibleTextRole) for line in range(2)
    ]
    assert spoken[1].endswith("trouvé dans la description\u00a0: …l’opérateur indique en cours…")
    assert "trouvé" not in spoken[0]
    show(pane, rows)
    heights = [pane.view.verticalHeader().sectionSize(line) for line in range(4)]
    assert heights == [theme().px(HEADING), plain, plain, plain]


def test_matches_are_drawn_on_their_own_ground(pane: TicketListPane) -> None:
    rows = [row(1, subject="Retrait mobile money")]
    ground = theme().palette.markbg.rgb()

    def marked() -> bool:
        picture = pane.view.viewport().grab().toImage()
        return any(
            picture.pixel(x, y) == ground
            for x in range(0, picture.width(), 2)
            for y in range(min(60, picture.height()))
        )

    pane.model.set_results(rows, Matches(wanted_by(parse("livraison"))), has_more=False)
    assert not marked()
    pane.model.set_results(rows, Matches(wanted_by(parse("retrait"))), has_more=False)
    assert marked()


def test_the_next_page_is_asked_for_at_the_end_once(pane: TicketListPane, qtbot: QtBot) -> None:
    rows = many_rows(70)
    asked: list[bool] = []
    pane.model.more_wanted.connect(lambda: asked.append(True))
    pane.model.set_results(rows[:60], Matches(), has_more=True)
    assert asked == []
    pane.view.scrollToBottom()
    qtbot.waitUntil(lambda: asked == [True])
    pane.model.add_results(rows[60:], {}, has_more=False)
    assert pane.model.rowCount() == 70
    pane.view.scrollToBottom()
    assert asked == [True]


def test_the_field_underlines_what_it_does_not_understand(qtbot: QtBot) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    field.setText("est:nonlu prioo:x")
    forms = formats_of(field.text())
    assert [(start, length) for start, length, _ in forms] == [(0, 4), (10, 5)]
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    assert [form.underlineStyle() == wave for _, _, form in forms] == [False, True]
    assert field.text() == "est:nonlu prioo:x"


def test_a_key_and_ctrl_space_ask_for_completion(qtbot: QtBot) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    asked: list[tuple[str, int]] = []
    field.completion_wanted.connect(lambda text, cursor: asked.append((text, cursor)))
    QTest.keyClicks(field, "tag:")
    assert asked == [("tag:", 4)]
    field.setText("pri")
    QTest.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert asked[-1] == ("pri", 3)


def test_escape_empties_the_field_and_leaves_it(qtbot: QtBot) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    field.setText("retrait")
    with qtbot.waitSignal(field.left):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
