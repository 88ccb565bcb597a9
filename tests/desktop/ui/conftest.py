"""Every test of the window runs in a theme; ask for ``each_theme`` to run in both."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from supportdesk_desktop.ui.theme import Mode, Theme, install

# Widgets alone need no display; where focus goes there depends on a window manager's mood.
# The whole program is tested on a real one, in tests/desktop/session.
os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme at 100 %, put back after a test that changed it."""
    yield install(qapp, "light", 1.0)
    # Widgets of the test are gone only now: else each change of theme dresses them all again.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    install(qapp, "light", 1.0)


@pytest.fixture(params=["light", "dark"])
def each_theme(request: pytest.FixtureRequest, light_theme: Theme) -> Theme:
    """The light, then the dark theme."""
    mode: Mode = request.param
    light_theme.set_mode(mode)
    return light_theme
