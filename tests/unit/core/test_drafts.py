"""Known customers: who is offered while typing, and what creating one needs."""

from __future__ import annotations

import pytest

from supportdesk_desktop.core.drafts import (
    CustomerProblem,
    KnownCustomer,
    NewCustomer,
    check_customer,
    find,
    matching,
    phone_number,
)

KOFFI = KnownCustomer("user_8841", "Koffi Mensah", "koffi.mensah@exemple.bj", last_used_ms=30)
ABLAVI = KnownCustomer("user_2216", "Ablavi Mensah", "ablavi@exemple.bj", last_used_ms=40)
NADEGE = KnownCustomer("user_5120", "Nadège Hounkpè", None, last_used_ms=50)
ALL = (KOFFI, ABLAVI, NADEGE)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mensa", (ABLAVI, KOFFI)),
        ("NADEGE", (NADEGE,)),
        ("hounkpe nad", (NADEGE,)),
        ("8841", (KOFFI,)),
        ("user_88", (KOFFI,)),
        ("ablavi@", (ABLAVI,)),
        ("mensah inconnu", ()),
        ("", ()),
        (" . ", ()),
    ],
)
def test_words_are_searched_in_id_name_and_email_newest_first(
    typed: str, found: tuple[KnownCustomer, ...]
) -> None:
    assert matching(ALL, typed) == found


def test_no_more_than_the_limit_is_offered() -> None:
    assert matching(ALL, "user", limit=2) == (NADEGE, ABLAVI)


def test_find_wants_the_exact_id() -> None:
    assert find(ALL, "user_8841") is KOFFI
    assert find(ALL, "USER_8841") is None


def test_a_whole_customer_has_no_problem() -> None:
    whole = NewCustomer("usr_8814", "firmin@exemple.bj", "Firmin Akplogan", "+2290197004812")
    assert check_customer(whole) == {}


def test_each_field_of_a_customer_has_its_problem() -> None:
    bad = NewCustomer("usr_8814", "firmin@exemple", "  ", "+22997004812")
    assert check_customer(bad) == {
        "email": CustomerProblem.BAD_EMAIL,
        "name": CustomerProblem.REQUIRED,
        "phone": CustomerProblem.BAD_PHONE,
    }
    assert check_customer(NewCustomer("u", " ", "F", None)) == {"email": CustomerProblem.REQUIRED}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("01 97 00 48 12", "+2290197004812"),
        ("01\u202f97\u00a000.48-12", "+2290197004812"),
        ("+228 90 12 34 56", "+22890123456"),
        ("  ", None),
    ],
)
def test_a_phone_number_is_joined_with_its_prefix(typed: str, number: str | None) -> None:
    assert phone_number("+229", typed) == number
