"""What background work does when a step of it fails in a way that nobody foresaw."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from supportdesk_desktop.app.owner_requests import OwnerRequests
from supportdesk_desktop.app.services import LocalDeskKey, Services, Setup, open_services
from supportdesk_desktop.app.session import ProfileSession
from supportdesk_desktop.core.changes import ActionFailed, FeedChanged, TroublesChanged
from supportdesk_desktop.core.errors import (
    KeyRefused,
    NotOurServer,
    OtherAgent,
    ServerError,
    ServerFault,
    StoreError,
    StoreFull,
)
from supportdesk_desktop.core.feed_status import FeedState, FeedStatus
from supportdesk_desktop.core.filing import Evidence, FilingState, Pause
from supportdesk_desktop.core.filing_fate import SendResult
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.services import actions
from supportdesk_desktop.services.filing import worker
from supportdesk_desktop.store import (
    filing_acts,
    settings,
    ticket_events,
)
from supportdesk_desktop.store import tickets as stored_tickets
from supportdesk_desktop.store.tickets import TicketAction
from supportdesk_desktop.system.paths import ProfilePaths
from tests.fakes.notifier import FakeNotifier
from tests.fakes.vendor import DRAFT
from tests.integration.backend.feed.live_desk import LiveDesk
from tests.integration.services.conftest import Client, base_url, eventually, is_verified, reaches


class Breaks:
    """Replaces an async method by one that fails ``times`` times, before or after its work.

    ``only`` is the first argument of the calls that are meant, e.g. a function of the store.
    """

    def __init__(
        self,
        monkeypatch: pytest.MonkeyPatch,
        owner: object,
        name: str,
        problem: Exception,
        *,
        times: int = 1,
        after: bool = False,
        only: object = None,
    ) -> None:
        self.calls = 0
        works: Callable[..., Awaitable[Any]] = getattr(owner, name)

        async def instead(*arguments: object, **named: object) -> object:
            if only is not None and arguments[0] is not only:
                return await works(*arguments, **named)
            self.calls += 1
            broken = self.calls <= times
            if broken and not after:
                raise problem
            result = await works(*arguments, **named)
            if broken:
                raise problem
            return result

        monkeypatch.setattr(owner, name, instead)


async def a_ticket_of(services: Services, desk: LiveDesk) -> TicketId:
    ticket = TicketId((await desk.file()).id)

    async def is_held() -> bool:
        return bool(await services.store.feed.read(stored_tickets.versions_of, (ticket,)))

    async with asyncio.timeout(60):
        while not await is_held():  # noqa: ASYNC110 - the store is asked
            await asyncio.sleep(0.01)
    return ticket


async def left_over(services: Services, *tickets: TicketId) -> None:
    """Wait until the actions on these tickets, and no others, are still to be done."""

    async def actions_left() -> set[TicketId]:
        return {
            one.ticket_id for one in await services.store.ledger.read(stored_tickets.read_actions)
        }

    async with asyncio.timeout(60):
        while await actions_left() != set(tickets):  # noqa: ASYNC110 - the store is asked
            await asyncio.sleep(0.01)


async def none_left(services: Services) -> None:
    await left_over(services)


async def test_what_is_taken_back_or_changed_while_another_is_on_its_way_does_not_leave(
    client: Client, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key = await desk.add_agent()
    services = await client.start(base_url(desk.port), key)
    tickets = [await a_ticket_of(services, desk) for _ in range(4)]
    first, undone, later, last = tickets
    change, left = services.rest.change_ticket, list[TicketId]()
    began, let_go = asyncio.Event(), asyncio.Event()

    async def slow(key: str, ticket: TicketId, *rest: Any) -> object:
        left.append(ticket)
        began.set()
        await let_go.wait()
        return await change(key, ticket, *rest)

    monkeypatch.setattr(services.rest, "change_ticket", slow)
    versions = await services.store.feed.read(stored_tickets.versions_of, tickets)
    await services.store.ledger.write(
        stored_tickets.put_actions,
        [TicketAction(one, None, versions[one], due_ms) for due_ms, one in enumerate(tickets)],
    )
    services.actions.nudge()
    await began.wait()
    await services.actions.undo((undone,))
    for one in (first, later):
        await services.actions.finish(one, undo_ms=50_000)
    let_go.set()
    await left_over(services, first, later)
    assert left == [first, last]


@pytest.mark.parametrize(
    "problem",
    [NotOurServer(status=302), NotOurServer(status=200), ServerError("odd"), ServerFault()],
    ids=["redirect", "a page", "odd", "fault"],
)
async def test_a_portal_drops_no_intent(
    services: Services, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch, problem: ServerError
) -> None:
    refused: list[ActionFailed] = []
    services.bus.subscribe(ActionFailed, refused.append)
    monkeypatch.setattr(actions, "RETRY_S", 0.01)
    ticket = await a_ticket_of(services, desk)
    Breaks(monkeypatch, services.rest, "change_ticket", problem)
    await services.actions.finish(ticket, undo_ms=0)
    await none_left(services)
    await eventually(lambda: services.feed.status.tickets == 0)
    assert refused == []


async def test_an_action_that_the_server_cannot_take_holds_up_itself_alone(
    client: Client, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key = await desk.add_agent()
    services = await client.start(base_url(desk.port), key)
    bad, good = await a_ticket_of(services, desk), await a_ticket_of(services, desk)
    change = services.rest.change_ticket

    async def change_some(key: str, ticket: TicketId, *rest: Any) -> object:
        if ticket == bad:
            raise ServerFault(status=500)
        return await change(key, ticket, *rest)

    monkeypatch.setattr(services.rest, "change_ticket", change_some)
    await services.actions.finish(bad, undo_ms=0)
    await services.actions.finish(good, undo_ms=0)
    await eventually(lambda: services.feed.status.tickets == 1)
    await left_over(services, bad)


async def test_a_refused_key_keeps_what_is_to_be_done(
    client: Client, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key = await desk.add_agent()
    services = await client.start(base_url(desk.port), key)
    ticket = await a_ticket_of(services, desk)
    sent = Breaks(monkeypatch, services.rest, "change_ticket", KeyRefused(status=401))
    await services.actions.finish(ticket, undo_ms=0)
    await eventually(lambda: sent.calls == 1)
    services.use_key(key)
    await none_left(services)
    await eventually(lambda: services.feed.status.tickets == 0)


async def test_no_action_leaves_with_another_agents_key(
    client: Client, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ours = await desk.add_agent()
    services = await client.start(base_url(desk.port), ours)
    ticket = await a_ticket_of(services, desk)
    _, theirs = await desk.add_agent("Rachid")
    services.use_key(theirs)
    sent = Breaks(monkeypatch, services.rest, "change_ticket", ServerError("unused"), times=0)
    await services.actions.finish(ticket, undo_ms=0)
    await eventually(lambda: services.outbox.pause is Pause.OTHER_PROFILE)
    with pytest.raises(OtherAgent):
        await services.actions.send_now(ticket, None)
    assert (sent.calls, len(await services.store.ledger.read(stored_tickets.read_actions))) == (
        0,
        1,
    )
    services.use_key(ours)
    await none_left(services)
    assert sent.calls == 1


async def test_what_the_feed_says_of_a_key_counts_for_actions_too(
    services: Services, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await a_ticket_of(services, desk)
    sent = Breaks(monkeypatch, services.rest, "change_ticket", ServerError("unused"), times=0)
    # What the real feed says next must not take the place of it.
    await services.feed.aclose()
    services.bus.publish(FeedChanged(FeedStatus(FeedState.OTHER_AGENT, since_ms=0)))
    with pytest.raises(OtherAgent):
        await services.actions.send_now(ticket, None)
    assert sent.calls == 0


async def test_an_action_that_left_is_not_sent_twice_where_the_store_fails_after_it(
    services: Services, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[ActionFailed] = []
    services.bus.subscribe(ActionFailed, refused.append)
    ticket = await a_ticket_of(services, desk)
    Breaks(
        monkeypatch,
        services.store.ledger,
        "write",
        StoreFull("disk full"),
        only=stored_tickets.settle_action,
    )
    sent = Breaks(monkeypatch, services.rest, "change_ticket", StoreFull("unused"), times=0)
    await services.actions.finish(ticket, undo_ms=0)
    await none_left(services)
    assert sent.calls == 1
    assert refused == []


async def test_a_full_disk_at_the_end_leaves_nothing_open(
    services: Services, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = services.store.ledger
    Breaks(monkeypatch, ledger, "write", StoreFull("disk full"), only=filing_acts.recover)
    Breaks(monkeypatch, services.feed, "aclose", StoreFull("disk full"))
    ended = Breaks(monkeypatch, services.store, "aclose", StoreFull("unused"), times=0)
    await client.stop()
    assert ended.calls == 1
    with pytest.raises(StoreError):
        await services.store.ledger.read(settings.read_all)


async def test_a_ticket_that_proves_a_filing_is_not_forgotten_where_that_cannot_be_stored(
    client: Client, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key = await desk.add_agent()
    services = await client.start(base_url(desk.port), key)
    await eventually(lambda: is_verified(services))
    works = services.rest.create

    async def unanswered(*arguments: Any, **named: Any) -> SendResult:
        await works(*arguments, **named)
        return SendResult(duration_ms=1)

    # The answer is lost, and the key is not repeated: the feed alone tells of the ticket.
    monkeypatch.setattr(services.rest, "create", unanswered)
    monkeypatch.setattr(worker, "may_repeat_key", lambda *_arguments, **_named: False)
    ledger = services.store.ledger
    seen = Breaks(monkeypatch, ledger, "write", StoreFull("disk full"), only=filing_acts.see)
    filing = await services.filings.submit(DRAFT)
    confirmed = await reaches(services, filing, FilingState.CONFIRMED)
    assert seen.calls == 1
    assert confirmed.evidence is Evidence.FEED


@pytest.mark.parametrize("problem", [StoreFull("disk full"), RuntimeError("unforeseen")], ids=str)
async def test_what_keeps_the_feed_from_following_is_said_until_it_is_verified_again(
    services: Services, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    await eventually(lambda: is_verified(services))
    said: list[list[str]] = []
    services.bus.subscribe(
        TroublesChanged, lambda change: said.append([one.code for one in change.troubles])
    )
    feed = services.store.feed
    Breaks(monkeypatch, feed, "write", problem, only=ticket_events.store_events)
    await desk.file()
    await eventually(lambda: said)
    services.feed.retry_now()
    await eventually(lambda: services.feed.status.tickets == 1)
    await eventually(lambda: len(said) == 2)
    code = "store_full" if isinstance(problem, StoreFull) else "unexpected"
    assert said == [[code], []]


async def test_an_owner_is_not_left_half_started(
    tmp_path: Path, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key = await desk.add_agent()
    paths = ProfilePaths(tmp_path / "half", "boutique")
    services = await open_services(Setup(paths, base_url(desk.port), key, "fr"), FakeNotifier())
    requests = OwnerRequests(services, LocalDeskKey(key))
    session = ProfileSession(services, requests, "window", services.start_owner)
    first = Breaks(monkeypatch, services.notifier, "start", RuntimeError("unforeseen"))
    last = Breaks(monkeypatch, services.waking, "start", StoreFull("disk full"))
    others = Breaks(monkeypatch, services.outbox, "start", RuntimeError("unused"), times=0)
    await session.start()
    assert services.troubles.now
    await eventually(lambda: is_verified(services))
    await eventually(lambda: services.troubles.now == ())
    assert (first.calls, last.calls, others.calls) == (2, 2, 1)
    await session.aclose()
