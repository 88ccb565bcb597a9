"""Runs a command: what went wrong becomes one line on stderr and the exit code for it."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import io
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, cast

from supportdesk_desktop.cli.language import lang, say
from supportdesk_desktop.cli.logs import set_up_logs
from supportdesk_desktop.core import errors
from supportdesk_desktop.system.key_variable import forbid_core_dumps, take_key

Command = Callable[[argparse.Namespace], int | Coroutine[Any, Any, int]]
"""Runs to its end, or returns what is to run in a loop; ends with an exit code."""

log = logging.getLogger(__name__)

DONE, FAILED, USAGE, KEY, UNREACHABLE, NOT_SETTLED, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

_CODES = (
    (errors.ProfileError, USAGE),
    (errors.InputRefused, USAGE),
    (errors.KeyMissing, KEY),
    (errors.KeyRefused, KEY),
    (errors.Unreachable, UNREACHABLE),
    (errors.NotOurServer, UNREACHABLE),
)
_NO_OWNER = {"no_owner", "owner_silent"}


class Stopped(Exception):
    """A command ends with a line of its own and an exit code."""

    def __init__(self, line: str, code: int = FAILED) -> None:
        super().__init__(line)
        self.line = line
        self.code = code


def run_command(parsed: argparse.Namespace) -> int:
    """Import and run the command that was read."""
    _ready_streams()
    take_key()
    forbid_core_dumps()
    set_up_logs(verbose=parsed.verbose)
    try:
        done = find_command(parsed.run)(parsed)
        code = done if isinstance(done, int) else run_async(done)
        sys.stdout.flush()
    except Stopped as stopped:
        _complain(stopped.line)
        return stopped.code
    except errors.DeskError as problem:
        _complain(explain(problem))
        return exit_code(problem)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone (`| head`): nothing is left to say to anybody.
        _drop_output()
        return FAILED
    except Exception as problem:
        # A mistake of ours, or a disk that is full under the output: never a traceback unasked.
        log.debug("the command failed", exc_info=True)
        _complain(_unexpected(problem))
        if isinstance(problem, OSError):
            _drop_output()
        return FAILED
    return code


def find_command(run: str) -> Command:
    """Return what ``module:function`` of this package names, imported now."""
    module, _, function = run.partition(":")
    found = getattr(importlib.import_module(f"supportdesk_desktop.cli.{module}"), function)
    return cast(Command, found)


def _drop_output() -> None:
    """Let what is still to be written go nowhere: Python would fail over it again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run_async(work: Coroutine[Any, Any, int]) -> int:
    """Run a command's coroutine; SIGTERM ends it as an interruption does."""
    # Loaded here: the window paints before it needs a loop.
    import asyncio

    gc.enable()

    async def guarded() -> int:
        task = asyncio.current_task()
        assert task is not None
        if os.name == "posix":
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await work

    try:
        return asyncio.run(guarded())
    except asyncio.CancelledError:
        return INTERRUPTED


def exit_code(problem: errors.DeskError) -> int:
    """Return the exit code of an error, also of one that the owner of the profile had."""
    # That one has only the key of its kind.
    for kind, code in _CODES:
        if problem.key in _keys_of(kind):
            return code
    return FAILED


def explain(problem: errors.DeskError) -> str:
    """Return the sentence for an error, also for one that the owner of the profile had."""
    # Loaded here: the window paints before it needs these sentences.
    from supportdesk_desktop.core import wording

    if problem.key in _NO_OWNER:
        return say(
            "Aucune fenêtre ni « watch » de ce profil ne répond.",
            "No window or “watch” of this profile answers.",
        )
    return wording.explain(problem, lang())


def _keys_of(kind: type[errors.DeskError]) -> set[str]:
    return {kind.key}.union(*map(_keys_of, kind.__subclasses__()))


def _ready_streams() -> None:
    """Give what a program without a console lacks; let no byte end a command by itself."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    for stream, errors_as in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors_as)


def _unexpected(problem: Exception) -> str:
    cause = getattr(problem, "strerror", None) or type(problem).__name__
    return explain(errors.DeskError()) + say(
        f" Cause : {cause} ; --verbose en dit plus.", f" Cause: {cause}; --verbose says more."
    )


def _complain(line: str) -> None:
    # What was printed comes first, where it can still be printed.
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    sys.stderr.write(line.rstrip() + "\n")
