"""Times, ages and words are said as in the design, in French and in English."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

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


def age(day: int, hour: int, minute: int, second: int = 0, now: datetime = NOW) -> str:
    return texts.age(ms(datetime(2026, 4, day, hour, minute, second)), ms(now))


def wait(**span: float) -> str:
    return texts.wait(round(timedelta(**span).total_seconds() * 1000))


TODAY = date(2026, 4, 21)
CLOCK_MS = 1_776_778_328_000


@pytest.mark.parametrize(
    ("say", "said"),
    [
        (lambda: age(21, 14, 31, 52), "16 s"),
        (lambda: age(21, 14, 40), "0 s"),
        (lambda: age(21, 14, 26), "6 min"),
        (lambda: age(21, 13, 20), "1 h 12"),
        (lambda: age(20, 17, 46), "hier 17:46"),
        (lambda: age(19, 10, 0), "19 avr."),
        (lambda: texts.age(ms(datetime(2025, 12, 3, 10, 0)), ms(NOW)), "3 déc. 2025"),
        (lambda: wait(seconds=16), "16 s"),
        (lambda: wait(minutes=6, seconds=59), "6 min"),
        (lambda: wait(hours=2, minutes=5), "2 h 05"),
        (lambda: wait(hours=9, minutes=59), "9 h 59"),
        (lambda: wait(hours=20, minutes=40), "20 h"),
        (lambda: wait(days=1, hours=4), "1 j 4 h"),
        (lambda: wait(days=3), "3 j"),
        (lambda: wait(days=12, hours=5), "12 j"),
        (lambda: wait(seconds=-5), "0 s"),
        (lambda: texts.at(ms(datetime(2026, 4, 21, 14, 31)), ms(NOW)), "à 14:31"),
        (lambda: texts.at(ms(datetime(2026, 4, 20, 17, 46)), ms(NOW)), "hier à 17:46"),
        (lambda: texts.at(ms(datetime(2026, 4, 9, 9, 5)), ms(NOW)), "le 9 avr. à 09:05"),
        # Just before midnight is minutes ago and not yesterday.
        (lambda: age(20, 23, 58, now=datetime(2026, 4, 21, 0, 10)), "12 min"),
        (lambda: texts.clock_seconds(CLOCK_MS), "14:32:08"),
        (lambda: texts.clock(CLOCK_MS), "14:32"),
        (lambda: texts.spoken_clock(CLOCK_MS), "14 h 32 min 8 s"),
        (lambda: texts.moment(ms(NOW), ms(NOW)), "14:32:08"),
        (lambda: texts.moment(ms(datetime(2026, 4, 20, 9, 5)), ms(NOW)), "hier 09:05:00"),
        (lambda: texts.duration(28_000), "28 s"),
        (lambda: texts.duration(182_000), "3 min 02 s"),
        (lambda: texts.duration(3_840_000), "1 h 04 min"),
        (lambda: texts.duration(-5), "0 s"),
        (lambda: texts.latency(84.4), "84 ms"),
        (lambda: texts.latency(1_240), "1,2 s"),
        (lambda: texts.latency(41_000), "41 s"),
        (lambda: texts.latency(0.2), "0 ms"),
        (lambda: texts.short_wait(400), "0,4 s"),
        (lambda: texts.short_wait(12_000), "12 s"),
        (lambda: texts.number(104_318), "104\u202f318"),
        (lambda: texts.day_heading(TODAY, TODAY), "Aujourd’hui, mardi 21 avril"),
        (lambda: texts.day_heading(date(2026, 4, 20), TODAY), "Hier"),
        (lambda: texts.day_heading(date(2026, 4, 19), TODAY), "Dimanche 19 avril"),
        (lambda: texts.day_heading(date(2025, 12, 31), TODAY), "Mercredi 31 décembre 2025"),
        (lambda: texts.day_range(date(2026, 4, 15), TODAY), "15 avril – 21 avril"),
        (lambda: texts.day_range(TODAY, TODAY), "mardi 21 avril"),
        (lambda: texts.priority_name("CRITICAL"), "Critique"),
        (lambda: texts.priority_name("BLOQUANT"), "BLOQUANT"),
        (lambda: texts.status_name("IN_PROGRESS"), "En cours"),
        (lambda: texts.status_name("ON_HOLD"), "ON_HOLD"),
        (lambda: texts.one_line("Facture\n\n\u202egnp.exe\u2066"), "Facture gnp.exe"),
        (lambda: texts.one_line("150\u202f000 XOF\u00a0!"), "150\u202f000 XOF\u00a0!"),
    ],
)
def test_times_lengths_days_and_words(say: Callable[[], str], said: str) -> None:
    assert say() == said


@pytest.mark.usefixtures("english")
def test_english_dates_and_numbers() -> None:
    assert texts.number(104_318) == "104,318"
    assert texts.latency(1_240) == "1.2 s"
    assert texts.age(ms(datetime(2026, 4, 19, 10, 0)), ms(NOW)) == "19 Apr"


@pytest.mark.parametrize("outcome", list(NoticeOutcome))
def test_every_outcome_has_a_phrase_of_its_own(outcome: NoticeOutcome) -> None:
    phrase = texts.notice_phrase(outcome, 84)
    assert phrase is not None
    others = [texts.notice_phrase(other, 84) for other in NoticeOutcome if other is not outcome]
    assert phrase.text not in [other.text for other in others if other]
    assert len(phrase.short) <= len(phrase.text)


@pytest.mark.parametrize(
    ("outcome", "ms", "icon", "tone", "text", "short"),
    [
        ("shown", 84, "bell", "text2", "notifié en 84 ms", "84 ms"),
        ("late", 41_000, "sync", "text2", "rejoué après 41 s", "après 41 s"),
        # Of another version.
        ("teleported", None, "uncertain", "danger", "sans explication", "sans explication"),
    ],
)
def test_phrases_are_those_of_the_design(
    outcome: str, ms: float | None, icon: str, tone: str, text: str, short: str
) -> None:
    assert texts.notice_phrase(outcome, ms) == texts.NoticePhrase(icon, tone, text, short)
    assert texts.notice_phrase(None, None) is None


@pytest.mark.parametrize(
    ("outcome", "ms", "said"),
    [
        ("shown", 84, None),
        ("shown", 9_999, None),
        ("shown", 41_000, "notifié après 41 s"),
        ("late", 2_000, "notifié après 2,0 s"),
        ("late", None, "notifié en retard"),
        ("held_dnd", None, "retenue"),
        ("refused", None, "notification refusée"),
        ("no_service", None, "sans notification"),
        ("unexplained", None, "sans notification"),
        *((outcome, None, None) for outcome in ("digest", "merged", "in_window", "filtered")),
        (None, None, None),
    ],
)
def test_only_what_went_wrong_with_a_notice_is_said(
    outcome: str | None, ms: float | None, said: str | None
) -> None:
    trouble = texts.notice_trouble(outcome, ms)
    assert (None if trouble is None else trouble.text) == said


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
