"""What a person decides about a filing in the outbox, from the button to the server and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from supportdesk_desktop.core.filing import FilingState
from supportdesk_desktop.ui.widgets.buttons import PrimaryButton
from tests.desktop.app.conftest import (
    A_KEY,
    eventually,
    file,
    first,
    is_first,
    opened,
    supportdesk_alone,
)
from tests.desktop.session.processes import Desk
from tests.desktop.ui.hands import click, find, press
from tests.fakes.toy_server import hang_up, toy_server

CREATE = "Créer ce client, puis déposer…"


async def test_an_unknown_customer_is_created_from_the_outbox(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", desk.agent_key)
    async with opened(tmp_path / "data", desk.base) as one:
        await file(one, customer="user_outbox_9")
        await eventually(lambda: is_first(one, FilingState.REFUSED))
        refused = first(one)
        await one.says("Client inconnu du serveur. Corrigez l’identifiant, ou créez ce client.")
        button = find(one.window.pages.outbox(), PrimaryButton, "filing-mend")
        assert button.text() == CREATE
        button.setFocus()
        press(button, Qt.Key.Key_Space)
        block = one.panel.form.block
        await eventually(block.isVisible, "the customer is being created")
        assert one.panel.form.draft() == refused.draft
        block.name.setText("Sèna Dossou")
        block.email.setText("koffi.mensah@exemple.bj")
        one.panel.submit()
        await one.says("Ce courriel appartient")
        assert block.name.text() == "Sèna Dossou"
        block.email.setText("sena@exemple.bj")
        one.panel.submit()
        await eventually(lambda: is_first(one, FilingState.CONFIRMED), "the filing went on")
        filed = first(one)
        assert (filed.id, filed.client_ref) == (refused.id, refused.client_ref)
        assert QApplication.focusWidget() is one.window.pages.outbox().list, "where the hand was"


async def test_the_facts_are_read_before_the_agent_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", A_KEY)
    async with (
        toy_server(supportdesk_alone(hang_up)) as alone,
        opened(tmp_path / "data", alone.base_url) as one,
    ):
        await file(one)
        await eventually(lambda: is_first(one, FilingState.UNCERTAIN))
        page = one.window.pages.outbox()
        facts = find(page, QLabel, "filing-doubt-facts")
        await eventually(facts.isVisible, "the facts are shown")
        assert "sans réponse." in facts.text()
        assert "SupportDesk n’offre aucun moyen de le rechercher d’ici." in facts.text()
        assert "Aucun ticket de ce client avec le même objet" in facts.text()
        resend = find(page, QAbstractButton, "filing-resend")
        assert resend.isVisible()
        click(resend)
        click(find(page, QAbstractButton, "filing-resend-sure"))
        await eventually(lambda: len(first(one).attempts) == 2, "sent again")
        await eventually(lambda: facts.text().count("sans réponse.") == 2, "both are told")


async def test_another_agents_key_is_said_in_the_outbox(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", desk.agent_key)
    async with opened(tmp_path / "data", desk.base) as one:
        await file(one)
        await eventually(lambda: is_first(one, FilingState.CONFIRMED))
    monkeypatch.setenv("SUPPORTDESK_API_KEY", desk.service_key)
    async with opened(tmp_path / "data", desk.base) as one:
        await file(one)
        await one.says("Envoi en pause\u00a0: cette clé appartient à un autre profil.")
        # The page lists what waits before what is confirmed.
        await eventually(lambda: is_first(one, FilingState.QUEUED))
        assert first(one).attempts == ()
