"""What a typed agent key looks like."""

from __future__ import annotations

import pytest

from supportdesk_desktop.ui.welcome.form import KeyForm, key_form

TAIL = "A1b2" * 12


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("", KeyForm.EMPTY),
        ("   ", KeyForm.EMPTY),
        ("sk_", KeyForm.SHORT),
        ("sk_live_agent_", KeyForm.SHORT),
        ("sk_live_agent_abc", KeyForm.SHORT),
        (f"sk_live_agent_{TAIL}", KeyForm.GOOD),
        (f"  sk_live_agent_{TAIL}\n", KeyForm.GOOD),
        (f"sk_live_agent_{TAIL}x", KeyForm.WRONG),
        (f"sk_live_agent_{TAIL[:-1]}é", KeyForm.WRONG),
        ("sk_live_agent_a-b", KeyForm.WRONG),
        ("pk_live_1234", KeyForm.BROWSER),
        ("bonjour", KeyForm.WRONG),
    ],
)
def test_form(text: str, form: KeyForm) -> None:
    assert key_form(text) is form
