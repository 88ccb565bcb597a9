"""People read words, in their language; machines read the contract's own names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from supportdesk_desktop.backend.admin import AdminError
from supportdesk_desktop.backend.serve import ServeRefused
from supportdesk_desktop.cli import language
from supportdesk_desktop.cli.output import (
    BACK_ENDS,
    closing_word,
    tickets_word,
    word,
)
from supportdesk_desktop.cli.self_test import CHECKS
from supportdesk_desktop.cli.watch import line_of
from supportdesk_desktop.core.feed_status import BlindCause, FeedState
from supportdesk_desktop.core.filing import Wait
from supportdesk_desktop.core.strict_json import JsonFault
from supportdesk_desktop.core.wording import sentences


@pytest.fixture(autouse=True)
def spoken(monkeypatch: pytest.MonkeyPatch) -> Callable[[language.Lang], None]:
    monkeypatch.setattr(language, "_current", "fr")
    return lambda lang: monkeypatch.setattr(language, "_current", lang)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_cause_and_state_has_words(
    spoken: Callable[[language.Lang], None], lang: language.Lang
) -> None:
    spoken(lang)
    named = [word(sentences().causes, cause) for cause in BlindCause]
    assert len(set(named)) == len(BlindCause)
    assert not [words for words in named if "_" in words]
    assert not [state for state in FeedState if "_" in word(sentences().feed_states, state)]


def test_french_has_no_english_left(spoken: Callable[[language.Lang], None]) -> None:
    assert word(sentences().causes, "closed_app") == "application fermée"
    assert closing_word("replay") == "rejoué"
    assert word(BACK_ENDS, "no session bus") == "pas de bus de session"
    assert word(CHECKS, "parts") == "composants"
    blind: dict[str, object] = {
        "what": "blind",
        "from": "2026-04-18T10:00:00Z",
        "to": "2026-04-18T10:01:00Z",
        "cause": "closed_app",
        "closedBy": "replay",
    }
    assert line_of(blind).split("\t")[3:] == ["application fermée", "rejoué"]


@pytest.mark.parametrize(
    ("lang", "count", "words"),
    [
        ("fr", 0, "0 ticket"),
        ("fr", 1, "1 ticket"),
        ("fr", 2, "2 tickets"),
        ("en", 0, "0 tickets"),
        ("en", 1, "1 ticket"),
        ("en", 2, "2 tickets"),
    ],
)
def test_tickets_are_counted_as_people_do(
    spoken: Callable[[language.Lang], None], lang: language.Lang, count: int, words: str
) -> None:
    spoken(lang)
    assert tickets_word(count) == words


def test_what_is_not_known_is_shown_as_it_is() -> None:
    assert word(sentences().causes, "eclipse") == "eclipse"
    assert word(BACK_ENDS, "dunst 1.12") == "dunst 1.12"
    assert word(sentences().causes, "") == ""


def test_what_is_said_by_its_reason_is_there_for_each() -> None:
    reasons = [value for name, value in vars(AdminError).items() if name.isupper()]
    reasons += [value for name, value in vars(ServeRefused).items() if name.isupper()]
    reasons += [f"json_{fault.name.lower()}" for fault in JsonFault]
    reasons += [f"waits_{wait}" for wait in (*Wait, "turn")]
    assert [reason for reason in reasons if reason not in sentences().commands] == []
