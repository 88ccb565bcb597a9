"""No key and no password reaches a log."""

from __future__ import annotations

import logging
import sys

import pytest

from supportdesk_desktop.cli.logs import Redacting, redact

KEY = "sk_live_agent_" + "aB3" * 16


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"X-API-Key: {KEY}", "X-API-Key: sk_live_agent_…"),
        ("pk_live_abc123 ici", "pk_live_… ici"),
        ("smtp://moi:secret@mail.example", "smtp://moi:…@mail.example"),
        ("rien à cacher", "rien à cacher"),
    ],
)
def test_secrets_are_left_out(text: str, shown: str) -> None:
    assert redact(text) == shown


FORGED = "\r\n2026-01-01 00:00:00,000 ERROR desk: \x1b[31mtout est perdu\u2028\u202e"
HEAD = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def test_nobody_forges_a_line_or_steers_a_terminal() -> None:
    try:
        raise ValueError(FORGED)
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "sujet\u00a0: %s", (FORGED,), sys.exc_info()
        )
    Redacting().filter(record)
    first, *others = logging.Formatter(HEAD).format(record).split("\n")
    assert "sujet\u00a0: \\r\\n2026-01-01" in first
    assert all(line.startswith("    ") for line in others)
    assert all(line.replace("\u00a0", " ").isprintable() for line in (first, *others))


def test_arguments_and_tracebacks_too() -> None:
    try:
        raise ValueError(KEY)
    except ValueError as problem:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "clé %s", (KEY,), (ValueError, problem, None)
        )
    assert Redacting().filter(record)
    assert KEY[20:] not in logging.Formatter().format(record)
