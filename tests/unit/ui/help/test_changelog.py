"""What is new is cut out of the changelog by version."""

from __future__ import annotations

import pytest

from supportdesk_desktop.ui.help.page import news_of

LOG = """# Changelog

The promise.

## Unreleased

### Added
- Something in the making.

## [1.1.0] - 2026-05-02

### Added
- Settings.

## 1.0.0

- The first.
"""


@pytest.mark.parametrize(
    ("version", "news"),
    [
        ("1.1.0", "### Added\n- Settings."),
        ("1.0.0", "- The first."),
        ("2.0.0", "### Added\n- Something in the making."),
    ],
)
def test_news_of_a_version(version: str, news: str) -> None:
    assert news_of(LOG, version) == news


def test_a_log_that_tells_nothing() -> None:
    assert news_of("# Changelog\n", "1.0.0") == ""
    assert news_of("", "1.0.0") == ""
