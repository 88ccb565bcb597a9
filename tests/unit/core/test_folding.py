"""Folding: what people read as the same is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.text import fold, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Aïcha HOUNGBÉDJI", "aicha houngbedji"),
        ("Sèmè-Kraké", "seme-krake"),
        ("cœur ẞ Ɖɔŋu", "coeur ss donu"),
        ("l’adresse", "l'adresse"),
    ],
)
def test_case_accents_and_letters_of_benin_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_are_taken_in_order() -> None:
    assert words("Double débit, commande #20418") == ("double", "debit", "commande", "20418")
