"""The lists of filings, notices and blind intervals."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.filing import FilingState
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.ui.days.journal_model import (
    CAUSE,
    LENGTH,
    OUTCOME,
    BlindIntervalsModel,
)
from supportdesk_desktop.ui.notices.pane import NotificationsPage
from supportdesk_desktop.ui.outbox.list import FilingListModel, GroupHeading
from supportdesk_desktop.ui.outbox.words import Group
from tests.desktop.ui.desk import (
    CONFIRMED,
    FILINGS,
    NOW,
    REFUSED,
    RELOADED,
    REPLAYED,
    UNCERTAIN,
    YESTERDAY,
    notice,
)

FAILING = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def filings(qapp: QApplication) -> FilingListModel:
    model = FilingListModel(lambda one: f"{one.state}, {one.draft.subject}")
    model.tester = QAbstractItemModelTester(model, FAILING, model)  # type: ignore[attr-defined]
    return model


def lines(model: FilingListModel) -> list[str]:
    entries = [model.index(row).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]
    return [
        f"{entry.group} {entry.count}" if isinstance(entry, GroupHeading) else entry.state.value
        for entry in entries
    ]


def test_filings_stand_in_groups_and_withdrawn_ones_are_hidden(filings: FilingListModel) -> None:
    filings.set_filings(FILINGS)
    assert lines(filings) == [
        "to_decide 2",
        "uncertain",
        "refused",
        "on_the_way 1",
        "queued",
        "confirmed 1",
        "confirmed",
    ]
    filings.show_groups(frozenset(Group))
    assert lines(filings)[-2:] == ["withdrawn 1", "withdrawn"]
    assert filings.count_of(Group.WITHDRAWN) == 1


def test_a_filing_that_stays_in_its_group_changes_in_place(
    filings: FilingListModel, qtbot: QtBot
) -> None:
    filings.set_filings(FILINGS)
    with qtbot.assertNotEmitted(filings.modelReset), qtbot.waitSignal(filings.dataChanged):
        filings.set_filings([replace(one, remind_ms=NOW) for one in FILINGS])


def test_a_settled_filing_moves_to_its_group(filings: FilingListModel) -> None:
    filings.set_filings([UNCERTAIN])
    assert filings.filing_at(0) is None
    assert filings.filing_at(1) == UNCERTAIN
    filings.set_filings([replace(UNCERTAIN, state=FilingState.CONFIRMED)])
    assert lines(filings) == ["confirmed 1", "confirmed"]
    assert filings.row_of(UNCERTAIN.id) == 1
    assert filings.row_of(CONFIRMED.id) == -1


def test_a_filing_is_read_aloud(filings: FilingListModel) -> None:
    filings.set_filings([REFUSED])
    index = filings.index(1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "refused, Demande de duplicata"
    assert not filings.flags(filings.index(0)) & Qt.ItemFlag.ItemIsSelectable


def test_notices_are_listed_newest_first(qtbot: QtBot) -> None:
    page = NotificationsPage()
    qtbot.addWidget(page)
    QAbstractItemModelTester(page.model, FAILING, page.model)
    page.set_notices([notice(2, NoticeOutcome.SHOWN), notice(1, None)])
    assert page.model.line_at(0).number == "INV-1"
    assert page.model.row_of(2) == 1
    assert "INV-1" in page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    with qtbot.assertNotEmitted(page.model.modelReset):
        page.set_notices([notice(2, NoticeOutcome.SHOWN), notice(1, NoticeOutcome.SHOWN)])
    assert page.model.line_at(7) is None


def test_blind_intervals_stand_by_day_with_the_days_sum() -> None:
    model = BlindIntervalsModel()
    QAbstractItemModelTester(model, FAILING, model)
    model.show_intervals([YESTERDAY, RELOADED, REPLAYED], NOW)
    assert model.heading_rows() == [0, 3]
    assert "3 min 02 s" in str(model.index(0, 0).data()).replace("\u202f", " ").replace(
        "\u00a0", " "
    )
    assert model.index(1, CAUSE).data() == "Connexion perdue sans fermeture"
    assert model.index(2, LENGTH).data().replace("\u00a0", " ") == "2 min 21 s"
    assert model.index(4, OUTCOME).data() == "rejouée, rien de neuf"
    assert "\t1006\t" in model.as_text()


def test_an_open_interval_says_so() -> None:
    model = BlindIntervalsModel()
    model.show_intervals([replace(REPLAYED, to_ms=None, closed_by=None)], NOW)
    assert model.index(1, OUTCOME).data() == "en cours"
    model.show_intervals([replace(REPLAYED, cause="solar_flare")], NOW)
    assert model.index(1, CAUSE).data() == "solar_flare"
