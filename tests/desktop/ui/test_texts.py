"""Times, ages and words are said as in the design, in French and in English."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import Qt, QTextDocument

from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.ui import texts

NOW = datetime(2026, 4, 21, 14, 32, 8)


@pytest.fixture(autouse=True)
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Africa/Porto-Novo")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


@pytest.mark.parametrize(
    ("moment", "age"),
    [
        (datetime(2026, 4, 21, 14, 31, 52), "16 s"),
        (datetime(2026, 4, 21, 14, 40), "0 s"),
        (datetime(2026, 4, 21, 14, 26), "6 min"),
        (datetime(2026, 4, 21, 13, 20), "1 h 12"),
        (datetime(2026, 4, 20, 17, 46), "hier 17:46"),
        (datetime(2026, 4, 19, 10, 0), "19 avr."),
        (datetime(2025, 12, 3, 10, 0), "3 déc. 2025"),
    ],
)
def test_age(moment: datetime, age: str) -> None:
    assert texts.age(ms(moment), ms(NOW)) == age


def test_just_before_midnight_is_minutes_ago_and_not_yesterday() -> None:
    now = datetime(2026, 4, 21, 0, 10)
    assert texts.age(ms(datetime(2026, 4, 20, 23, 58)), ms(now)) == "12 min"


def test_clock_is_local() -> None:
    assert texts.clock_seconds(1_776_778_328_000) == "14:32:08"
    assert texts.clock(1_776_778_328_000) == "14:32"
    assert texts.spoken_clock(1_776_778_328_000) == "14 h 32 min 8 s"


def test_moment_names_another_day() -> None:
    assert texts.moment(ms(NOW), ms(NOW)) == "14:32:08"
    assert texts.moment(ms(datetime(2026, 4, 20, 9, 5)), ms(NOW)) == "hier 09:05:00"


@pytest.mark.parametrize(
    ("length", "text"),
    [(28_000, "28 s"), (182_000, "3 min 02 s"), (3_840_000, "1 h 04 min"), (-5, "0 s")],
)
def test_duration(length: int, text: str) -> None:
    assert texts.duration(length) == text


@pytest.mark.parametrize(
    ("length", "text"), [(84.4, "84 ms"), (1_240, "1,2 s"), (41_000, "41 s"), (0.2, "0 ms")]
)
def test_latency(length: float, text: str) -> None:
    assert texts.latency(length) == text


def test_short_wait_has_a_decimal_comma() -> None:
    assert texts.short_wait(400) == "0,4 s"
    assert texts.short_wait(12_000) == "12 s"


def test_numbers_are_grouped_by_a_narrow_no_break_space() -> None:
    assert texts.number(104_318) == "104\u202f318"


def test_day_headings() -> None:
    today = date(2026, 4, 21)
    assert texts.day_heading(today, today) == "Aujourd’hui, mardi 21 avril"
    assert texts.day_heading(date(2026, 4, 20), today) == "Hier"
    assert texts.day_heading(date(2026, 4, 19), today) == "Dimanche 19 avril"
    assert texts.day_heading(date(2025, 12, 31), today) == "Mercredi 31 décembre 2025"
    assert texts.day_range(date(2026, 4, 15), today) == "15 avril – 21 avril"
    assert texts.day_range(today, today) == "mardi 21 avril"


@pytest.mark.usefixtures("english")
def test_english_dates_and_numbers() -> None:
    assert texts.number(104_318) == "104,318"
    assert texts.latency(1_240) == "1.2 s"
    assert texts.age(ms(datetime(2026, 4, 19, 10, 0)), ms(NOW)) == "19 Apr"


def test_priorities_and_statuses_are_named_and_unknown_ones_shown_as_they_are() -> None:
    assert texts.priority_name("CRITICAL") == "Critique"
    assert texts.priority_name("BLOQUANT") == "BLOQUANT"
    assert texts.status_name("IN_PROGRESS") == "En cours"
    assert texts.status_name("ON_HOLD") == "ON_HOLD"


@pytest.mark.parametrize("outcome", list(NoticeOutcome))
def test_every_outcome_has_a_phrase_of_its_own(outcome: NoticeOutcome) -> None:
    phrase = texts.notice_phrase(outcome, 84)
    assert phrase is not None
    others = [texts.notice_phrase(other, 84) for other in NoticeOutcome if other is not outcome]
    assert phrase.text not in [other.text for other in others if other]
    assert len(phrase.short) <= len(phrase.text)


def test_phrases_are_those_of_the_design() -> None:
    shown = texts.notice_phrase("shown", 84)
    late = texts.notice_phrase("late", 41_000)
    assert shown is not None
    assert late is not None
    assert (shown.text, shown.short, shown.icon) == ("notifié en 84 ms", "84 ms", "bell")
    assert (late.text, late.short) == ("rejoué après 41 s", "après 41 s")
    assert texts.notice_phrase(None, None) is None


def test_an_outcome_of_another_version_is_unexplained() -> None:
    phrase = texts.notice_phrase("teleported", None)
    assert phrase is not None
    assert (phrase.text, phrase.tone) == ("sans explication", "danger")


def test_one_line_drops_breaks_and_bidirectional_controls() -> None:
    assert texts.one_line("Facture\n\n\u202egnp.exe\u2066") == "Facture gnp.exe"
    assert texts.one_line("150\u202f000 XOF\u00a0!") == "150\u202f000 XOF\u00a0!"


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour",
        "a < b & c > d",
        "<img src=file:///etc/hostname>",
        "&lt;b&gt; <b>gras</b>",
        "<!-- -->\n  deux  espaces <table>",
    ],
)
def test_a_tooltip_shows_html_as_it_was_typed(text: str) -> None:
    shown = texts.tip(text)
    if Qt.mightBeRichText(shown):
        document = QTextDocument()
        document.setHtml(shown)
        shown = document.toPlainText()
    assert shown == text
