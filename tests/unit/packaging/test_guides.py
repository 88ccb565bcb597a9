"""The guides say what the window says: its labels, where they are quoted."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from supportdesk_desktop.resources import resource

DOCS = Path(__file__).resolve().parents[3] / "docs"
QUOTED = {"fr": re.compile(r"«\s*(.*?)\s*»", re.DOTALL), "en": re.compile(r"“(.*?)”", re.DOTALL)}
LETTERS_TO_BE_A_LABEL = 4


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_quoted_label_is_one_of_the_window(lang: str) -> None:
    labels = labels_of(lang)
    quoted = [spaced(found) for found in QUOTED[lang].findall(guide(lang))]
    assert quoted
    assert [one for one in quoted if not any(label.fullmatch(one) for label in labels)] == []


def labels_of(lang: str) -> list[re.Pattern[str]]:
    """Return the window's texts, whatever stands in their places."""
    texts: set[str] = set()
    for message in ElementTree.parse(resource("translations", "en.ts")).iter("message"):
        if lang == "fr":
            texts.add(message.findtext("source", ""))
        else:
            texts.add(message.findtext("translation", ""))
            texts |= {form.text or "" for form in message.iter("numerusform")}
    found = []
    for text in map(spaced, texts):
        pattern = re.sub(r"\\\{\w+\\\}|%n", ".+", re.escape(text))
        if len(re.findall(r"\w", re.sub(r"\{\w+\}", "", text))) >= LETTERS_TO_BE_A_LABEL:
            found.append(re.compile(pattern))
    return found


def guide(lang: str) -> str:
    return (DOCS / f"guide.{lang}.md").read_text()


def spaced(text: str) -> str:
    """Return the text with plain spaces, each one alone."""
    return " ".join(text.split())
