"""What is typed into a filing panel is never lost, whatever happens around it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from PySide6.QtWidgets import QAbstractButton

from supportdesk_desktop.system.keyring import SystemKeyVault
from supportdesk_desktop.system.paths import (
    DEFAULT_PROFILE,
    make_private_dir,
    profile_paths,
    store_id,
)
from supportdesk_desktop.ui.filing.presenter import NewTicketPresenter
from tests.desktop.app.conftest import (
    SUBJECT,
    WAIT_S,
    eventually,
    kept_in,
    opened,
    start_draft,
    type_into,
)
from tests.desktop.session.processes import Desk
from tests.desktop.ui.hands import click, find

pytestmark = pytest.mark.usefixtures("key")


async def test_what_is_typed_before_anything_stands_behind_the_window_is_kept(
    tmp_path: Path, desk: Desk
) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        click(find(one.window, QAbstractButton, "new-ticket-button"))
        type_into(one.panel, SUBJECT)
        one.panel.flush()
        await one.says("brouillon enregistré")
        assert one.panel.form.draft().subject == SUBJECT


async def test_what_is_submitted_before_anything_stands_behind_the_window_is_filed(
    tmp_path: Path, desk: Desk
) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        click(find(one.window, QAbstractButton, "new-ticket-button"))
        panel = one.panel
        type_into(panel, SUBJECT)
        panel.form.description.set_markdown("Bonjour")
        submit = find(panel, QAbstractButton, "submit-ticket")
        click(submit)
        assert panel.findChild(NewTicketPresenter) is None
        assert submit.text() == "Dépôt en attente…"
        await eventually(lambda: not one.window.body.panel_is_open(), "filed")
        assert submit.text() == "Déposer le ticket"
        model = one.window.ticket_model
        await eventually(lambda: model.ticket_count() == 1, "the ticket comes by the feed")
        await eventually(lambda: not kept_in(tmp_path / "data"), "no draft is left")


class LockedKeyring(KeyringBackend):
    """A keyring that waits for a password nobody gives."""

    priority = 1

    def __init__(self) -> None:
        self.asked, self.opened = threading.Event(), threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        """Answer once it is opened."""
        self.asked.set()
        self.opened.wait(WAIT_S)
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        """Nothing is stored."""

    def delete_password(self, service: str, username: str) -> None:
        """Nothing is stored."""


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Iterator[LockedKeyring]:
    """The key is in a keyring that is locked."""
    locked = LockedKeyring()
    monkeypatch.delenv("SUPPORTDESK_API_KEY")
    vault = partial(SystemKeyVault, find_backend=lambda: locked)
    monkeypatch.setattr("supportdesk_desktop.app.services.SystemKeyVault", vault)
    yield locked
    locked.opened.set()


async def test_what_was_typed_survives_closing_before_anything_stands_behind_the_window(
    tmp_path: Path, desk: Desk, locked: LockedKeyring
) -> None:
    paths = profile_paths(tmp_path / "data", DEFAULT_PROFILE)
    make_private_dir(paths.folder)
    # It was given a key before.
    store_id(paths.store_id)
    async with opened(tmp_path / "data", desk.base) as one:
        await eventually(locked.asked.is_set, "the keyring is asked")
        click(find(one.window, QAbstractButton, "new-ticket-button"))
        type_into(one.panel, SUBJECT)
        assert one.panel.findChild(NewTicketPresenter) is None
    assert kept_in(tmp_path / "data") == {SUBJECT}


async def test_the_customer_being_created_survives_a_crash(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await start_draft(one, SUBJECT, "usr_new")
        one.panel.form.customer.creation_wanted.emit()
        block = one.panel.form.block
        block.email.setText("firmin@exemple.bj")
        block.prefix.setCurrentText("+228")
        block.phone.setText("90 12 34 56")
        await one.says("brouillon enregistré")
        # A crash leaves the files as they are: the next start works on a copy of them.
        crashed = tmp_path / "crashed"
        shutil.copytree(folder, crashed, ignore=shutil.ignore_patterns("*.lock", "*.sock"))
    async with opened(crashed, desk.base) as one:
        click(find(one.window, QAbstractButton, "new-ticket-button"))
        block = one.panel.form.block
        await eventually(block.isVisible, "the customer is being created")
        assert block.email.text() == "firmin@exemple.bj"
        assert (block.prefix.currentText(), block.phone.text()) == ("+228", "90 12 34 56")
        assert one.panel.form.draft().subject == SUBJECT
