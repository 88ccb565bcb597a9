"""The outbox shows every state exactly, and offers only what the state allows."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.filing import (
    TRANSITIONS,
    Act,
    Attempt,
    Doubt,
    DoubtFacts,
    Evidence,
    Filing,
    FilingError,
    FilingState,
    Pause,
    TicketRef,
    Wait,
)
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.ui.outbox.pane import OutboxPage
from supportdesk_desktop.ui.outbox.words import FilingWords
from supportdesk_desktop.ui.theme import Theme
from tests.desktop.ui.desk import (
    CONFIRMED,
    FILINGS,
    NOW,
    QUEUED,
    REFUSED,
    UNCERTAIN,
    WITHDRAWN,
    at,
    filing,
)
from tests.desktop.ui.hands import click, find, plain, shown


@pytest.fixture
def page(qtbot: QtBot) -> OutboxPage:
    page = shown(qtbot, OutboxPage(now_ms=lambda: NOW), 1216, 800)
    page.set_filings(FILINGS)
    return page


def control(page: OutboxPage, name: str) -> QAbstractButton:
    return find(page, QAbstractButton, name)


def offered(page: OutboxPage) -> set[str]:
    names = ("found", "wait", "resend", "mend", "now", "view-ticket", "withdraw")
    return {name for name in names if control(page, f"filing-{name}").isVisible()}


@pytest.mark.parametrize(
    ("chosen", "choices"),
    [
        (UNCERTAIN, {"found", "wait", "resend", "withdraw"}),
        (REFUSED, {"mend", "withdraw"}),
        (QUEUED, {"now", "withdraw"}),
        (CONFIRMED, {"view-ticket"}),
        (filing(9, FilingState.SENDING), set()),
    ],
)
def test_only_what_the_state_allows_is_offered(
    page: OutboxPage, chosen: Filing, choices: set[str]
) -> None:
    page.set_filings([chosen])
    page.choose(chosen.id)
    assert offered(page) == choices
    if "withdraw" in choices:
        assert (chosen.state, Act.WITHDRAW) in TRANSITIONS


@pytest.mark.parametrize(
    ("chosen", "button"),
    [(UNCERTAIN, "wait"), (REFUSED, "mend"), (QUEUED, "now"), (QUEUED, "withdraw")],
)
def test_a_choice_names_its_filing(
    page: OutboxPage, qtbot: QtBot, chosen: Filing, button: str
) -> None:
    page.choose(chosen.id)
    with qtbot.waitSignal(page.detail.choices.decided) as asked:
        click(control(page, f"filing-{button}"))
    assert asked.args == [button, chosen.id]


def test_the_number_found_confirms(page: OutboxPage, qtbot: QtBot) -> None:
    page.choose(UNCERTAIN.id)
    click(control(page, "filing-found"))
    entry = find(page, QLineEdit, "filing-number")
    with qtbot.assertNotEmitted(page.detail.choices.confirm_requested):
        QTest.keyClick(entry, Qt.Key.Key_Return)
    QTest.keyClicks(entry, " inv-1051 ")
    with qtbot.waitSignal(page.detail.choices.confirm_requested) as asked:
        QTest.keyClick(entry, Qt.Key.Key_Return)
    assert asked.args == [UNCERTAIN.id, "INV-1051"]


def test_resending_asks_a_second_time(page: OutboxPage, qtbot: QtBot) -> None:
    page.choose(UNCERTAIN.id)
    with qtbot.assertNotEmitted(page.detail.choices.decided):
        click(control(page, "filing-resend"))
        click(control(page, "filing-resend-not"))
    click(control(page, "filing-resend"))
    with qtbot.waitSignal(page.detail.choices.decided) as asked:
        click(control(page, "filing-resend-sure"))
    assert asked.args == ["resend", UNCERTAIN.id]


def test_a_number_being_typed_is_not_carried_to_another_filing(page: OutboxPage) -> None:
    other = filing(8, FilingState.UNCERTAIN, doubt=Doubt.CUT)
    page.set_filings([UNCERTAIN, other])
    page.choose(UNCERTAIN.id)
    click(control(page, "filing-found"))
    entry = find(page, QLineEdit, "filing-number")
    QTest.keyClicks(entry, "INV-1")
    page.set_filings([replace(UNCERTAIN, remind_ms=NOW), other])
    assert entry.text() == "INV-1"
    page.choose(other.id)
    assert entry.text() == ""
    assert not entry.isVisible()


def test_the_chosen_filing_stays_chosen_while_its_state_changes(page: OutboxPage) -> None:
    page.choose(QUEUED.id)
    sending = replace(QUEUED, state=FilingState.SENDING)
    page.set_filings([UNCERTAIN, sending, CONFIRMED])
    assert page.chosen == QUEUED.id
    shown = page.model.filing_at(page.list.currentIndex().row())
    assert shown == sending


def test_where_one_fits_the_detail_is_entered_and_left(page: OutboxPage) -> None:
    page.resize(500, 700)
    detail = find(page, QWidget, "filing-detail")
    assert page.list.isVisible()
    assert not detail.isVisible()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert detail.isVisible()
    assert not page.list.isVisible()
    assert page.step_back()
    assert page.list.isVisible()
    assert not page.step_back()


def test_an_empty_outbox_says_so(page: OutboxPage, each_theme: Theme) -> None:
    page.set_filings([])
    assert not page.list.isVisible()
    assert page.chosen is None
    detail = find(page, QWidget, "filing-detail")
    assert not detail.isVisible()


@pytest.mark.parametrize("pause", list(Pause))
def test_a_pause_is_said_with_its_way_on(page: OutboxPage, qtbot: QtBot, pause: Pause) -> None:
    page.set_pause(pause, "Message du serveur")
    well = find(page, QWidget, "outbox-pause")
    assert well.isVisible()
    button = control(page, "outbox-resume")
    if pause is Pause.OTHER_PROFILE:
        assert not button.isVisible()
    else:
        key = pause in (Pause.KEY_MISSING, Pause.KEY_REFUSED)
        with qtbot.waitSignal(page.new_key_requested if key else page.resume_requested):
            click(button)
    page.set_pause(None)
    assert not well.isVisible()


def test_reasons_are_exact() -> None:
    words = FilingWords()
    assert "sans réponse à 14:26:27" in words.reason(UNCERTAIN, NOW)
    assert words.reason(REFUSED, NOW) == "client inconnu du serveur (CUSTOMER_NOT_FOUND)"
    assert plain(words.reason(QUEUED, NOW)) == "part dans 0,4 s, débit limité"
    assert plain(words.reason(CONFIRMED, NOW)) == "en 412 ms, confié à Aïcha Houngbédji"
    assert words.reason(WITHDRAWN, NOW) == "retiré à 09:01:00"


@pytest.mark.parametrize("doubt", [*Doubt, None])
def test_an_uncertain_filing_never_sounds_settled(doubt: Doubt | None) -> None:
    words = FilingWords()
    doubtful = replace(UNCERTAIN, doubt=doubt)
    _, text = words.explanation(doubtful, repeats=False)
    assert "peut-être créé" in text
    assert text.endswith("L’application ne renvoie jamais seule dans ce cas.")
    _, text = words.explanation(doubtful, repeats=True)
    repeats = "L’application repose la même demande" in text
    assert repeats is (doubt is not Doubt.CONFLICT)
    assert words.reason(doubtful, NOW)


@pytest.mark.parametrize("wait", [*Wait, None])
def test_a_queued_filing_says_why_it_waits(wait: Wait | None) -> None:
    words = FilingWords()
    assert "0,4" in words.reason(replace(QUEUED, wait=wait), NOW)
    assert words.reason(replace(QUEUED, wait=wait, next_attempt_ms=None), NOW)


def test_each_attempt_is_written_down() -> None:
    tried = replace(
        CONFIRMED,
        attempts=(
            Attempt(at(14, 30), 90, 429, "TOO_MANY_REQUESTS", "not_sent"),
            Attempt(at(14, 30, 30), 40, None, None, "not_sent"),
            Attempt(at(14, 31), 412, 201, None, "answer"),
        ),
    )
    facts = FilingWords().facts(tried)
    assert [fact.at_ms for fact in facts] == sorted((f.at_ms for f in facts), reverse=True)
    told = "\n".join(fact.text for fact in facts)
    assert "TOO_MANY_REQUESTS" in told
    assert "Rien n’est parti" in told
    assert plain("Accepté par le serveur en 412 ms") in plain(told)
    assert plain(FilingWords().reason(tried, NOW)).startswith("en 412 ms au 3ᵉ essai")


def test_the_evidence_is_named() -> None:
    words = FilingWords()
    sentences = {
        words.explanation(replace(CONFIRMED, evidence=evidence), repeats=False)[1]
        for evidence in Evidence
    }
    assert len(sentences) == len(Evidence)


def facts_of(one: Filing, **facts: Any) -> DoubtFacts:
    found: dict[str, Any] = {"has_feed": False, "same_subject": (), **facts}
    return DoubtFacts(one.id, one.attempts, **found)


def told(page: OutboxPage) -> str:
    label = find(page, QLabel, "filing-doubt-facts")
    return plain(label.text()) if label.isVisible() else ""


def test_the_facts_stand_before_the_choice_to_send_again(page: OutboxPage, qtbot: QtBot) -> None:
    page.choose(QUEUED.id)
    assert told(page) == ""
    with qtbot.waitSignal(page.detail.doubt_shown) as asked:
        page.choose(UNCERTAIN.id)
    assert asked.args == [UNCERTAIN]
    assert told(page) == ""
    page.detail.show_doubt_facts(facts_of(UNCERTAIN))
    assert told(page).splitlines() == [
        "Parti à 14:26:12, sans réponse.",
        "SupportDesk n’offre aucun moyen de le rechercher d’ici.",
        "Aucun ticket de ce client avec le même objet n’est apparu depuis.",
    ]
    label = find(page, QLabel, "filing-doubt-facts")
    resend = control(page, "filing-resend")
    assert label.mapTo(page, label.rect().bottomLeft()).y() < resend.mapTo(page, QPoint()).y()
    page.detail.show_doubt_facts(
        facts_of(UNCERTAIN, has_feed=True, same_subject=(TicketRef(TicketId("i"), "INV-1051"),))
    )
    assert "n’est pas apparue dans le flux" in told(page)
    assert "avec le même objet : INV-1051." in told(page)
    page.set_filings([replace(UNCERTAIN, remind_ms=NOW)])
    assert "INV-1051" in told(page)
    page.set_filings([replace(UNCERTAIN, state=FilingState.CONFIRMED, evidence=Evidence.AGENT)])
    assert told(page) == ""


def test_facts_of_another_filing_come_too_late(page: OutboxPage) -> None:
    other = filing(8, FilingState.UNCERTAIN, doubt=Doubt.CUT)
    page.set_filings([UNCERTAIN, other])
    page.choose(other.id)
    page.detail.show_doubt_facts(facts_of(UNCERTAIN))
    assert told(page) == ""


RESENT = replace(
    CONFIRMED,
    attempts=(
        Attempt(at(14, 26, 12), 15_000, None, None, "doubt", None, "key-1"),
        Attempt(at(14, 31), 412, 201, None, "answer", None, "key-2"),
    ),
)


def test_a_possible_double_is_shown_as_such() -> None:
    words = FilingWords()
    assert words.reason(RESENT, NOW) == "doublon possible, renvoyé par vous"
    title, text = words.explanation(RESENT, repeats=False)
    assert title == "Confirmé INV-1046, doublon possible"
    assert "L’envoi de 14:26:12, resté sans réponse, a peut-être créé un second ticket" in text
    same_key = tuple(replace(one, idempotency_key="key-1") for one in RESENT.attempts)
    once = replace(RESENT, attempts=same_key)
    assert "doublon" not in words.reason(once, NOW)
    assert "doublon" not in " ".join(words.explanation(once, repeats=False))


def test_a_late_confirmation_after_a_resend_names_both_tickets(page: OutboxPage) -> None:
    late = replace(RESENT, doubles=(TicketRef(TicketId("id-1051"), "INV-1051"),))
    words = FilingWords()
    assert words.reason(late, NOW) == "en double avec INV-1051"
    title, text = words.explanation(late, repeats=False)
    assert title == "Confirmé INV-1046, en double"
    assert plain("porte la même référence : INV-1051") in plain(text)
    page.set_filings([late])
    index = page.model.index(page.model.row_of(late.id))
    assert "INV-1051" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_an_unknown_customer_is_offered_to_be_created(page: OutboxPage) -> None:
    page.choose(REFUSED.id)
    assert control(page, "filing-mend").text() == "Créer ce client, puis déposer…"
    wrong = replace(REFUSED, error=FilingError("VALIDATION_ERROR", "Non"))
    page.set_filings([wrong])
    assert control(page, "filing-mend").text() == "Corriger le dépôt"


def test_an_owner_that_died_is_one_of_the_facts() -> None:
    orphan = replace(
        UNCERTAIN,
        doubt=Doubt.APP_STOPPED,
        attempts=(Attempt(at(14, 26, 12), outcome="owner_died"),),
    )
    told = [fact.text for fact in FilingWords().facts(orphan)]
    assert told[:2] == ["Application arrêtée avant la réponse", "Demande transmise"]
