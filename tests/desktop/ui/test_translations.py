"""Both languages are complete, typeset, and exactly those of the code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.resources import resource
from supportdesk_desktop.ui.language import install_language, system_language
from supportdesk_desktop.ui.texts import Plurals

ROOT = Path(__file__).parents[3]
PLACEHOLDER = re.compile(r"\{\w+\}|%n")
COUNTED = {"%n"}


def messages(language: str) -> list[tuple[str, list[str], bool]]:
    """Return source, translations and whether it is finished, of every message."""
    root = ElementTree.parse(resource("translations", f"{language}.ts")).getroot()
    found = []
    for message in root.iter("message"):
        source, translation = message.findtext("source", ""), message.find("translation")
        assert translation is not None
        forms = [form.text or "" for form in translation.findall("numerusform")]
        texts = forms or [translation.text or ""]
        found.append((source, texts, translation.get("type") is None and all(texts)))
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_text_is_translated(language: str) -> None:
    assert [source for source, _, finished in messages(language) if not finished] == []
    assert messages(language)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_placeholders_are_the_same_on_both_sides(language: str) -> None:
    wrong = [
        (source, text)
        for source, texts, _ in messages(language)
        for text in texts
        if set(PLACEHOLDER.findall(text)) | COUNTED != set(PLACEHOLDER.findall(source)) | COUNTED
    ]
    assert wrong == []


def test_french_is_typeset() -> None:
    texts = [source for source, _, _ in messages("en")]
    texts += [text for _, forms, _ in messages("fr") for text in forms]
    wrong = [text for text in texts if re.search(r" [:;?!%»](?!n)|« |\w'\w|\.\.\.", text)]
    assert wrong == []


def test_english_has_no_french_spaces_or_quotes() -> None:
    wrong = [
        text for _, texts, _ in messages("en") for text in texts if re.search("[\u00a0«»]", text)
    ]
    assert wrong == []


def test_the_code_has_no_text_that_the_files_lack(tmp_path: Path) -> None:
    folder = resource("translations")
    for name in ("fr.ts", "en.ts"):
        shutil.copy(folder / name, tmp_path)
    subprocess.run(
        [ROOT / "script" / "translate", tmp_path],
        env={**os.environ, "VENV": sys.prefix},
        check=True,
        capture_output=True,
        timeout=100,
    )
    for name in ("fr.ts", "en.ts", "fr.qm", "en.qm"):
        same = (tmp_path / name).read_bytes() == (folder / name).read_bytes()
        assert same, f"{name} is out of date: run script/translate"


def test_the_language_changes_with_its_plurals_and_comes_back(qapp: QApplication) -> None:
    for language, ago, number, strip in (
        ("en", "6 minutes ago", "104,318", "Up to date, verified at {time}"),
        ("fr", "il y a 6 minutes", "104\u202f318", "À jour, vérifié à {time}"),
    ):
        install_language(qapp, language)
        assert (Plurals().tickets(1), Plurals().tickets(38)) == ("1 ticket", "38 tickets")
        assert Plurals().minutes_ago(6) == ago
        assert QLocale().toString(104_318) == number
        assert QCoreApplication.translate("StripWords", "À jour, vérifié à {time}") == strip


def test_an_unknown_language_is_french(qapp: QApplication) -> None:
    install_language(qapp, "de")
    assert QLocale().language() is QLocale.Language.French
    assert Plurals().tickets(1) == "1 ticket"


def test_the_system_language_is_one_of_ours() -> None:
    assert system_language() in {"fr", "en"}
