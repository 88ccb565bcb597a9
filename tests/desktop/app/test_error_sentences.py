"""Each thing that can go wrong has its sentence and next step; nothing typed is lost.

The words of the other language are held by ``tests/unit/core/test_wording.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from supportdesk_desktop import tasks
from supportdesk_desktop.core.errors import Unreachable, VaultSilent
from supportdesk_desktop.core.ids import FilingId
from supportdesk_desktop.core.profile import DeskFacts
from supportdesk_desktop.services.account import CredentialsService
from supportdesk_desktop.ui.welcome.page import Check, CheckState
from supportdesk_desktop.ui.window.state import View
from supportdesk_desktop.ui.window.window import MainWindow
from tests.desktop.app.conftest import (
    A_KEY,
    NOT_FOUND,
    SUBJECT,
    eventually,
    opened,
    supportdesk_alone,
    write,
)
from tests.desktop.session.processes import Desk
from tests.desktop.ui.hands import click, find
from tests.fakes.toy_server import toy_server

BROWSER_KEY = "pk_live_" + "A1b2" * 12
Env = pytest.MonkeyPatch


def give_key(window: MainWindow, key: str) -> None:
    """Type a key on the first-run page and have it verified."""
    find(window, QLineEdit, "agent-key").setText(key)
    click(find(window, QAbstractButton, "verify-key"))


async def test_no_key(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        await one.says("Il suffit d’une clé d’agent")
        assert one.window.first_run_is_shown()


async def test_a_wrong_key_at_the_first_run(tmp_path: Path, desk: Desk) -> None:
    async with opened(tmp_path / "data", desk.base) as one:
        await eventually(one.window.first_run_is_shown)
        give_key(one.window, A_KEY)
        await one.says("Clé refusée par le serveur. Vérifiez qu’elle est entière et non révoquée.")
        assert find(one.window, QLineEdit, "server").text() == desk.base


async def test_a_keyring_that_waits_for_its_password_is_waited_for(
    tmp_path: Path, desk: Desk, monkeypatch: Env
) -> None:
    kept: list[str] = []

    async def key(*_arguments: object) -> str | None:
        if not kept:
            raise VaultSilent("no answer")
        return kept[0]

    monkeypatch.setattr(CredentialsService, "key", key)
    monkeypatch.setattr(tasks, "doubling_s", lambda _tries: 0.01)
    async with opened(tmp_path / "data", desk.base) as one:
        await one.says("cette fenêtre continue alors d’elle-même avec la clé qui y est gardée")
        assert one.window.first_run_is_shown()
        kept.append(desk.agent_key)
        await one.says("à jour, vérifié à")
        assert not one.window.first_run_is_shown()


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (Unreachable("gone"), "Serveur injoignable. Vérifiez l’adresse"),
        (RuntimeError("unforeseen"), "Une erreur inattendue s’est produite"),
    ],
    ids=repr,
)
async def test_a_server_that_is_gone_once_the_keyring_refused_is_said(
    tmp_path: Path, desk: Desk, monkeypatch: Env, problem: Exception, words: str
) -> None:
    async def gone(*_arguments: object) -> DeskFacts:
        raise problem

    monkeypatch.setattr(CredentialsService, "check", gone)
    async with opened(tmp_path / "data", desk.base) as one:
        await eventually(one.window.first_run_is_shown)
        give_key(one.window, desk.agent_key)
        await one.says(words)
        assert find(one.window, QLineEdit, "agent-key").isEnabled()


@pytest.mark.parametrize("key", [A_KEY, BROWSER_KEY], ids=["401", "403"])
async def test_a_refused_key_in_the_window_keeps_what_is_typed(
    tmp_path: Path, desk: Desk, monkeypatch: Env, key: str
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", key)
    async with opened(tmp_path / "data", desk.base) as one:
        await one.says("Clé refusée à ")
        await write(one)
        click(find(one.window, QAbstractButton, "strip-action"))
        await eventually(one.window.first_run_is_shown)
        give_key(one.window, desk.agent_key)
        key_check = one.window.pages.first_run().checks
        await eventually(lambda: key_check.states[Check.CLOCK] is CheckState.GOOD)
        assert key_check.states[Check.KEY] is CheckState.GOOD
        assert key_check.states[Check.FEED] is CheckState.GOOD
        click(find(one.window, QAbstractButton, "verify-key"))
        await one.says("à jour, vérifié à")
        assert one.panel.form.draft().subject == SUBJECT


@pytest.mark.parametrize("other", ["agent", "server"])
async def test_what_is_of_another_profile_opens_a_window_of_its_own(
    tmp_path: Path, desk: Desk, monkeypatch: Env, other: str
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", desk.agent_key)
    async with opened(tmp_path / "data", desk.base) as one:
        await one.says("à jour")
    started: list[list[str]] = []

    def start(_program: str, arguments: list[str], _folder: str) -> tuple[bool, int]:
        started.append(arguments)
        return True, 0

    monkeypatch.setattr(QProcess, "startDetached", start)
    server, words = "https://desk.example/api/v1", "Ce profil est celui d’un autre serveur"
    if other == "agent":
        server, words = desk.base, "Cette clé est celle d’un autre agent"
        key = desk.add_agent("Rodolphe", "rodolphe@exemple.bj", level="N2")
        monkeypatch.setenv("SUPPORTDESK_API_KEY", key)
    async with opened(tmp_path / "data", server) as one:
        await one.says(words)
        click(find(one.window, QAbstractButton, "strip-action"))
    (arguments,) = started
    assert arguments[arguments.index("--profile") + 1] == "default-2"
    assert arguments[arguments.index("--server") + 1] == server
    assert not [word for word in arguments if word.startswith("sk_")]
    assert one.running.result() == 0


async def test_no_feed(tmp_path: Path, monkeypatch: Env) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", A_KEY)
    async with (
        toy_server(supportdesk_alone(NOT_FOUND)) as server,
        opened(tmp_path / "data", server.base_url) as one,
    ):
        await one.says("Ce serveur n’offre pas de flux en direct")
        await one.says("restent disponibles")


async def test_a_sentence_follows_the_language_that_is_chosen_meanwhile(
    tmp_path: Path, desk: Desk, monkeypatch: Env
) -> None:
    monkeypatch.setenv("SUPPORTDESK_API_KEY", desk.agent_key)
    async with opened(tmp_path / "data", desk.base, "fr") as one:
        await one.says("à jour")
        one.window.language_chosen.emit("en")
        await one.says("up to date")
        one.window.show_view(View.OUTBOX)
        one.window.pages.outbox().detail.choices.decided.emit("withdraw", FilingId(999))
        await one.says("Not found on this computer: filing 999")
