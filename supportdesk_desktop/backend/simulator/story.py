"""What a business incident is: a story with its words, tags, priorities and facts."""

from __future__ import annotations

import random
from dataclasses import dataclass

from supportdesk_desktop.backend.simulator.people import CITIES, OPERATORS
from supportdesk_desktop.backend.simulator.wording import Lang, Words, amount_text

_ERROR_CODES = ("CARD_DECLINED", "INSUFFICIENT_FUNDS", "EXPIRED_CARD", "3DS_TIMEOUT")
_PARTNERS = ("ZemExpress", "GoZem Colis", "Adjarra Logistique", "BéninPost")
_VOUCHERS = ("BIENVENUE10", "FIDELITE15", "DANTOKPA5", "RENTREE20")


@dataclass(frozen=True, slots=True)
class Story:
    """One kind of incident.

    ``priorities`` are drawn from with equal chance, so a repeated one weighs more. ``facts`` names
    what goes into the ticket's metadata; every fact may be used in the texts as ``{fact}``.
    ``event`` is the customer event sent before the ticket, where there is one.
    """

    category: Words
    priorities: tuple[str, ...]
    tags: tuple[str, ...]
    subject: Words
    body: Words
    facts: tuple[str, ...]
    event: str | None = None


class Facts:
    """What one incident is about: the values for the metadata and their forms in a text."""

    def __init__(self, chance: random.Random, lang: Lang, surname: str) -> None:
        amount = 500 * chance.randint(5, 400)
        reference = chance.randint(70_000, 99_000)
        hour, minute = chance.randint(7, 20), chance.randint(0, 57)
        self.values: dict[str, str | int | bool] = {
            "orderId": str(chance.randint(18_000, 29_999)),
            "amount": amount,
            "currency": "XOF",
            "captured": chance.random() < 0.6,
            "reference": f"PAY-{reference}",
            "secondReference": f"PAY-{reference + 1}",
            "errorCode": chance.choice(_ERROR_CODES),
            "cardLast4": f"{chance.randint(1000, 9999)}",
            "attempts": chance.randint(2, 6),
            "operator": chance.choice(OPERATORS),
            "city": chance.choice(CITIES),
            "partner": chance.choice(_PARTNERS),
            "httpStatus": 502,
            "days": chance.randint(2, 6),
            "items": chance.randint(2, 7),
            "waiting": chance.randint(12, 60),
            "voucher": chance.choice(_VOUCHERS),
            "phone": f"+229 01 97 {chance.randint(10, 99)} {chance.randint(10, 99)} xx",
        }
        self.texts: dict[str, str] = {key: str(value) for key, value in self.values.items()}
        self.texts |= {
            "amount": amount_text(amount, lang),
            "company": f"{surname} & Fils SARL",
            "time": f"{hour:02d}:{minute:02d}",
            "laterTime": f"{hour:02d}:{minute + 1:02d}",
        }

    def metadata(self, names: tuple[str, ...]) -> dict[str, str | int | bool]:
        """Return the named facts in that order."""
        return {name: self.values[name] for name in names}
