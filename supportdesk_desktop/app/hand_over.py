"""A second start of the window hands its link to the first and ends."""

from __future__ import annotations

import os
from pathlib import Path

from supportdesk_desktop.system.locks import read_owner
from supportdesk_desktop.system.paths import ProfilePaths

WINDOW = "window"
TOKEN_VARIABLES = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


def hand_over(paths: ProfilePaths, link: str | None) -> bool:
    """Bring the window that is open for this profile forward, on the link where there is one.

    Returns:
        Whether one answered. A note that a dead owner left costs one refused connection.
    """
    note = read_owner(paths.owner)
    if note is None or note.what != WINDOW or not note.socket:
        return False
    import asyncio

    from supportdesk_desktop.system.control import ControlClient, NoOwner

    token = next((os.environ[name] for name in TOKEN_VARIABLES if os.environ.get(name)), None)
    client = ControlClient(Path(note.socket))
    try:
        asyncio.run(client.request("open", {"link": link, "token": token}))
    except NoOwner:
        return False
    return True
