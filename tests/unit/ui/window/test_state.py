"""The window comes back only where a screen still shows it, whatever was stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QRect

from supportdesk_desktop.ui.window.state import (
    DETAIL_DEFAULT,
    DETAIL_MAX,
    DETAIL_MIN,
    MIN_HEIGHT,
    MIN_WIDTH,
    WindowState,
    decode,
    encode,
    layout_of,
)

LAPTOP = QRect(0, 0, 1440, 900)
BESIDE = QRect(1440, 0, 1920, 1080)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=8,
)


def test_what_was_stored_comes_back() -> None:
    state = WindowState(QRect(1500, 40, 1200, 800), True, 600, True)
    assert decode(encode(state), [LAPTOP, BESIDE]) == state


def test_a_screen_that_is_gone_forgets_the_place_and_keeps_the_rest() -> None:
    state = WindowState(QRect(1500, 40, 1200, 800), False, 600, None)
    assert decode(encode(state), [LAPTOP]) == replace(state, rect=None)


@pytest.mark.parametrize(
    "rect", [QRect(1400, 100, 900, 600), QRect(100, -200, 900, 600), QRect(0, 880, 900, 600)]
)
def test_a_window_that_could_not_be_grabbed_is_not_put_there(rect: QRect) -> None:
    assert decode(encode(WindowState(rect)), [LAPTOP]).rect is None


def test_a_window_is_cut_to_a_smaller_screen() -> None:
    stored = encode(WindowState(QRect(10, 10, 3000, 2000)))
    assert decode(stored, [LAPTOP]).rect == QRect(10, 10, 1440, 900)


@given(st.dictionaries(st.sampled_from([*encode(WindowState()), "other"]), ANYTHING))
def test_nothing_stored_makes_a_window_that_cannot_be_used(stored: dict[str, object]) -> None:
    state = decode(stored, [LAPTOP])
    assert DETAIL_MIN <= state.detail_width <= DETAIL_MAX
    if state.rect is not None:
        assert state.rect.width() >= MIN_WIDTH
        assert state.rect.height() >= MIN_HEIGHT
        assert state.rect.intersects(LAPTOP)


def test_an_empty_store_gives_the_defaults() -> None:
    assert decode({}, [LAPTOP]) == WindowState(detail_width=DETAIL_DEFAULT)


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
