"""Runs a command: what went wrong becomes one line on stderr and the exit code for it."""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import logging
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from supportdesk_desktop.cli.language import lang, say
from supportdesk_desktop.core import errors

log = logging.getLogger(__name__)

DONE, FAILED, USAGE, KEY, UNREACHABLE, NOT_SETTLED, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

_CODES: tuple[tuple[type[errors.DeskError], int], ...] = (
    (errors.ProfileError, USAGE),
    (errors.InputRefused, USAGE),
    (errors.KeyMissing, KEY),
    (errors.KeyRefused, KEY),
    (errors.Unreachable, UNREACHABLE),
    (errors.NotOurServer, UNREACHABLE),
)


class Stopped(Exception):
    """A command ends with a line of its own and an exit code."""

    def __init__(self, line: str, code: int = FAILED) -> None:
        super().__init__(line)
        self.line = line
        self.code = code


def run_command(find: Callable[[], Callable[[argparse.Namespace], int]], parsed: Any) -> int:
    """Import and run a command.

    Args:
        find: imports the command's module.
        parsed: the command line.
    """
    _ready_streams()
    from supportdesk_desktop.cli.logs import set_up_logs
    from supportdesk_desktop.system.core_dumps import forbid_core_dumps
    from supportdesk_desktop.system.key_variable import take_key

    take_key()
    forbid_core_dumps()
    set_up_logs(verbose=parsed.verbose)
    try:
        code = find()(parsed)
        sys.stdout.flush()
    except Stopped as stopped:
        _complain(stopped.line)
        return stopped.code
    except errors.DeskError as problem:
        _complain(explain_any(problem))
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


def _drop_output() -> None:
    """Let what is still to be written go nowhere: Python would fail over it again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run_async(work: Coroutine[Any, Any, int]) -> int:
    """Run a command's coroutine; SIGTERM ends it as an interruption does."""
    # Loaded here: the window paints before it needs a loop.
    import asyncio
    import signal

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
    from supportdesk_desktop.system.control import ControlRefused

    if isinstance(problem, ControlRefused):
        for kind, code in _CODES:
            if problem.remote_key in _keys_of(kind):
                return code
    for kind, code in _CODES:
        if isinstance(problem, kind):
            return code
    return FAILED


def explain_any(problem: errors.DeskError) -> str:
    """Return the sentence for an error, also for one that the owner of the profile had."""
    from supportdesk_desktop.core.wording import ERRORS, explain
    from supportdesk_desktop.system.control import ControlRefused, NoOwner

    if isinstance(problem, NoOwner):
        return say(
            "Aucune fenêtre ni « watch » de ce profil ne répond.",
            "No window or “watch” of this profile answers.",
        )
    if isinstance(problem, ControlRefused) and problem.remote_key in ERRORS:
        return ERRORS[problem.remote_key].say(lang(), **problem.remote_facts)
    return explain(problem, lang())


def _keys_of(kind: type[errors.DeskError]) -> set[str]:
    found = {kind.key}
    for narrower in kind.__subclasses__():
        found |= _keys_of(narrower)
    return found


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
    from supportdesk_desktop.core.wording import ERRORS

    cause = getattr(problem, "strerror", None) or type(problem).__name__
    return ERRORS["unexpected"].say(lang()) + say(
        f" Cause : {cause} ; --verbose en dit plus.", f" Cause: {cause}; --verbose says more."
    )


def _complain(line: str) -> None:
    # What was printed comes first, where it can still be printed.
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    sys.stderr.write(line.rstrip() + "\n")
