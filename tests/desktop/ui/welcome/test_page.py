"""The first run hands the key over once, and says of everything what was found."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from supportdesk_desktop.ui.theme import Theme
from supportdesk_desktop.ui.welcome.page import Check, CheckState, FirstRunPage, Obstacle
from tests.desktop.ui.hands import click, find, keys, plain, press, shown, words

KEY = "sk_live_agent_" + "A1b2" * 12


@pytest.fixture
def page(qtbot: QtBot) -> FirstRunPage:
    page = shown(qtbot, FirstRunPage())
    page.resize(1200, 800)
    return page


def press_button(page: FirstRunPage, name: str) -> None:
    click(find(page, QAbstractButton, name))


def give(page: FirstRunPage, key: str) -> None:
    keys(page.entry.key, key)
    press(page.entry.key, Qt.Key.Key_Return)


def test_the_key_leaves_once_and_its_field_is_empty(page: FirstRunPage, qtbot: QtBot) -> None:
    keys(page.entry.key, KEY)
    assert page.entry.key.echoMode() is QLineEdit.EchoMode.Password
    with qtbot.waitSignal(page.verify_requested) as asked:
        press(page.entry.key, Qt.Key.Key_Return)
    assert asked.args == ["https://supportdesk.innovartx.com/api/v1", KEY]
    assert page.entry.key.text() == ""
    assert page.checks.states[Check.KEY] is CheckState.RUNNING
    with qtbot.assertNotEmitted(page.verify_requested):
        press(page.entry.key, Qt.Key.Key_Return)


def test_a_key_of_the_wrong_form_is_not_sent(page: FirstRunPage, qtbot: QtBot) -> None:
    keys(page.entry.key, "sk_live_agent_court")
    with qtbot.assertNotEmitted(page.verify_requested):
        press(page.entry.key, Qt.Key.Key_Return)
        press_button(page, "verify-key")


def test_a_browser_key_has_its_own_sentence(page: FirstRunPage) -> None:
    keys(page.entry.key, "pk_live_1234")
    assert "clé de navigateur (pk_live_)" in words(page)


def test_pasting_takes_the_spaces_off(page: FirstRunPage) -> None:
    QGuiApplication.clipboard().setText(f"  {KEY}\n")
    press_button(page, "paste-key")
    assert page.entry.key.text() == KEY
    press_button(page, "show-key")
    assert page.entry.key.echoMode() is QLineEdit.EchoMode.Normal


def test_an_accepted_key_is_enough_to_go_on(page: FirstRunPage, qtbot: QtBot) -> None:
    give(page, KEY)
    page.show_key_accepted("Boutique Adjara", "Aïcha Houngbédji")
    page.show_feed(False)
    page.show_notifications(None)
    page.show_clock(3500)
    assert page.checks.states[Check.KEY] is CheckState.GOOD
    assert page.checks.states[Check.FEED] is CheckState.NOTED
    assert page.checks.states[Check.NOTIFICATIONS] is CheckState.NOTED
    assert page.checks.states[Check.CLOCK] is CheckState.NOTED
    with qtbot.waitSignal(page.entry.continue_requested):
        press_button(page, "verify-key")


@pytest.mark.parametrize(
    ("offset_ms", "state", "said"),
    [
        (0, CheckState.GOOD, "Moins d’une seconde d’écart"),
        (-1500, CheckState.GOOD, "Écart avec le serveur : 1"),
        (3500, CheckState.NOTED, "Écart avec le serveur : 3"),
        (None, CheckState.NOTED, "ne donne pas son heure"),
    ],
)
def test_the_clock_is_told_as_far_as_it_is_known(
    page: FirstRunPage, offset_ms: int | None, state: CheckState, said: str
) -> None:
    page.show_clock(offset_ms)
    assert page.checks.states[Check.CLOCK] is state
    assert said in words(page)


@pytest.mark.parametrize("obstacle", list(Obstacle))
def test_each_obstacle_has_a_sentence_of_its_own(page: FirstRunPage, obstacle: Obstacle) -> None:
    sentences = {page.obstacle_text(one) for one in Obstacle}
    assert len(sentences) == len(Obstacle)
    give(page, KEY)
    page.show_obstacle(obstacle, "Message du serveur")
    assert plain(page.obstacle_text(obstacle)) in words(page)
    assert "Message du serveur" in words(page)
    if not obstacle.value.startswith("vault"):
        assert page.entry.key.isEnabled()
        assert "Vérification…" not in words(page)
        judged = obstacle in {Obstacle.REFUSED, Obstacle.BROWSER_KEY, Obstacle.OTHER_PROFILE}
        state = CheckState.FAILED if judged else CheckState.NOTED
        assert page.checks.states[Check.KEY] is state, "who did not answer refused no key"


def test_it_says_what_works_with_supportdesk_alone(page: FirstRunPage, each_theme: Theme) -> None:
    assert "Avec SupportDesk seul, vous déposez des tickets" in words(page)


def test_escape_leads_back_only_where_there_is_a_desk(page: FirstRunPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.cancelled):
        press(page, Qt.Key.Key_Escape)
    page.cancellable = True
    with qtbot.waitSignal(page.cancelled):
        press(page, Qt.Key.Key_Escape)


def test_choices_are_told_when_made_and_not_when_shown(page: FirstRunPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.theme_chosen), qtbot.assertNotEmitted(page.language_chosen):
        page.set_choices("en", "dark")
    with qtbot.waitSignal(page.language_chosen) as chosen:
        page.language.set_current("fr")
    assert chosen.args == ["fr"]
    with qtbot.waitSignal(page.entry.demo_requested):
        press_button(page, "sample-data")
