"""No key and no password reaches a log."""

from __future__ import annotations

import logging
import sys

import pytest

from supportdesk_desktop.cli.running import Bounded, Redacting, redact

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


def test_one_place_is_written_ten_times_a_minute_and_what_was_left_out_is_counted() -> None:
    now = 0.0
    bounded = Bounded(lambda: now)

    def written(line: int, level: int = logging.WARNING) -> str | None:
        record = logging.LogRecord("x", level, __file__, line, "plein : %s", ("disque",), None)
        return record.getMessage() if bounded.filter(record) else None

    assert [written(1) for _ in range(1_000)] == ["plein : disque"] * 10 + [None] * 990
    assert written(2) == "plein : disque"
    now = 60.0
    assert written(1) == "plein : disque (990 like this were left out)"
    assert written(1) == "plein : disque"
    assert all(written(3, logging.DEBUG) for _ in range(100))
