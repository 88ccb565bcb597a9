"""What becomes of notices while their service is absent, restarted, refusing or hanging."""

from __future__ import annotations

import re

import pytest

from supportdesk_desktop.core.errors import NotificationRefused
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.store import notices
from tests.fakes.notification_server import NotificationServer
from tests.integration.notices.conftest import Desktop, eventually

SHOWN, LATE, MERGED = NoticeOutcome.SHOWN, NoticeOutcome.LATE, NoticeOutcome.MERGED
HELD, FIRST = NoticeOutcome.HELD_DND, NoticeOutcome.FIRST_SYNC
REFUSED, NO_SERVICE = NoticeOutcome.REFUSED, NoticeOutcome.NO_SERVICE

HOUR_MS = 3_600_000


def titles(server: NotificationServer) -> list[str]:
    return [call.summary for call in server.calls]


async def restart(server: NotificationServer) -> None:
    await server.stop()
    await server.start()


async def test_an_absent_service_is_accounted_for_and_told_once_when_it_comes(
    desktop: Desktop, server: NotificationServer
) -> None:
    await desktop.start()
    await desktop.assign()
    await desktop.until(NO_SERVICE)
    await server.start()
    await desktop.until(LATE)
    assert titles(server) == ["Critique · INV-1 · annoncé en retard"]
    await restart(server)
    await desktop.assign()
    await desktop.until(LATE, SHOWN)
    assert titles(server)[1:] == ["Critique · INV-2"]


async def test_many_that_nobody_took_are_one_summary(
    desktop: Desktop, server: NotificationServer
) -> None:
    await desktop.start()
    await desktop.assign(7)
    await desktop.until(*[NO_SERVICE] * 7)
    await server.start()
    await desktop.until(*[MERGED] * 7)
    assert titles(server) == ["7 tickets assignés, annoncés en retard"]
    assert server.calls[0].body == "Du plus récent\u00a0: INV-7, INV-6, INV-5, INV-4, INV-3…"
    assert server.calls[0].hints["urgency"].value == 2


async def test_what_nobody_took_yesterday_is_not_announced_any_more(
    desktop: Desktop, server: NotificationServer
) -> None:
    await desktop.start()
    await desktop.assign()
    await desktop.until(NO_SERVICE)
    desktop.wall.now_ms += 25 * HOUR_MS
    await server.start()
    await desktop.assign()
    await desktop.until(NO_SERVICE, SHOWN)
    assert len(server.calls) == 1


async def test_a_refusal_is_tried_once_more_when_the_service_takes_one(
    desktop: Desktop, server: NotificationServer
) -> None:
    server.refuse = "org.freedesktop.Notifications.Error.ExcessNotificationGeneration"
    await server.start()
    await desktop.start()
    await desktop.assign()
    await desktop.until(REFUSED)
    server.refuse = None
    await desktop.service.send_test()
    await desktop.until(LATE)
    assert titles(server) == ["Essai de notification", "Critique · INV-1 · annoncé en retard"]


async def test_there_is_no_third_try(desktop: Desktop, server: NotificationServer) -> None:
    server.refuse = "org.freedesktop.DBus.Error.LimitsExceeded"
    await server.start()
    await desktop.start()
    await desktop.assign()
    await desktop.until(REFUSED)
    await restart(server)

    async def tried_again() -> bool:
        return not await desktop.store.read(notices.unheard)

    await eventually(tried_again)
    server.refuse = None
    await restart(server)
    await desktop.assign()
    await desktop.until(REFUSED, SHOWN)
    assert titles(server) == ["Critique · INV-2"]


async def hangs_on_the_first(desktop: Desktop, server: NotificationServer) -> None:
    """Assign a ticket whose announcement the service takes without an answer."""
    await server.start()
    await desktop.start(timeout_s=0.2)
    server.silent = True
    await desktop.assign()
    await desktop.until(REFUSED)


async def test_a_service_that_hangs_and_goes_on_shows_it_once(
    desktop: Desktop, server: NotificationServer
) -> None:
    await hangs_on_the_first(desktop, server)
    await server.go_on()
    await desktop.until(LATE)
    await restart(server)
    await desktop.assign()
    await desktop.until(LATE, SHOWN)
    assert titles(server) == ["Critique · INV-1", "Critique · INV-2"]


async def test_a_service_that_hangs_and_dies_is_told_again(
    desktop: Desktop, server: NotificationServer
) -> None:
    await hangs_on_the_first(desktop, server)
    await server.stop()
    server.silent = False
    await server.start()
    await desktop.until(LATE)
    assert titles(server) == ["Critique · INV-1 · annoncé en retard"]


async def test_what_the_service_still_holds_is_not_announced_again(
    desktop: Desktop, server: NotificationServer
) -> None:
    await hangs_on_the_first(desktop, server)
    server.silent = False
    await desktop.assign()
    await desktop.until(REFUSED, SHOWN)
    await desktop.service.send_test()
    await server.go_on()
    await desktop.until(LATE, SHOWN)
    assert sorted(titles(server)) == [
        "Critique · INV-1",
        "Critique · INV-2",
        "Essai de notification",
    ]


