"""A second start of a profile's window, over the real lock and socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from supportdesk_desktop.app.one_window import OneWindow
from supportdesk_desktop.app.options import hand_over
from supportdesk_desktop.system.paths import ProfilePaths

Calls = list[tuple[str | None, str | None]]


@pytest.fixture
def paths(tmp_path: Path) -> ProfilePaths:
    return ProfilePaths(tmp_path, "default")


@pytest.fixture
async def opened(paths: ProfilePaths) -> AsyncIterator[Calls]:
    calls: Calls = []
    window = OneWindow(paths, lambda *call: calls.append(call))
    assert await window.start(None)
    yield calls
    await window.aclose()


async def test_a_second_start_hands_its_link_over(
    paths: ProfilePaths, opened: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "from the launcher")
    link = "supportdesk://ticket/INV-1042"
    assert await asyncio.to_thread(hand_over, paths, link)
    assert opened == [(link, "from the launcher")]


async def test_of_two_that_start_at_once_one_opens(paths: ProfilePaths, opened: Calls) -> None:
    second = OneWindow(paths, lambda *_call: None)
    assert not await second.start("supportdesk://ticket/INV-1")
    assert opened == [("supportdesk://ticket/INV-1", None)]


async def test_a_window_that_died_is_in_nobodys_way(paths: ProfilePaths) -> None:
    first = OneWindow(paths, lambda *_call: None)
    assert await first.start(None)
    await first.aclose()
    assert not await asyncio.to_thread(hand_over, paths, None)
    second = OneWindow(paths, lambda *_call: None)
    assert await second.start(None)
    await second.aclose()


async def test_a_window_opens_where_nothing_can_be_written(
    paths: ProfilePaths, caplog: pytest.LogCaptureFixture
) -> None:
    paths.folder.write_text("a file in the place of the folder")
    window = OneWindow(paths, lambda *_call: None)
    assert await window.start(None)
    assert "second window" in caplog.text
    await window.aclose()
