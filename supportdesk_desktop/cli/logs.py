"""Logging of a command: warnings, or with ``--verbose`` our own loggers; never a key."""

from __future__ import annotations

import logging
import re
import sys

OURS = "supportdesk_desktop"
TALKATIVE = ("websockets", "httpcore", "httpx", "sqlalchemy", "aiosqlite", "asyncio")

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
    handler.addFilter(Redacting())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.DEBUG if verbose else logging.WARNING)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
