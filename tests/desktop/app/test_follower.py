"""A window beside another process of its profile, or beside itself: it follows, says so, and takes
over."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from supportdesk_desktop.core.frames import SUBPROTOCOL
from supportdesk_desktop.core.ids import TicketId
from supportdesk_desktop.services.actions import TicketActions
from supportdesk_desktop.system.locks import read_owner
from supportdesk_desktop.system.paths import ProfilePaths
from supportdesk_desktop.ui.window.commands import FINISH
from tests.desktop.app.conftest import (
    SUBJECT,
    Opened,
    announces,
    eventually,
    file,
    finish_what_changes,
    first_of_outbox,
    has_filing,
    opened,
    watching,
)
from tests.desktop.session.processes import WAIT_S, Desk
from tests.desktop.ui.hands import click, find, press

pytestmark = pytest.mark.usefixtures("key")

FAR_MS = 4_102_444_800_000
INSTANCE = UUID("6a3c1c56-35c5-4d10-8a0c-2f3f0c1b7a11")


def owner_of(folder: Path) -> int | None:
    """Return the process that owns the profile."""
    note = read_owner(ProfilePaths(folder, "default").owner)
    return None if note is None else note.pid


async def is_verified(one: Opened) -> None:
    await one.says("à jour, vérifié à")


async def test_a_window_beside_watch_shows_and_asks_what_it_owns_then_takes_over(
    tmp_path: Path, desk: Desk
) -> None:
    folder = tmp_path / "data"
    with watching(folder, desk) as watch:
        async with opened(folder, desk.base) as one:
            await one.says("Un autre programme de ce profil suit déjà les tickets")
            await is_verified(one)
            assert owner_of(folder) == watch.pid
            # Filed here, sent there, and back through what both read.
            held = one.window.ticket_model.ticket_count()
            await file(one)
            await eventually(lambda: has_filing(one) and "INV-" in first_of_outbox(one)[1])
            await eventually(lambda: one.window.ticket_model.ticket_count() > held, "it arrives")
            one.window.dnd_chosen.emit(FAR_MS)
            await one.says("Ne pas déranger jusqu’à")
            one.window.dnd_chosen.emit(None)
            # ``watch`` announces nothing unless it is told to, and the strip does not claim it.
            await one.says("Aucun service de notification")
            one.window.verify_now_requested.emit()
            await is_verified(one)
            watch.send_signal(signal.SIGKILL)
            watch.wait(WAIT_S)
            await eventually(lambda: owner_of(folder) == os.getpid(), "the window owns it now")
            await is_verified(one)
            await announces(one)
            held = one.window.ticket_model.ticket_count()
            desk.file(SUBJECT)
            await eventually(lambda: one.window.ticket_model.ticket_count() > held, "it arrives")


async def chosen_ticket(one: Opened, desk: Desk) -> TicketId:
    """File a ticket and have one in the detail, with what can be done with it."""
    desk.file(SUBJECT)
    window = one.window
    await is_verified(one)
    await eventually(lambda: window.ticket_model.ticket_count() >= 1, "a ticket")
    window.focus_page()
    press(window.ticket_list.view, Qt.Key.Key_Home)
    await eventually(lambda: window.detail.ticket() is not None, "the detail")
    await eventually(lambda: window.detail.desk.actions, "it can be finished")
    return TicketId(window.detail.ticket_id or "")


async def test_what_is_done_beside_watch_is_sent_by_it_and_its_refusal_is_said(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    with watching(folder, desk) as watch:
        async with opened(folder, desk.base) as one:
            ticket = await chosen_ticket(one, desk)
            await finish_what_changes(one, desk, ticket)
            defaults = TicketActions.finish.__kwdefaults__
            assert defaults is not None
            monkeypatch.setitem(defaults, "undo_ms", 0)
            one.window.commands.run(FINISH)
            await one.says("marqué traité")
            await eventually(lambda: one.window.ticket_model.row_of(ticket) is None, "it left")
            assert owner_of(folder) == watch.pid


async def test_an_owner_that_does_not_answer_is_said(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    with watching(folder, desk) as watch:
        async with opened(folder, desk.base) as one:
            await is_verified(one)
            ProfilePaths(folder, "default").socket().unlink()
            one.window.verify_now_requested.emit()
            await one.says("ne répond pas")
            assert watch.poll() is None


async def test_the_same_desktop_connected_elsewhere_is_said_and_taken_back(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = iter((INSTANCE,))
    real = UUID("0" * 31 + "1")
    monkeypatch.setattr("supportdesk_desktop.services.feed.service.uuid4", lambda: next(made, real))
    async with opened(tmp_path / "data", desk.base) as one:
        await is_verified(one)
        url = f"ws://127.0.0.1:{desk.port}/api/v1/tickets/assigned/live"
        async with connect(
            url,
            additional_headers={"X-API-Key": desk.agent_key},
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            compression=None,
            proxy=None,
        ) as other:
            client = {"name": "essai", "version": "1", "instanceId": INSTANCE.hex}
            hello = {"type": "hello", "protocol": 1, "client": client, "resume": None}
            await other.send(json.dumps(hello))
            await one.says("Ouvert ailleurs")
            click(find(one.window, QAbstractButton, "strip-action"))
            await is_verified(one)
