"""The command line. Nothing heavy is imported before it is known which command needs it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from supportdesk_desktop.cli import language
from supportdesk_desktop.cli.arguments import parse


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (``contract/cli.md``, Common to all)."""
    # What is loaded stays: collecting meanwhile costs a start 8 ms and frees nothing.
    gc.disable()
    arguments = list(sys.argv[1:] if argv is None else argv)
    language.use(language.choose(arguments))
    try:
        parsed = parse(arguments)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 2
    # Not before: help needs none of it.
    from supportdesk_desktop.cli.running import run_command

    return run_command(parsed)
