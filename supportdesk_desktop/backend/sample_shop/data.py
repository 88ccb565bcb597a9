"""The sample shop's people and stories, as ``resources/sample_shop`` has them."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from supportdesk_desktop.resources import resource

Lang = Literal["fr", "en"]

NO_BREAK_SPACE = "\u00a0"
_BEFORE_SIGN = re.compile(r" (?=[:;?!%»])")


class Words(msgspec.Struct, frozen=True):
    """One text in French and in English."""

    fr: str
    en: str

    def text(self, lang: Lang) -> str:
        """Return the text in ``lang``; French gets its no-break spaces."""
        return typeset_french(self.fr) if lang == "fr" else self.en


class ShopTag(Words, frozen=True):
    """A tag's name in both languages and its colour (``#RRGGBB``)."""

    color: str


class Worker(msgspec.Struct, frozen=True):
    """Somebody, or something, that works at the shop."""

    name: str
    email: str
    level: str = "N1"
    role: str = "agent"


class Shop(msgspec.Struct, frozen=True):
    """Who and what there is at the shop; ``tags`` are by the key that stories use."""

    name: str
    slug: str
    cities: tuple[str, ...]
    operators: tuple[str, ...]
    partners: tuple[str, ...]
    vouchers: tuple[str, ...]
    error_codes: tuple[str, ...]
    known_customers: dict[str, str]
    customers: tuple[str, ...]
    workers: dict[Literal["agent", "colleague", "lead", "systems"], Worker]
    tags: dict[str, ShopTag]


class Story(msgspec.Struct, frozen=True):
    """One kind of incident.

    ``priorities`` are drawn from with equal chance, so a repeated one weighs more. ``facts`` names
    what goes into the ticket's metadata; every fact may be used in the texts as ``{fact}``.
    ``event`` is the customer event sent before the ticket, where there is one.
    """

    category: Words
    priorities: tuple[str, ...]
    tags: tuple[str, ...]
    facts: tuple[str, ...]
    subject: Words
    body: Words
    event: str | None = None


class _Stories(msgspec.Struct):
    stories: tuple[Story, ...]


def typeset_french(text: str) -> str:
    """Make the space before ``: ; ? ! % »`` and after ``«`` a no-break one (U+00A0)."""
    return _BEFORE_SIGN.sub(NO_BREAK_SPACE, text).replace("« ", "«" + NO_BREAK_SPACE)


def amount_text(amount: int, lang: Lang) -> str:
    """Write an amount of XOF for people: ``48 500 XOF`` or ``48,500 XOF`` (no cents exist)."""
    grouped = f"{amount:,}"
    if lang == "fr":
        return grouped.replace(",", NO_BREAK_SPACE) + NO_BREAK_SPACE + "XOF"
    return f"{grouped} XOF"


def _read(name: str) -> bytes:
    return resource("sample_shop", name).read_bytes()


SHOP = msgspec.toml.decode(_read("shop.toml"), type=Shop)
STORIES = msgspec.toml.decode(_read("stories.toml"), type=_Stories).stories
