"""Times of the wire: what is read can be written again, in any zone."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk_desktop.core.times import LATEST_MS, epoch_ms, iso_utc

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@given(st.datetimes(timezones=ZONES))
def test_what_is_read_can_be_written_in_any_zone(moment: datetime) -> None:
    try:
        ms = epoch_ms(moment.isoformat())
    except OverflowError:
        assert not 2 < moment.year < 9998
        return
    text = iso_utc(ms)
    assert len(text) == len("2026-04-18T10:00:00.000Z")
    assert epoch_ms(text) == ms
    for hours in (-14, 14):
        datetime.fromisoformat(text).astimezone(timezone(timedelta(hours=hours)))


@pytest.mark.parametrize(
    "text", ["9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"]
)
def test_a_moment_that_no_calendar_of_ours_can_hold(text: str) -> None:
    with pytest.raises(OverflowError):
        epoch_ms(text)


def test_the_latest_moment_can_be_written() -> None:
    assert iso_utc(LATEST_MS) == "9999-12-30T00:00:00.000Z"
