"""No key and no password reaches a log."""

from __future__ import annotations

import logging

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


def test_arguments_and_tracebacks_too() -> None:
    try:
        raise ValueError(KEY)
    except ValueError as problem:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "clé %s", (KEY,), (ValueError, problem, None)
        )
    assert Redacting().filter(record)
    assert KEY[20:] not in logging.Formatter().format(record)
