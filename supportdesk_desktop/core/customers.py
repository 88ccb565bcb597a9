"""Customers known on this computer, and one being created with a filing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.ids import DraftId, FilingId
from supportdesk_desktop.core.text import fold, words

BENIN = "+229"
BENIN_DIGITS = 10
"""Benin's numbers have ten digits (they begin with 01) since 30 November 2024."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class KnownCustomer(msgspec.Struct, frozen=True):
    """A customer learned from tickets and filings. Times are milliseconds since the epoch."""

    external_id: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    first_seen_ms: int = 0
    last_used_ms: int = 0


class NewCustomer(msgspec.Struct, frozen=True):
    """The body of ``PATCH /customers/:externalId``; ``phone`` is optional."""

    external_id: str
    email: str
    name: str
    phone: str | None = None


class CustomerEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fields of a customer to create as typed, valid or not; kept with the draft.

    ``opened``: the agent is creating the customer with this draft.
    """

    email: str = ""
    name: str = ""
    prefix: str = BENIN
    phone: str = ""
    opened: bool = False


NOTHING_TYPED = CustomerEntry()


class CustomerProblem(StrEnum):
    """A fault of a field of a customer."""

    REQUIRED = "required"
    BAD_EMAIL = "bad_email"
    BAD_PHONE = "bad_phone"


def matching(
    customers: Iterable[KnownCustomer], text: str, limit: int = 8
) -> tuple[KnownCustomer, ...]:
    """Return the customers whose id, name or email has every word of ``text``, newest first.

    Words are compared from their beginning, without case or accents; no word finds nobody.
    """
    wanted = words(text)
    if not wanted:
        return ()
    found = [customer for customer in customers if _has(customer, wanted)]
    found.sort(key=lambda customer: customer.last_used_ms, reverse=True)
    return tuple(found[:limit])


def find(customers: Iterable[KnownCustomer], external_id: str) -> KnownCustomer | None:
    """Return the customer with exactly this external id, if known."""
    return next((one for one in customers if one.external_id == external_id), None)


def check_customer(customer: NewCustomer) -> dict[str, CustomerProblem]:
    """Return the problem of each field that must be mended, by its name on the wire."""
    problems: dict[str, CustomerProblem] = {}
    if not customer.email.strip():
        problems["email"] = CustomerProblem.REQUIRED
    elif not _EMAIL.fullmatch(customer.email.strip()):
        problems["email"] = CustomerProblem.BAD_EMAIL
    if not customer.name.strip():
        problems["name"] = CustomerProblem.REQUIRED
    if customer.phone is not None and not _is_phone(customer.phone):
        problems["phone"] = CustomerProblem.BAD_PHONE
    return problems


def phone_number(prefix: str, typed: str) -> str | None:
    """Join a country prefix and what was typed; None where nothing was typed.

    A number that was typed with its own ``+`` keeps it.
    """
    digits = re.sub(r"[\s.\-()\u00a0\u202f]", "", typed)
    if not digits:
        return None
    return digits if digits.startswith("+") else prefix + digits


def _has(customer: KnownCustomer, wanted: tuple[str, ...]) -> bool:
    texts = (customer.external_id, customer.name or "", customer.email or "")
    known = [word for text in texts for word in (*words(text), fold(text))]
    return all(any(word.startswith(want) for word in known) for want in wanted)


def _is_phone(phone: str) -> bool:
    digits = phone.removeprefix("+")
    if not digits.isascii() or not digits.isdigit():
        return False
    if phone.startswith(BENIN):
        return len(phone) == len(BENIN) + BENIN_DIGITS
    return 6 <= len(digits) <= 15


class StoredDraft(msgspec.Struct, frozen=True):
    """A draft as kept. ``filing_id`` is the refused filing that it mends, if any.

    ``customer`` is what was typed of the customer to create with it.
    """

    id: DraftId
    draft: Draft
    created_ms: int
    updated_ms: int
    filing_id: FilingId | None = None
    customer: CustomerEntry = NOTHING_TYPED
