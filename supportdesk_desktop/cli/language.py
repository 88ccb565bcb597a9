"""The language: ``--lang``, else English where the locale is, else French, the default."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import Literal

Lang = Literal["fr", "en"]

_current: Lang = "fr"
_BEFORE = re.compile(r" (?=[:;?!%»](?:\s|$|[.,)]))")
_AFTER = re.compile(r"(?<=«) ")


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
            return "en" if value.lower().startswith("en") else "fr"
    return "fr"


def use(lang: Lang) -> None:
    """Speak this language from now on."""
    global _current
    _current = lang


def lang() -> Lang:
    return _current


def say(fr: str, en: str) -> str:
    """Return the text in the language in use, French with its no-break spaces."""
    return spaced(fr) if _current == "fr" else en


def spaced(text: str) -> str:
    """Put no-break spaces where French has them: before ``: ; ? ! %`` and inside guillemets."""
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text))
