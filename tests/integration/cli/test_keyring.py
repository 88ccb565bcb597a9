"""``login`` and ``logout`` with the keyring of a real session (``tests/session.sh``)."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import VaultError
from supportdesk_desktop.system.keyring import SystemKeyVault
from tests.integration.cli import conftest
from tests.integration.cli.at_the_desk import FILE, UNKNOWN_KEY, make_customer, sentence, until
from tests.integration.cli.conftest import ServedDesk, Shell

KEYRING = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY")


@pytest.fixture(scope="module", autouse=True)
def keyring() -> None:
    if "SESSION_DIR" not in os.environ:
        pytest.skip("a person's own keyring is left alone: tests/session.sh")
    try:
        asyncio.run(SystemKeyVault(timeout_s=5.0).describe())
    except VaultError as problem:
        pytest.skip(f"needs a keyring ({problem}): tests/session.sh")


@pytest.fixture
def person(desk: ServedDesk, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A computer with this session's keyring and no key in the environment."""
    make_customer(desk, shell)
    bare = conftest.environment
    monkeypatch.setattr(
        conftest,
        "environment",
        lambda folder: {**bare(folder), **{name: os.environ[name] for name in KEYRING}},
    )
    shell.key = None
    return shell


@pytest.fixture
def key(shell: Shell) -> str:
    assert shell.key is not None
    return shell.key


def test_a_key_is_kept_used_and_forgotten(key: str, person: Shell, tmp_path: Path) -> None:
    done = person.run("login", typed=f"  {key}  \n")
    assert done.returncode == 0, done.stderr
    assert "Aïcha Houngbédji (N1)" in done.stdout
    assert key not in done.stdout + done.stderr
    person.server = None  # the profile knows its server from here on
    status = person.json("status")
    assert (status["keyPresent"], status["keyring"]) == (True, "SecretService")
    assert person.json(*FILE)["state"] == "confirmed"
    for file in (tmp_path / "data").rglob("*"):
        assert not file.is_file() or key.encode() not in file.read_bytes()
    assert person.json("logout") == {"profile": "default", "known": True, "dataErased": False}
    assert person.json("status")["keyPresent"] is False
    assert person.run(*FILE).returncode == 3
    assert len(person.json("outbox", "--all")["filings"]) == 1


def test_what_the_desk_does_not_know_is_not_kept(key: str, person: Shell, tmp_path: Path) -> None:
    wrong = person.run("login", typed=UNKNOWN_KEY + "\n")
    assert wrong.returncode == 3
    assert "Clé refusée" in sentence(wrong)
    browser = person.run("login", typed="pk_live_" + "a" * 48)
    assert browser.returncode == 3
    assert "sk_live_agent_" in sentence(browser)
    address, person.server = person.server, "http://127.0.0.1:9/api/v1"
    assert person.run("login", typed=key).returncode == 4
    person.server = address
    assert not (tmp_path / "data").exists()


def test_a_key_is_of_one_profile_and_one_agent(desk: ServedDesk, key: str, person: Shell) -> None:
    assert person.run("login", typed=key).returncode == 0
    assert person.run(*FILE, "--profile", "autre").returncode == 3
    email = f"autre-{person.folder.name.replace('_', '-')}@example.org"
    other = desk.admin.run("agents", "add", "--name", "B", "--email", email).stdout
    refused = person.run("login", typed=other)
    assert refused.returncode == 2
    assert "--profile" in sentence(refused)
    assert person.run("login", "--profile", "autre", typed=other).returncode == 0
    for profile in ("default", "autre"):
        gone = person.json("logout", "--forget-data", "--profile", profile)
        assert gone == {"profile": profile, "known": True, "dataErased": True}
    assert list((person.folder / "data").iterdir()) == []


def test_the_environment_wins_and_login_says_so(key: str, person: Shell) -> None:
    person.key = UNKNOWN_KEY
    done = person.run("login", "--json", typed=key)
    assert done.returncode == 0
    assert json.loads(done.stdout)["agent"]["name"] == "Aïcha Houngbédji"
    assert person.run("away").returncode == 3
    person.key = None
    assert person.run("away").returncode == 0
    assert person.run("logout", "--forget-data").returncode == 0


def test_a_watch_lets_go_of_a_forgotten_key_and_takes_a_new_one(key: str, person: Shell) -> None:
    assert person.run("login", typed=key).returncode == 0
    watch = person.watch()
    assert person.run("logout").returncode == 0
    until(watch, what="state", state="key_refused")
    assert person.run("login", typed=key).returncode == 0
    until(watch, what="verified")
    watch.send_signal(signal.SIGTERM)
    assert watch.wait(20) == 130
    assert person.run("logout", "--forget-data").returncode == 0


def test_a_keyring_that_is_gone_is_no_key(key: str, person: Shell) -> None:
    assert person.run("login", typed=key).returncode == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        done = person.run(*FILE)
        assert done.returncode == 3
        assert "Trousseau indisponible" in sentence(done)
        assert person.json("outbox", "--all") == {"filings": []}
    assert person.run("logout", "--forget-data").returncode == 0
