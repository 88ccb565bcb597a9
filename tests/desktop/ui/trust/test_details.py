"""The page behind the strip's state says what is proven, by what, and what is not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.statistics import Spread, TrustRecord
from supportdesk_desktop.ui.trust.details import DetailWords, TrustDetails
from supportdesk_desktop.ui.trust.words import StripWords
from tests.desktop.ui.desk import NOW, at
from tests.desktop.ui.hands import click, find, plain
from tests.pictures.scenes import VERIFIED

RECORD = TrustRecord(Cursor(epoch="e-7f3a", seq=4711), at(9, 0, 3), Spread(8, 91.0, 112.0))


def facts(status: FeedStatus, record: TrustRecord = RECORD) -> dict[str, str]:
    return {key: plain(value) for key, _, value in DetailWords().facts(status, record, NOW)}


@pytest.fixture
def details(qtbot: QtBot) -> TrustDetails:
    details = TrustDetails(now_ms=lambda: NOW)
    qtbot.addWidget(details)
    details.place_over(QRect(0, 0, 1440, 860))
    details.show_status(VERIFIED, StripWords().face_of(VERIFIED, NOW))
    details.show_record(RECORD)
    details.show()
    return details


def test_both_figures_of_the_proof_are_named() -> None:
    said = facts(VERIFIED)
    assert said["head"] == "n° 4 711, égal ici et sur le serveur"
    assert said["count"] == "38, égal ici et sur le serveur"
    assert said["offset"] == "120 ms, le serveur avance"
    assert said["latency"] == "médiane 91 ms, p95 112 ms aujourd’hui"
    assert (said["epoch"], said["cursor"]) == ("e-7f3a", "événement n° 4 711")
    assert said["snapshot"] == "09:00:03"
    assert said["next"] == "connecté"


def test_what_came_after_the_proof_is_not_called_equal() -> None:
    said = facts(replace(VERIFIED, seq=4713, tickets=40))
    assert said["head"] == "n° 4 711, égal ici et sur le serveur, puis n° 4 713 reçu depuis"
    assert said["count"] == "38, égal ici et sur le serveur, 40 depuis"


def test_without_a_heartbeat_since_the_start_nothing_is_called_equal() -> None:
    status = FeedStatus(FeedState.CONNECTING, NOW, seq=4711, tickets=38, verified_up_to_ms=NOW)
    said = facts(status, TrustRecord())
    assert "égal" not in said["head"] + said["count"]
    assert said["next"] == "aucun prévu"
    assert said["latency"] == "aucune annonce aujourd’hui"


@pytest.mark.parametrize("state", [state for state in FeedState if state != FeedState.VERIFIED])
def test_what_is_not_verified_now_is_said_to_be_of_the_last_proof(state: FeedState) -> None:
    said = facts(replace(VERIFIED, state=state))
    assert said["head"] == "n° 4 711, égal à la dernière vérification"
    assert said["count"] == "38, égal à la dernière vérification"


def test_offline_names_cause_and_next_try() -> None:
    status = replace(
        VERIFIED, state=FeedState.OFFLINE, next_try_ms=NOW + 11_200, cause="lost", code=1006
    )
    said = facts(status)
    assert said["next"] == "dans 12 s"
    assert said["cause"].endswith("(1006)")


def test_every_state_has_its_meaning_and_one_alone_says_complete() -> None:
    words = DetailWords()
    said = {state: words.meaning(FeedStatus(state, NOW)) for state in FeedState}
    assert all(said.values())
    complete = [state for state, text in said.items() if "la liste est complète à" in text]
    assert complete == [FeedState.VERIFIED]


def test_it_is_copied_as_text(details: TrustDetails) -> None:
    click(find(details, QAbstractButton, "details-copy"))
    text = plain(QGuiApplication.clipboard().text())
    assert "SupportDesk Desktop" in text
    assert "Dernier événement\tn° 4 711, égal ici et sur le serveur" in text
    assert "2026-04-21T" in text


def test_a_line_that_is_gone_is_hidden(details: TrustDetails) -> None:
    lost = replace(VERIFIED, state=FeedState.OFFLINE, cause="lost", code=1006)
    details.show_status(lost, StripWords().face_of(lost, NOW))
    cause = find(details, QLabel, "details-cause")
    assert cause.isVisible()
    details.show_status(VERIFIED, StripWords().face_of(VERIFIED, NOW))
    assert not cause.isVisible()


def test_it_stays_inside_a_small_window(details: TrustDetails) -> None:
    room = QRect(0, 0, 720, 360)
    details.place_over(room)
    assert room.contains(details.geometry())
