"""The command line. Nothing heavy is imported before it is known which command needs it."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Sequence

from supportdesk_desktop.cli import language

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (``contract/cli.md``, Common to all)."""
    # What is loaded stays: collecting meanwhile costs a start 8 ms and frees nothing.
    gc.disable()
    arguments = list(sys.argv[1:] if argv is None else argv)
    language.use(language.choose(arguments))
    from supportdesk_desktop.cli.arguments import parse

    try:
        parsed = parse(arguments)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 2
    from supportdesk_desktop.cli.running import run_command

    return run_command(lambda: _command(parsed.command), parsed)


def _command(name: str) -> Command:
    """Import the command's module and return what runs it."""
    match name:
        case "window":
            from supportdesk_desktop.cli.window import run
        case "file":
            from supportdesk_desktop.cli.file import run
        case "outbox":
            from supportdesk_desktop.cli.outbox import run
        case "tickets":
            from supportdesk_desktop.cli.tickets import run
        case "watch":
            from supportdesk_desktop.cli.watch import run
        case "status":
            from supportdesk_desktop.cli.status import run
        case "login":
            from supportdesk_desktop.cli.login import run
        case "logout":
            from supportdesk_desktop.cli.login import run_logout as run
        case "away" | "back":
            from supportdesk_desktop.cli.presence import run
        case "close" | "pass":
            from supportdesk_desktop.cli.ticket_actions import run
        case "self-test":
            from supportdesk_desktop.cli.self_test import run
        case "serve":
            from supportdesk_desktop.cli.serve import run
        case "agents":
            from supportdesk_desktop.cli.agents import run
        case "tags":
            from supportdesk_desktop.cli.tags import run
        case "local-desk-child":
            from supportdesk_desktop.cli.local_desk_child import run
        case _:
            raise AssertionError(name)
    return run
