"""One process's part in a profile: its owner, or a follower until the owner is gone."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable

import msgspec

from supportdesk_desktop.app.owner_requests import (
    CHANGE_KINDS,
    FOLLOWERS_TELL,
    ChangeItem,
    NudgeRequest,
    OwnerRequests,
    PendingChanges,
)
from supportdesk_desktop.app.services import Services
from supportdesk_desktop.core.changes import RELOAD_ALL, Change, FeedChanged, TroublesChanged
from supportdesk_desktop.core.errors import DeskError
from supportdesk_desktop.system.control import (
    ControlRefused,
    ControlServer,
    NoOwner,
    OwnerSilent,
    owner_client,
)
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote
from supportdesk_desktop.tasks import TaskOwner, declare, end_each

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 0.25
TAKE_PART = declare("session.take_part", part="feed")
OWNER_ANSWERS = declare("session.owner_answers", part="feed")
ASK_S = 15.0
"""Seconds between two checks whether the owner that is followed still answers."""

ANSWER_S = 10.0
"""Seconds without an answer after which an owner counts as stopped or hanging."""

TELL_S = 1.0
"""Seconds that closing waits to tell the owner of changes; it looks for work by itself too."""


class ProfileSession:
    """Holds the lock and serves as the owner, or follows the process that holds it.

    ``start`` returns at once with a role; a follower takes over by itself when the lock is free.
    """

    def __init__(
        self,
        services: Services,
        requests: OwnerRequests,
        what: str,
        start_owner: Callable[[], Awaitable[None]],
    ) -> None:
        self._services = services
        self._requests = requests
        self._what = what
        self._start_owner = start_owner
        self._paths = services.setup.paths
        self._lock = OwnerLock(self._paths.owner)
        self._server: ControlServer | None = None
        self._tasks = TaskOwner("session", services.bus.report)
        self._has_role = asyncio.Event()
        self._started = False
        self._follows_next = False
        self._followed = False
        self._silent = False
        self._heard = asyncio.Event()
        self._telling = TaskOwner("session.telling")
        self._one_at_a_time = asyncio.Lock()
        self._untold = PendingChanges()
        self._repeats = False
        for kind in FOLLOWERS_TELL:
            services.bus.subscribe(kind, self._hear)

    @property
    def owns(self) -> bool:
        """Whether this process owns feed and outbox."""
        return self._lock.held

    async def start(self) -> None:
        """Become the owner if the lock is free, else follow; what fails then is tried again."""
        self._tasks.loop(TAKE_PART, self._serve_or_follow)
        await self._has_role.wait()
        if not self.owns:
            self._tasks.start("waking", self._services.waking.start())
            self._tasks.loop(OWNER_ANSWERS, self._check_owner, wake=self._heard)

    async def aclose(self) -> None:
        """Stop serving or following; close the services, then release the lock."""
        await end_each(
            ("session", self._tasks.aclose),
            ("telling", self._end_telling),
            *(() if self._server is None else (("control", self._server.aclose),)),
            ("services", self._services.aclose),
        )
        self._lock.release()

    async def _end_telling(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(TELL_S):
                await self._telling.drain()
        await self._telling.aclose()

    async def ask_owner(self, name: str, payload: object = None) -> msgspec.Raw:
        """Ask the owner, wherever it runs. Raises ``NoOwner`` and the owner's own error."""
        if self.owns:
            handler = self._requests.handlers()[name]
            result = await handler(msgspec.Raw(msgspec.json.encode(payload)))
            return msgspec.Raw(msgspec.json.encode(result))
        return await owner_client(self._paths.owner).request(name, payload)

    def _try_lock(self) -> bool:
        socket = os.fspath(self._paths.socket())
        return self._lock.try_acquire(OwnerNote(os.getpid(), socket, self._what))

    async def _serve_or_follow(self) -> float | None:
        """Serve as the owner where the lock is free, else follow the owner in the next step.

        That step lasts until the owner ends, and what failed in this one must not seem to.
        """
        if self._follows_next:
            self._follows_next = False
            await self._follow()
            return LOOK_AGAIN_S
        try:
            if self.owns or self._try_lock():
                await self._serve()
                return None
        finally:
            self._has_role.set()
        self._follows_next = self._followed = True
        return 0

    def _publish_missed_changes(self) -> None:
        """Publish what a killed owner may have stored without announcing it: readers read it again.

        Only once others reach this process: what they store before, they can tell nobody.
        """
        if self._followed:
            self._followed = False
            for change in RELOAD_ALL:
                self._services.bus.publish(change)

    async def _serve(self) -> None:
        """Start the services not started yet: a full disk must not leave an owner half started."""
        self._end_silence()
        if self._server is None:
            await self._listen()
        if self._followed:
            # A key that changed meanwhile was told to the owner alone.
            await self._requests.read_key_again()
        self._publish_missed_changes()
        if not self._started:
            await self._start_owner()
            self._started = True

    async def _listen(self) -> None:
        server = ControlServer(
            self._paths.socket(), self._requests.handlers(), self._requests.streams()
        )
        try:
            await server.start()
        except OSError as problem:
            log.warning("other processes cannot reach this one: %s", problem)
        else:
            self._server = server

    async def _follow(self) -> None:
        # An owner of another version may refuse or send what cannot be read: it is asked again.
        try:
            with contextlib.suppress(DeskError, msgspec.MsgspecError):
                async with contextlib.aclosing(
                    owner_client(self._paths.owner).stream("changes")
                ) as changes:
                    async for item in changes:
                        told = msgspec.json.decode(item, type=ChangeItem)
                        self._pass_on(told.decoded(CHANGE_KINDS))
        finally:
            self._services.feed.keeper.doubt()
            self._services.troubles.owner_has(())

    async def _check_owner(self) -> float | None:
        """Check that the followed owner answers: the stream alone does not show that it is stopped.

        Raises:
            OwnerSilent: it does not.
        """
        self._silent = False
        if self.owns:
            return None
        try:
            await owner_client(self._paths.owner).request("pause", timeout_s=ANSWER_S)
        except OwnerSilent:
            self._silent = True
            raise
        except (NoOwner, ControlRefused):
            # Nobody is there, or an older version that knows no such question: neither is silent.
            pass
        return ASK_S

    def _end_silence(self) -> None:
        if self._silent:
            self._heard.set()

    def _pass_on(self, change: Change | None) -> None:
        self._end_silence()
        if isinstance(change, FeedChanged):
            self._services.feed.keeper.adopt(change.status)
        elif isinstance(change, TroublesChanged):
            self._services.troubles.owner_has(change.troubles)
        elif change is not None:
            self._repeats = True
            self._services.bus.publish(change)
            self._repeats = False

    def _hear(self, change: Change) -> None:
        """Send the owner the changes of this follower, but not those that came from the owner."""
        if self.owns or self._repeats:
            return
        self._untold.add(change)
        self._telling.start("tell", self._tell_owner())

    async def _tell_owner(self) -> None:
        async with self._one_at_a_time:
            anew, items = self._untold.take()
            if anew or items:
                # Where there is no owner the next one has all read everything again.
                with contextlib.suppress(DeskError):
                    await self.ask_owner("nudge", NudgeRequest(tuple(items), anew))
