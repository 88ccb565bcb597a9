"""The language of the command line: ``--lang``, else the locale."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Literal

Lang = Literal["fr", "en"]

_current: Lang = "en"


def choose(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Lang:
    """Return the language asked for, before anything else is read of the command line."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        name, _, value = argument.partition("=")
        if name == "--lang":
            wanted = value or "".join(arguments[place + 1 : place + 2])
            if wanted in ("fr", "en"):
                return "fr" if wanted == "fr" else "en"
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "")
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


def use(lang: Lang) -> None:
    """Speak this language from now on."""
    global _current
    _current = lang


def lang() -> Lang:
    """Return the language in use."""
    return _current


def say(fr: str, en: str) -> str:
    """Return the text in the language in use."""
    return fr if _current == "fr" else en
