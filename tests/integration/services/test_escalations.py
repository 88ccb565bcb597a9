"""What became of escalations, asked of a real desk, and what is told of them here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.backend.ticket_records import stored_ticket
from supportdesk_desktop.core.changes import EscalationsChanged, MarksChanged
from supportdesk_desktop.core.errors import AlreadyEscalated
from supportdesk_desktop.core.escalations import Standing, escalation
from supportdesk_desktop.core.filing import Filing, FilingState
from supportdesk_desktop.core.tickets import Ticket
from supportdesk_desktop.services import escalations as module
from supportdesk_desktop.services.escalations import EscalationService
from tests.integration.backend.feed.live_desk import LiveDesk
from tests.integration.services.conftest import (
    Client,
    WrongClock,
    base_url,
    eventually,
    reaches,
)


@asynccontextmanager
async def escalating(services: Services) -> AsyncIterator[EscalationService]:
    service = EscalationService(
        services.store,
        services.bus,
        services.clock,
        desk=services.desk,
        notices=services.notices,
        preferences=services.preferences,
        owns=lambda: services.owns,
    )
    try:
        yield service
    finally:
        await service.aclose()


async def escalated(services: Services, origin: Ticket) -> Filing:
    filing = await services.filings.submit(escalation(origin, "fr"))
    return await reaches(services, filing, FilingState.CONFIRMED)


async def test_the_desk_says_what_became_of_an_escalation(
    services: Services, desk: LiveDesk
) -> None:
    origin = await desk.file()
    filing = await escalated(services, origin)
    assert filing.ticket is not None
    async with escalating(services) as service:
        [before] = (await service.read()).all
        assert (before.standing, before.agent) == (Standing.CREATED, "Aïcha Houngbédji")

        told: list[EscalationsChanged] = []
        services.bus.subscribe(EscalationsChanged, told.append)
        await service.ask()
        now = await service.read()
        assert [one.standing for one in now.all] == [Standing.WITH_AGENT]
        assert told
        assert now.said_ms is not None

        assert filing.ticket.id is not None
        async with desk.desk.database.reading() as conn:
            created = await stored_ticket(conn, filing.ticket.id)
        await desk.change(created, status="CLOSED")
        await service.ask()
        [settled] = (await service.read()).all
        assert settled.standing is Standing.SETTLED
        assert settled.changed_ms is not None
    again = await escalated(services, origin)
    assert again.id != filing.id
    with pytest.raises(AlreadyEscalated):
        await services.filings.submit(escalation(origin, "fr"))


async def test_the_row_of_the_ticket_is_shown_anew(services: Services, desk: LiveDesk) -> None:
    origin = await desk.file()
    marked: list[MarksChanged] = []
    async with escalating(services) as service:
        service.start()
        await eventually(lambda: services.feed.status.tickets)
        services.bus.subscribe(MarksChanged, marked.append)
        await services.filings.submit(escalation(origin, "fr"))
        await eventually(lambda: MarksChanged((origin.id,)) in marked)


async def test_an_escalation_over_its_limit_is_told_once(
    client: Client, desk: LiveDesk, wall: WrongClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.01)
    _, key = await desk.add_agent()
    services = await client.start(base_url(desk.port), key)
    origin = await desk.file()
    await escalated(services, origin)
    wall.ahead_ms = 5 * 3_600_000
    number = origin.ticket_number

    def titles() -> list[str]:
        return [one.title for one in client.notifier.announced if "seuil" in one.title]

    async with escalating(services) as service:
        service.start()
        await eventually(titles)
        said = [one.reminded_ms for one in (await service.read()).all]
        assert None not in said
    async with escalating(services) as service:
        service.start()
        await eventually(lambda: service._asked_ms)
    assert titles() == [f"Escalade de {number}\u00a0: seuil dépassé"]
