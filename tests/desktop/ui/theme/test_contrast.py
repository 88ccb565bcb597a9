"""Text reaches 4.5 and edges reach 3.0 on every ground they are allowed on (WCAG 2.2)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from supportdesk_desktop.ui.theme.tokens import DARK, LIGHT, Palette

GROUNDS = ("window", "surface", "raised", "sunken", "hover", "selected", "railsel")
WELLS = ("okbg", "warnbg", "dangerbg")
PLAIN = ("text1", "text2", "text3")
PRIORITIES = ("low", "medium", "high", "urgent", "critical")

TEXT_PAIRS = (
    *((text, ground) for text in PLAIN for ground in (*GROUNDS, *WELLS)),
    *((text, ground) for text in PRIORITIES for ground in (*GROUNDS[:3], "hover", "selected")),
    *((text, ground) for text in ("ok", "warn", "danger", "link") for ground in GROUNDS[:6]),
    *(("ok", "okbg"), ("warn", "warnbg"), ("danger", "dangerbg"), ("warn", "railsel")),
    *(("onaccent", "accent"), ("onaccent", "accenthover"), ("marktext", "markbg")),
)
EDGE_PAIRS = (
    *(("borderstrong", ground) for ground in ("window", "surface", "raised")),
    *(("focus", ground) for ground in (*GROUNDS, "border")),
    *(("okline", ground) for ground in ("window", "surface", "okbg", "warnbg")),
    *(("warnline", ground) for ground in ("window", "surface", "warnbg", "border")),
    *(("dangerline", ground) for ground in ("window", "surface", "dangerbg")),
)


def luminance(colour: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("pairs", "least"), [(TEXT_PAIRS, 4.5), (EDGE_PAIRS, 3.0)], ids=["text", "edges"]
)
def test_it_is_seen_on_its_ground(
    palette: Palette, pairs: tuple[tuple[str, str], ...], least: float
) -> None:
    low = [
        (one, ground)
        for one, ground in pairs
        if contrast(palette.colour(one), palette.colour(ground)) < least
    ]
    assert low == []


def test_contrast_is_the_formula_of_wcag() -> None:
    assert contrast(QColor("#FFFFFF"), QColor("#000000")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)
