"""What an agent sets is what is announced, from the next assignment on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from supportdesk_desktop.core.notices import Burst, NoticeOutcome, Shows, Sound
from supportdesk_desktop.core.settings import (
    ANNOUNCES,
    BURST,
    CRITICAL_PASSES,
    QUIET_HOURS,
    SHOWS,
    SOUND,
    Setting,
)
from supportdesk_desktop.core.times import QuietSpan
from supportdesk_desktop.store import notices, settings
from tests.fakes.notification_server import NotificationServer
from tests.integration.notices.conftest import Desktop, eventually

SHOWN, HELD = NoticeOutcome.SHOWN, NoticeOutcome.HELD_DND
MERGED, FILTERED = NoticeOutcome.MERGED, NoticeOutcome.FILTERED
HOUR_MS = 3_600_000


@pytest.fixture
async def desktop(desktop: Desktop, server: NotificationServer) -> Desktop:
    """A desktop with a notification service."""
    await server.start()
    await desktop.start()
    return desktop


async def choose(desktop: Desktop, setting: Setting[Any], value: object) -> None:
    await desktop.store.ledger.write(settings.put, setting.name, value)
    await desktop.service.quiet.settings_changed()


def around_now(desktop: Desktop) -> QuietSpan:
    """Return a line of the schedule that began an hour ago and lasts for two more."""
    now = datetime.fromtimestamp(desktop.wall.now_ms / 1000)
    minute = now.hour * 60 + now.minute
    return QuietSpan(tuple(range(7)), (minute - 60) % 1440, (minute + 120) % 1440)


async def test_without_announcements_each_one_is_accounted_for(
    desktop: Desktop, server: NotificationServer
) -> None:
    await choose(desktop, ANNOUNCES, False)
    await desktop.assign(2)
    await desktop.until(FILTERED, FILTERED)
    await choose(desktop, ANNOUNCES, True)
    await desktop.assign()
    await desktop.until(FILTERED, FILTERED, SHOWN)
    assert len(server.calls) == 1


async def test_the_schedule_holds_and_sums_up_when_it_ends(
    desktop: Desktop, server: NotificationServer
) -> None:
    await choose(desktop, QUIET_HOURS, (around_now(desktop),))
    assert desktop.service.quiet.held_until_ms() == desktop.wall.now_ms + 2 * HOUR_MS
    await desktop.assign(2)
    await desktop.until(HELD, HELD)
    assert server.calls == []
    desktop.wall.now_ms += 2 * HOUR_MS
    assert desktop.service.quiet.held_until_ms() is None
    await desktop.service.quiet.settings_changed()

    async def told() -> bool:
        return [one.summary for one in server.calls] == [
            "2 tickets assignés pendant Ne pas déranger"
        ]

    await eventually(told)


async def test_the_schedule_is_kept_by_the_next_process(
    desktop: Desktop, server: NotificationServer
) -> None:
    await choose(desktop, QUIET_HOURS, (around_now(desktop),))
    await desktop.stop()
    await desktop.start()
    await desktop.assign()
    await desktop.until(HELD)


async def test_who_wants_to_hear_is_told_although_the_schedule_is_quiet_until_its_next_time(
    desktop: Desktop, server: NotificationServer
) -> None:
    await choose(desktop, QUIET_HOURS, (around_now(desktop),))
    await desktop.service.quiet.do_not_disturb(0)
    await desktop.assign()
    await desktop.until(SHOWN)
    await desktop.stop()
    await desktop.start()
    assert desktop.service.quiet.held_until_ms() is None
    desktop.wall.now_ms += 24 * HOUR_MS
    assert desktop.service.quiet.held_until_ms() == desktop.wall.now_ms + 2 * HOUR_MS


async def test_quiet_of_the_agent_goes_on_into_that_of_the_schedule(desktop: Desktop) -> None:
    now_ms = desktop.wall.now_ms
    await choose(desktop, QUIET_HOURS, (around_now(desktop),))
    desktop.wall.now_ms -= 2 * HOUR_MS
    assert desktop.service.quiet.held_until_ms() is None
    await desktop.service.quiet.do_not_disturb(now_ms)
    assert desktop.service.quiet.held_until_ms() == now_ms + 2 * HOUR_MS
    await desktop.service.quiet.do_not_disturb(now_ms - HOUR_MS - 60_000)
    assert desktop.service.quiet.held_until_ms() == now_ms - HOUR_MS - 60_000


async def test_critical_passes_where_it_was_let_through(
    desktop: Desktop, server: NotificationServer
) -> None:
    await desktop.service.quiet.do_not_disturb(desktop.wall.now_ms + HOUR_MS)
    await desktop.assign(priority="CRITICAL")
    await desktop.until(HELD)
    await choose(desktop, CRITICAL_PASSES, True)
    await desktop.assign(priority="CRITICAL")
    await desktop.assign(priority="URGENT")
    await desktop.until(HELD, SHOWN, HELD)
    assert len(server.calls) == 1


async def test_an_announcement_is_heard_where_that_is_chosen_and_never_during_quiet(
    desktop: Desktop, server: NotificationServer
) -> None:
    await desktop.assign()
    await desktop.until(SHOWN)
    await choose(desktop, SOUND, Sound.ALL)
    await desktop.assign()
    await desktop.until(SHOWN, SHOWN)
    await choose(desktop, CRITICAL_PASSES, True)
    await desktop.service.quiet.do_not_disturb(desktop.wall.now_ms + HOUR_MS)
    await desktop.assign(priority="CRITICAL")
    await desktop.until(SHOWN, SHOWN, SHOWN)
    await desktop.service.send_test()
    heard = ["sound-name" in call.hints for call in server.calls]
    assert heard == [False, True, False, False]


@pytest.mark.parametrize(
    ("shows", "subject", "customer"),
    [
        (Shows.SUBJECT_AND_CUSTOMER, True, True),
        (Shows.SUBJECT, True, False),
        (Shows.NUMBER, False, False),
    ],
)
async def test_an_announcement_shows_no_more_than_was_chosen(
    desktop: Desktop, server: NotificationServer, shows: Shows, subject: bool, customer: bool
) -> None:
    await choose(desktop, SHOWS, shows)
    await desktop.assign()
    await desktop.until(SHOWN)
    [record] = await desktop.store.read(notices.recent)
    [call] = server.calls
    assert record.number in call.summary
    assert (record.subject in call.body) == subject
    assert (record.customer in call.body) == customer


async def test_a_burst_is_as_many_as_was_chosen(
    desktop: Desktop, server: NotificationServer
) -> None:
    await choose(desktop, BURST, Burst(tickets=1, seconds=10))
    await desktop.assign(3)
    await desktop.until(SHOWN, MERGED, MERGED)
    await choose(desktop, BURST, Burst(tickets=9, seconds=10))
    await desktop.assign(2)
    await desktop.until(SHOWN, MERGED, MERGED, SHOWN, SHOWN)
