"""A search beside a real desk: a link begins it, and the next start finds again what was shown."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from supportdesk_desktop.core.links import view_link
from supportdesk_desktop.ui.tickets.saved_view_rows import SavedViewItem
from supportdesk_desktop.ui.window.state import View
from tests.desktop.app.conftest import Opened, eventually, opened, serving_tickets
from tests.desktop.session.processes import Desk, environment
from tests.desktop.ui.hands import CTRL, find, press, type_text

pytestmark = pytest.mark.usefixtures("key")

RETRAITS, LIVRAISONS = 5, 4
QUERY = '"livraison parakou" priorité:urgente'


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with a few tickets of two kinds."""
    tickets = [("Retrait", "LOW")] * RETRAITS + [("Livraison Parakou", "URGENT")] * LIVRAISONS
    with serving_tickets(tmp_path_factory.mktemp("desk"), tickets) as served:
        yield served


async def shows(one: Opened, count: int) -> None:
    await eventually(lambda: one.window.ticket_model.ticket_count() == count, f"{count} tickets")


def saved(one: Opened) -> list[SavedViewItem]:
    return one.window.rail.saved_views.findChildren(SavedViewItem)


async def start_again(folder: Path, desk: Desk, link: str) -> None:
    """Start the command a second time with a link, as a browser does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "supportdesk_desktop"),
        *("--data-dir", str(folder), "--server", desk.base, link),
        env=environment({}),
    )
    async with asyncio.timeout(20):
        assert await process.wait() == 0


async def test_a_link_shows_its_query_and_keeps_nothing(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await shows(one, RETRAITS + LIVRAISONS)
        one.window.show_view(View.OUTBOX)
        await start_again(folder, desk, view_link(QUERY))
        await shows(one, LIVRAISONS)
        assert one.window.top_bar.search.text() == QUERY
        assert saved(one) == []
        for refused in ("supportdesk://view?q=", "supportdesk://file?q=x"):
            await start_again(folder, desk, refused)
            assert one.window.top_bar.search.text() == QUERY


async def test_the_next_start_shows_what_this_end_did(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await shows(one, RETRAITS + LIVRAISONS)
        one.window.show_view(View.URGENT)
        await shows(one, LIVRAISONS)
    async with opened(folder, desk.base, painted=True) as one:
        assert one.window.view() is View.URGENT
        assert one.window.ticket_model.ticket_count() == LIVRAISONS
        await one.says("à jour")
        field = one.window.top_bar.search
        type_text(field, "retrait")
        await shows(one, RETRAITS)
        press(field, Qt.Key.Key_S, CTRL)
        edit = find(one.window, QLineEdit, "view-name")
        type_text(edit, "Retraits")
        press(edit, Qt.Key.Key_Return)
        await eventually(lambda: saved(one), "it is kept")
    async with opened(folder, desk.base, painted=True) as one:
        [line], field = saved(one), one.window.top_bar.search
        assert (line.isChecked(), line.count, field.text()) == (True, None, "retrait")
        assert one.window.ticket_model.ticket_count() == RETRAITS
        await eventually(lambda: line.count == RETRAITS, "counted")
        assert line.isChecked()
        field.clear()
        await shows(one, LIVRAISONS)
        assert one.window.view() is View.URGENT
        one.window.rail.saved_views.removed.emit(line.view.id)
        await eventually(lambda: not saved(one), "it is gone")
        one.window.go(View.OUTBOX)
    async with opened(folder, desk.base, painted=True) as one:
        assert (one.window.view(), one.window.rail.over()) == (View.MINE, None)
        assert not one.window.top_bar.search.text()
        await one.says("à jour")
