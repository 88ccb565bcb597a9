"""Every background loop of the client, with an exception at each place where its step waits."""

from __future__ import annotations

import asyncio
import importlib
import os
import pkgutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from itertools import chain, cycle, product
from pathlib import Path
from typing import Any, cast
from unittest.mock import MagicMock

import pytest

import supportdesk_desktop
from supportdesk_desktop.app import run as running
from supportdesk_desktop.app import session as session_module
from supportdesk_desktop.app.first_run import FirstRun
from supportdesk_desktop.app.local_desk import KEEP as KEEP_DESK
from supportdesk_desktop.app.local_desk import LocalDesk
from supportdesk_desktop.app.options import Trace
from supportdesk_desktop.app.owner_requests import OwnerRequests
from supportdesk_desktop.app.run import GAPS, WindowRun
from supportdesk_desktop.app.run import NEWS_LOOP as NEWS
from supportdesk_desktop.app.services import LocalDeskKey, Services, Setup, open_services
from supportdesk_desktop.app.session import ProfileSession
from supportdesk_desktop.core.changes import MarksChanged, TicketsChanged, TraceMark
from supportdesk_desktop.core.errors import NotificationAbsent, StoreError
from supportdesk_desktop.core.escalations import escalation
from supportdesk_desktop.core.feed_policy import HostEvent
from supportdesk_desktop.core.feed_status import FeedState
from supportdesk_desktop.core.filing import FilingState
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.profile import Profile
from supportdesk_desktop.services import health as housekeeping
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.days import OpenTime
from supportdesk_desktop.services.desk import DeskService
from supportdesk_desktop.services.escalations import EscalationService
from supportdesk_desktop.services.notices import service as notices
from supportdesk_desktop.services.notices.reminders import ReminderService
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.services.preferences import PreferenceService
from supportdesk_desktop.services.tickets import MarkService
from supportdesk_desktop.store import (
    filing_acts,
    settings,
    statistics,
    ticket_events,
    tickets,
)
from supportdesk_desktop.store import notices as stored_notices
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.control import ControlServer
from supportdesk_desktop.system.host import ClockWatch
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote
from supportdesk_desktop.system.notifications.notifier import HandOverJournal
from supportdesk_desktop.system.paths import ProfilePaths
from supportdesk_desktop.tasks import TaskOwner, declared_loops
from tests.fakes.failing_step import Failure
from tests.fakes.notifier import FakeNotifier
from tests.fakes.tickets import NOON_MS, a_ticket, an_event
from tests.fakes.vendor import DRAFT
from tests.fakes.window_loops import OF_THE_WINDOW
from tests.integration.backend.feed.live_desk import LiveDesk
from tests.integration.services.conftest import (
    DAY_MS,
    base_url,
    eventually,
    left_at,
    reaches,
    running_desk,
)

OF_THE_SERVER = "supportdesk_desktop.backend"
PROBLEMS = (RuntimeError("unforeseen"), StoreError("locked"))
PLACES = (*range(-1, 10), *range(12, 41, 7))
"""The call (-1), and each wait. A connection waits for ever anew: its later waits are alike."""


class Place:
    """Where a scenario runs: a folder of its own, and a desk for those that want one."""

    def __init__(self, folder: Path, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch) -> None:
        folder.mkdir()
        self.folder = folder
        self.desk = desk
        self.monkeypatch = monkeypatch
        self.bus = Bus()
        self.now_ms = NOON_MS
        self.clock = Clock(wall_ms=lambda: self.now_ms)
        self.notifier = FakeNotifier()

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        opened = await Store.open(self.folder / "store.db")
        try:
            yield opened
        finally:
            await opened.aclose()

    @asynccontextmanager
    async def noticing(self, store: Store) -> AsyncIterator[NoticeService]:
        journal = HandOverJournal(self.folder / "hand-overs.log")
        service = NoticeService(store, self.bus, self.clock, self.notifier, journal, "fr")
        await service.start()
        try:
            yield service
        finally:
            await service.aclose()

    @asynccontextmanager
    async def owner(self) -> AsyncIterator[Services]:
        """Run all that the owner of a profile runs, as an agent of the desk."""
        _, key = await self.desk.add_agent()
        paths = ProfilePaths(self.folder / "data", "boutique")
        services = await open_services(
            Setup(paths, base_url(self.desk.port), key, "fr"), self.notifier
        )
        requests = OwnerRequests(services, LocalDeskKey(key))
        session = ProfileSession(services, requests, "window", services.start_owner)
        await session.start()
        try:
            yield services
        finally:
            await session.aclose()


