"""The feed as a use case: a real desk, real sockets cut and stopped, a real store."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from supportdesk_desktop.app.services import Services
from supportdesk_desktop.core.changes import TicketsChanged
from supportdesk_desktop.core.errors import RequestRefused, StoreError
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.frames import PresenceState
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.rows import TicketView
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.store import feed_state, notices
from supportdesk_desktop.store import rows as stored_rows
from supportdesk_desktop.store.notices import NewNotice
from tests.fakes.tcp_proxy import TcpProxy
from tests.fakes.toy_server import reply, toy_server
from tests.integration.backend.feed.live_desk import LiveDesk
from tests.integration.services.conftest import Client, base_url, eventually, is_verified


def verified(services: Services, seq: int) -> bool:
    status = services.feed.status
    return status.state is FeedState.VERIFIED and status.seq == seq


async def numbers(services: Services) -> list[str]:
    order = await services.store.read(stored_rows.order, TicketView.MINE, services.clock.wall_ms())
    rows = await services.store.read(stored_rows.by_ids, [ticket_id for ticket_id, _ in order])
    return sorted(row.number for row in rows)


async def test_the_first_snapshot_is_one_summary_and_each_assignment_after_it_is_announced(
    client: Client, desk: LiveDesk
) -> None:
    _, key = await desk.add_agent()
    early = [await desk.file(f"Ancien {index}") for index in range(3)]
    services = await client.start(base_url(desk.port), key)
    await eventually(lambda: verified(services, 3))
    await eventually(lambda: len(client.notifier.announced) == 1)
    assert client.notifier.announced[0].title == "3 tickets vous sont déjà assignés"

    new = await desk.file("Livraison bloquée")
    await eventually(lambda: len(client.notifier.announced) == 2)
    assert client.notifier.announced[1].title == f"Haute · {new.ticket_number}"
    assert client.notifier.announced[1].ticket_id == new.id

    await eventually(lambda: client.settled == 1)
    totals = await services.store.read(notices.totals)
    assert totals == {NoticeOutcome.FIRST_SYNC: 3, NoticeOutcome.SHOWN: 1}
    assert await numbers(services) == sorted(ticket.ticket_number for ticket in [*early, new])


async def test_the_notice_is_on_its_way_before_the_change_is_published(
    services: Services, client: Client, desk: LiveDesk
) -> None:
    await eventually(lambda: is_verified(services))
    seen: list[int] = []
    services.bus.subscribe(
        TicketsChanged, lambda _change: seen.append(len(client.notifier.announced))
    )
    await desk.file()
    await eventually(lambda: seen)
    assert seen == [1]


@pytest.mark.parametrize("already", [0, 1], ids=["snapshot", "event"])
async def test_what_is_stored_is_shown_whatever_became_of_its_announcement(
    client: Client, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch, already: int
) -> None:
    async def fails(
        _service: NoticeService, _notices: Sequence[NewNotice], *, held_up: bool = False
    ) -> None:
        if held_up:
            return
        monkeypatch.undo()
        raise StoreError("database is locked")

    _, key = await desk.add_agent()
    if not already:
        monkeypatch.setattr(NoticeService, "dispatch", fails)
    services = await client.open(base_url(desk.port), key)
    told: list[TicketsChanged] = []
    services.bus.subscribe(TicketsChanged, told.append)
    ticket = await desk.file() if not already else None
    await services.start_owner()
    await eventually(lambda: is_verified(services))
    if ticket is None:
        monkeypatch.setattr(NoticeService, "dispatch", fails)
        ticket = await desk.file()
    await eventually(lambda: any(ticket.id in change.upserted for change in told))


async def test_after_a_cut_the_list_equals_the_servers_and_nothing_is_announced_twice(
    client: Client, quick_desk: LiveDesk, proxy: TcpProxy
) -> None:
    desk = quick_desk
    _, key = await desk.add_agent()
    services = await client.start(base_url(proxy.port), key)
    await eventually(lambda: is_verified(services))
    first = await desk.file("Avant la coupure")
    await eventually(lambda: len(client.notifier.announced) == 1)

    proxy.cut()
    await eventually(lambda: services.feed.status.state is FeedState.OFFLINE)
    during = await desk.file("Pendant la coupure")
    await desk.change(first, status="CLOSED")
    await eventually(lambda: verified(services, 3))

    assert await numbers(services) == [during.ticket_number]
    titles = [one.title for one in client.notifier.announced]
    assert titles[1:] == [f"Haute · {during.ticket_number} · arrivé pendant une coupure"]
    (interval,) = await services.store.read(feed_state.intervals, 0)
    assert (interval.cause, interval.closed_by, interval.events) == ("lost", "replay", 2)


async def test_no_feed_is_said_calmly_and_filing_goes_on(client: Client) -> None:
    body = b'{"code":"NOT_FOUND","message":"Route inconnue"}'
    async with toy_server(reply(404, body)) as vendor:
        services = await client.start(vendor.base_url, "sk_live_agent_" + "a" * 48)
        await eventually(lambda: services.feed.status.state is FeedState.NO_FEED)
        assert not services.feed.status.had_feed
        assert services.feed.status.next_try_ms is None
        await client.stop()


async def test_an_absence_that_the_desk_refuses_is_refused_at_once(
    services: Services,
) -> None:
    await eventually(lambda: is_verified(services))
    with pytest.raises(RequestRefused) as refused:
        await services.feed.set_presence(available=False, until="9999-01-01T00:00:00Z")
    assert refused.value.code == "VALIDATION_ERROR"
    assert (await services.feed.set_presence(available=True, until=None)).available


async def test_a_presence_that_was_on_its_way_is_no_answer(
    services: Services,
) -> None:
    await eventually(lambda: is_verified(services))
    asking = asyncio.ensure_future(services.feed.set_presence(available=False, until=None))
    await asyncio.sleep(0)
    services.feed._on_presence(PresenceState(available=True))
    assert not (await asking).available
