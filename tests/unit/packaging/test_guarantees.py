"""The page of guarantees names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_guarantee_names_tests_that_are_there() -> None:
    text = (ROOT / "docs" / "guarantees.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("| ") and "shown by" not in line]
    assert len(rows) > 20
    missing: list[str] = []
    for row in rows:
        named = NAMED.findall(row)
        assert named, row
        for file, test in named:
            path = ROOT / file
            source = path.read_text() if path.exists() else ""
            if not re.search(rf"def {test}\b" if test else r"def test_|\.TestCase", source):
                missing.append(f"{file}::{test}")
    assert missing == []