Scenario = Callable[[Place], Awaitable[None]]
SCENARIOS: dict[str, Scenario] = {}


def scenario(name: str) -> Callable[[Scenario], Scenario]:
    def keep(one: Scenario) -> Scenario:
        SCENARIOS[name] = one
        return one

    return keep


async def until(seen: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(60):
        while not await seen():  # noqa: ASYNC110 - any condition of a test, not one event
            await asyncio.sleep(0.005)


# One scenario for each loop: what it is there for comes to pass, whichever step of it failed.


@scenario("marks.bring_back")
async def a_snoozed_ticket_comes_back(place: Place) -> None:
    one = TicketId("t-1")
    async with place.store() as store:
        await store.feed.write(ticket_events.store_events, [an_event(a_ticket(1), 1)])
        marks = MarkService(store, place.bus, place.clock)
        await marks.snooze({one: NOON_MS + 1})
        place.now_ms += 2
        marks.start()

        async def is_back() -> bool:
            return not await store.ledger.read(tickets.snoozes)

        await until(is_back)
        await marks.aclose()


@scenario("open_time.keep")
async def an_open_window_is_written_down(place: Place) -> None:
    async with place.store() as store:
        time = OpenTime(store, place.bus, place.clock)
        time.start()

        async def is_known() -> bool:
            return bool(await store.read(statistics.open_spans_since, 0))

        await until(is_known)
        await time.aclose()


@scenario("house.keep")
async def old_tickets_are_forgotten(place: Place) -> None:
    place.monkeypatch.setattr(housekeeping, "FIRST_S", 0.0)
    async with place.store() as store:
        await store.feed.write(ticket_events.store_events, [left_at(9, NOON_MS - 400 * DAY_MS)])
        owner = TaskOwner("house", place.bus.report)
        keeper = housekeeping.HouseKeeper(store, place.clock)
        owner.loop(housekeeping.KEEP_HOUSE, keeper.step)

        async def are_gone() -> bool:
            return await store.read(tickets.total) == 0

        await until(are_gone)
        await owner.aclose()


@scenario("reminders.look")
async def an_unopened_ticket_is_recalled_at_most_once(place: Place) -> None:
    async with place.store() as store, place.noticing(store) as service:
        committed = await store.feed.write(ticket_events.store_events, [an_event(a_ticket(7), 7)])
        await service.dispatch(committed.notices)
        await eventually(lambda: place.notifier.announced)
        place.now_ms += 20 * 60_000
        reminders = ReminderService(store, place.bus, place.clock, service, lambda: True)
        reminders.start()

        async def is_known() -> bool:
            return not await store.read(stored_notices.unopened, 0, place.now_ms)

        await until(is_known)
        await reminders.aclose()
        assert len(place.notifier.announced) <= 2


@scenario("escalations.look")
async def an_escalation_over_its_limit_is_told_at_most_once(place: Place) -> None:
    async with place.store() as store, place.noticing(store) as service:
        await store.ledger.write(
            filing_acts.submit,
            escalation(a_ticket(7), "fr"),
            client_ref="a",
            idempotency_key="a",
            now_ms=NOON_MS,
        )
        place.now_ms += DAY_MS
        escalations = EscalationService(
            store,
            place.bus,
            place.clock,
            desk=DeskService(store, place.bus, place.clock, base_url(9), None),
            notices=service,
            preferences=PreferenceService(store, place.bus),
            owns=lambda: True,
        )
        escalations.start()

        async def is_told() -> bool:
            return all(one.reminded_ms is not None for one in (await escalations.read()).all)

        await until(is_told)
        await escalations.aclose()
        assert len(place.notifier.announced) <= 1


async def _all_announced(store: Store) -> bool:
    return all(
        one.outcome not in {None, NoticeOutcome.NO_SERVICE}
        for one in await store.read(stored_notices.recent)
    )


@scenario("notices.begin")
async def what_was_pending_is_announced_once(place: Place) -> None:
    async with place.store() as store:
        await store.feed.write(ticket_events.store_events, [an_event(a_ticket(7), 7)])
        reads = stored_notices.pending
        calls = 0

        def pending(db: sqlite3.Connection) -> Any:
            nonlocal calls
            calls += 1
            if calls == 1:
                raise StoreError("locked")
            return reads(db)

        place.monkeypatch.setattr(stored_notices, "pending", pending)
        async with place.noticing(store):
            await until(lambda: _all_announced(store))
        assert len(place.notifier.announced) == 1


@scenario("notices.withdraw")
async def what_was_opened_leaves_the_screen(place: Place) -> None:
    async with place.store() as store, place.noticing(store) as service:
        committed = await store.feed.write(ticket_events.store_events, [an_event(a_ticket(7), 7)])
        await service.dispatch(committed.notices)
        await until(lambda: _all_announced(store))
        ids = [one.record.ticket_id for one in committed.notices]
        await store.feed.write(tickets.set_mark, "read", ids, True)
        place.bus.publish(MarksChanged(tuple(ids)))
        await eventually(lambda: place.notifier.withdrawn == ["1"])


@scenario("notices.merge")
async def a_burst_is_announced_as_one(place: Place) -> None:
    place.monkeypatch.setattr(notices, "MERGE_AFTER_S", 0.01)
    async with place.store() as store, place.noticing(store) as service:
        events = [an_event(a_ticket(n), n) for n in range(10, 30)]
        committed = await store.feed.write(ticket_events.store_events, events)
        await service.dispatch(committed.notices)
        await until(lambda: _all_announced(store))


@scenario("notices.retry")
async def what_no_service_took_is_announced_when_it_is_back(place: Place) -> None:
    place.notifier.problem = NotificationAbsent("nobody")
    async with place.store() as store, place.noticing(store) as service:
        committed = await store.feed.write(ticket_events.store_events, [an_event(a_ticket(7), 7)])
        await service.dispatch(committed.notices)

        async def is_unheard() -> bool:
            return bool(await store.read(stored_notices.unheard))

        await until(is_unheard)
        place.notifier.problem = None
        assert place.notifier.returned
        place.notifier.returned()
        await until(lambda: _all_announced(store))
        assert len(place.notifier.announced) == 1


@scenario("notices.follow_quiet")
async def what_was_held_is_announced_once_quiet_ends(place: Place) -> None:
    async with place.store() as store, place.noticing(store) as service:
        await service.quiet.do_not_disturb(NOON_MS + 3_600_000)
        committed = await store.feed.write(ticket_events.store_events, [an_event(a_ticket(7), 7)])
        await service.dispatch(committed.notices)
        await service.quiet.do_not_disturb(0)
        await eventually(lambda: place.notifier.announced)
        assert len(place.notifier.announced) == 1


@scenario("notices.account")
async def an_outcome_is_written_down_once_the_store_takes_it(place: Place) -> None:
    async with place.store() as store, place.noticing(store) as service:
        settles = stored_notices.settle
        calls = 0

        async def settle(feed: Any, settled: Any) -> None:
            nonlocal calls
            calls += 1
            if calls == 1:
                raise StoreError("locked")
            await settles(feed, settled)

        place.monkeypatch.setattr(stored_notices, "settle", settle)
        committed = await store.feed.write(ticket_events.store_events, [an_event(a_ticket(7), 7)])
        await service.dispatch(committed.notices)
        await until(lambda: _all_announced(store))
        assert len(place.notifier.announced) == 1


@scenario("host.clocks")
async def a_sleep_is_seen(place: Place) -> None:
    real, slept_ms, heard = Clock(), 0, list[HostEvent]()
    looks = list[int]()

    def boot_ns() -> int:
        looks.append(slept_ms)
        return real.boot_ns() + slept_ms * 1_000_000

    clock = Clock(wall_ms=lambda: real.wall_ms() + slept_ms, boot_ns=boot_ns)
    watch = ClockWatch(clock, place.bus.report, look_s=0.005)
    await watch.start(lambda event, _since: heard.append(event))
    await eventually(lambda: looks)
    slept_ms = 60_000
    await eventually(lambda: heard)
    assert heard == [HostEvent.WOKE]
    await watch.aclose()


@scenario("local_desk.keep")
async def a_dead_local_desk_is_replaced(place: Place) -> None:
    moved = list[str]()
    spawned = list[subprocess.Popen[bytes]]()
    desk = LocalDesk(place.folder, "fr", 0)

    def spawn() -> None:
        # The first ends at once, the next stays until it is told to go.
        code = "print('listening on http://127.0.0.1:9', flush=True)"
        wait = "" if not spawned else "; import sys; sys.stdin.read()"
        child = subprocess.Popen(
            [sys.executable, "-c", code + wait], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        spawned.append(child)
        desk._child = child

    place.monkeypatch.setattr(desk, "spawn", spawn)
    place.monkeypatch.setattr("supportdesk_desktop.app.local_desk.RESTART_DELAY_S", 0.001)
    desk.spawn()
    owner = TaskOwner("app", place.bus.report)
    owner.loop(KEEP_DESK, lambda: desk.keep(moved.append))
    await eventually(lambda: moved)
    await owner.aclose()
    await desk.aclose()
    for child in spawned:
        for pipe in (child.stdin, child.stdout):
            assert pipe is not None
            pipe.close()
        child.wait()


@scenario("app.gaps")
async def a_gap_is_marked(place: Place) -> None:
    trace = Trace(None)
    marks: list[TraceMark] = []
    place.monkeypatch.setattr(trace, "write", marks.append)
    run = WindowRun(
        cast("Any", None), cast("Any", _Options()), ProfilePaths(place.folder, "default"), trace
    )
    place.monkeypatch.setattr(running, "GAP_MS", -1000.0)
    owner = TaskOwner("app", place.bus.report)
    owner.loop(GAPS, run._watch_gaps)
    await eventually(lambda: len(marks) > 1)
    await owner.aclose()


class _Options:
    lang = "fr"


@scenario("app.news")
async def a_new_version_is_noted(place: Place) -> None:
    async with place.store() as store:
        owner = TaskOwner("app", place.bus.report)
        none = cast("Any", None)
        owner.until_done(NEWS, lambda: running.show_news(none, store, none))
        await owner.drain()
        assert (
            await store.ledger.read(settings.get, running.SEEN, str)
            == supportdesk_desktop.__version__
        )
        await owner.aclose()


@scenario("window.kept_key")
async def a_key_that_the_keyring_gives_late_is_taken(place: Place) -> None:
    place.monkeypatch.setenv("SUPPORTDESK_API_KEY", "sk_live_agent_" + "a" * 48)
    owner = TaskOwner("app", place.bus.report)
    paths = ProfilePaths(place.folder / "data", "boutique")
    first_run = FirstRun(cast("Any", MagicMock()), paths, owner)
    profile = Profile("boutique", "http://127.0.0.1:9", "http://127.0.0.1:9/api/v1")
    async with asyncio.timeout(10):
        chosen = await first_run.ask(profile, keyring_waits=True)
    assert chosen is not None
    assert chosen.profile == profile
    await owner.aclose()


@scenario("feed.follow")
async def every_ticket_of_the_desk_is_held_and_accounted_for(place: Place) -> None:
    async with place.owner() as services:
        told = list[TicketsChanged]()
        services.bus.subscribe(TicketsChanged, told.append)
        filed = TicketId((await place.desk.file()).id)

        async def is_held() -> bool:
            # What waits for its time to try again is asked to try now.
            if services.feed.status.state is FeedState.OFFLINE:
                services.feed.retry_now()
            return bool(await services.store.feed.read(tickets.versions_of, (filed,)))

        await until(is_held)
        await eventually(lambda: any(one.replaced or filed in one.upserted for one in told))
        await until(lambda: _all_announced(services.store))
        assert len(place.notifier.announced) == 1


@scenario("outbox.work")
async def every_filing_leaves_and_none_twice(place: Place) -> None:
    async with place.owner() as services:
        first = await services.filings.submit(DRAFT)
        second = await services.filings.submit(DRAFT)
        await reaches(services, first, FilingState.CONFIRMED)
        await reaches(services, second, FilingState.CONFIRMED)

        async def are_here() -> bool:
            return await services.store.read(tickets.total) >= 2

        await until(are_here)
        assert await services.store.read(tickets.total) == 2


@scenario("actions.send")
async def every_action_leaves(place: Place) -> None:
    async with place.owner() as services:
        filed = TicketId((await place.desk.file()).id)

        async def is_held() -> bool:
            return bool(await services.store.feed.read(tickets.versions_of, (filed,)))

        await until(is_held)
        await services.actions.finish(filed, undo_ms=0)
        await eventually(lambda: services.feed.status.tickets == 0)

        async def is_forgotten() -> bool:
            return not await services.store.ledger.read(tickets.read_actions)

        await until(is_forgotten)


@scenario("services.learn_desk")
async def the_desk_is_known(place: Place) -> None:
    async with place.owner() as services:
        await eventually(lambda: services.desk.facts is not None)


@scenario("session.take_part")
async def an_owner_runs_all_of_it(place: Place) -> None:
    async with place.owner() as services:
        await eventually(lambda: services.feed.status.state is FeedState.VERIFIED)
        await eventually(lambda: services.desk.facts is not None)
        filing = await services.filings.submit(DRAFT)
        await reaches(services, filing, FilingState.CONFIRMED)


@scenario("session.owner_answers")
async def a_follower_notices_an_owner_that_hangs(place: Place) -> None:
    place.monkeypatch.setattr(session_module, "ANSWER_S", 0.01)
    paths = ProfilePaths(place.folder / "data", "boutique")

    async def hangs(_payload: object) -> None:
        await asyncio.Event().wait()

    server = ControlServer(paths.socket(), {"pause": hangs})
    lock = OwnerLock(paths.owner)
    assert lock.try_acquire(OwnerNote(os.getpid(), os.fspath(paths.socket()), "watch"))
    await server.start()
    _, key = await place.desk.add_agent()
    services = await open_services(Setup(paths, base_url(place.desk.port), key, "fr"))
    requests = OwnerRequests(services, LocalDeskKey(key))
    session = ProfileSession(services, requests, "window", services.start_owner)
    await session.start()
    try:
        await eventually(lambda: any(one.code == "owner_silent" for one in services.troubles.now))
    finally:
        await session.aclose()
        await server.aclose()
        lock.release()


def test_every_loop_has_a_scenario() -> None:
    for module in pkgutil.walk_packages(supportdesk_desktop.__path__, "supportdesk_desktop."):
        if not module.name.startswith(OF_THE_SERVER) and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    of_the_client = {loop.name for loop in declared_loops() if loop.part != "desk"}
    assert of_the_client == SCENARIOS.keys() | OF_THE_WINDOW


def failures() -> Iterable[tuple[int, Exception]]:
    """Return the call and the first wait with both problems, later waits with one in turn."""
    return chain(product(PLACES[:2], PROBLEMS), zip(PLACES[2:], cycle(PROBLEMS)))


@pytest.mark.parametrize("name", SCENARIOS)
async def test_a_step_that_fails_anywhere_is_taken_again_and_loses_nothing(
    name: str, tmp_path: Path
) -> None:
    async with running_desk(tmp_path / "desk") as desk:
        for place, problem in failures():
            with pytest.MonkeyPatch.context() as monkeypatch:
                failure = Failure(name, place, problem)
                failure.install(monkeypatch)
                folder = tmp_path / f"{place}-{type(problem).__name__}"
                await SCENARIOS[name](Place(folder, desk, monkeypatch))
            if not failure.happened:
                assert place >= 0
                return
