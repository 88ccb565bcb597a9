"""Settings read what is stored, and fall back to their default where that is no use."""

from __future__ import annotations

import msgspec
import pytest

from supportdesk_desktop.core import settings
from supportdesk_desktop.core.notices import Burst, Shows
from supportdesk_desktop.core.settings import SETTINGS
from supportdesk_desktop.core.times import QuietSpan


def test_names_are_unique_and_defaults_are_of_their_kind() -> None:
    assert len({one.name for one in SETTINGS}) == len(SETTINGS)
    for one in SETTINGS:
        assert one.decode(msgspec.json.encode(one.default).decode()) == one.default


@pytest.mark.parametrize("text", ["", "no JSON", "null", '"dark', "[1]", "{}", "99", "-1", '"x"'])
def test_what_is_no_use_is_the_default(text: str) -> None:
    for one in SETTINGS:
        if one in {settings.QUIET_HOURS, settings.BURST} and text in {"{}", "[1]"}:
            continue
        assert one.decode(text) == one.default


def test_what_is_stored_is_read() -> None:
    stored = {
        "notices.shows": '"number"',
        "notices.burst": '{"tickets":5,"seconds":10}',
        "notices.quiet_hours": '[{"days":[0,6],"start":1140,"end":480}]',
        "ui.theme": '"dark"',
    }
    assert settings.SHOWS.of(stored) is Shows.NUMBER
    assert settings.BURST.of(stored) == Burst(5, 10)
    assert settings.QUIET_HOURS.of(stored) == (QuietSpan((0, 6), 1140, 480),)
    assert settings.THEME.of(stored) == "dark"
    assert settings.UNDO_S.of(stored) == 5


@pytest.mark.parametrize(
    "text",
    [
        '[{"days":[7],"start":0,"end":1}]',
        '[{"days":[0],"start":1440,"end":1}]',
        '[{"days":[0],"start":0,"end":-1}]',
        '[{"days":[0]}]',
    ],
)
def test_a_schedule_that_no_week_has_is_none(text: str) -> None:
    assert settings.QUIET_HOURS.decode(text) == ()
