"""What the window shows as help is what the documents say: ``script/help`` made the copies."""

from __future__ import annotations

import subprocess
from pathlib import Path

from supportdesk_desktop.resources import resource

ROOT = Path(__file__).resolve().parents[3]


def test_the_copies_are_those_of_the_documents(tmp_path: Path) -> None:
    subprocess.run([ROOT / "script" / "help", tmp_path], check=True)
    made = {path.name: path.read_text() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text() for path in resource("help").iterdir()}
    assert made == kept
    assert set(kept) == {"guide.fr.md", "guide.en.md", "news.fr.md", "news.en.md"}
