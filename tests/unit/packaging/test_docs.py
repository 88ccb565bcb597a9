"""What the documents point to exists: pages, pictures, and the places of the code they name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "supportdesk_desktop"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
MADE_BY_RUNNING = ("out/", "dist/", "_internal/")

LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
PLACE = re.compile(r"`((?:[a-z_]+/)+[\w./*-]*)`")
MODULE = re.compile(r"`(\w+\.py)`")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = [link for link in LINK.findall(document.read_text()) if "://" not in link]
    missing = [target for target in targets if not (document.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_place_of_the_code_is_there(document: Path) -> None:
    missing = [place for place in PLACE.findall(document.read_text()) if not exists(place)]
    assert missing == []


def test_every_module_of_the_architecture_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    modules = {path.name for path in PACKAGE.rglob("*.py")}
    assert sorted(set(MODULE.findall(text)) - modules) == []


def test_the_architecture_names_every_folder_of_the_code() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    folders = {path.parent for path in PACKAGE.rglob("*.py")} - {PACKAGE}
    named = set(PLACE.findall(text))
    missing = [
        folder.relative_to(PACKAGE).as_posix()
        for folder in sorted(folders)
        if f"{folder.relative_to(PACKAGE).as_posix()}/" not in named
    ]
    assert missing == []


def exists(place: str) -> bool:
    """Return whether a place, perhaps with stars, is in the package or the checkout."""
    return place.startswith(MADE_BY_RUNNING) or any(
        any(base.glob(place.rstrip("/"))) for base in (PACKAGE, ROOT) if "…" not in place
    )
