"""Every world keeps the promises, and the same seed is the same world."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

WORLDS = 150
"""As many as all tests have time for; ``script/soak --simulated`` lives through more."""

ROOT = Path(__file__).parents[2]


def lived(*words: str) -> str:
    """Run worlds as the command does, and return what it says of them."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.simulation", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout


@pytest.mark.timeout(900)
def test_every_world_keeps_the_promises() -> None:
    said = lived("--seed", "1", "--count", str(WORLDS))
    broken = re.findall(r"^seed \d+: .+$", said, re.MULTILINE)
    assert not broken, "\n".join(broken)
    assert re.search(rf"^seeds +{WORLDS}$", said, re.MULTILINE), said


def test_the_same_seed_is_the_same_world() -> None:
    digests = [
        re.findall(r"^digest (\w+)$", lived("--seed", "7", "--count", "2", "--digest"), re.M)
        for _ in range(2)
    ]
    assert len(digests[0]) == 2
    assert sorted(digests[0]) == sorted(digests[1])
