"""What is loaded before the window has painted; all that is added there costs every start."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.saved_views import SavedView, SavedViewId
from supportdesk_desktop.store import settings as stored_settings
from supportdesk_desktop.store import snapshots
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.settings import SAVED_VIEWS, WINDOW_STATE
from tests.fakes.tickets import NOON_MS, a_ticket

LOADED_LATER = (
    "aiosqlite",
    "asyncio",
    "dbus_fast",
    "httpx",
    "keyring",
    "markdown_it",
    "qasync",
    "sqlalchemy",
    "ssl",
    "starlette",
    "uvicorn",
    "websockets",
    "supportdesk_desktop.backend",
    "supportdesk_desktop.net",
    "supportdesk_desktop.services",
    "supportdesk_desktop.ui.tickets.presenter",
    "supportdesk_desktop.ui.window.pages",
)
"""Packages, and the module that brings all pages."""

# Stands in for the module that brings loop, services and network once the window has painted.
START = """
import sys, types
from supportdesk_desktop.cli import main

def painted(app, window, *rest):
    print(window.ticket_list.view.visible_ids()[0])
    print(*sys.modules, sep="\\n")
    return 0

after = types.ModuleType("supportdesk_desktop.app.run")
after.run = painted
sys.modules[after.__name__] = after
sys.exit(main(["--data-dir", sys.argv[1], "--lang", "fr"]))
"""


VIEWS = (SavedView(SavedViewId("v"), "Livraisons", "tag:parakou"),)
OVER = {"view": "mine", "over": "v", "query": "tag:parakou", "first": [a_ticket().id]}


@pytest.mark.parametrize("settings", [{}, {SAVED_VIEWS: VIEWS, WINDOW_STATE: OVER}])
def test_nothing_is_loaded_that_the_first_paint_does_not_need(
    tmp_path: Path, settings: dict[str, object]
) -> None:
    async def fill() -> None:
        store = await Store.open(tmp_path / "default" / "store.db")
        await snapshots.replace_all(store.feed, Cursor(epoch="e", seq=1), [a_ticket()], NOON_MS)
        for name, value in settings.items():
            await store.ledger.write(stored_settings.put, name, value)
        await store.aclose()

    (tmp_path / "default").mkdir(mode=0o700)
    asyncio.run(fill())
    started = subprocess.run(
        [sys.executable, "-c", START, str(tmp_path)],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    first, *loaded = started.stdout.splitlines()
    assert first == a_ticket().id
    assert "supportdesk_desktop.ui.window.window" in loaded
    assert set(loaded) & set(LOADED_LATER) == set()