async def test_what_ended_with_its_service_is_announced_by_the_next_process_too(
    desktop: Desktop, server: NotificationServer
) -> None:
    await hangs_on_the_first(desktop, server)
    await server.stop()

    async def known() -> bool:
        return (desktop.path.parent / "hand-overs.log").read_text().endswith(" refused\n")

    await eventually(known)
    await desktop.stop()
    server.silent = False
    await server.start()
    await desktop.start()
    await desktop.until(LATE)
    assert titles(server) == ["Critique · INV-1 · annoncé en retard"]


async def test_what_hangs_when_this_process_ends_is_not_announced_again(
    desktop: Desktop, server: NotificationServer
) -> None:
    await hangs_on_the_first(desktop, server)
    await desktop.stop()
    await server.go_on()
    await desktop.start()
    await desktop.until(SHOWN)
    assert titles(server) == ["Critique · INV-1"]


async def test_what_do_not_disturb_held_is_one_summary_after_it(
    desktop: Desktop, server: NotificationServer
) -> None:
    await server.start()
    await desktop.start()
    await desktop.service.quiet.do_not_disturb(desktop.wall.now_ms + HOUR_MS)
    await desktop.assign(5)
    await desktop.until(*[HELD] * 5)
    assert server.calls == []
    await desktop.service.quiet.do_not_disturb(0)

    async def told() -> bool:
        return len(server.calls) == 1

    await eventually(told)
    assert titles(server) == ["5 tickets assignés pendant Ne pas déranger"]
    await desktop.assign()
    await desktop.until(*[HELD] * 5, SHOWN)
    await desktop.stop()
    await desktop.start()
    await restart(server)
    await desktop.assign()
    await desktop.until(*[HELD] * 5, SHOWN, SHOWN)
    assert titles(server)[1:] == ["Critique · INV-6", "Critique · INV-7"]


async def test_do_not_disturb_that_ended_while_closed_is_summed_up_at_the_start(
    desktop: Desktop, server: NotificationServer
) -> None:
    await server.start()
    await desktop.start()
    await desktop.service.quiet.do_not_disturb(desktop.wall.now_ms + HOUR_MS)
    await desktop.assign()
    await desktop.until(HELD)
    await desktop.stop()
    desktop.wall.now_ms += 2 * HOUR_MS
    await desktop.start()

    async def told() -> bool:
        return titles(server) == ["1 ticket assigné pendant Ne pas déranger"]

    await eventually(told)
    assert await desktop.outcomes() == [HELD]


async def test_nothing_is_retried_during_do_not_disturb(
    desktop: Desktop, server: NotificationServer
) -> None:
    await desktop.start()
    await desktop.assign()
    await desktop.until(NO_SERVICE)
    await desktop.service.quiet.do_not_disturb(desktop.wall.now_ms + HOUR_MS)
    await server.start()
    await desktop.service.send_test()
    assert titles(server) == ["Essai de notification"]
    await desktop.service.quiet.do_not_disturb(0)
    await desktop.until(LATE)


async def test_a_burst_that_waits_for_its_summary_is_held_by_do_not_disturb(
    desktop: Desktop, server: NotificationServer
) -> None:
    await server.start()
    await desktop.start()
    await desktop.assign(5)
    await desktop.service.quiet.do_not_disturb(desktop.wall.now_ms + HOUR_MS)
    await desktop.until(SHOWN, SHOWN, SHOWN, HELD, HELD)
    assert len(server.calls) == 3


async def test_a_refused_test_says_so(desktop: Desktop, server: NotificationServer) -> None:
    server.refuse = "org.freedesktop.DBus.Error.LimitsExceeded"
    await server.start()
    await desktop.start()
    with pytest.raises(NotificationRefused):
        await desktop.service.send_test()


async def test_a_flood_is_a_few_announcements_and_every_one_is_accounted_for(
    desktop: Desktop, server: NotificationServer
) -> None:
    await server.start()
    await desktop.start()
    for _ in range(0, 5000, 50):
        await desktop.assign(50)

    async def all_settled() -> bool:
        return None not in await desktop.store.read(notices.totals)

    await eventually(all_settled)
    assert await desktop.store.read(notices.totals) == {SHOWN: 3, MERGED: 4997}
    assert len(await desktop.service.today()) == 5000
    assert len(server.calls) < 40
    # Each summary takes the place of the one before, and counts on.
    said = [re.match(r"(\d+) autres tickets assignés", title) for title in titles(server)[3:]]
    counts = [int(found[1]) for found in said if found]
    assert len(counts) == len(said)
    assert counts == sorted(counts)
    assert counts[-1] == 4997
    assert len({call.number for call in server.calls}) == 4
