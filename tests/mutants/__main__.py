"""``python -m tests.mutants [NAME…]``: plant each mutant, and fail if the tests let one live."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.mutants.planting import (
    EXAMPLES,
    MACHINE,
    Misplanted,
    Mutant,
    copy_product,
    failing_tests,
    mutants,
    plant,
)


def main(names: list[str]) -> int:
    """Hunt the mutants named, or all; return the exit code."""
    known = {mutant.name: mutant for mutant in mutants()}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such mutant: {', '.join(unknown)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_product(Path(folder))
        sound = failing_tests(copy, [*EXAMPLES, *MACHINE])
        if sound:
            print(f"without a mutant these fail: {', '.join(sound)}", file=sys.stderr)
            return 1
        print("| mutant | what it breaks | state machine | examples |\n|---|---|---|---|")
        alive = [one.name for one in known.values() if _lives(copy, one, names)]
    print(f"\n{len(names or known)} mutants, alive: {', '.join(alive) or 'none'}")
    return 1 if alive else 0


def _lives(copy: Path, mutant: Mutant, names: list[str]) -> bool:
    if names and mutant.name not in names:
        return False
    try:
        plant(copy, mutant)
        machine = failing_tests(copy, MACHINE, all_of_them=False)
        examples = failing_tests(copy, EXAMPLES)
        plant(copy, mutant, back=True)
    except Misplanted as problem:
        sys.exit(f"{mutant.name}: {problem}")
    by_machine = "caught" if machine else "not caught"
    by_examples = ", ".join(examples) or "not caught"
    print(f"| {mutant.name} | {mutant.breaks} | {by_machine} | {by_examples} |", flush=True)
    return not machine and not examples


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
