"""A ticket as a command for a terminal: the shell reads it back exactly, and no key is in it."""

from __future__ import annotations

import shlex

import msgspec

from supportdesk_desktop.core.curl import curl_of
from tests.desktop.ui.tickets import ticket

HOSTILE = "L’eau $(reboot) `x` 'a' \"b\" \\ \n; rm -rf ~"


def test_the_shell_reads_back_what_was_written() -> None:
    one = msgspec.structs.replace(
        ticket(metadata=b'{"amount": 1.10, "note": "c\'est"}'), subject=HOSTILE, description=HOSTILE
    )
    words = shlex.split(curl_of(one, "https://desk.example/api/v1/"))
    assert words[:4] == ["curl", "-X", "POST", "https://desk.example/api/v1/tickets/api-create"]
    body = words[words.index("--data-raw") + 1]
    sent = msgspec.json.decode(body)
    assert (sent["subject"], sent["description"]) == (HOSTILE, HOSTILE)
    assert sent["customerExternalId"] == one.customer.external_id
    assert '{"amount": 1.10, "note": "c\'est"}' in body


def test_the_key_is_left_to_the_shell() -> None:
    command = curl_of(ticket(), "http://127.0.0.1:1/api/v1")
    assert '-H "X-API-Key: $SUPPORTDESK_API_KEY"' in command
    assert "sk_live" not in command
