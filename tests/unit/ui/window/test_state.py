"""The window comes back only where a screen still shows it, whatever was stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from supportdesk_desktop.ui.window.state import (
    DETAIL_DEFAULT,
    DETAIL_MAX,
    DETAIL_MIN,
    MIN_HEIGHT,
    MIN_WIDTH,
    layout_of,
    restored_rect,
    sides,
    stored_width,
)

LAPTOP = QRect(0, 0, 1440, 900)
BESIDE = QRect(1440, 0, 1920, 1080)
ANYTHING = (
    st.lists(st.integers() | st.integers(-2000, 3000), min_size=4, max_size=4)
    | st.lists(st.none() | st.booleans() | st.floats() | st.text(max_size=5), max_size=5)
    | st.integers()
    | st.booleans()
    | st.text(max_size=5)
)


def test_what_was_stored_comes_back_on_a_screen_that_exists() -> None:
    stored = sides(QRect(1500, 40, 1200, 800))
    assert restored_rect(stored, [LAPTOP, BESIDE]) == QRect(1500, 40, 1200, 800)
    assert restored_rect(stored, [LAPTOP]) is None


@pytest.mark.parametrize(
    "rect", [QRect(1400, 100, 900, 600), QRect(100, -200, 900, 600), QRect(0, 880, 900, 600)]
)
def test_a_window_that_could_not_be_grabbed_is_not_put_there(rect: QRect) -> None:
    assert restored_rect(sides(rect), [LAPTOP]) is None


def test_a_window_is_cut_to_a_smaller_screen() -> None:
    assert restored_rect([10, 10, 3000, 2000], [LAPTOP]) == QRect(10, 10, 1440, 900)


@given(ANYTHING)
def test_nothing_stored_makes_a_window_that_cannot_be_used(stored: object) -> None:
    assert DETAIL_MIN <= stored_width(stored) <= DETAIL_MAX
    rect = restored_rect(stored, [LAPTOP])
    if rect is not None:
        assert rect.width() >= MIN_WIDTH
        assert rect.height() >= MIN_HEIGHT
        assert rect.intersects(LAPTOP)


def test_an_empty_store_gives_the_defaults() -> None:
    assert (stored_width(None), restored_rect(None, [LAPTOP])) == (DETAIL_DEFAULT, None)


@pytest.mark.parametrize(
    ("width", "scale", "mode"),
    [
        (1180, 1.0, "wide"),
        (1179, 1.0, "medium"),
        (840, 1.0, "medium"),
        (839, 1.0, "narrow"),
        (1440, 2.0, "narrow"),
        (1800, 1.5, "wide"),
    ],
)
def test_the_layout_follows_the_effective_width(width: int, scale: float, mode: str) -> None:
    assert layout_of(width, scale) == mode
