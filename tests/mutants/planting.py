"""A copy of the product with one mutant in it, and whether its tests notice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.property.profiles import VARIABLE

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

EXAMPLES = (
    "tests/unit/core/test_feed.py",
    "tests/integration/store/test_model.py",
    "tests/integration/store/test_snapshots.py",
    "tests/integration/store/test_tickets.py",
)
MACHINE = ("tests/property",)

TESTS_FAILED = 1
"""pytest's exit code; any other but 0 means that the tests did not run."""

_FAILED = re.compile(r"^FAILED \S+::(\w+)", re.MULTILINE)


class Misplanted(Exception):
    """The patch does not fit the source any more, or the tests could not run with it."""


@dataclass(frozen=True)
class Mutant:
    """One patch. ``breaks`` is the promise it breaks, as its first line says."""

    name: str
    patch: Path
    breaks: str


def mutants(folder: Path = HERE) -> list[Mutant]:
    """Return every mutant of a folder, by name."""
    patches = sorted(folder.glob("*.patch"))
    return [Mutant(one.stem, one, one.read_text().partition("\n")[0]) for one in patches]


def copy_product(folder: Path) -> Path:
    """Copy what the tests of the feed need; return the copy."""
    copy = folder / "product"
    ignored = shutil.ignore_patterns("__pycache__", "pictures", "benchmarks", "desktop")
    for part in ("supportdesk_desktop", "resources", "tests"):
        shutil.copytree(ROOT / part, copy / part, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def plant(copy: Path, mutant: Mutant, *, back: bool = False) -> None:
    """Change the source of the copy, or change it back.

    Raises:
        Misplanted: the source has changed where the patch would.
    """
    command = ["git", "apply", "-C1", *(["--reverse"] if back else []), str(mutant.patch)]
    # A copy that happens to lie inside a repository must not be taken for a part of it.
    alone = {**os.environ, "GIT_CEILING_DIRECTORIES": str(copy.parent)}
    done = subprocess.run(command, cwd=copy, env=alone, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Misplanted(f"{mutant.patch.name} no longer fits: {done.stderr.strip()}")


def failing_tests(copy: Path, tests: Sequence[str], *, all_of_them: bool = True) -> list[str]:
    """Run tests of the copy and return the names of those that fail, each once.

    Args:
        copy: made by ``copy_product``.
        tests: paths within it.
        all_of_them: go on after the first one that fails.

    Raises:
        Misplanted: they could not run.
    """
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "--show-capture=no"]
    command += ["-p", "no:cacheprovider", *([] if all_of_them else ["-x"]), *tests]
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
        VARIABLE: "hunt",
    }
    done = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, TESTS_FAILED}:
        raise Misplanted(f"the tests could not run:\n{done.stdout}{done.stderr}")
    failed = list(dict.fromkeys(_FAILED.findall(done.stdout)))
    if bool(failed) != bool(done.returncode):
        raise Misplanted(f"the tests say both: {done.stdout}")
    return failed
