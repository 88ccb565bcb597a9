"""The news of a version: five sentences for agents, in both languages."""

from __future__ import annotations

import pytest

from supportdesk_desktop import __version__
from supportdesk_desktop.resources import resource
from supportdesk_desktop.ui.help.page import news_of

NEWS = """# News
For agents.

## 1.1.0
- Settings.

## 1.0.0
- The first.
"""


@pytest.mark.parametrize(
    ("version", "news"), [("1.1.0", "- Settings."), ("1.0.0", "- The first."), ("2.0.0", "")]
)
def test_news_of_a_version(version: str, news: str) -> None:
    assert news_of(NEWS, version) == news


@pytest.mark.parametrize("language", ["fr", "en"])
def test_this_version_is_told_in_five_sentences(language: str) -> None:
    news = news_of(resource("help", f"news.{language}.md").read_text("utf-8"), __version__)
    assert sum(line.startswith("- **") for line in news.splitlines()) == 5
