"""Sentences that command line, window and announcements share, in French and English.

The window's own labels go through Qt Linguist. These are the sentences that have a cause in
common: each states what happened and the next step (``design/tokens.md``, Words). They stand in
``resources/translations/sentences.json``, the French text of each before the English one.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import msgspec

from supportdesk_desktop.core.drafts import FieldProblem, Problem
from supportdesk_desktop.core.errors import (
    DeskError,
    DraftRefused,
    RequestRefused,
    ServerError,
    Throttled,
    WrongState,
)
from supportdesk_desktop.core.filing import Doubt, Pause
from supportdesk_desktop.core.text import CONTROLS
from supportdesk_desktop.resources import resource

MOST_OF_A_FACT = 500
"""Characters of one fact that a sentence has room for."""


class Words(NamedTuple):
    """One text in both languages; ``{name}`` stands for a fact, which may be a stranger's words."""

    fr: str
    en: str

    def say(self, lang: str, **facts: object) -> str:
        """Return the text in ``lang`` (English only for ``en``) with the facts put in."""
        text = self.en if lang == "en" else self.fr
        return text.format(**{name: _fit(fact) for name, fact in facts.items()}) if facts else text


class Sentences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All sentences.

    Attributes:
        errors: by the ``key`` of an error.
        troubles: by the part that does not work, where the error has no sentence of its own.
        codes: by the server's ``code``.
        uncertain: what an uncertain filing means, and what the app does about it.
        rescue: what became of damaged data.
        causes: why the feed was not observed, as commands say it.
        outcomes: what became of a notice, as commands say it.
        events: what ``watch`` tells of.
        parts: what cannot work now, as ``status`` names it.
        commands: what a command says once it has run.
        picture: what ``--screenshot`` tells.
        announcements: of assignments and of reminders.
        help: of the command line, by the name of an argument or command.
    """

    errors: dict[str, Words]
    troubles: dict[str, Words]
    codes: dict[str, Words]
    problems: dict[Problem, Words]
    doubts: dict[Doubt, Words]
    uncertain: dict[str, Words]
    states: dict[str, Words]
    pauses: dict[Pause, Words]
    rescue: dict[str, Words]
    feed_states: dict[str, Words]
    causes: dict[str, Words]
    outcomes: dict[str, Words]
    events: dict[str, Words]
    parts: dict[str, Words]
    commands: dict[str, Words]
    picture: dict[str, Words]
    announcements: dict[str, Words]
    help: dict[str, Words]


@cache
def sentences() -> Sentences:
    """Read the sentences, once."""
    data = resource("translations", "sentences.json").read_bytes()
    return msgspec.json.decode(data, type=Sentences)


def explain(error: DeskError, lang: str) -> str:
    """Return the sentence and next step for an error; the server's own words only support ours."""
    facts = dict(error.facts())
    if isinstance(error, DraftRefused):
        facts["note"] = problems_text(error.problems, lang)
    if isinstance(error, WrongState):
        facts["state"] = state_word(error.state, lang)
    if isinstance(error, ServerError):
        fields = _fields_text(error, lang)
        seconds = error.seconds if isinstance(error, Throttled) else 0
        known = explain_code(error.code or "", lang, fields=fields, seconds=seconds)
        if known is not None:
            return known
    if isinstance(error, RequestRefused) and not error.message:
        facts["message"] = error.code or ""
    errors = sentences().errors
    return errors.get(error.key, errors["unexpected"]).say(lang, **facts)


def explain_trouble(part: str, problem: BaseException, lang: str) -> str:
    """Return what a background loop's failure stops, and the next step.

    Only an error of ours has words of its own; ``part`` is a key of ``Sentences.troubles``.
    """
    if isinstance(problem, DeskError) and problem.key in sentences().errors:
        return explain(problem, lang)
    return sentences().troubles[part].say(lang)


def explain_code(code: str, lang: str, *, fields: str = "", seconds: int = 0) -> str | None:
    """Return our explanation of a documented ``code``, None for one that is not known."""
    words = sentences().codes.get(code)
    return None if words is None else words.say(lang, fields=fields, seconds=seconds)


def problems_text(problems: tuple[FieldProblem, ...], lang: str) -> str:
    """Return all problems of a draft in one line, each with its field."""
    words = sentences().problems
    return " ".join(
        f"{p.field}{_colon(lang)}{words[p.problem].say(lang, note=p.note)}" for p in problems
    )


def state_word(state: str, lang: str) -> str:
    """Return the name of a filing's state; an unknown one as it is."""
    words = sentences().states.get(state)
    return state if words is None else words.say(lang)


def doubt_text(doubt: Doubt, lang: str, *, repeats: bool) -> str:
    """Return why a filing is uncertain and what the app does about it."""
    said = sentences()
    end = said.uncertain["repeats_same" if repeats else "never_resends"]
    return " ".join(
        words.say(lang) for words in (said.doubts[doubt], said.uncertain["maybe_created"], end)
    )


def _fit(fact: object) -> object:
    """Return a fact fit for one line: a server's message is as long and as odd as it likes."""
    if not isinstance(fact, str):
        return fact
    text = CONTROLS.sub(" ", fact[: MOST_OF_A_FACT + 1])
    return text if len(text) <= MOST_OF_A_FACT else text[:MOST_OF_A_FACT] + "…"


def _colon(lang: str) -> str:
    return ": " if lang == "en" else "\u00a0: "


def _fields_text(error: ServerError, lang: str) -> str:
    if not error.details:
        return error.message
    return " ".join(
        f"{field}{_colon(lang)}{' '.join(texts)}" for field, texts in error.details.items()
    )
