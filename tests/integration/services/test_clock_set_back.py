"""A clock that was wrong and is set right makes nothing wait for it."""

from __future__ import annotations

import pytest

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.core.filing import Filing, FilingState, Wait
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.services.desk import RateBudget
from supportdesk_desktop.store import (
    feed_state,
)
from supportdesk_desktop.store import tickets as stored_tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from tests.fakes.toy_server import reply, toy_server
from tests.fakes.vendor import CREATED, DRAFT, KEY, Vendor, creates
from tests.integration.backend.feed.live_desk import LiveDesk
from tests.integration.services.conftest import (
    Client,
    WrongClock,
    attempted,
    base_url,
    eventually,
    reaches,
)

FORTY_MINUTES_MS = 40 * 60_000
NOWHERE = "http://127.0.0.1:9/api/v1"


async def looked(services: Services) -> None:
    """Let the workers look at the clock: they read through the connection that this waits for."""
    for _ in range(5):
        await services.store.ledger.read(stored_tickets.read_actions)


async def next_attempt_ms(services: Services, filing: Filing) -> int:
    return (await services.filings.get(filing.id)).next_attempt_ms or 0


async def test_a_filing_waits_as_long_as_was_meant(client: Client, wall: WrongClock) -> None:
    async with toy_server(Vendor(CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        await eventually(lambda: services.desk.facts is not None)
        wall.ahead_ms = FORTY_MINUTES_MS
        services.rest.move(NOWHERE)
        filing = await services.filings.submit(DRAFT)
        assert (await attempted(services, filing)).wait is Wait.NETWORK
        await looked(services)
        wall.ahead_ms = 0
        services.rest.move(vendor.base_url)
        services.outbox.nudge()
        await reaches(services, filing, FilingState.CONFIRMED)
        await client.stop()


async def test_a_server_that_said_when_is_not_asked_before(
    client: Client, wall: WrongClock
) -> None:
    busy = reply(429, b'{"code":"TOO_MANY_REQUESTS","message":"x"}', "Retry-After: 3000")
    async with toy_server(Vendor(busy)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        wall.ahead_ms = FORTY_MINUTES_MS
        filing = await attempted(services, await services.filings.submit(DRAFT))
        assert filing.next_attempt_ms is not None
        await looked(services)
        wall.ahead_ms = 0
        due_ms = filing.next_attempt_ms - FORTY_MINUTES_MS
        services.outbox.nudge()
        while (now_due_ms := await next_attempt_ms(services, filing)) > wall() + 3_000_000:
            services.outbox.nudge()
        assert abs(now_due_ms - due_ms) < 100
        assert len(creates(vendor)) == 1
        await client.stop()


async def test_after_a_restart_a_wait_for_the_network_is_a_minute_at_most(
    client: Client, wall: WrongClock
) -> None:
    async with toy_server(Vendor(CREATED)) as vendor:
        services = await client.start(vendor.base_url, KEY)
        await eventually(lambda: services.desk.facts is not None)
        wall.ahead_ms = FORTY_MINUTES_MS
        services.rest.move(NOWHERE)
        filing = await attempted(services, await services.filings.submit(DRAFT))
        await client.stop()
        wall.ahead_ms = 0
        services = await client.start(NOWHERE, KEY)
        while await next_attempt_ms(services, filing) > wall() + 60_000:
            services.outbox.nudge()
        await client.stop()


async def test_the_meter_forgets_what_a_clock_that_was_ahead_wrote_down(store: Store) -> None:
    budget = RateBudget(store, Clock())
    for _ in range(3):
        await store.feed.write(feed_state.record_request, Clock().wall_ms() + FORTY_MINUTES_MS)
    assert await budget.wait_ms() == 0
    assert [window.used for window in await budget.use()] == [0, 0, 0]


async def test_an_action_leaves_after_its_time_to_undo(
    client: Client, quick_desk: LiveDesk, wall: WrongClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key = await quick_desk.add_agent()
    ticket = await quick_desk.file()
    services = await client.start(base_url(quick_desk.port), key)
    await eventually(lambda: services.feed.status.verified_tickets == 1)
    await eventually(lambda: services.desk.facts is not None)
    wall.ahead_ms = FORTY_MINUTES_MS
    await services.actions.finish(TicketId(ticket.id), undo_ms=200)
    await looked(services)
    wall.ahead_ms = 0
    services.actions.nudge()
    await eventually(lambda: services.feed.status.tickets == 0)


async def test_an_action_of_a_run_before_the_clock_was_set_back_leaves(
    client: Client, quick_desk: LiveDesk, wall: WrongClock
) -> None:
    _, key = await quick_desk.add_agent()
    ticket = await quick_desk.file()
    services = await client.start(base_url(quick_desk.port), key)
    await eventually(lambda: services.feed.status.verified_tickets == 1)
    await eventually(lambda: services.desk.facts is not None)
    wall.ahead_ms = FORTY_MINUTES_MS
    await services.actions.finish(TicketId(ticket.id))
    await client.stop()
    wall.ahead_ms = 0
    services = await client.start(base_url(quick_desk.port), key)
    await eventually(lambda: services.feed.status.verified_tickets == 0)
