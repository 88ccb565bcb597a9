"""What is typed into a filing panel is never lost, whatever happens to drafts and filings."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu

from supportdesk_desktop.core.drafts import Draft, client_ref_of_draft
from supportdesk_desktop.core.filing import Act, Change, Doubt, Filing, FilingError, FilingState
from supportdesk_desktop.core.settings import UNDO_S
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.desk import DeskService
from supportdesk_desktop.services.filing.drafts import DraftingService
from supportdesk_desktop.services.filing.service import FilingService
from supportdesk_desktop.services.preferences import PreferenceService
from supportdesk_desktop.store import filing_acts, filings
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.ui.bridge import Bridge
from supportdesk_desktop.ui.filing import panel, presenter
from supportdesk_desktop.ui.filing.panel import NewTicketPanel
from supportdesk_desktop.ui.filing.panels_presenter import FilingPanels
from supportdesk_desktop.ui.filing.presenter import NewTicketPresenter
from supportdesk_desktop.ui.window.commands import ESCALATE
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.ui.hands import click, find
from tests.desktop.ui.sample_tickets import detail
from tests.fakes.workspace import workspace

FIRST, SECOND = "Double débit pour la commande #20418", "Remboursement demandé deux fois"
NO_GRAB = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
"""The offscreen platform says so of each menu."""
TAG = "0d1f7c1e-6f5b-4b52-9a2e-0c5a3f1b7d10"
WAIT_S = 15.0


@dataclass
class Writing:
    """A window whose panels are served over a store; nothing it files is sent."""

    window: MainWindow
    store: Store
    panels: FilingPanels
    preferences: PreferenceService
    said: list[str]

    @property
    def panel(self) -> NewTicketPanel:
        return self.window.pages.new_ticket()

    @property
    def subject(self) -> str:
        """What stands in that panel."""
        return self.panel.form.draft().subject

    @property
    def is_open(self) -> bool:
        return self.window.body.panel_is_open()

    def served_by(self, shown: NewTicketPanel | None = None) -> NewTicketPresenter:
        """Return what serves a panel, that beside the list by default."""
        found = (shown or self.panel).findChild(NewTicketPresenter)
        assert found is not None
        return found

    async def settle(self) -> None:
        """Wait until all that was asked for is done."""
        for shown in (self.panel, *detached()):
            await self.served_by(shown).settle()
        await self.panels.settle()

    async def write(self, subject: str = FIRST) -> None:
        """Open the panel and type, as a person does, until it is kept."""
        self.window.start_ticket()
        await self.settle()
        self.type(subject)
        self.panel.form.description.set_markdown("Bonjour")
        await self.keep()

    def type(self, subject: str) -> None:
        find(self.panel, QLineEdit, "customer-external-id").setText("user_8841")
        find(self.panel, QLineEdit, "subject").setText(subject)

    async def keep(self) -> None:
        self.panel.flush()
        await self.settle()

    async def submit(self, shown: NewTicketPanel | None = None) -> None:
        """Press the button, and wait until it is filed or not."""
        (shown or self.panel).submit()
        await self.settle()

    async def undo(self) -> None:
        click(find(self.window, QAbstractButton, "undo"))
        await self.settle()

    async def menu(self) -> QMenu:
        click(find(self.panel, QAbstractButton, "new-ticket-more"))
        await self.settle()
        menu = self.panel.findChild(QMenu, "drafts-menu")
        assert menu is not None
        menu.close()
        return menu

    async def choose(self, words: str) -> None:
        """Choose the line of that menu that begins with ``words``."""
        menu = await self.menu()
        (line,) = [one for one in menu.actions() if one.text().startswith(words)]
        line.trigger()
        menu.setParent(None)
        await self.settle()

    async def kept(self, column: str = "subject") -> list[str]:
        """Return the subjects, or another column, of the drafts in the store."""
        rows = await self.store.ledger.read(
            lambda db: db.execute(f"SELECT {column} FROM drafts ORDER BY {column}").fetchall()
        )
        return [value for (value,) in rows]

    async def filed(self) -> list[str]:
        """Return the subjects of what waits to be sent."""
        return [one.draft.subject for one in await self.store.ledger.read(filings.unsettled)]


def detached() -> list[NewTicketPanel]:
    """Return the panels that are windows of their own."""
    shown = QApplication.topLevelWidgets()
    return [one for one in shown if isinstance(one, NewTicketPanel) and one.isVisible()]


@pytest.fixture
async def one(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Writing]:
    # No timer rings between the turns of the loop: the tests say themselves when it is time.
    monkeypatch.setattr(panel, "AUTOSAVE_MS", 600_000)
    monkeypatch.setattr(presenter, "METER_MS", 600_000)
    store, bus, clock, said = await Store.open(tmp_path / "store.db"), Bus(), Clock(), [""]
    desk = DeskService(store, bus, clock, "http://127.0.0.1:9/api/v1", None)
    bridge, preferences = Bridge(bus, window), PreferenceService(store, bus)
    parts = workspace(
        bridge,
        clock=clock,
        store=store,
        preferences=preferences,
        drafting=DraftingService(store, clock, desk),
        filings=FilingService(store, bus, clock, desk, lambda: None),
        say=said.append,
        tell=window.tell,
        open_ticket=lambda _ticket: None,
    )
    panels = FilingPanels(parts, window)
    window.pages.serve(NewTicketPanel, panels.serve)
    yield Writing(window, store, panels, preferences, said)
    await panels.aclose()
    bridge.close()
    await desk.rest.aclose()
    await store.aclose()


class Busy:
    """Holds a filing up in the store until ``go``, which then cannot take it if ``full``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, full: bool = False) -> None:
        self._go, submit = threading.Event(), filing_acts.submit

        def slow(*args: Any, **named: Any) -> Any:
            self._go.wait(WAIT_S)
            if full:
                raise sqlite3.OperationalError("database or disk is full")
            return submit(*args, **named)

        monkeypatch.setattr(filing_acts, "submit", slow)

    def go(self) -> None:
        self._go.set()


