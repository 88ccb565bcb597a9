"""``status`` beside an owner that is slow or stopped: never "not running"."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import AsyncIterator, Iterator

from supportdesk_desktop.app.owner_requests import OwnerRequests
from supportdesk_desktop.app.services import ProfileKeys, Setup, open_services
from supportdesk_desktop.app.session import ProfileSession
from supportdesk_desktop.core.profile import resolve
from supportdesk_desktop.services.account import CredentialsService
from supportdesk_desktop.system.keyring import SystemKeyVault
from supportdesk_desktop.system.paths import profile_paths, store_id
from tests.integration.cli.at_the_desk import FILE
from tests.integration.cli.conftest import Shell


@contextlib.asynccontextmanager
async def owner(shell: Shell, key: str | None) -> AsyncIterator[None]:
    """Own the profile in this process, with a keyring that does not answer."""
    released = threading.Event()

    def hang() -> None:
        released.wait()

    paths = profile_paths(shell.data_dir, "default")
    store_id(paths.store_id)
    credentials = CredentialsService(paths, SystemKeyVault(find_backend=hang), {})  # type: ignore[arg-type]
    profile = resolve("default", None, shell.server)
    services = await open_services(Setup(paths, profile.base_url, key, "fr"))
    requests = OwnerRequests(services, ProfileKeys(credentials, profile))
    session = ProfileSession(services, requests, "window", services.start_owner)
    try:
        await session.start()
        yield
    finally:
        released.set()
        await session.aclose()


async def test_a_keyring_that_does_not_answer_hides_nothing_else(shell: Shell) -> None:
    async with owner(shell, shell.key):
        found = await asyncio.to_thread(shell.json, "status")
    assert "running" not in found
    assert (found["keyPresent"], found["keyring"]) == (True, "locked")


async def test_whether_there_is_a_key_is_not_known_while_the_keyring_does_not_answer(
    shell: Shell,
) -> None:
    shell.key = None
    async with owner(shell, None):
        found = await asyncio.to_thread(shell.json, "status")
        text = (await asyncio.to_thread(shell.run, "status", "--lang", "en")).stdout
    assert "running" not in found
    assert (found["keyPresent"], found["feed"]["state"]) == (None, "key_refused")
    assert "Key: unknown" in text


@contextlib.contextmanager
def stopped_owner(shell: Shell) -> Iterator[None]:
    """Leave a ``watch`` that is stopped, as a hung window would be, for the block's time."""
    watch = shell.watch()
    watch.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        watch.send_signal(signal.SIGCONT)


def test_an_owner_that_is_stopped_runs_proves_nothing_and_is_trouble(shell: Shell) -> None:
    with stopped_owner(shell):
        found = shell.json("status", "--lang", "en")
        text = shell.run("status", "--lang", "en").stdout
    assert (found["running"], found["feed"]["state"]) == (True, "unverified")
    assert "does not answer" in text
    assert [(one["part"], one["code"]) for one in found["trouble"]] == [
        ("feed", "owner_silent"),
        ("outbox", "owner_silent"),
    ]
    assert all("another takes over" in one["message"] for one in found["trouble"])


def test_what_waits_for_an_owner_that_does_not_answer_says_so(shell: Shell) -> None:
    with stopped_owner(shell):
        filed = shell.run(*FILE, "--lang", "en")
        shell.key = None
        (listed,) = shell.json("outbox", "--lang", "en")["filings"]
    assert filed.returncode == 5
    assert "does not answer" in filed.stderr
    assert listed["waits"]["code"] == "owner_silent"
