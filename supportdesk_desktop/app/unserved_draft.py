"""What was typed into a window that is closed before anything stood behind it."""

from __future__ import annotations

from uuid import uuid4

from supportdesk_desktop.app.store_opening import open_store, tell_on_stderr
from supportdesk_desktop.core.ids import DraftId
from supportdesk_desktop.store import drafts
from supportdesk_desktop.system.clock import SystemClock
from supportdesk_desktop.system.paths import ProfilePaths
from supportdesk_desktop.ui.language import language_now
from supportdesk_desktop.ui.window import MainWindow


async def keep_unserved(window: MainWindow, paths: ProfilePaths) -> None:
    """Keep what stands in the filing panel as a draft, which the next start offers.

    Raises:
        StoreError: it could not be kept.
    """
    panel = window.pages.new_ticket_if_built()
    if panel is None or not panel.has_something():
        return
    store = await open_store(paths, language_now(), tell_on_stderr)
    try:
        now_ms, draft_id = SystemClock().wall_ms(), DraftId(str(uuid4()))
        await store.ledger.write(
            drafts.put, draft_id, panel.draft(), now_ms, None, panel.customer_entry()
        )
    finally:
        await store.aclose()
