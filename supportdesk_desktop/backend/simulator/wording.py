"""Words in the two languages of the product, and French typography."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Lang = Literal["fr", "en"]

NO_BREAK_SPACE = "\u00a0"
_BEFORE_SIGN = re.compile(r" (?=[:;?!%»])")


class Words(NamedTuple):
    """One text in French and in English."""

    fr: str
    en: str

    def text(self, lang: Lang) -> str:
        """Return the text in ``lang``; French gets its no-break spaces."""
        return typeset_french(self.fr) if lang == "fr" else self.en


def typeset_french(text: str) -> str:
    """Make the space before ``: ; ? ! % »`` and after ``«`` a no-break one (U+00A0)."""
    return _BEFORE_SIGN.sub(NO_BREAK_SPACE, text).replace("« ", "«" + NO_BREAK_SPACE)


def amount_text(amount: int, lang: Lang) -> str:
    """Write an amount of XOF for people: ``48 500 XOF`` or ``48,500 XOF`` (no cents exist)."""
    grouped = f"{amount:,}"
    if lang == "fr":
        return grouped.replace(",", NO_BREAK_SPACE) + NO_BREAK_SPACE + "XOF"
    return f"{grouped} XOF"
