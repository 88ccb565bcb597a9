"""What is set in the window acts at once, is stored, and comes back with the next start."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from supportdesk_desktop import __version__
from supportdesk_desktop.core import settings
from supportdesk_desktop.core.arrangement import Density, ViewLayout
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.core.settings import Setting
from supportdesk_desktop.ui.filing.presenter import NewTicketPresenter
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.settings.window import SettingsWindow
from supportdesk_desktop.ui.theme import theme
from supportdesk_desktop.ui.window.commands import SETTINGS
from supportdesk_desktop.ui.window.state import View
from tests.desktop.app.conftest import Opened, announces, eventually, opened, watching
from tests.desktop.session.processes import Desk
from tests.desktop.ui.hands import click, find

pytestmark = pytest.mark.usefixtures("key")

SUBJECT = "Double débit pour la commande #20418"
MOST_ARRIVALS = 20


@asynccontextmanager
async def with_settings(folder: Path, desk: Desk) -> AsyncIterator[tuple[Opened, SettingsWindow]]:
    """Open the window and its settings."""
    async with opened(folder, desk.base) as one:
        one.window.commands.run(SETTINGS)
        shown = one.window.pages.settings()
        await eventually(find_area(shown).isEnabled, "somebody serves the settings")
        yield one, shown


def find_area(window: SettingsWindow) -> QScrollArea:
    found = window.findChild(QScrollArea)
    assert isinstance(found, QScrollArea)
    return found


def control(window: SettingsWindow, setting: Setting[Any], name: str) -> QAbstractButton:
    """Return a button of a setting's row."""
    return find(find(window, QWidget, f"setting-{setting.name}"), QAbstractButton, name)


def stored(folder: Path) -> dict[str, str]:
    """Return the settings on disk."""
    [path] = folder.glob("**/store.db")
    with contextlib.closing(sqlite3.connect(path)) as db:
        return dict(db.execute("SELECT name, value FROM settings"))


