"""What is typed into a filing panel is never lost, whatever happens around it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from keyring.backend import KeyringBackend
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QWidget

from supportdesk_desktop.core.drafts import Draft, client_ref_of_draft
from supportdesk_desktop.core.filing import Act, Change, Doubt, FilingState
from supportdesk_desktop.store import filing_acts, filings
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.keyring import SystemKeyVault
from supportdesk_desktop.system.paths import (
    DEFAULT_PROFILE,
    make_private_dir,
    profile_paths,
    store_id,
)
from supportdesk_desktop.ui.filing.panel import NewTicketPanel
from supportdesk_desktop.ui.filing.panels_presenter import FilingPanels
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

FIRST, SECOND = SUBJECT, "Remboursement demandé deux fois"
NO_GRAB = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
"""The offscreen platform says so of each menu."""
TAG = "0d1f7c1e-6f5b-4b52-9a2e-0c5a3f1b7d10"


async def is_kept(panel: NewTicketPanel) -> None:
    """Wait until the head says that the draft is stored."""
    await eventually(lambda: "brouillon enregistré" in head_of(panel), "it is kept")


def head_of(panel: NewTicketPanel) -> str:
    return panel.header._state.text()


def drafts_menu(panel: NewTicketPanel) -> QMenu | None:
    return panel.findChild(QMenu, "drafts-menu")


async def choose(panel: NewTicketPanel, words: str) -> None:
    """Open the menu of the drafts and choose the line that begins with ``words``."""
    click(find(panel, QAbstractButton, "new-ticket-more"))
    await eventually(lambda: drafts_menu(panel) is not None, "the menu is open")
    menu = drafts_menu(panel)
    assert menu is not None
    lines = [action for action in menu.actions() if action.text().startswith(words)]
    assert lines, [action.text() for action in menu.actions()]
    menu.close()
    lines[0].trigger()


async def test_what_is_typed_before_anything_stands_behind_the_window_is_kept(
    tmp_path: Path, desk: Desk
) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        click(find(one.window, QAbstractButton, "new-ticket-button"))
        type_into(one.panel, FIRST)
        one.panel.flush()
        await is_kept(one.panel)
        assert one.panel.form.draft().subject == FIRST


async def test_what_is_submitted_before_anything_stands_behind_the_window_is_filed(
    tmp_path: Path, desk: Desk
) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        click(find(one.window, QAbstractButton, "new-ticket-button"))
        panel = one.panel
        type_into(panel, FIRST)
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
        type_into(one.panel, FIRST)
        assert one.panel.findChild(NewTicketPresenter) is None
    assert kept_in(tmp_path / "data") == {FIRST}


async def test_the_customer_being_created_survives_a_crash(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await start_draft(one, FIRST, "usr_new")
        one.panel.form._on_creation_wanted()
        block = one.panel.form.block
        block.email.setText("firmin@exemple.bj")
        block.prefix.setCurrentText("+228")
        block.phone.setText("90 12 34 56")
        await is_kept(one.panel)
        # A crash leaves the files as they are: the next start works on a copy of them.
        crashed = tmp_path / "crashed"
        shutil.copytree(folder, crashed, ignore=shutil.ignore_patterns("*.lock", "*.sock"))
    async with opened(crashed, desk.base) as one:
        click(find(one.window, QAbstractButton, "new-ticket-button"))
        block = one.panel.form.block
        await eventually(block.isVisible, "the customer is being created")
        assert block.email.text() == "firmin@exemple.bj"
        assert (block.prefix.currentText(), block.phone.text()) == ("+228", "90 12 34 56")
        assert one.panel.form.draft().subject == FIRST


async def test_taking_back_a_filing_leaves_the_next_draft_alone(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FilingPanels, "undo_ms", lambda _panels: 60_000)
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await start_draft(one, FIRST)
        one.panel.form.description.set_markdown("Bonjour")
        one.panel.submit()
        await eventually(lambda: not one.window.body.panel_is_open(), "filed")
        await start_draft(one, SECOND)
        click(find(one.window, QAbstractButton, "undo"))
        await eventually(lambda: one.panel.form.draft().subject == FIRST, "taken back")
        await is_kept(one.panel)
        await eventually(lambda: kept_in(folder) == {FIRST, SECOND}, "what is on disk")


async def test_submitting_twice_while_the_store_is_busy_files_once(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FilingPanels, "undo_ms", lambda _panels: 60_000)
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await start_draft(one, FIRST)
        one.panel.form.description.set_markdown("Bonjour")
        await is_kept(one.panel)
        begun, let_go = threading.Event(), threading.Event()
        submit = filing_acts.submit

        def slow(*args: Any, **named: Any) -> Any:
            begun.set()
            let_go.wait(WAIT_S)
            return submit(*args, **named)

        monkeypatch.setattr(filing_acts, "submit", slow)
        one.panel.submit()
        await eventually(begun.is_set, "it is being stored")
        one.panel.submit()
        one.panel.flush()
        let_go.set()
        await eventually(lambda: not one.window.body.panel_is_open(), "filed")
    with closing(sqlite3.connect(folder / "default" / "store.db")) as left:
        assert left.execute("SELECT count(*) FROM filings").fetchone() == (1,)
    assert kept_in(folder) == set()


@pytest.mark.parametrize("saved", [False, True])
@pytest.mark.parametrize("stored", [False, True])
async def test_what_is_typed_while_a_filing_is_stored_is_a_draft_of_its_own(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch, saved: bool, stored: bool
) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await start_draft(one, FIRST)
        one.panel.form.description.set_markdown("Bonjour")
        await is_kept(one.panel)
        begun, let_go = threading.Event(), threading.Event()
        submit = filing_acts.submit

        def slow(*args: Any, **named: Any) -> Any:
            begun.set()
            let_go.wait(WAIT_S)
            if not stored:
                raise sqlite3.OperationalError("database or disk is full")
            return submit(*args, **named)

        monkeypatch.setattr(filing_acts, "submit", slow)
        one.panel.submit()
        await eventually(begun.is_set, "it is being stored")
        type_into(one.panel, SECOND)
        if saved:
            one.panel.flush()
        let_go.set()
        button = find(one.panel, QAbstractButton, "submit-ticket")
        await eventually(lambda: button.text() == "Déposer le ticket", "it is over")
        await eventually(lambda: kept_in(folder) == {SECOND}, "what is on disk")
        assert one.window.body.panel_is_open()
        assert one.panel.form.draft().subject == SECOND
    with closing(sqlite3.connect(folder / "default" / "store.db")) as left:
        filed = [
            json.loads(text)["subject"] for (text,) in left.execute("SELECT draft FROM filings")
        ]
    assert filed == ([FIRST] if stored else [])


async def test_what_could_not_be_stored_can_be_filed_again(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await start_draft(one, FIRST)
        one.panel.form.description.set_markdown("Bonjour")

        def full(*_args: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        with monkeypatch.context() as patch:
            patch.setattr("supportdesk_desktop.store.filing_acts.read_filings", full)
            one.panel.submit()
            refusal = one.panel.form.refusal
            await eventually(refusal.isVisible, "it says why not")
        assert find(one.panel, QAbstractButton, "submit-ticket").text() == "Déposer le ticket"
        await eventually(lambda: kept_in(folder) == {FIRST}, "kept")
        one.panel.submit()
        await eventually(lambda: not one.window.body.panel_is_open(), "filed")
        await eventually(lambda: kept_in(folder) == set(), "no draft is left")


async def test_a_draft_that_was_filed_with_other_words_is_one_other_draft(
    tmp_path: Path, desk: Desk
) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await start_draft(one, FIRST)
        one.panel.form.description.set_markdown("Bonjour")
        await is_kept(one.panel)
        presenter = one.panel.findChild(NewTicketPresenter)
        assert presenter is not None
        store = await Store.open(folder / "default" / "store.db")
        filed = presenter.draft_id
        await store.ledger.write(
            filing_acts.submit,
            Draft(customer_external_id="user_8841", subject=SECOND, description="Bonjour"),
            client_ref=client_ref_of_draft(filed),
            idempotency_key="k",
            now_ms=0,
        )
        one.panel.submit()
        await eventually(one.panel.form.refusal.isVisible, "it says why not")
        await eventually(lambda: presenter.draft_id != filed, "it is another draft")
        await eventually(lambda: kept_in(folder, "id") == {presenter.draft_id}, "kept once")
        assert kept_in(folder) == {FIRST}
        one.panel.submit()
        await eventually(lambda: not one.window.body.panel_is_open(), "filed")
        await eventually(lambda: kept_in(folder) == set(), "no draft is left")
        await store.aclose()


async def test_a_filing_that_may_have_left_is_not_written_anew(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FilingPanels, "undo_ms", lambda _panels: 60_000)
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await start_draft(one, FIRST)
        one.panel.form.description.set_markdown("Bonjour")
        one.panel.submit()
        await eventually(lambda: not one.window.body.panel_is_open(), "filed")
        store = await Store.open(folder / "default" / "store.db")
        [filing] = await store.ledger.read(filings.unsettled)
        await store.ledger.write(filing_acts.take, filing.id, filing.created_ms)
        doubt = Change(act=Act.DOUBT, at_ms=filing.created_ms, doubt=Doubt.CONFLICT)
        await store.ledger.write(filing_acts.settle, filing.id, doubt)
        click(find(one.window, QAbstractButton, "undo"))
        await one.says("qui ne le permet pas")
        assert not one.window.body.panel_is_open()
        assert [one.state for one in await store.ledger.read(filings.unsettled)] == [
            FilingState.UNCERTAIN
        ]
        await store.aclose()


@NO_GRAB
async def test_drafts_are_set_aside_chosen_and_thrown_away(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await start_draft(one, FIRST)
        await choose(one.panel, "Nouveau brouillon")
        assert one.panel.form.draft() == Draft()
        type_into(one.panel, SECOND)
        await is_kept(one.panel)
        await choose(one.panel, FIRST)
        await eventually(lambda: one.panel.form.draft().subject == FIRST, "the first is back")
        await choose(one.panel, "Jeter ce brouillon")
        assert one.panel.form.draft() == Draft()
        await one.says("Brouillon jeté.")
        await choose(one.panel, SECOND)
        await eventually(lambda: one.panel.form.draft().subject == SECOND, "the second is back")
        await eventually(lambda: kept_in(folder) == {SECOND}, "what is on disk")
        click(find(one.window, QAbstractButton, "undo"))
        await eventually(lambda: one.panel.form.draft().subject == FIRST, "it is brought back")
        await is_kept(one.panel)
        await eventually(lambda: kept_in(folder) == {FIRST, SECOND}, "what is on disk")


@NO_GRAB
async def test_a_detached_panel_is_a_window_beside_the_next_one(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await start_draft(one, FIRST)
        await is_kept(one.panel)
        detached = one.panel
        click(find(detached, QAbstractButton, "new-ticket-detach"))
        assert detached.isWindow()
        assert detached.isVisible()
        assert detached.form.draft().subject == FIRST
        assert not one.window.body.panel_is_open()
        await start_draft(one, SECOND)
        assert one.panel is not detached
        assert one.panel.form.draft().subject == SECOND
        # What another panel shows is not offered a second time.
        click(find(one.panel, QAbstractButton, "new-ticket-more"))
        await eventually(lambda: drafts_menu(one.panel) is not None, "the menu is open")
        menu = drafts_menu(one.panel)
        assert menu is not None
        assert not [line for line in menu.actions() if line.text().startswith(FIRST)]
        menu.close()
        detached.form.description.set_markdown("Bonjour")
        detached.submit()
        await eventually(lambda: not detached_windows(), "its window goes with the filing")
        assert one.panel.form.draft().subject == SECOND
        one.panel.flush()
        await is_kept(one.panel)
        await eventually(lambda: kept_in(folder) == {SECOND}, "what is on disk")


async def test_closing_a_detached_window_keeps_its_draft(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        await start_draft(one, FIRST)
        click(find(one.panel, QAbstractButton, "new-ticket-detach"))
        (window,) = detached_windows()
        window.close()
        await eventually(lambda: not detached_windows(), "it is closed")
        click(find(one.window, QAbstractButton, "new-ticket-button"))
        await eventually(lambda: one.panel.form.draft().subject == FIRST, "its draft is back")


def detached_windows() -> list[QWidget]:
    return [
        window
        for window in QApplication.topLevelWidgets()
        if isinstance(window, NewTicketPanel) and window.isVisible()
    ]


async def test_a_ticket_is_filed_for_the_customer_of_another(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "data"
    async with opened(folder, desk.base) as one:
        await start_draft(one, FIRST)
        one.window.detail.file_for_customer.emit("user_0071")
        await eventually(lambda: one.panel.form.draft() == Draft(customer_external_id="user_0071"))
        assert one.window.body.panel_is_open()
        await eventually(lambda: kept_in(folder) == {FIRST}, "what is on disk")


async def test_an_unnamed_tag_gets_a_place_in_the_tag_book(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        await start_draft(one, FIRST)
        find(one.panel, QLineEdit, "tags").setText(TAG)
        one.panel.form.tag_editor.take_pending()
        await one.says("Ajouter au carnet")
        click(find(one.panel, QAbstractButton, "tags-field-note-link"))
        find(one.panel, QLineEdit, "tag-name").setText("\u202edouane")
        click(find(one.panel, QAbstractButton, "tag-name-add"))
        await one.says("illisible")
        find(one.panel, QLineEdit, "tag-name").setText("douane")
        click(find(one.panel, QAbstractButton, "tag-name-add"))
        await eventually(lambda: not one.panel.form.tag_editor.unnamed(), "it has a name")
        assert not one.panel.form.naming.isVisible()
        assert one.panel.form.draft().tag_ids == (TAG,)