async def test_taking_back_a_filing_leaves_the_next_draft_alone(one: Writing) -> None:
    await one.write(FIRST)
    await one.submit()
    assert not one.is_open
    assert await one.filed() == [FIRST]
    await one.write(SECOND)
    await one.undo()
    assert one.subject == FIRST
    assert await one.kept() == [FIRST, SECOND]
    assert await one.filed() == []


async def test_submitting_twice_while_the_store_is_busy_files_once(
    one: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    await one.write()
    store = Busy(monkeypatch)
    one.panel.submit()
    one.panel.submit()
    one.panel.flush()
    assert find(one.panel, QAbstractButton, "submit-ticket").text() == "Dépôt en attente…"
    store.go()
    await one.settle()
    assert not one.is_open
    assert await one.filed() == [FIRST]
    assert await one.kept() == []


@pytest.mark.parametrize("saved", [False, True])
@pytest.mark.parametrize("stored", [False, True])
async def test_what_is_typed_while_a_filing_is_stored_is_a_draft_of_its_own(
    one: Writing, monkeypatch: pytest.MonkeyPatch, saved: bool, stored: bool
) -> None:
    await one.write(FIRST)
    store = Busy(monkeypatch, full=not stored)
    one.panel.submit()
    one.type(SECOND)
    if saved:
        one.panel.flush()
    store.go()
    await one.settle()
    assert find(one.panel, QAbstractButton, "submit-ticket").text() == "Déposer le ticket"
    assert await one.kept() == [SECOND]
    assert one.is_open
    assert one.subject == SECOND
    assert await one.filed() == ([FIRST] if stored else [])


async def test_what_could_not_be_stored_can_be_filed_again(
    one: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    await one.write()
    with monkeypatch.context() as patch:
        Busy(patch, full=True).go()
        await one.submit()
    assert one.panel.form.refusal.isVisible()
    assert find(one.panel, QAbstractButton, "submit-ticket").text() == "Déposer le ticket"
    assert await one.kept() == [FIRST]
    await one.submit()
    assert not one.is_open
    assert await one.kept() == []


async def test_a_draft_that_was_filed_with_other_words_is_one_other_draft(one: Writing) -> None:
    await one.write()
    filed = one.served_by().draft_id
    await one.store.ledger.write(
        filing_acts.submit,
        Draft(customer_external_id="user_8841", subject=SECOND, description="Bonjour"),
        client_ref=client_ref_of_draft(filed),
        idempotency_key="k",
        now_ms=0,
    )
    await one.submit()
    assert one.panel.form.refusal.isVisible()
    assert one.served_by().draft_id != filed
    assert await one.kept("id") == [one.served_by().draft_id]
    assert await one.kept() == [FIRST]
    await one.submit()
    assert not one.is_open
    assert await one.kept() == []


async def test_a_filing_that_may_have_left_is_not_written_anew(one: Writing) -> None:
    await one.write()
    await one.submit()
    [filing] = await one.store.ledger.read(filings.unsettled)
    await one.store.ledger.write(filing_acts.take, filing.id, filing.created_ms)
    doubt = Change(act=Act.DOUBT, at_ms=filing.created_ms, doubt=Doubt.CONFLICT)
    await one.store.ledger.write(filing_acts.settle, filing.id, doubt)
    await one.undo()
    assert "qui ne le permet pas" in one.said[-1]
    assert not one.is_open
    [filing] = await one.store.ledger.read(filings.unsettled)
    assert filing.state is FilingState.UNCERTAIN


async def test_without_time_to_undo_it_is_said_that_it_leaves(one: Writing) -> None:
    await one.preferences.put(UNDO_S, 0)
    await one.write()
    await one.submit()
    messages = one.window.overlays.toasts().messages()
    assert [toast.text for toast in messages] == [f"« {FIRST} » : envoi en cours"]


@NO_GRAB
async def test_drafts_are_set_aside_chosen_and_thrown_away(one: Writing) -> None:
    await one.write(FIRST)
    await one.choose("Nouveau brouillon")
    assert one.panel.form.draft() == Draft()
    one.type(SECOND)
    await one.keep()
    await one.choose(FIRST)
    assert one.subject == FIRST
    await one.choose("Supprimer le brouillon")
    assert one.panel.form.draft() == Draft()
    await one.choose(SECOND)
    assert one.subject == SECOND
    assert await one.kept() == [SECOND]
    await one.undo()
    assert one.subject == FIRST
    assert await one.kept() == [FIRST, SECOND]


@NO_GRAB
async def test_a_detached_panel_is_a_window_beside_the_next_one(one: Writing) -> None:
    await one.write(FIRST)
    apart = one.panel
    click(find(apart, QAbstractButton, "new-ticket-detach"))
    assert detached() == [apart]
    assert apart.form.draft().subject == FIRST
    assert not one.is_open
    await one.write(SECOND)
    assert one.panel is not apart
    assert one.subject == SECOND
    # What another panel shows is not offered a second time.
    assert not [line for line in (await one.menu()).actions() if line.text().startswith(FIRST)]
    await one.submit(apart)
    assert detached() == []
    assert one.subject == SECOND
    assert await one.kept() == [SECOND]


async def test_closing_a_detached_window_keeps_its_draft(one: Writing) -> None:
    await one.write(FIRST)
    click(find(one.panel, QAbstractButton, "new-ticket-detach"))
    (apart,) = detached()
    apart.close()
    assert detached() == []
    one.window.start_ticket()
    await one.settle()
    assert one.subject == FIRST


async def test_a_ticket_is_filed_for_the_customer_of_another(one: Writing) -> None:
    await one.write()
    one.window.detail.file_for_customer.emit("user_0071")
    await one.settle()
    assert one.panel.form.draft() == Draft(customer_external_id="user_0071")
    assert one.is_open
    assert await one.kept() == [FIRST]
    one.window.detail.show_detail(detail())
    one.window.commands.run(ESCALATE)
    await one.settle()
    draft = one.panel.form.draft()
    assert draft.subject.startswith("Escalade de INV-1046")
    assert (draft.priority, draft.customer_external_id) == ("CRITICAL", "user_8841")


async def refused(one: Writing) -> Filing:
    """File a ticket that the server refuses, and have it corrected."""
    await one.write()
    await one.submit()
    [filing] = await one.store.ledger.read(filings.unsettled)
    await one.store.ledger.write(filing_acts.take, filing.id, filing.created_ms)
    error = FilingError("VALIDATION_ERROR", "Non", {"description": ["trop longue"]})
    refusal = Change(act=Act.REFUSAL, at_ms=filing.created_ms, error=error)
    filing = await one.store.ledger.write(filing_acts.settle, filing.id, refusal)
    one.panels.mend(filing)
    await one.settle()
    return filing


async def test_a_refused_field_is_marked_and_nothing_else_is_lost(one: Writing) -> None:
    filing = await refused(one)
    assert one.panel.form.description.problem == "trop longue"
    assert one.panel.header.title == "Corriger le dépôt"
    assert one.panel.form.draft() == filing.draft


async def test_a_correction_of_what_was_withdrawn_meanwhile_is_a_ticket_of_its_own(
    one: Writing,
) -> None:
    filing = await refused(one)
    withdrawal = Change(act=Act.WITHDRAW, at_ms=filing.created_ms)
    await one.store.ledger.write(filing_acts.settle, filing.id, withdrawal)
    one.panel.form.description.set_markdown("Bref")
    await one.submit()
    assert "retiré" in one.panel.form.refusal.text.text()
    assert one.panel.header.title == "Nouveau ticket"
    await one.submit()
    [other] = await one.store.ledger.read(filings.unsettled)
    assert other.client_ref != filing.client_ref


async def test_an_unnamed_tag_gets_a_place_in_the_tag_book(one: Writing) -> None:
    await one.write()
    find(one.panel, QLineEdit, "tags").setText(TAG)
    one.panel.form.tag_editor.take_pending()
    click(find(one.panel, QAbstractButton, "tags-field-note-link"))
    name = find(one.panel, QLineEdit, "tag-name")
    for typed, naming in (("\u202edouane", True), ("douane", False)):
        name.setText(typed)
        click(find(one.panel, QAbstractButton, "tag-name-add"))
        assert one.panel.form.naming.isVisible() is naming
    await one.settle()
    assert one.panel.form.tag_editor.unnamed() == ()
    assert one.panel.form.draft().tag_ids == (TAG,)
