"""What was typed finds texts by the beginnings of their words, the best first."""

from __future__ import annotations

import pytest

from supportdesk_desktop.core.text import best_first, rank


@pytest.mark.parametrize("typed", ["epin", "ÉPIN", "des", "epi ou", "  épingler  ", ""])
def test_words_are_found_without_accents_and_in_any_place(typed: str) -> None:
    assert rank("Épingler ou désépingler", typed) is not None


@pytest.mark.parametrize("typed", ["pingler", "épingler x", "epinglers"])
def test_every_word_typed_must_begin_a_word(typed: str) -> None:
    assert rank("Épingler ou désépingler", typed) is None


def test_the_best_comes_first_and_equals_keep_their_order() -> None:
    titles = ["Nouveau ticket de priorité Urgente", "Le ticket urgent", "Urgents", "Urgences"]
    assert best_first(titles, "urg", str) == [
        "Urgents",
        "Urgences",
        "Le ticket urgent",
        "Nouveau ticket de priorité Urgente",
    ]
    assert best_first(titles, "", str) == titles
