"""Quiet hours in the night of 25 hours, whose clock shows two o'clock to three twice."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from supportdesk_desktop.core.settings import QUIET_HOURS
from supportdesk_desktop.core.times import QuietSpan
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.store import settings
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.notifications.notifier import HandOverJournal

EVERY_DAY = tuple(range(7))
UNTIL_HALF_PAST_TWO = QuietSpan(EVERY_DAY, 22 * 60, 2 * 60 + 30)


def utc_ms(hour: int, minute: int) -> int:
    return round(datetime(2026, 10, 25, hour, minute, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture(autouse=True)
def paris(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The time zone whose summer time ends at 01:00 UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Paris")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A store with the schedule."""
    opened = await Store.open(tmp_path / "store.db")
    await opened.ledger.write(settings.put, QUIET_HOURS.name, (UNTIL_HALF_PAST_TWO,))
    yield opened
    await opened.aclose()


@pytest.mark.parametrize(
    ("now_ms", "until_ms"),
    [
        (utc_ms(0, 10), utc_ms(0, 30)),  # 02:10, summer time
        (utc_ms(0, 40), None),
        (utc_ms(1, 10), utc_ms(1, 30)),  # 02:10 again
        (utc_ms(1, 40), None),
    ],
)
async def test_quiet_ends_after_now_in_both_of_the_hours(
    store: Store, tmp_path: Path, now_ms: int, until_ms: int | None
) -> None:
    journal = HandOverJournal(tmp_path / "hand-overs.log")
    service = NoticeService(store, Bus(), Clock(wall_ms=lambda: now_ms), None, journal, "fr")
    await service.quiet.settings_changed()
    try:
        assert service.quiet.held_until_ms() == until_ms
    finally:
        await service.aclose()