async def test_a_choice_acts_at_once_is_stored_and_is_reset(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with with_settings(folder, desk) as (one, shown):
        click(control(shown, settings.THEME, "segment-dark"))
        await eventually(lambda: theme().mode == "dark", "dark")
        click(control(shown, settings.LANGUAGE, "segment-en"))
        await one.says("My tickets")
        assert shown.windowTitle().startswith("Settings")
        click(control(shown, settings.SINGLE_LETTERS, "switch"))
        await eventually(lambda: not one.window.shortcuts.letters, "letters are off")
        click(control(shown, settings.TEXT_SCALE, "larger"))
        await eventually(lambda: theme().scale == 1.1, "larger text")
        await eventually(lambda: "ui.scale" in stored(folder), "it is stored")
        expected = {"ui.theme": '"dark"', "ui.lang": '"en"', "ui.letters": "false"}
        assert expected.items() <= stored(folder).items()
        click(control(shown, settings.THEME, "reset"))
        await eventually(lambda: theme().mode == "system", "as the system")
        click(find(shown, QAbstractButton, "reset-all"))
        click(find(shown, QAbstractButton, "reset-yes"))
        await eventually(lambda: theme().scale == 1.0, "the usual size")
        await eventually(lambda: one.window.shortcuts.letters, "letters are on")
        await eventually(lambda: not {"ui.lang", "ui.letters"} & set(stored(folder)), "stored")
        assert language_now() == "fr"
        # Keys and menu change the same settings.
        one.window.scale_chosen.emit(1.5)
        await eventually(lambda: theme().scale == 1.5, "larger text")
        await eventually(control(shown, settings.TEXT_SCALE, "reset").isVisible, "it follows")
        one.window.theme_chosen.emit("dark")
        await eventually(control(shown, settings.THEME, "segment-dark").isChecked, "it follows")


async def test_the_form_says_whether_the_reference_leaves_with_the_ticket(
    tmp_path: Path, desk: Desk
) -> None:
    folder = tmp_path / "data"
    async with with_settings(folder, desk) as (one, shown):
        one.window.open_new_ticket()
        open_row = find(one.panel, QWidget, "metadata-reference")
        assert not open_row.isHidden()
        click(control(shown, settings.SEND_CLIENT_REF, "switch"))
        await eventually(open_row.isHidden, "it stays here")
        await eventually(lambda: settings.SEND_CLIENT_REF.name in stored(folder), "stored")
    async with opened(folder, desk.base, painted=True) as one:
        one.window.open_new_ticket()
        await eventually(lambda: one.panel.findChild(NewTicketPresenter), "the panel is served")
        assert find(one.panel, QWidget, "metadata-reference").isHidden()


async def test_a_density_is_that_of_every_view(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with with_settings(folder, desk) as (one, shown):
        pane = one.window.ticket_list
        click(control(shown, settings.DENSITY, "segment-compact"))
        await eventually(lambda: pane.layout_now.density is Density.COMPACT, "one line a ticket")
        one.window.show_view(View.PINNED)
        await eventually(lambda: '"compact"' in stored(folder).get("list.pinned", ""), "stored")
        assert pane.layout_now.density is Density.COMPACT
        # A view may have its own.
        pane.layout_chosen.emit(ViewLayout())
        await eventually(lambda: pane.layout_now.density is Density.COMFORTABLE, "two lines")
        one.window.show_view(View.MINE)
        await eventually(lambda: pane.layout_now.density is Density.COMPACT, "one line a ticket")
        click(control(shown, settings.DENSITY, "reset"))
        await eventually(lambda: pane.layout_now.density is Density.COMFORTABLE, "two lines")


async def test_quiet_hours_hold_what_is_assigned(tmp_path: Path, desk: Desk) -> None:
    async with with_settings(tmp_path / "data", desk) as (one, shown):
        await eventually(lambda: "à jour" in one._said(), "verified")
        click(control(shown, settings.QUIET_HOURS, "add-line"))
        row = find(shown, QWidget, f"setting-{settings.QUIET_HOURS.name}")
        for day in (5, 6):
            click(find(row, QAbstractButton, f"day-{day}"))
        for name in ("from", "to"):
            box = find(row, QWidget, name)
            box.setFocus()
            box.setTime(type(box.time())(0, 0))  # type: ignore[attr-defined]
        await one.says("Ne pas déranger")
        click(control(shown, settings.QUIET_HOURS, "remove-line"))
        await announces(one)


async def test_a_window_that_follows_tells_the_owner(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    with watching(folder, desk):
        async with with_settings(folder, desk) as (one, shown):
            await one.says("suit déjà les tickets")
            click(control(shown, settings.ANNOUNCES, "switch"))
            await eventually(lambda: "notices.announces" in stored(folder), "it is stored")
            # What arrives before the owner has read the setting anew is still announced.
            for arrivals in range(1, MOST_ARRIVALS):
                desk.file(SUBJECT)
                await eventually(partial(has_settled, folder, arrivals), "accounted for")
                if settled(folder)[-1] == NoticeOutcome.FILTERED:
                    return
            pytest.fail("the owner never learned of it")


def has_settled(folder: Path, notices: int) -> bool:
    return len(settled(folder)) == notices


def settled(folder: Path) -> list[str]:
    """Return what became of each notice, the newest last, without those under way."""
    [path] = folder.glob("**/store.db")
    with contextlib.closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT outcome FROM notices WHERE outcome IS NOT NULL ORDER BY id")
        return [outcome for (outcome,) in rows]


@pytest.mark.parametrize(("seen", "told"), [(None, False), ("0.9.0", True)])
async def test_an_update_is_told_once_and_not_to_a_new_profile(
    tmp_path: Path, desk: Desk, seen: str | None, told: bool
) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base):
        await eventually(lambda: "window.news_seen" in noted(folder), "the version is noted")
    if seen is not None:
        note(folder, seen)
    async with opened(folder, desk.base) as one:
        if told:
            await one.says("est installé")
        await eventually(lambda: noted(folder)["window.news_seen"] == f'"{__version__}"', "noted")
        await one.says("à jour")
        assert (one.window.findChild(QWidget, "news-line") is not None) == told
    async with opened(folder, desk.base) as one:
        await one.says("à jour")
        assert one.window.findChild(QWidget, "news-line") is None


def noted(folder: Path) -> dict[str, str]:
    """Return the settings on disk, none before there is a store with its tables."""
    try:
        return stored(folder)
    except (ValueError, sqlite3.OperationalError):
        return {}


def note(folder: Path, version: str) -> None:
    """Say that the profile was last opened with another version."""
    [path] = folder.glob("**/store.db")
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "UPDATE settings SET value = ? WHERE name = 'window.news_seen'", (f'"{version}"',)
        )
