"""The one rule for the names of tags."""

from __future__ import annotations

import pytest

from supportdesk_desktop.core.text import is_tag_name


@pytest.mark.parametrize("name", ["double débit", "ɖɔkita", "دفع", "👩‍💻", "a\u00a0b", "x" * 60])
def test_names(name: str) -> None:
    assert is_tag_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " \u00a0",
        "x" * 61,
        "a\nb",
        "a\tb",
        "\x1b[31m",
        "a\x85b",
        "a\u2028b",
        "\u202eevil",
        "\u2066a",
        "\ud800",
    ],
)
def test_what_is_no_name(name: str) -> None:
    assert not is_tag_name(name)
