"""A window says once more of a ticket that it announced that it was not opened."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from supportdesk_desktop.services.notices import reminders
from tests.desktop.app.conftest import eventually, opened
from tests.desktop.session.processes import Desk
from tests.desktop.ui.hands import press
from tests.fakes.notifier import FakeNotifier

SUBJECT = "Carte refusée deux fois"
HOUR_MS = 3_600_000


async def test_a_ticket_that_was_not_opened(
    tmp_path: Path, desk: Desk, alone: FakeNotifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", desk.agent_key)
    monkeypatch.setattr(reminders, "LOOK_S", 0.02)
    folder = tmp_path / "data"

    def titles() -> list[str]:
        return [one.title for one in alone.announced if SUBJECT in one.body]

    async with opened(folder, desk.base) as one:
        await one.says("à jour")
        # The first one is opened as it comes: the list was empty.
        desk.file("Livraison en retard")
        await eventually(lambda: one.window.detail.ticket() is not None, "the first one")
        desk.file(SUBJECT)
        await eventually(lambda: len(titles()) == 1, "announced")
        await eventually(lambda: an_hour_ago(folder), "it is long ago")
        await eventually(lambda: len(titles()) == 2, "announced again")
        assert titles()[1] == f"{titles()[0]} · toujours pas ouvert"
        one.window.focus_page()
        press(one.window.ticket_list.view, Qt.Key.Key_Home)
        await one.says("Rappelé, toujours pas ouvert")


def an_hour_ago(folder: Path) -> bool:
    """Let what was announced have been so an hour ago; False while nothing was."""
    [path] = folder.glob("**/store.db")
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        shown = "UPDATE notices SET settled_ms = settled_ms - ? WHERE outcome = 'shown'"
        return db.execute(shown, (HOUR_MS,)).rowcount > 0
