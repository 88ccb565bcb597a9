"""Announcements leave the screen with the need for them, over a real store and bus."""

from __future__ import annotations

import pytest

from supportdesk_desktop.core.changes import MarksChanged, TicketsChanged
from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.services.notices.reminders import ReminderService
from supportdesk_desktop.services.tickets import MarkService, TicketService
from supportdesk_desktop.store import tickets
from supportdesk_desktop.store.tickets import TicketAction
from tests.fakes.notification_server import NotificationServer
from tests.integration.notices.conftest import Desktop, eventually

SHOWN, MERGED, HELD = NoticeOutcome.SHOWN, NoticeOutcome.MERGED, NoticeOutcome.HELD_DND
HOUR_MS = 3_600_000


@pytest.fixture
async def running(desktop: Desktop, server: NotificationServer) -> Desktop:
    """A desktop with a notification service."""
    await server.start()
    await desktop.start()
    return desktop


async def ids(desktop: Desktop) -> list[TicketId]:
    """Return the tickets, oldest first."""
    found = await desktop.store.read(
        lambda db: db.execute("SELECT id FROM tickets ORDER BY number").fetchall()
    )
    return [ticket_id for (ticket_id,) in found]


async def closed(server: NotificationServer, *numbers: int) -> None:
    """Wait until just these were taken from the screen."""

    async def seen() -> bool:
        return server.closed == list(numbers)

    await eventually(seen)


def marks(desktop: Desktop) -> TicketService:
    return TicketService(desktop.store, desktop.bus, desktop.clock)


async def test_reading_a_ticket_withdraws_its_announcement(
    running: Desktop, server: NotificationServer
) -> None:
    await running.assign(2, priority="CRITICAL")
    await running.until(SHOWN, SHOWN)
    first, second = await ids(running)
    await marks(running).set_read((second,), read=True)
    await closed(server, 2)
    await marks(running).set_pinned((first,), pinned=True)
    await marks(running).set_read((first,), read=True)
    await closed(server, 2, 1)


@pytest.mark.parametrize("agent", [None, AgentId("agt_2")])
async def test_what_is_done_or_passed_on_here_is_withdrawn_at_once(
    running: Desktop, server: NotificationServer, agent: AgentId | None
) -> None:
    await running.assign()
    await running.until(SHOWN)
    (one,) = await ids(running)
    action = TicketAction(one, agent, 1, running.wall.now_ms + HOUR_MS)
    await running.store.ledger.write(tickets.put_actions, [action])
    running.bus.publish(MarksChanged((one,)))
    await closed(server, 1)


async def test_what_is_taken_away_elsewhere_is_withdrawn(
    running: Desktop, server: NotificationServer
) -> None:
    await running.assign()
    await running.until(SHOWN)
    await running.store.feed.write(lambda db: db.execute("UPDATE tickets SET held = 0").rowcount)
    running.bus.publish(TicketsChanged(removed=tuple(await ids(running))))
    await closed(server, 1)


async def test_a_summary_stays_until_the_last_of_its_tickets_was_opened(
    running: Desktop, server: NotificationServer
) -> None:
    await running.assign(5)
    await running.until(SHOWN, SHOWN, SHOWN, MERGED, MERGED)
    *_, fourth, fifth = await ids(running)
    summary = server.calls[-1].number
    await marks(running).set_read((fourth,), read=True)
    await running.service.send_test()
    assert server.closed == []
    await marks(running).set_read((fifth,), read=True)
    await closed(server, summary)


async def test_after_a_restart_what_is_still_shown_is_known(
    running: Desktop, server: NotificationServer
) -> None:
    await running.assign(2, priority="CRITICAL")
    await running.until(SHOWN, SHOWN)
    first, second = await ids(running)
    await running.stop()
    await running.start()
    await marks(running).set_read((first,), read=True)
    await closed(server, 1)
    await running.stop()
    await running.start(reading=(second,))
    await closed(server, 1, 2)


async def test_the_one_that_was_put_off_is_withdrawn_and_said_again_when_it_is_back(
    running: Desktop, server: NotificationServer
) -> None:
    await running.assign()
    await running.until(SHOWN)
    (one,) = await ids(running)
    snoozing = MarkService(running.store, running.bus, running.clock)
    await snoozing.snooze({one: running.wall.now_ms + HOUR_MS})
    await closed(server, 1)
    running.wall.now_ms += HOUR_MS
    reminders = ReminderService(
        running.store, running.bus, running.clock, running.service, lambda: True
    )
    snoozing.start()

    async def said() -> bool:
        return len(server.calls) == 2

    await eventually(said)
    assert server.calls[-1].summary.endswith("reporté, de retour")
    await snoozing.aclose()
    await reminders.aclose()


async def test_do_not_disturb_of_the_desktop_holds_and_its_end_says_what_was_held(
    running: Desktop, server: NotificationServer
) -> None:
    await server.inhibit(True)

    async def followed() -> bool:
        return running.service.quiet.is_on()

    await eventually(followed)
    await running.assign()
    await running.until(HELD)
    assert server.calls == []
    await server.inhibit(False)

    async def summed_up() -> bool:
        return len(server.calls) == 1

    await eventually(summed_up)
    assert server.calls[0].summary == "1 ticket assigné pendant Ne pas déranger"
    assert await running.outcomes() == [HELD]
