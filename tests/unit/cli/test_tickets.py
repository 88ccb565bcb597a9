"""Until when one is away."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from supportdesk_desktop.cli.tickets import until_of
from supportdesk_desktop.core.errors import InputRefused

NOW = datetime(2026, 4, 18, 12, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("14:00", "2026-04-18T13:00:00.000Z"),
        ("14h05", "2026-04-18T13:05:00.000Z"),
        ("2026-04-19T08:00:00+01:00", "2026-04-19T07:00:00.000Z"),
        ("2026-04-19T08:00:00Z", "2026-04-19T08:00:00.000Z"),
    ],
)
def test_a_time_of_today_or_a_full_one(text: str, until: str) -> None:
    assert until_of(text, NOW) == until


@pytest.mark.parametrize(
    "text",
    [
        "12:30",
        "11:00",
        "24:00",
        "demain",
        "2026-04-19",
        "",
        "2020-01-01T00:00:00Z",
        "2027-04-20T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_what_is_past_too_far_or_no_time_is_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        until_of(text, NOW)
