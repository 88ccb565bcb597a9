"""The Linux notifier against a real daemon, in the session that ``tests/session.sh`` brings up."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
from typing import Any

import pytest

from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.core.notices import Announcement
from supportdesk_desktop.system.notifications import system_notifier

pytestmark = pytest.mark.skipif(
    shutil.which("dunstctl") is None
    or "DISPLAY" not in os.environ
    or "DBUS_SESSION_BUS_ADDRESS" not in os.environ,
    reason="needs a session with dunst: tests/session.sh",
)

ASSIGNMENT = Announcement(
    tag="clx-dunst",
    title="INV-1046 : paiement débité deux fois",
    body="Koffi Mensah <script>&amp;",
    priority="CRITICAL",
    open_label="Ouvrir",
    ticket_id=TicketId("clx-dunst"),
)


def dunst(*command: str) -> str:
    return subprocess.run(
        ["dunstctl", *command], check=True, capture_output=True, text=True, timeout=10
    ).stdout


def history() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(dunst("history"))["data"][0]
    return found


async def test_dunst_shows_it_and_its_click_opens_the_ticket() -> None:
    opened: asyncio.Future[TicketId | None] = asyncio.get_running_loop().create_future()
    notifier = system_notifier()
    notifier.opened = lambda ticket_id, token: opened.set_result(ticket_id)
    await notifier.start()
    assert notifier.describe().startswith("dunst ")
    shown = await notifier.notify(ASSIGNMENT)
    assert shown.sent_ns < shown.shown_ns
    await asyncio.to_thread(dunst, "action")
    assert await asyncio.wait_for(opened, 10) == "clx-dunst"
    await asyncio.to_thread(dunst, "close-all")
    number = int(shown.id.rpartition("/")[2])
    (kept,) = [one for one in await asyncio.to_thread(history) if one["id"]["data"] == number]
    assert kept["summary"]["data"] == ASSIGNMENT.title
    assert kept["urgency"]["data"] == "CRITICAL"
    assert "Koffi Mensah" in kept["body"]["data"]
    assert "&lt;script&gt;" in kept["body"]["data"]
    await notifier.aclose()
