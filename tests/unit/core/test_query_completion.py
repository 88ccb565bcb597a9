"""Completion of the search language: which piece the cursor is in, and what it becomes."""

from __future__ import annotations

import pytest

from supportdesk_desktop.core.query import parse
from supportdesk_desktop.core.query_completion import (
    Completing,
    completing,
    fixed_values,
    key_names,
    matching,
    replaced,
)
from supportdesk_desktop.core.query_language import Key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Completing(None, None, "", 0)),
        ("pri", Completing(None, None, "pri", 0)),
        ("retrait pri", Completing(None, None, "pri", 8)),
        ("-ta", Completing(None, None, "ta", 1)),
        ("priorité:ha", Completing(Key.PRIORITY, None, "ha", 9)),
        ("priorité:≥ha", Completing(Key.PRIORITY, None, "ha", 10)),
        ("tag:paiement|dou", Completing(Key.TAG, None, "dou", 13)),
        ('tag:"mobile mo', Completing(Key.TAG, None, "mobile mo", 4)),
        ("méta.ord", Completing(Key.META, None, "ord", 5)),
        ("meta.orderId:20", Completing(Key.META, "orderId", "20", 13)),
        ("inconnu:x", Completing(None, None, "inconnu:x", 0)),
        ("reçu:<7", Completing(Key.RECEIVED, None, "7", 6)),
    ],
)
def test_the_piece_at_the_cursor(text: str, expected: Completing) -> None:
    assert completing(text, len(text)) == expected


@pytest.mark.parametrize(
    ("text", "value", "after"),
    [
        ("pri", "priorité:", "priorité:"),
        ("retrait priorité:≥ha", "haute", "retrait priorité:≥haute "),
        ("tag:mo", "mobile money", 'tag:"mobile money" '),
        ("méta.ord", "orderId:", "méta.orderId:"),
        ("tag:paiement|dou", "double débit", 'tag:paiement|"double débit" '),
    ],
)
def test_a_choice_takes_the_place_of_what_was_typed(text: str, value: str, after: str) -> None:
    place = completing(text, len(text))
    assert replaced(text, place, len(text), value) == (after, len(after))


def test_within_a_text_the_rest_stays() -> None:
    assert replaced("est:non retrait", completing("est:non", 7), 7, "nonlu") == (
        "est:nonlu retrait",
        9,
    )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_offered_value_is_understood(lang: str) -> None:
    for key in Key:
        name = next(name for name in key_names(lang) if completing(name, len(name)).key is key)
        for value in fixed_values(key, lang):
            query = parse(name + value)
            assert query.notices == (), name + value
            assert len(query.terms) == 1


def test_the_beginning_counts_before_a_later_word() -> None:
    values = ("paiement", "double paiement", "livraison")
    assert matching(values, "PAI") == ("paiement", "double paiement")
