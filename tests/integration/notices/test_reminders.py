"""What was announced and not opened is said once more, once, and never where it would disturb."""

from __future__ import annotations

import pytest

from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.rows import TimelineEntry, TimelineKind
from supportdesk_desktop.core.settings import ANNOUNCES, REMIND_MIN
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.notices.reminders import WITHIN_MS, ReminderService
from supportdesk_desktop.store import (
    settings,
    ticket_events,
    tickets,
)
from supportdesk_desktop.system.clock import Clock
from tests.fakes.notification_server import NotificationServer
from tests.fakes.tickets import a_ticket, an_event
from tests.integration.notices.conftest import Desktop

SHOWN, HELD = NoticeOutcome.SHOWN, NoticeOutcome.HELD_DND
MINUTE_MS = 60_000
AGAIN = "toujours pas ouvert"


class Owner:
    """Whether this process announces for the profile."""

    def __init__(self) -> None:
        self.owns = True


@pytest.fixture
async def desktop(desktop: Desktop, server: NotificationServer) -> Desktop:
    """A desktop with a notification service."""
    await server.start()
    await desktop.start()
    return desktop


@pytest.fixture
def owner() -> Owner:
    return Owner()


@pytest.fixture
def reminders(desktop: Desktop, owner: Owner) -> ReminderService:
    clock = Clock(wall_ms=desktop.wall)
    return ReminderService(desktop.store, Bus(), clock, desktop.service, lambda: owner.owns)


async def test_once_and_in_the_place_of_the_first(
    desktop: Desktop, server: NotificationServer, reminders: ReminderService
) -> None:
    await desktop.assign()
    await desktop.until(SHOWN)
    desktop.wall.now_ms += 15 * MINUTE_MS - 1
    await reminders.remind()
    assert len(server.calls) == 1
    desktop.wall.now_ms += MINUTE_MS
    for _ in range(2):
        await reminders.remind()
    first, again = server.calls
    assert again.summary == f"{first.summary} · {AGAIN}"
    assert again.replaces_id == first.number
    detail = await desktop.store.read(tickets.detail, a_ticket(1).id)
    assert detail is not None
    assert detail.timeline[0] == TimelineEntry(TimelineKind.REMINDED, desktop.wall.now_ms)
    # What became of the assignment is accounted for as before.
    assert await desktop.outcomes() == [SHOWN]
    # Nor is it said again after another start, or when it is assigned anew.
    await desktop.stop()
    await desktop.start()
    desktop.wall.now_ms += MINUTE_MS
    later = ReminderService(
        desktop.store, Bus(), Clock(wall_ms=desktop.wall), desktop.service, lambda: True
    )
    await later.remind()
    assert len(server.calls) == 2


@pytest.mark.parametrize("why", ["read", "snoozed", "closed", "old", "never", "no", "not ours"])
async def test_not_of_what_needs_none(
    desktop: Desktop,
    server: NotificationServer,
    reminders: ReminderService,
    owner: Owner,
    why: str,
) -> None:
    await desktop.assign()
    await desktop.until(SHOWN)
    ticket = a_ticket(1)
    desktop.wall.now_ms += 20 * MINUTE_MS
    match why:
        case "read":
            await desktop.store.feed.write(tickets.set_mark, "read", [ticket.id], value=True)
        case "snoozed":
            await desktop.store.ledger.write(
                tickets.put_snoozes, {ticket.id: desktop.wall.now_ms + 1}
            )
        case "closed":
            closed = an_event(a_ticket(1, version=2), 2, "ticket.closed")
            await desktop.store.feed.write(ticket_events.store_events, [closed])
        case "old":
            desktop.wall.now_ms += WITHIN_MS
        case "never":
            await desktop.store.ledger.write(settings.put, REMIND_MIN.name, 0)
            await desktop.service.quiet.settings_changed()
        case "no":
            await desktop.store.ledger.write(settings.put, ANNOUNCES.name, False)
            await desktop.service.quiet.settings_changed()
        case "not ours":
            owner.owns = False
    await reminders.remind()
    assert len(server.calls) == 1


async def test_do_not_disturb_keeps_it_waiting(
    desktop: Desktop, server: NotificationServer, reminders: ReminderService
) -> None:
    await desktop.assign()
    await desktop.until(SHOWN)
    await desktop.service.quiet.do_not_disturb(desktop.wall.now_ms + 60 * MINUTE_MS)
    desktop.wall.now_ms += 30 * MINUTE_MS
    await reminders.remind()
    assert len(server.calls) == 1
    desktop.wall.now_ms += 31 * MINUTE_MS
    await reminders.remind()
    assert AGAIN in server.calls[-1].summary


async def test_many_are_one_summary(
    desktop: Desktop, server: NotificationServer, reminders: ReminderService
) -> None:
    for _ in range(7):
        await desktop.assign()
        desktop.wall.now_ms += 1
    await desktop.until(*[SHOWN] * 3, *[NoticeOutcome.MERGED] * 4)
    before = len(server.calls)
    desktop.wall.now_ms += 20 * MINUTE_MS
    await reminders.remind()
    [summary] = server.calls[before:]
    assert summary.summary == "7 tickets assignés ne sont toujours pas ouverts"
    assert summary.body.startswith("Du plus récent\u00a0: INV-7, INV-6")
