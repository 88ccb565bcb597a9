"""``self-test``: whether this installation has all that it needs, a line each."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from supportdesk_desktop.cli.language import say
from supportdesk_desktop.cli.output import BACK_ENDS, Names, answer, tickets_word, word
from supportdesk_desktop.cli.running import DONE, FAILED, explain
from supportdesk_desktop.core.errors import DeskError, StoreDamaged
from supportdesk_desktop.resources import resource
from supportdesk_desktop.system.keyring import SystemKeyVault
from supportdesk_desktop.system.notifications import system_notifier
from supportdesk_desktop.system.paths import ProfilePaths, profile_paths

PARTS = (
    "httpx",
    "truststore",
    "websockets.asyncio.client",
    "keyring.backends.SecretService" if sys.platform == "linux" else "keyring",
    "dbus_fast.aio" if sys.platform == "linux" else "desktop_notifier",
    "markdown_it",
    "starlette.applications",
    "uvicorn",
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "alembic",
    "aiosmtplib",
)
FILES = (
    ("icons", "bell.svg"),
    ("contract", "openapi.json"),
    ("contract", "live-feed.asyncapi.yaml"),
)
CHECKS: Names = {
    "parts": ("composants", "parts"),
    "files": ("fichiers", "files"),
    "store": ("base locale", "store"),
    "data": ("données du profil", "profile’s data"),
    "desk": ("bureau", "desk"),
    "window": ("fenêtre", "window"),
    "keyring": ("trousseau", "keyring"),
}


class CheckResult(msgspec.Struct, frozen=True):
    """The result of one check. ``needed``: without it the product does not work."""

    what: str
    ok: bool
    detail: str
    needed: bool = True


class _Absent(Exception):
    """Something that this computer does not have, in the words of the exception."""


Check = Callable[[], Awaitable[str]]


async def run(parsed: argparse.Namespace) -> int:
    """Check everything; exit 1 if something that is needed fails."""
    paths = profile_paths(parsed.data_dir, parsed.profile)
    checks: tuple[tuple[str, Check, bool], ...] = (
        ("parts", _parts, True),
        ("files", _files, True),
        ("store", _store, True),
        ("data", lambda: _data(paths), True),
        ("desk", _desk, True),
        ("window", _window, True),
        ("keyring", _keyring, False),
        ("notifications", _notifications, False),
    )
    failed = False
    for what, check, needed in checks:
        finding = await _find(what, check, needed)
        failed = failed or (needed and not finding.ok)
        answer(parsed, finding, _line(finding))
    return FAILED if failed else DONE


async def _find(what: str, check: Check, needed: bool) -> CheckResult:
    try:
        return CheckResult(what, True, await check(), needed)
    except _Absent as problem:
        return CheckResult(what, False, str(problem), needed)
    except DeskError as problem:
        return CheckResult(what, False, f"{explain(problem)} ({problem})", needed)
    except Exception as problem:
        # Whatever a broken installation raises is what this command is there to tell.
        return CheckResult(what, False, f"{type(problem).__name__}: {problem}", needed)


def _line(finding: CheckResult) -> str:
    if finding.ok:
        mark = say("bon", "ok")
    else:
        mark = say("ÉCHEC", "FAILED") if finding.needed else say("absent", "absent")
    return f"{mark}\t{word(CHECKS, finding.what)}\t{word(BACK_ENDS, finding.detail)}"


# Each imports what it checks: a part that cannot be imported is a finding, and not the end.


async def _parts() -> str:
    for name in PARTS:
        importlib.import_module(name)
    return f"{len(PARTS)}"


async def _files() -> str:
    missing = ["/".join(parts) for parts in FILES if not resource(*parts).is_file()]
    if missing:
        raise FileNotFoundError(", ".join(missing))
    return f"{len(FILES)}"


async def _store() -> str:
    from supportdesk_desktop.store import tickets
    from supportdesk_desktop.store.engine import Store

    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(Path(folder) / "store.db")
        try:
            return f"SQLite, {tickets_word(await store.read(tickets.total))}"
        finally:
            await store.aclose()


async def _data(paths: ProfilePaths) -> str:
    """Check the profile's own store, down to each page; a profile without one is sound."""
    from supportdesk_desktop.store.rescue import problems_of
    from supportdesk_desktop.store.schema import check_version

    if not paths.store.exists():
        return say("rien d’enregistré", "nothing stored")
    problems = await asyncio.to_thread(problems_of, paths.store)
    if problems:
        raise StoreDamaged("; ".join(problems))
    await asyncio.to_thread(check_version, paths.store)
    return say("intact", "intact")


async def _desk() -> str:
    from supportdesk_desktop.backend.desk import open_desk

    with tempfile.TemporaryDirectory() as folder:
        desk = await open_desk(f"sqlite:///{folder}/desk.db")
        try:
            return str(desk.app.slug)
        finally:
            await desk.aclose()


async def _window() -> str:
    from supportdesk_desktop.app.start import check_window

    return check_window()


async def _keyring() -> str:
    return await SystemKeyVault(timeout_s=5.0).describe()


async def _notifications() -> str:
    notifier = system_notifier()
    try:
        await notifier.start()
        if not notifier.available:
            raise _Absent(notifier.describe())
        return notifier.describe()
    finally:
        await notifier.aclose()
