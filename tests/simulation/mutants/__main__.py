"""``python -m tests.simulation.mutants [NAME…]``: plant each mutant and let worlds look for it.

No seed and no scenario is written for a mutant: all meet the same worlds, those that are sound
without any.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mutants.planting import Misplanted, Mutant, copy_product, mutants, plant

HERE = Path(__file__).parent

_BROKEN = re.compile(r"^seed (\d+): ([^:]+):", re.MULTILINE)


def main(words: Sequence[str]) -> int:
    """Hunt the mutants named, or all; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.mutants")
    parser.add_argument("names", nargs="*", help="mutants, by default all")
    parser.add_argument("--seed", type=int, default=1, help="the first world")
    parser.add_argument("--count", type=int, default=200, help="how many worlds look for each")
    parser.add_argument("--patches", type=Path, default=HERE, help="the folder of the patches")
    parser.add_argument("--all", action="store_true", help="count all worlds that find it")
    parsed = parser.parse_args(words)
    chosen = [
        one for one in mutants(parsed.patches) if not parsed.names or one.name in parsed.names
    ]
    found = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_product(Path(folder))
        unsound = set(_broken(copy, parsed.seed, parsed.count, first=False))
        if unsound:
            print(f"without a mutant these worlds break a promise: {sorted(unsound)}")
        print("| mutant | without it | found by | worlds | first | promises broken |")
        print("|---|---|---|---|---|---|")
        for mutant in chosen:
            try:
                found += _hunt(copy, mutant, parsed, unsound)
            except Misplanted as problem:
                print(f"| {mutant.name} | {mutant.breaks} | – | – | – | {problem} |", flush=True)
    print(f"\n{found} of {len(chosen)} mutants found")
    return 0 if found == len(chosen) else 1


def _hunt(copy: Path, mutant: Mutant, parsed: argparse.Namespace, unsound: set[int]) -> bool:
    """Let worlds look for one mutant; return whether any found it."""
    plant(copy, mutant)
    try:
        broken = _broken(copy, parsed.seed, parsed.count, first=not parsed.all, leave=unsound)
    finally:
        plant(copy, mutant, back=True)
    promises = sorted({promise for found in broken.values() for promise in found})
    print(
        f"| {mutant.name} | {mutant.breaks} | {len(broken)} | {parsed.count - len(unsound)} | "
        f"{min(broken, default='')} | {', '.join(promises)} |",
        flush=True,
    )
    return bool(broken)


def _broken(
    copy: Path, seed: int, count: int, *, first: bool, leave: set[int] | None = None
) -> dict[int, list[str]]:
    """Run worlds on the copy; return the promises that each of them saw broken."""
    command = [sys.executable, "-m", "tests.simulation", "--seed", str(seed)]
    command += ["--count", str(count), *(["--first"] if first else [])]
    if leave:
        command += ["--leave", ",".join(map(str, sorted(leave)))]
    done = subprocess.run(
        command,
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[int, list[str]] = {}
    for number, promise in _BROKEN.findall(done.stdout):
        found.setdefault(int(number), []).append(promise)
    if bool(found) != bool(done.returncode):
        raise Misplanted(f"the worlds could not run: {done.stdout[-300:]}{done.stderr[-300:]}")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
