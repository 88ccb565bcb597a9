"""The short form of ``script/mutants``: the mutants fit the source, and the hunt can catch one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.mutants.planting import (
    Misplanted,
    Mutant,
    copy_product,
    failing_tests,
    mutants,
    plant,
)

ONE_EXAMPLE = ["tests/unit/core/test_feed.py::test_what_does_not_fit_ends_the_connection"]
FEED = Path("supportdesk_desktop/core/feed.py")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_product(tmp_path_factory.mktemp("mutants"))


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.name)
def test_each_mutant_fits_the_source_and_is_a_program(copy: Path, mutant: Mutant) -> None:
    (name,) = re.findall(r"^\+\+\+ b/(.+)$", mutant.patch.read_text(), re.MULTILINE)
    before = (copy / name).read_text()
    plant(copy, mutant)
    planted = (copy / name).read_text()
    assert ast.dump(ast.parse(planted)) != ast.dump(ast.parse(before))
    plant(copy, mutant, back=True)
    assert (copy / name).read_text() == before


def test_a_mutant_that_no_longer_fits_is_an_error(copy: Path, tmp_path: Path) -> None:
    patch = tmp_path / "gone.patch"
    patch.write_text(mutants()[0].patch.read_text().replace("\n-", "\n-gone "))
    with pytest.raises(Misplanted, match="no longer fits"):
        plant(copy, Mutant("gone", patch, ""))


def test_the_hunt_catches_a_mutant_and_lets_the_sound_product_pass(copy: Path) -> None:
    (gap,) = [mutant for mutant in mutants() if mutant.name == "gap-ignored"]
    assert failing_tests(copy, ONE_EXAMPLE) == []
    plant(copy, gap)
    assert failing_tests(copy, ONE_EXAMPLE) == ["test_what_does_not_fit_ends_the_connection"]
    plant(copy, gap, back=True)


def test_a_mutant_that_is_no_program_is_not_taken_for_a_caught_one(copy: Path) -> None:
    sound = (copy / FEED).read_text()
    (copy / FEED).write_text(sound + "\n)")
    with pytest.raises(Misplanted, match="could not run"):
        failing_tests(copy, ONE_EXAMPLE)
    (copy / FEED).write_text(sound)
