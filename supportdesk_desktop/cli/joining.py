"""A command's part in its profile: the owner where nobody is, else a follower."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from supportdesk_desktop.app.owner_requests import OwnerRequests
from supportdesk_desktop.app.services import (
    ProfileKeys,
    Services,
    Setup,
    credentials_of,
    open_services,
)
from supportdesk_desktop.app.session import ProfileSession
from supportdesk_desktop.cli.running import KEY, Stopped, explain
from supportdesk_desktop.core.errors import KeyMissing, Throttled, VaultError
from supportdesk_desktop.core.profile import Profile
from supportdesk_desktop.services.account import CredentialsService
from supportdesk_desktop.system.control import NoOwner, OwnerSilent, owner_client
from supportdesk_desktop.system.notifications.notifier import Notifier
from supportdesk_desktop.system.paths import ProfilePaths, profile_paths

RunAsOwner = Callable[[], Awaitable[None]]
StartOwner = Callable[[Services], RunAsOwner]
PROBE_S = 2.0
THROTTLED_TRIES = 4
LONGEST_THROTTLE_S = 15.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Joined:
    """The profile, store and owner that a command works with.

    ``owner_silent``: another process owns the profile and did not answer in time.
    """

    services: Services
    session: ProfileSession
    requests: OwnerRequests
    owner_silent: bool


class OwnerState(Enum):
    """The state of the process that owns a profile."""

    ANSWERS = auto()
    SILENT = auto()
    NONE = auto()


def paths_of(parsed: argparse.Namespace) -> ProfilePaths:
    """Return the paths of the profile asked for. Raises ``InputRefused``."""
    return profile_paths(parsed.data_dir, parsed.profile)


@contextlib.asynccontextmanager
async def opened(parsed: argparse.Namespace, *, need_key: bool = False) -> AsyncIterator[Services]:
    """Open the profile's services without owning anything.

    Raises:
        ProfileError, StoreError: the profile belongs elsewhere, or cannot be opened.
        KeyMissing, KeyRefused, Stopped: with ``need_key``, where there is none to be had.
    """
    paths = paths_of(parsed)
    credentials = credentials_of(paths)
    profile = credentials.profile(parsed.server)
    key = await _find_key(credentials, profile, need=need_key)
    if need_key:
        # Who only reads here has sent no key anywhere: the profile stays free.
        credentials.bind(profile)
    services = await open_services(Setup(paths, profile.base_url, key, parsed.lang), None)
    try:
        yield services
    finally:
        await services.aclose()


@contextlib.asynccontextmanager
async def joined(
    parsed: argparse.Namespace, what: str, start_owner: StartOwner, notifier: Notifier | None = None
) -> AsyncIterator[Joined]:
    """Become the owner of the profile, which takes a key, or follow the one there is.

    Args:
        parsed: the command line.
        what: the command's name, for the owner's note.
        start_owner: picks what runs here while this process is the owner.
        notifier: announces while this process is the owner.

    Raises:
        ProfileError, StoreError: the profile belongs elsewhere, or cannot be opened.
        KeyMissing, KeyRefused, Stopped: nobody owns the profile, and there is no key to be had.
    """
    paths = paths_of(parsed)
    credentials = credentials_of(paths)
    profile = credentials.profile(parsed.server)
    owner = await owner_now(paths)
    key = await _find_key(credentials, profile, need=owner is OwnerState.NONE)
    if key is not None:
        credentials.bind(profile)
    services = await open_services(Setup(paths, profile.base_url, key, parsed.lang), notifier)
    requests = OwnerRequests(services, ProfileKeys(credentials, profile))
    session = ProfileSession(services, requests, what, start_owner(services))
    try:
        await session.start()
        silent = owner is OwnerState.SILENT and not session.owns
        yield Joined(services, session, requests, silent)
    finally:
        await session.aclose()


async def owner_now(paths: ProfilePaths) -> OwnerState:
    """Ask whether a window or ``watch`` of this profile runs."""
    try:
        await owner_client(paths.owner).request("nudge", timeout_s=PROBE_S)
    except OwnerSilent:
        return OwnerState.SILENT
    except NoOwner:
        return OwnerState.NONE
    return OwnerState.ANSWERS


async def retry_throttled(request: Callable[[], Awaitable[T]]) -> T:
    """Run a request, and repeat it after each refusal by a rate limit, when the server allows.

    Raises:
        Throttled: four times, or for too long; and whatever else the request raises.
    """
    for _ in range(THROTTLED_TRIES - 1):
        try:
            return await request()
        except Throttled as problem:
            if problem.retry_after_s > LONGEST_THROTTLE_S:
                raise
            await asyncio.sleep(problem.retry_after_s)
    return await request()


async def _find_key(credentials: CredentialsService, profile: Profile, *, need: bool) -> str | None:
    try:
        key = await credentials.key(profile)
    except VaultError as problem:
        if need:
            # Without the keyring there is no key, as far as a script is concerned.
            raise Stopped(explain(problem), KEY) from problem
        return None
    if key is None and need:
        raise KeyMissing("no key")
    return key
