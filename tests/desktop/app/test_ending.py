"""The end of a window: everything is taken apart, whatever fails on the way."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from supportdesk_desktop.core.errors import StoreFull
from supportdesk_desktop.store.engine import StoreConnection
from supportdesk_desktop.store.settings import WINDOW_STATE
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote
from supportdesk_desktop.system.paths import ProfilePaths
from supportdesk_desktop.ui.filing.panels_presenter import FilingPanels
from tests.desktop.app.conftest import SUBJECT, kept_in, opened, start_draft
from tests.desktop.session.processes import Desk


@pytest.mark.parametrize("fails", ["state", "panels"])
async def test_a_full_disk_skips_nothing_of_the_end(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", desk.agent_key)
    writes = StoreConnection.write

    async def full(*_arguments: object) -> None:
        raise StoreFull("disk full")

    async def write(one: StoreConnection, *work: Any) -> Any:
        return await (full() if WINDOW_STATE in work else writes(one, *work))

    if fails == "state":
        monkeypatch.setattr(StoreConnection, "write", write)
    else:
        monkeypatch.setattr(FilingPanels, "aclose", full)
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await one.says("à jour, vérifié à")
    paths = ProfilePaths(folder, "default")
    lock = OwnerLock(paths.owner)
    assert lock.try_acquire(OwnerNote(1, "", "test"))
    lock.release()
    assert not paths.socket().exists()


async def test_a_store_that_takes_no_window_state_keeps_no_draft_from_it(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", desk.agent_key)
    writes = StoreConnection.write

    async def write(one: StoreConnection, *work: Any) -> Any:
        return await (asyncio.Event().wait() if WINDOW_STATE in work else writes(one, *work))

    monkeypatch.setattr(StoreConnection, "write", write)
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await start_draft(one, SUBJECT)
    assert kept_in(folder) == {SUBJECT}
