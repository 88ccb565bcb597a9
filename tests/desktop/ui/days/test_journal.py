"""The journal lists every gap, and says "rien de perdu" only where that is proven."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.feed_status import BlindCause, FeedState, FeedStatus
from supportdesk_desktop.core.times import iso_utc
from supportdesk_desktop.ui.days.journal import Journal
from supportdesk_desktop.ui.trust.states import CauseWords
from supportdesk_desktop.ui.widgets.lists import CopyTable
from tests.desktop.ui.desk import NOW, RELOADED, REPLAYED, YESTERDAY, at
from tests.desktop.ui.hands import CTRL, click, find, press, told, words

STATUS = FeedStatus(FeedState.VERIFIED, NOW, verified_up_to_ms=NOW)
FIRST = at(8, 0, day=1)


@pytest.fixture
def journal(qtbot: QtBot) -> Journal:
    journal = Journal(now_ms=lambda: NOW)
    qtbot.addWidget(journal)
    journal.resize(918, 440)
    journal.show()
    return journal


def test_a_period_is_chosen(journal: Journal) -> None:
    journal.show_status(STATUS, [REPLAYED, RELOADED, YESTERDAY], FIRST)
    assert "2 coupure(s), 3 min 02 s : rien de perdu" in words(journal)
    journal.span.set_current("week")
    assert "3 coupure(s), 3 min 39 s : rien de perdu" in words(journal)


def test_an_unproven_gap_is_not_called_harmless(journal: Journal) -> None:
    journal.show_status(STATUS, [REPLAYED, replace(RELOADED, closed_by=None)], FIRST)
    assert "rien de perdu" not in words(journal)
    assert "Chaque coupure s’est terminée" not in words(journal)


def test_the_servers_clock_is_taken_into_account(journal: Journal) -> None:
    early = replace(STATUS, verified_up_to_ms=NOW - 10_800_000, clock_offset_ms=-10_800_000)
    journal.show_status(early, [REPLAYED], FIRST)
    assert "rien de perdu" in words(journal)


@pytest.mark.parametrize(
    ("status", "first_ms", "said"),
    [
        (FeedStatus(FeedState.CONNECTING, NOW), None, "Rien n’a été observé."),
        (STATUS, FIRST, "Aucune coupure."),
        (STATUS, at(9, 5), "Aucune coupure depuis le début de l’observation : 09:05:00."),
        (
            replace(
                STATUS,
                state=FeedState.UNVERIFIED,
                verified_up_to_ms=at(14, 2),
                clock_offset_ms=at(14, 2) - at(14, 0),
            ),
            at(9, 5),
            "Aucune coupure entre 09:05:00 et 14:00:00.",
        ),
    ],
)
def test_no_gap_is_said_of_no_other_time_than_was_observed(
    journal: Journal, status: FeedStatus, first_ms: int | None, said: str
) -> None:
    journal.show_status(status, [], first_ms)
    assert said in words(journal).splitlines()


@pytest.mark.parametrize("state", list(FeedState))
def test_the_sum_is_green_only_while_the_feed_is_verified(
    journal: Journal, state: FeedState
) -> None:
    journal.show_status(replace(STATUS, state=state), [REPLAYED], FIRST)
    line = next(one for one in journal.findChildren(QLabel) if "rien de perdu" in one.text())
    assert (line.property("tone") == "ok") is (state is FeedState.VERIFIED)


def test_gaps_say_since_when_they_were_written_down(journal: Journal) -> None:
    journal.show_status(STATUS, [REPLAYED, RELOADED], at(9, 5))
    assert "Observé depuis : 09:05:00." in words(journal)
    journal.show_status(STATUS, [REPLAYED, RELOADED], FIRST)
    assert "Chaque coupure s’est terminée" in words(journal)


def test_escape_and_the_cross_close(journal: Journal) -> None:
    closed = told(journal.closed)
    press(journal, Qt.Key.Key_Escape)
    click(find(journal, QAbstractButton, "journal-close"))
    assert len(closed) == 2


def test_it_can_be_copied_as_text(journal: Journal) -> None:
    journal.show_status(STATUS, [REPLAYED], FIRST)
    click(find(journal, QAbstractButton, "journal-copy"))
    text = QGuiApplication.clipboard().text()
    assert "Connexion perdue sans fermeture\t1006" in text


def test_chosen_gaps_alone_are_copied(journal: Journal) -> None:
    journal.show_status(STATUS, [REPLAYED, RELOADED], FIRST)
    table = find(journal, CopyTable, "journal-table")
    table.selectRow(2)
    press(table, Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 2
    assert lines[1].startswith("2026-04-21\t10:31:02\t10:33:23\t")


def test_the_file_has_both_clocks_and_exact_lengths(journal: Journal, qtbot: QtBot) -> None:
    lasting = replace(REPLAYED, from_ms=NOW - 1234, to_ms=None, closed_by=None, events=None)
    journal.show_status(STATUS, [REPLAYED, RELOADED, lasting], FIRST)
    export = find(journal, QAbstractButton, "journal-export")
    with qtbot.waitSignal(journal.export_requested) as asked:
        click(export)
    name, rows = asked.args
    assert name == "coupures 2026-04-21 2026-04-21"
    assert rows[1][0] == iso_utc(RELOADED.from_ms)
    assert datetime.fromisoformat(rows[1][2]).timestamp() * 1000 == RELOADED.from_ms
    assert rows[1][4:] == ["141000", "restart", "1012", "snapshot", "34"]
    assert rows[3][1:] == ["", rows[3][2], "", "1234", "lost", "1006", "", ""]


def test_it_stays_inside_a_small_window(journal: Journal) -> None:
    room = QRect(0, 0, 720, 484)
    journal.place_over(room)
    assert room.contains(journal.geometry())


def test_every_cause_has_words() -> None:
    causes = CauseWords()
    told = {causes.words(cause) for cause in BlindCause}
    assert len(told) == len(BlindCause)
    assert causes.with_code("lost", 1006).endswith("(1006)")
    assert causes.code("asleep", None) == "veille"
