"""``python -m tests.simulation --seed N [--trace]``: live through one world and say what broke."""

from __future__ import annotations

import sys

from tests.simulation.runner import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
