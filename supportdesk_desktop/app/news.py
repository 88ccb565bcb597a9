"""Tells once of each version that it is installed, and leads to what it brought."""

from __future__ import annotations

from supportdesk_desktop import __version__
from supportdesk_desktop.core.settings import TELLS_NEWS
from supportdesk_desktop.services.preferences import PreferenceService
from supportdesk_desktop.store import settings
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.ui.commands import NEWS
from supportdesk_desktop.ui.window import MainWindow

SEEN = "window.news_seen"
"""The version that this profile was last opened with; none for a new profile."""


async def tell_news(window: MainWindow, store: Store, preferences: PreferenceService) -> None:
    """Show the line where the profile was last opened with another version.

    Raises:
        StoreError: it could not be noted.
    """
    seen = await store.ledger.read(settings.get, SEEN, str)
    if seen == __version__:
        return
    await store.ledger.write(settings.put, SEEN, __version__)
    if seen is None or not preferences.value(TELLS_NEWS):
        return
    line = window.pages.news_line()
    line.news_requested.connect(lambda: window.commands.run(NEWS))
