"""The shop's customers, and incidents drawn from a seed.

The same seed and language give the same incidents, in the same order.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass

from supportdesk_desktop.backend.sample_shop.data import (
    SHOP,
    STORIES,
    Lang,
    Story,
    amount_text,
)

Metadata = dict[str, str | int | bool]


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
    """One incident, ready to be filed; ``tags`` are keys of the shop's tags."""

    shopper: Shopper
    subject: str
    description: str
    priority: str
    category: str
    metadata: Metadata
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
        return self._tell(self._deck.pop(), self._chance.choice(self._shoppers))

    def opening(self, count: int) -> list[Incident]:
        """Draw a first day's work; its newest incident is the first customer's double debit."""
        drawn = [self.next() for _ in range(count - 1)]
        return [*drawn, self._tell(STORIES[0], self._shoppers[0])]

    def _tell(self, story: Story, shopper: Shopper) -> Incident:
        facts, texts = _facts(self._chance, self._lang, shopper.name.split()[-1])
        return Incident(
            shopper=shopper,
            subject=story.subject.text(self._lang).format_map(texts),
            description=story.body.text(self._lang).format_map(texts),
            priority=self._chance.choice(story.priorities),
            category=story.category.text(self._lang),
            metadata={name: facts[name] for name in story.facts},
            tags=story.tags,
            event=story.event,
        )


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
