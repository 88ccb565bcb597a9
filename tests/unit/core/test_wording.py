"""Each error has its own sentence in both languages, with a next step and sound typography."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import astuple

from supportdesk_desktop.core import errors
from supportdesk_desktop.core.drafts import FieldProblem, Problem
from supportdesk_desktop.core.errors import (
    DeskError,
    DraftRefused,
    RequestRefused,
    Throttled,
    WrongState,
)
from supportdesk_desktop.core.filing import Doubt, FilingState, Pause
from supportdesk_desktop.core.wording import Words, explain, sentences

ALL = [words for named in astuple(sentences()) for words in named.values()]


def all_classes(kind: type[DeskError]) -> list[type[DeskError]]:
    return [kind, *(c for child in kind.__subclasses__() for c in all_classes(child))]


def test_every_error_of_the_tree_has_words() -> None:
    mine = [c for c in all_classes(DeskError) if c.__module__ == errors.__name__]
    assert {c.key for c in mine} <= set(sentences().errors)


def test_every_documented_reason_has_words() -> None:
    assert set(sentences().problems) == set(Problem)
    assert set(sentences().doubts) == set(Doubt)
    assert set(sentences().pauses) == set(Pause)


@pytest.mark.parametrize("words", ALL)
def test_both_languages_take_the_same_facts(words: Words) -> None:
    names = [set(re.findall(r"{(\w+)}", text)) for text in words]
    assert names[0] == names[1]


@pytest.mark.parametrize("words", ALL)
def test_french_typography(words: Words) -> None:
    text = words.fr.replace("…", "")
    for typed in ("priorité:haute", "HÔTE:PORT?from", "14:00"):
        text = text.replace(typed, "")
    assert not re.search(r"[^\u00a0\u202f/(\[:]([;?!»]|:(?!/))", text)
    assert "« " not in words.fr
    assert "'" not in words.fr


def test_our_explanation_goes_by_code_and_the_servers_words_support_it() -> None:
    error = RequestRefused(
        status=400,
        code="VALIDATION_ERROR",
        message="Champs invalides",
        details={"subject": ["Requis"]},
    )
    assert explain(error, "en") == "To correct: subject: Requis"
    unknown = RequestRefused(status=418, code="TEAPOT", message="Je suis une théière")
    assert "Je suis une théière" in explain(unknown, "fr")
    assert "TEAPOT" in explain(RequestRefused(status=418, code="TEAPOT"), "en")


def test_a_delay_is_said_in_seconds() -> None:
    error = Throttled(retry_after_s=12.4, code="TOO_MANY_REQUESTS")
    assert "12 s" in explain(error, "fr")


def test_a_draft_names_each_field() -> None:
    error = DraftRefused([FieldProblem("subject", Problem.REQUIRED)])
    assert explain(error, "en") == "To correct: subject: This field is required."


def test_a_servers_words_stay_on_their_line_and_short() -> None:
    hostile = "\x1b[2Jrouge\r\n\u202eà l’envers\x07 " + "long " * 100_000
    said = explain(RequestRefused(status=418, code="TEAPOT", message=hostile), "fr")
    assert "à l’envers" in said
    assert said.isprintable() or "\u00a0" in said
    assert not re.search("[\x00-\x1f\u202a-\u202e]", said)
    assert len(said) < 600


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_state_that_does_not_allow_an_act_is_named_in_the_readers_words(lang: str) -> None:
    said = {state: explain(WrongState(state), lang) for state in FilingState}
    named = {"fr": "retiré", "en": "withdrawn"}[lang]
    assert f"{named}" in said[FilingState.WITHDRAWN]
    assert len(set(said.values())) == len(FilingState)
    assert not any("outbox" in sentence for sentence in said.values()), "a window has no commands"
    assert "queued" not in explain(WrongState(FilingState.QUEUED), "fr")
