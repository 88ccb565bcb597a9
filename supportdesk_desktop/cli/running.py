"""Runs a command: what went wrong becomes one line on stderr and the exit code for it.

Logging goes to stderr too: warnings, or with ``--verbose`` our own loggers; never a key. Whatever
a stranger does to a desk, its log stays small and its lines are its own.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import io
import logging
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, cast

from supportdesk_desktop.cli.language import lang, say
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

OURS = "supportdesk_desktop"
TALKATIVE = ("websockets", "httpcore", "httpx", "sqlalchemy", "aiosqlite", "asyncio")

_WINDOW_S = 60.0
_A_WINDOW = 10
_SPACES = "\u00a0\u202f"
# Compiled with the first line that is logged: ``re`` keeps it.
_SECRET = r"\b([sp]k_live_(?:agent_)?)[A-Za-z0-9]+|(://[^/\s:@]*:)[^@\s/]+(?=@)"


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
    """Discard pending output: Python would fail on it again when it exits."""
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
    """Replace missing standard streams, and make no unencodable character end a command."""
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


class Redacting(logging.Filter):
    """Takes keys and passwords out of what is written, and makes one line of each message.

    Parts of it may come from a stranger, who is to forge no line and steer no terminal.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's text; nothing is dropped."""
        record.msg = escaped(redact(record.getMessage()))
        record.args = None
        if record.exc_info:
            told = redact(logging.Formatter().formatException(record.exc_info))
            # Indented, so that no line of an exception's text passes for one of the log.
            record.exc_text = "\n".join(f"    {escaped(line)}" for line in told.split("\n"))
        return True


class Bounded(logging.Filter):
    """Lets warnings and errors of one place in the code through ten times a minute.

    The next one that passes says how many were left out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._places: dict[tuple[str, int], _Place] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to write the record."""
        if record.levelno < logging.WARNING:
            return True
        now = self._clock()
        place = self._places.setdefault((record.pathname, record.lineno), _Place(now))
        if now - place.since >= _WINDOW_S:
            place.since, place.written = now, 0
        if place.written >= _A_WINDOW:
            place.left_out += 1
            return False
        place.written += 1
        if place.left_out:
            record.msg = f"{record.getMessage()} ({place.left_out} like this were left out)"
            record.args = None
            place.left_out = 0
        return True


@dataclass(slots=True)
class _Place:
    """A place that logs: how often in its present window, and what was left out since."""

    since: float
    written: int = 0
    left_out: int = 0


def redact(text: str) -> str:
    """Return the text without keys and passwords in addresses."""
    return re.sub(_SECRET, lambda found: f"{found[1] or found[2]}…", text)


def escaped(text: str) -> str:
    """Return the text with everything that is not to be seen written as ``\\n`` or ``\\u202e``."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or char in _SPACES else char.encode("unicode_escape").decode()
        for char in text
    )


def set_up_logs(*, verbose: bool) -> None:
    """Write to stderr; the libraries stay at WARNING whatever is asked."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Bounded())
    handler.addFilter(Redacting())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.DEBUG if verbose else logging.WARNING)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
