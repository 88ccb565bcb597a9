"""The people and stories of ``resources/sample_shop``, and incidents drawn of them from a seed.

The same seed and language give the same incidents, in the same order.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

import msgspec

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.resources import resource

Lang = Literal["fr", "en"]
Metadata = dict[str, str | int | bool]

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
    """A person or system that works at the shop."""

    name: str
    email: str
    level: str = "N1"
    role: str = "agent"


class Shop(msgspec.Struct, frozen=True):
    """The shop's people and goods; ``tags`` are by the key that stories use."""

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
STORIES = msgspec.toml.decode(_read("stories.toml"), type=dict[str, tuple[Story, ...]])["stories"]


@dataclass(frozen=True, slots=True)
class Shopper:
    """One customer of the shop, as ``PATCH /customers/:externalId`` takes it."""

    external_id: str
    name: str
    email: str
    phone: str
    city: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident: a ticket but for its tags, as ``tags`` are keys of the shop's own."""

    shopper: Shopper
    draft: Draft
    tags: tuple[str, ...]
    event: str | None


class Incidents:
    """A source of incidents among the sixty customers of the shop."""

    def __init__(self, seed: int, lang: Lang) -> None:
        self._lang: Lang = lang
        self._chance = random.Random(seed)
        self._shoppers = shoppers(lang)
        self._deck: list[Story] = []

    def next(self) -> Incident:
        """Draw one incident; no story comes again before all others have."""
        if not self._deck:
            self._deck = list(STORIES)
            self._chance.shuffle(self._deck)
        return self._make_incident(self._deck.pop(), self._chance.choice(self._shoppers))

    def opening(self, count: int) -> list[Incident]:
        """Draw a first day's work; its newest incident is the first customer's double debit."""
        drawn = [self.next() for _ in range(count - 1)]
        return [*drawn, self._make_incident(STORIES[0], self._shoppers[0])]

    def _make_incident(self, story: Story, shopper: Shopper) -> Incident:
        facts, texts = _facts(self._chance, self._lang, shopper.name.split()[-1])
        metadata = {name: facts[name] for name in story.facts}
        draft = Draft(
            customer_external_id=shopper.external_id,
            subject=story.subject.text(self._lang).format_map(texts),
            description=story.body.text(self._lang).format_map(texts),
            priority=self._chance.choice(story.priorities),
            category=story.category.text(self._lang),
            metadata=msgspec.Raw(msgspec.json.encode(metadata)),
        )
        return Incident(shopper, draft, story.tags, story.event)


def shoppers(lang: Lang) -> tuple[Shopper, ...]:
    """Return the sixty customers, always the same; only the mail domain follows ``lang``."""
    domain = "exemple.bj" if lang == "fr" else "example.bj"
    chance = random.Random("boutique-adjara")
    numbered = {f"user_{1200 + 37 * n}": name for n, name in enumerate(SHOP.customers)}
    return tuple(
        Shopper(
            external_id=external_id,
            name=name,
            email=f"{_local_part(name)}@{domain}",
            phone=_phone(chance),
            city=chance.choice(SHOP.cities),
        )
        for external_id, name in (SHOP.known_customers | numbered).items()
    )


def _local_part(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.lower()).encode("ascii", "ignore").decode()
    return plain.replace(" ", ".")


def _phone(chance: random.Random) -> str:
    pairs = [f"{chance.randrange(100):02d}" for _ in range(3)]
    return " ".join(["+229 01", chance.choice(("61", "66", "95", "97")), *pairs])


def _facts(chance: random.Random, lang: Lang, surname: str) -> tuple[Metadata, dict[str, str]]:
    """Draw what one incident is about: values for the metadata, and their forms in a text."""
    amount = 500 * chance.randint(5, 400)
    reference = chance.randint(70_000, 99_000)
    hour, minute = chance.randint(7, 20), chance.randint(0, 57)
    values: Metadata = {
        "orderId": str(chance.randint(18_000, 29_999)),
        "amount": amount,
        "currency": "XOF",
        "captured": chance.random() < 0.6,
        "reference": f"PAY-{reference}",
        "secondReference": f"PAY-{reference + 1}",
        "errorCode": chance.choice(SHOP.error_codes),
        "cardLast4": f"{chance.randint(1000, 9999)}",
        "attempts": chance.randint(2, 6),
        "operator": chance.choice(SHOP.operators),
        "city": chance.choice(SHOP.cities),
        "partner": chance.choice(SHOP.partners),
        "httpStatus": 502,
        "days": chance.randint(2, 6),
        "items": chance.randint(2, 7),
        "waiting": chance.randint(12, 60),
        "voucher": chance.choice(SHOP.vouchers),
        "phone": f"+229 01 97 {chance.randint(10, 99)} {chance.randint(10, 99)} xx",
    }
    texts = {key: str(value) for key, value in values.items()} | {
        "amount": amount_text(amount, lang),
        "company": f"{surname} & Fils SARL",
        "time": f"{hour:02d}:{minute:02d}",
        "laterTime": f"{hour:02d}:{minute + 1:02d}",
    }
    return values, texts
