"""What a crash left to believe of an announcement is believed until the store knows it."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.notices.service import NoticeService
from supportdesk_desktop.store import notices as stored_notices
from supportdesk_desktop.store import ticket_events
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.system.notifications.notifier import HandOverJournal
from tests.fakes.notifier import FakeNotifier
from tests.fakes.tickets import a_ticket, an_event


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A store of its own."""
    opened = await Store.open(tmp_path / "store.db")
    yield opened
    await opened.aclose()


async def test_a_store_that_fails_at_the_start_makes_nothing_announced_twice(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [new] = (await store.feed.write(ticket_events.store_events, [an_event(a_ticket(), 1)])).notices
    path = tmp_path / "hand-overs.log"
    path.write_text(f"1 unexplained {new.record.id}\n1 shown\n")
    notifier = FakeNotifier()

    def service() -> NoticeService:
        return NoticeService(store, Bus(), Clock(), notifier, HandOverJournal(path), "fr")

    def full(*_args: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    first = service()
    with monkeypatch.context() as patch:
        patch.setattr(stored_notices, "_settle", full)
        await first.start()
        await first.aclose()
    second = service()
    await second.start()
    await second.aclose()
    assert notifier.announced == []
    [settled] = await store.read(stored_notices.recent)
    assert settled.outcome is NoticeOutcome.SHOWN
    assert path.read_bytes() == b""
