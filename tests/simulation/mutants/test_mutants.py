"""The short form of the hunt in worlds: the mutants fit the source, and each is a program."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.mutants.planting import Mutant, copy_product, mutants, plant

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_product(tmp_path_factory.mktemp("mutants"))


@pytest.mark.parametrize("mutant", mutants(HERE), ids=lambda mutant: mutant.name)
def test_each_mutant_fits_the_source_and_is_a_program(copy: Path, mutant: Mutant) -> None:
    assert mutant.breaks
    assert not mutant.breaks.startswith("diff")
    names = re.findall(r"^\+\+\+ b/(.+)$", mutant.patch.read_text(), re.MULTILINE)
    assert names
    before = {name: (copy / name).read_text() for name in names}
    plant(copy, mutant)
    for name in names:
        planted = (copy / name).read_text()
        assert ast.dump(ast.parse(planted)) != ast.dump(ast.parse(before[name]))
    plant(copy, mutant, back=True)
    assert {name: (copy / name).read_text() for name in names} == before
