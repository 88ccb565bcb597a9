"""The window's life after its first paint: one loop, one way in, one way out."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import NoReturn, TypeVar
from uuid import uuid4

import msgspec
import qasync
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from supportdesk_desktop import __version__
from supportdesk_desktop.app.first_run import FirstRun
from supportdesk_desktop.app.local_desk import KEEP, ORIGIN, LocalDesk
from supportdesk_desktop.app.one_window import OneWindow
from supportdesk_desktop.app.options import (
    WINDOW,
    Trace,
    WindowOptions,
    move_orphaned_store,
    paths_of,
)
from supportdesk_desktop.app.owner_requests import OwnerRequests
from supportdesk_desktop.app.presenters import WindowPresenters, open_other_profile
from supportdesk_desktop.app.screenshot import Milestones, said, timed_out
from supportdesk_desktop.app.services import (
    KeySource,
    LocalDeskKey,
    ProfileKeys,
    Services,
    Setup,
    credentials_of,
    open_services,
    opened_store,
    print_on_stderr,
)
from supportdesk_desktop.app.session import ProfileSession
from supportdesk_desktop.core.changes import TraceMark
from supportdesk_desktop.core.errors import OtherServer, VaultError, VaultSilent
from supportdesk_desktop.core.feed_status import OTHER_SERVER, FeedState, FeedStatus
from supportdesk_desktop.core.ids import DraftId
from supportdesk_desktop.core.profile import Profile
from supportdesk_desktop.core.settings import TELLS_NEWS
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.services.preferences import PreferenceService
from supportdesk_desktop.store import settings
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.filings import put_draft
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.notifications import system_notifier
from supportdesk_desktop.system.paths import ProfilePaths
from supportdesk_desktop.tasks import TaskOwner, declare
from supportdesk_desktop.ui import timers
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.window.commands import NEWS
from supportdesk_desktop.ui.window.window import MainWindow

log = logging.getLogger(__name__)

T = TypeVar("T")

INTERRUPTED = 130
STEP_TIMEOUT_S = 10.0
GAP_MS = 50.0
GAP_LOOK_MS = 20.0
COLLECT_MS = 500
GAPS = declare("app.gaps", part="store")
NEWS_LOOP = declare("app.news", part="store")
SEEN = "window.news_seen"
"""The version that this profile was last opened with; none for a new profile."""


async def show_news(window: MainWindow, store: Store, preferences: PreferenceService) -> None:
    """Show the line of news if the profile was last opened with another version.

    Raises:
        StoreError: it could not be noted.
    """
    seen = await store.ledger.read(settings.get, SEEN, str)
    if seen == __version__:
        return
    await store.ledger.write(settings.put, SEEN, __version__)
    if seen is None or not preferences.value(TELLS_NEWS):
        return
    line = window.pages.news_line()
    line.news_requested.connect(lambda: window.commands.run(NEWS))


async def keep_typed_draft(window: MainWindow, paths: ProfilePaths) -> None:
    """Keep what stands in the filing panel as a draft, which the next start offers.

    Raises:
        StoreError: it could not be kept.
    """
    panel = window.pages.new_ticket_if_built()
    if panel is None or not panel.form.has_something():
        return
    async with opened_store(paths, language_now(), print_on_stderr) as store:
        now_ms, draft_id = Clock().wall_ms(), DraftId(str(uuid4()))
        await store.ledger.write(
            put_draft, draft_id, panel.form.draft(), now_ms, None, panel.form.customer_entry()
        )


def run(
    app: QApplication,
    window: MainWindow,
    options: WindowOptions,
    paths: ProfilePaths,
    trace: Trace,
) -> int:
    """Run the loop until the window is closed; returns the exit code. Raises ``DeskError``."""
    sys.excepthook = _log_unexpected
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        try:
            return runner.run(WindowRun(window, options, paths, trace).main())
        finally:
            trace.close()


class WindowRun:
    """Builds the parts behind the window, waits until it is closed, and closes them in order."""

    def __init__(
        self, window: MainWindow, options: WindowOptions, paths: ProfilePaths, trace: Trace
    ) -> None:
        self._window = window
        self._options = options
        self._paths = paths
        self._trace = trace
        self._quit = asyncio.Event()
        self._tasks = TaskOwner("app")
        self._desk: LocalDesk | None = None
        self._lacks: Callable[[], str] = lambda: said("lacks_data")
        self._closing: list[tuple[str, Callable[[], Awaitable[None]]]] = []
        self._one_window = OneWindow(paths, self._come_forward)

    async def main(self) -> int:
        """Run until somebody quits; returns the exit code."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_log_loop_error)
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, self._quit.set)
        Collector(self._window)
        self._window.close_requested.connect(self._quit.set)
        self._window.quit_requested.connect(self._quit.set)
        if self._trace.wanted:
            self._tasks.loop(GAPS, self._watch_gaps)
        try:
            if self._options.screenshot is not None:
                return await self._run_in_time(self._options.timeout_s)
            if not await self._one_window.start(self._options.link):
                return 0
            return await self._run()
        finally:
            self._window.let_close()
            # A store that is locked can hold its end up: what is typed meanwhile would be lost.
            self._window.setEnabled(False)
            await self._one_window.aclose()
            await self._end()

    async def _run(self) -> int:
        opened = await self._until_quit(self._find_desk())
        if opened is None:
            await keep_typed_draft(self._window, self._paths)
            return 0
        profile, keys, key = opened
        setup = Setup(self._paths, profile.base_url, key, language_now(), self._window.say)
        services = await open_services(setup, system_notifier())
        if self._trace.wanted:
            services.bus.subscribe(TraceMark, self._trace.write)
        requests = OwnerRequests(services, keys)
        session = ProfileSession(services, requests, WINDOW, services.start_owner)
        self._closing.append(("session", session.aclose))
        presenters = WindowPresenters(
            self._window, services, session, sample_data=self._options.local_desk
        )
        self._closing.append(("window", presenters.aclose))
        self._one_window.opened = presenters.open_link
        if services.notifier is not None:
            services.notifier.opened = presenters.open_ticket
            services.notifier.acted = presenters.act_on_notice
        first_run = FirstRun(self._window, self._paths, self._tasks)
        first_run.replace_keys_of(services, session)
        milestones = self._milestones(services)
        presenters.begin()
        if milestones is None:
            self._tasks.until_done(
                NEWS_LOOP, lambda: show_news(self._window, services.store, services.preferences)
            )
        if self._desk is not None:
            keep = functools.partial(self._desk.keep, functools.partial(self._moved, services))
            self._tasks.loop(KEEP, keep)
        await session.start()
        if not session.owns:
            presenters.say_following()
        if self._options.link is not None:
            presenters.open_link(self._options.link, None)
        if milestones is not None:
            return await self._picture(milestones, presenters)
        await self._quit.wait()
        return 0

    async def _run_in_time(self, timeout_s: float) -> int:
        """Run until the picture is taken, at the latest when its time has run out."""
        code = await self._until_quit(self._run(), timeout_s)
        if self._quit.is_set():
            return INTERRUPTED
        if code is None:
            sys.stderr.write(timed_out(timeout_s, self._lacks()) + "\n")
            return 1
        return code

    async def _find_desk(self) -> tuple[Profile, KeySource, str | None]:
        """Find server and key: the local desk's, the profile's, or those of the first run."""
        if not self._options.local_desk:
            credentials = credentials_of(self._paths)
            try:
                profile = credentials.profile(self._options.server)
            except OtherServer as problem:
                if self._options.screenshot is not None:
                    raise
                await self._offer_other_profile(problem)
            keyring_waits = False
            try:
                found = await credentials.key(profile)
            except VaultError as problem:
                self._window.say(explain(problem, language_now()))
                keyring_waits = isinstance(problem, VaultSilent)
                found = None
            if found is not None:
                credentials.bind(profile)
                return profile, ProfileKeys(credentials, profile), found
            self._lacks = lambda: said("lacks_key")
            first_run = FirstRun(self._window, self._paths, self._tasks)
            chosen = await first_run.ask(profile, keyring_waits=keyring_waits)
            if chosen is not None:
                return chosen.profile, ProfileKeys(credentials, chosen.profile), chosen.key
            await self._become_local_desk()
        return await self._local_desk()

    async def _offer_other_profile(self, problem: OtherServer) -> NoReturn:
        """Say that these data are of another server, until somebody quits."""
        now_ms = timers.now_ms()
        self._window.strip.set_status(
            FeedStatus(FeedState.OTHER_AGENT, since_ms=now_ms, cause=OTHER_SERVER)
        )
        self._window.say(explain(problem, language_now()))
        server = self._options.server or problem.bound_to
        self._window.strip.open_profile_requested.connect(
            lambda: open_other_profile(self._paths, server)
        )
        await asyncio.Event().wait()
        raise AssertionError("only a cancellation ends this")

    def _come_forward(self, link: str | None, _token: str | None) -> None:
        """Come to the front before there are services; they open the link once they run."""
        self._options = msgspec.structs.replace(self._options, link=link or self._options.link)
        self._window.raise_window()

    async def _become_local_desk(self) -> None:
        self._options = msgspec.structs.replace(
            self._options, local_desk=True, profile=None, server=None
        )
        self._paths = paths_of(self._options)
        move_orphaned_store(self._paths)
        await self._one_window.aclose()
        self._one_window = OneWindow(self._paths, self._come_forward)
        await self._one_window.start(None)

    async def _local_desk(self) -> tuple[Profile, KeySource, str | None]:
        self._lacks = lambda: said("lacks_desk")
        desk = LocalDesk(self._paths.root, language_now(), self._options.simulate)
        self._desk = desk
        desk.spawn()
        self._closing.append(("desk", desk.aclose))
        base_url = await desk.ready()
        return Profile(self._paths.name, ORIGIN, base_url), LocalDeskKey(desk.key), desk.key

    def _moved(self, services: Services, base_url: str) -> None:
        self._tasks.start("moved", services.moved(base_url))

    def _milestones(self, services: Services) -> Milestones | None:
        if self._options.screenshot is None:
            return None
        milestones = Milestones(services, _print_line)
        self._lacks = milestones.lacks
        return milestones

    async def _picture(self, milestones: Milestones, presenters: WindowPresenters) -> int:
        path = self._options.screenshot
        assert path is not None
        await milestones.wait()
        await presenters.show_newest()
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self._window.grab().save(str(path)):
            sys.stderr.write(f"{path}\n")
            return 1
        milestones.saved(path)
        return 0

    async def _until_quit(self, work: Awaitable[T], timeout_s: float | None = None) -> T | None:
        """Run ``work``; return None if somebody quits or its time runs out before it is done."""
        doing = asyncio.ensure_future(work)
        quitting = asyncio.ensure_future(self._quit.wait())
        try:
            await asyncio.wait(
                {doing, quitting}, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED
            )
            if doing.done():
                return doing.result()
        finally:
            quitting.cancel()
            doing.cancel()
        await asyncio.wait({doing}, timeout=STEP_TIMEOUT_S)
        return None

    async def _watch_gaps(self) -> float:
        """Mark each time the loop was blocked for over 50 ms."""
        before = timers.monotonic_ns()
        await asyncio.sleep(GAP_LOOK_MS / 1000)
        gap_ms = (timers.monotonic_ns() - before) / 1e6 - GAP_LOOK_MS
        if gap_ms > GAP_MS:
            self._trace.write(TraceMark("ui_gap", timers.monotonic_ns(), ms=gap_ms))
        return 0

    async def _end(self) -> None:
        """Close the parts, the last made first, each within its time limit."""
        for name, close in reversed(self._closing):
            try:
                await asyncio.wait_for(close(), STEP_TIMEOUT_S)
            except Exception:
                log.exception("%s did not end cleanly, or in time", name)
        await self._tasks.aclose()
        self._window.close()


def _print_line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _log_unexpected(
    kind: type[BaseException], problem: BaseException, where: TracebackType | None
) -> None:
    log.critical("an unexpected error", exc_info=(kind, problem, where))


def _log_loop_error(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    problem = context.get("exception")
    log.error(
        "%s",
        context.get("message"),
        exc_info=problem if isinstance(problem, BaseException) else None,
    )


class Collector(QObject):
    """Collects garbage in the thread of the window alone, twice a second, by Python's thresholds.

    Python collects in whatever thread allocates, a worker of the store as well. A widget that is in
    a cycle would then be destroyed there, which Qt does not allow: a small program hung.

    What stands when it is made is frozen: a full collection that went through it would halt the
    window for 70 ms.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        timers.timer(self, COLLECT_MS, self.collect_due).start()

    def collect_due(self) -> None:
        """Collect the oldest generation that is due, as the thresholds say."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
