"""Logging of a command: warnings, or with ``--verbose`` our own loggers; never a key.

Whatever a stranger does to a desk, its log stays small and its lines are its own.
"""

from __future__ import annotations

import logging
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

OURS = "supportdesk_desktop"
TALKATIVE = ("websockets", "httpcore", "httpx", "sqlalchemy", "aiosqlite", "asyncio")

_WINDOW_S = 60.0
_A_WINDOW = 10
_SPACES = "\u00a0\u202f"
# Compiled with the first line that is logged: ``re`` keeps it.
_SECRET = r"\b([sp]k_live_(?:agent_)?)[A-Za-z0-9]+|(://[^/\s:@]*:)[^@\s/]+(?=@)"


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
