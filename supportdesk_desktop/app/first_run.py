"""The first-run page at work: server, key, ``whoami``, keyring; later also a new key."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from supportdesk_desktop.app.services import Services, bind_store, credentials_of
from supportdesk_desktop.app.session import ProfileSession
from supportdesk_desktop.core.errors import (
    BadServerAddress,
    DeskError,
    KeyMissing,
    KeyRefused,
    NotificationError,
    NotOurServer,
    ProfileError,
    ServerError,
    Throttled,
    Unreachable,
    VaultAbsent,
    VaultError,
    VaultLocked,
)
from supportdesk_desktop.core.feed_policy import EndingKind
from supportdesk_desktop.core.notices import for_test
from supportdesk_desktop.core.profile import DeskFacts, Profile
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.net.feed import FeedEnded, open_feed
from supportdesk_desktop.net.http import clock_offset_ms
from supportdesk_desktop.services.desk import USER_AGENT
from supportdesk_desktop.store import feed_state
from supportdesk_desktop.system.notifications import system_notifier
from supportdesk_desktop.system.paths import ProfilePaths
from supportdesk_desktop.tasks import TaskOwner, declare
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.welcome.page import Obstacle
from supportdesk_desktop.ui.window.window import MainWindow

KEPT_KEY = declare("window.kept_key", part="feed", longest_s=5.0)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Server and key that were accepted; the key is never shown by ``repr``."""

    profile: Profile
    key: str = field(repr=False)


class FirstRun:
    """Serves the first-run page of one window."""

    def __init__(self, window: MainWindow, paths: ProfilePaths, tasks: TaskOwner) -> None:
        self._window = window
        self._paths = paths
        self._tasks = tasks
        self._credentials = credentials_of(paths)
        self._services: Services | None = None
        self._session: ProfileSession | None = None
        self._accepted: Chosen | None = None
        self._answer: asyncio.Future[Chosen | None] | None = None

    async def ask(self, profile: Profile, *, keyring_waits: bool = False) -> Chosen | None:
        """Show the page until a key is accepted; None where sample data were chosen.

        Args:
            profile: whose server is proposed.
            keyring_waits: the keyring has not answered yet: once it gives a key, that one is taken.
        """
        page = self._window.pages.first_run()
        self._answer = asyncio.get_running_loop().create_future()
        page.entry.server.setText(profile.base_url)
        page.verify_requested.connect(self._on_verify)
        page.entry.demo_requested.connect(lambda: self._settle(None))
        page.entry.continue_requested.connect(self._on_continue)
        self._window.show_first_run()
        if keyring_waits:
            page.show_obstacle(Obstacle.VAULT_WAITS)
            self._tasks.until_done(KEPT_KEY, lambda: self._take_kept_key(profile))
        try:
            return await self._answer
        finally:
            self._tasks.cancel(KEPT_KEY.name)
            page.verify_requested.disconnect(self._on_verify)
            self._window.hide_first_run()

    async def _take_kept_key(self, profile: Profile) -> None:
        found = await self._credentials.key(profile)
        if found is not None:
            self._credentials.bind(profile)
            self._settle(Chosen(profile, found))

    def replace_keys_of(self, services: Services, session: ProfileSession) -> None:
        """Offer the same page for a new key while the services run, here or in another process."""
        self._services, self._session = services, session
        self._window.new_key_requested.connect(self._on_new_key)
        self._window.strip.new_key_requested.connect(self._on_new_key)

    def _on_new_key(self) -> None:
        self._tasks.replace("new-key", self._ask_again())

    async def _ask_again(self) -> None:
        services, session = self._services, self._session
        assert services is not None
        assert session is not None
        page = self._window.pages.first_run()
        page.cancellable = True
        page.cancelled.connect(lambda: self._settle(None))
        profile = Profile(
            self._paths.name, services.connection.base_url, services.connection.base_url
        )
        chosen = await self.ask(profile)
        if chosen is None:
            return
        services.use_key(chosen.key)
        if not session.owns:
            try:
                await session.ask_owner("reload-key")
            except DeskError as problem:
                self._window.say(explain(problem, language_now()))

    def _on_verify(self, server: str, key: str) -> None:
        self._tasks.replace("verify", self._verify(server, key))

    def _on_continue(self) -> None:
        if self._accepted is not None:
            self._settle(self._accepted)

    def _settle(self, chosen: Chosen | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(chosen)

    async def _verify(self, server: str, key: str) -> None:
        page = self._window.pages.first_run()
        try:
            profile = self._credentials.profile(server)
            facts = await self._login(profile, key)
        except (ServerError, ProfileError) as problem:
            words = problem.message if isinstance(problem, ServerError) else ""
            page.show_obstacle(_obstacle(problem), words)
            return
        except Exception as problem:
            known = problem if isinstance(problem, DeskError) else DeskError()
            page.show_failure(explain(known, language_now()))
            raise
        self._accepted = Chosen(profile, key.strip())
        page.show_key_accepted(facts.name, None if facts.agent is None else facts.agent.name)
        await self._check_optional(profile, key.strip())

    async def _login(self, profile: Profile, key: str) -> DeskFacts:
        """Keep the key; where the keyring refuses it, take it until this program ends."""
        try:
            return await self._credentials.login(profile, key, self._bind)
        except VaultError as problem:
            self._window.pages.first_run().show_obstacle(_obstacle(problem))
            return await self._credentials.check(profile, key)

    async def _bind(self, facts: DeskFacts) -> None:
        """Bind the store to app and agent before the key is kept."""
        if self._services is None:
            await bind_store(self._paths, language_now(), self._window.say, facts)
        else:
            store = self._services.store
            await store.feed.write(feed_state.bind, facts, store.profile)

    async def _check_optional(self, profile: Profile, key: str) -> None:
        """Try the feed, a notification and the clock: none is needed to go on."""
        page = self._window.pages.first_run()
        page.show_feed(await _offers_feed(profile.base_url, key))
        notifier = system_notifier()
        try:
            await notifier.start()
            shown = await notifier.notify(for_test(language_now()))
        except NotificationError:
            page.show_notifications(None)
        else:
            page.show_notifications((shown.shown_ns - shown.sent_ns) / 1e6)
        finally:
            await notifier.aclose()
        page.show_clock(await clock_offset_ms(profile.base_url, USER_AGENT))


async def _offers_feed(base_url: str, key: str) -> bool:
    try:
        async with open_feed(base_url, key, USER_AGENT):
            return True
    except FeedEnded as ended:
        return ended.ending.kind is EndingKind.CLOSED


_OBSTACLES = (
    (BadServerAddress, Obstacle.BAD_ADDRESS),
    (ProfileError, Obstacle.OTHER_PROFILE),
    ((KeyRefused, KeyMissing), Obstacle.REFUSED),
    (Unreachable, Obstacle.UNREACHABLE),
    (NotOurServer, Obstacle.NOT_OUR_SERVER),
    (Throttled, Obstacle.THROTTLED),
    (VaultAbsent, Obstacle.VAULT_ABSENT),
    (VaultLocked, Obstacle.VAULT_LOCKED),
    (VaultError, Obstacle.VAULT_REFUSED),
)
"""The obstacle that an error is shown as: the first kind of error that fits counts."""


def _obstacle(problem: DeskError) -> Obstacle:
    if isinstance(problem, KeyRefused) and problem.code == "AUTH_API_KEY_FORBIDDEN":
        return Obstacle.BROWSER_KEY
    found = (obstacle for kind, obstacle in _OBSTACLES if isinstance(problem, kind))
    return next(found, Obstacle.SERVER_FAULT)
