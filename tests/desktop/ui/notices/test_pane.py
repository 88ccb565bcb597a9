"""Every assignment has a line, and the cards add up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.notices import NoticeOutcome, NoticeRecord
from supportdesk_desktop.ui.notices.list import NoticeWords, lateness_ms
from supportdesk_desktop.ui.notices.pane import NoticeCards, NotificationsPage
from supportdesk_desktop.ui.theme import Theme
from supportdesk_desktop.ui.widgets.number_cards import Card
from supportdesk_desktop.ui.window.menus import DoNotDisturbMenu
from tests.desktop.ui.desk import NOW, at, notice
from tests.desktop.ui.hands import click, find, told, words

RECORDS = [
    notice(1, NoticeOutcome.SHOWN, 84.0),
    notice(2, NoticeOutcome.HELD_DND),
    notice(3, NoticeOutcome.UNEXPLAINED),
    notice(4, None),
]


@pytest.fixture
def page(qtbot: QtBot) -> NotificationsPage:
    page = NotificationsPage()
    qtbot.addWidget(page)
    page.resize(1216, 700)
    page.show()
    page.set_notices(RECORDS)
    return page


def cards(qtbot: QtBot, records: Sequence[NoticeRecord]) -> dict[str, Card]:
    made = NoticeCards()
    qtbot.addWidget(made)
    return {card.key: card for card in made.cards(records)}


def test_the_cards_of_outcomes_add_up_to_what_was_received(qtbot: QtBot) -> None:
    outcomes = [*NoticeOutcome, None, NoticeOutcome.SHOWN]
    records = [
        notice(number, outcome, 80.0 + number if outcome is NoticeOutcome.SHOWN else None)
        for number, outcome in enumerate(outcomes)
    ]
    shown = cards(qtbot, records)
    median = shown.pop("median")
    assert (median.value, median.words) == ("86 ms", "médiane, p95 92 ms")
    received = int(shown.pop("received").value)
    assert sum(int(card.value) for card in shown.values()) == received == len(records)
    assert (shown["shown"].value, shown["pending"].value) == ("2", "1")


def test_the_unexplained_are_shown_even_when_there_are_none(qtbot: QtBot) -> None:
    none, one = cards(qtbot, []), cards(qtbot, RECORDS[1:])
    assert (none["unexplained"].value, none["unexplained"].tone) == ("0", "ok")
    assert (one["unexplained"].value, one["unexplained"].tone) == ("1", "danger")
    assert not {"median"} & {*none, *one}


@pytest.mark.parametrize("outcome", [*NoticeOutcome, None])
def test_every_outcome_is_said_with_a_reason(outcome: NoticeOutcome | None) -> None:
    account = NoticeWords().account(notice(1, outcome, 84.0, settled_ms=NOW))
    assert account.icon
    assert account.phrase
    assert account.reason


def test_a_late_notice_counts_from_the_assignment() -> None:
    late = notice(1, NoticeOutcome.LATE, None, settled_ms=1_776_780_041_000)
    assert lateness_ms(late) == 41_000.0
    assert lateness_ms(notice(1, NoticeOutcome.SHOWN, 84.0)) == 84.0


def test_a_line_opens_its_ticket(page: NotificationsPage) -> None:
    asked = told(page.ticket_requested)
    page.list.activated.emit(page.model.index(0))
    assert asked == ["id-1"]


def test_the_chosen_line_stays_when_one_arrives(page: NotificationsPage) -> None:
    page.list.setCurrentIndex(page.model.index(1))
    page.set_notices([*RECORDS, notice(0, NoticeOutcome.SHOWN, 12.0)])
    chosen = page.model.line_at(page.list.currentIndex().row())
    assert chosen is not None
    assert chosen.id == 2


def test_a_trial_is_asked_for_and_its_result_is_said(page: NotificationsPage) -> None:
    trial, asked = find(page, QAbstractButton, "notice-test"), told(page.test_requested)
    click(trial)
    assert len(asked) == 1
    page.show_test_running()
    assert not trial.isEnabled()
    page.show_test_result(NoticeOutcome.NO_SERVICE, None)
    assert trial.isEnabled()
    result = find(page, QWidget, "notice-test-result")
    assert "aucun service de notification" in words(result)


def test_do_not_disturb_gives_its_end(page: NotificationsPage) -> None:
    menu = DoNotDisturbMenu(page, at(18, 0), datetime.fromtimestamp(NOW / 1000).astimezone())
    ticked = [action.text() for action in menu.actions() if action.isChecked()]
    assert ticked == ["Ne pas déranger jusqu’à 18:00"]
    chosen = told(menu.chosen)
    menu.actions()[0].trigger()
    next(action for action in menu.actions() if "30" in action.text()).trigger()
    assert chosen == [None, NOW + 30 * 60_000]


def test_a_day_without_assignments_says_so(page: NotificationsPage, each_theme: Theme) -> None:
    page.set_notices([])
    assert not page.list.isVisible()
    assert "Aucune assignation aujourd’hui." in words(page).splitlines()
