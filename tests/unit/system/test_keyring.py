"""What the vault makes of a keyring that answers, refuses, hangs or is not there."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from keyring import core
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError

from supportdesk_desktop.core.errors import VaultAbsent, VaultError, VaultLocked, VaultRefused
from supportdesk_desktop.system.keyring import SystemKeyVault, find_system_backend

ACCOUNT = "0f" * 16 + "@https://desk.example"


class FakeBackend(KeyringBackend):
    """A keyring in memory that can be told to fail or to hang."""

    priority = 1

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, str], str] = {}
        self.problem: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.calls = 0

    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._answer()
        del self.secrets[service, username]

    def _answer(self) -> None:
        self.calls += 1
        self.gate.wait(30)
        if self.problem is not None:
            raise self.problem


@pytest.fixture
def backend() -> Iterator[FakeBackend]:
    backend = FakeBackend()
    yield backend
    backend.gate.set()


async def test_a_secret_is_kept_and_forgotten(backend: FakeBackend) -> None:
    vault = SystemKeyVault(find_backend=lambda: backend)
    assert await vault.get(ACCOUNT) is None
    await vault.put(ACCOUNT, "sk_live_agent_x")
    assert backend.secrets == {("supportdesk-desktop", ACCOUNT): "sk_live_agent_x"}
    assert await vault.get(ACCOUNT) == "sk_live_agent_x"
    await vault.delete(ACCOUNT)
    await vault.delete(ACCOUNT)
    assert await vault.get(ACCOUNT) is None


def _caused(problem: Exception, cause: Exception) -> Exception:
    problem.__cause__ = cause
    return problem


class PromptDismissedException(Exception):
    """As ``secretstorage`` names it."""


@pytest.mark.parametrize(
    ("problem", "error"),
    [
        (KeyringLocked("verrouillé"), VaultLocked),
        (NoKeyringError("aucun"), VaultAbsent),
        (PasswordSetError("refusé"), VaultRefused),
        (OSError("bus coupé"), VaultRefused),
        (_caused(InitError("x"), PromptDismissedException()), VaultLocked),
        (InitError("x"), VaultRefused),
    ],
)
async def test_each_failure_has_its_own_error(
    backend: FakeBackend, problem: Exception, error: type[VaultError]
) -> None:
    backend.problem = problem
    vault = SystemKeyVault(find_backend=lambda: backend)
    with pytest.raises(VaultError) as refused:
        await vault.put(ACCOUNT, "sk_live_agent_x")
    assert type(refused.value) is error
    assert "sk_live" not in str(refused.value)


async def test_a_keyring_that_hangs_counts_as_locked_and_is_asked_once(
    backend: FakeBackend,
) -> None:
    backend.gate.clear()
    vault = SystemKeyVault(timeout_s=0.05, find_backend=lambda: backend)
    for _ in range(3):
        with pytest.raises(VaultLocked):
            await vault.get(ACCOUNT)
    assert backend.calls == 1


async def test_two_who_ask_at_once_take_turns(backend: FakeBackend) -> None:
    vault = SystemKeyVault(find_backend=lambda: backend)
    await vault.put(ACCOUNT, "sk_live_agent_x")
    answers = await asyncio.gather(*(vault.get(ACCOUNT) for _ in range(5)))
    assert answers == ["sk_live_agent_x"] * 5


async def test_after_the_prompt_was_answered_it_works_again(backend: FakeBackend) -> None:
    backend.gate.clear()
    vault = SystemKeyVault(timeout_s=0.05, find_backend=lambda: backend)
    with pytest.raises(VaultLocked):
        await vault.get(ACCOUNT)
    hanging = next(thread for thread in threading.enumerate() if thread.name == "keyring")
    backend.gate.set()
    hanging.join(10)
    assert await vault.get(ACCOUNT) is None


async def test_an_absent_keyring_is_looked_for_again(backend: FakeBackend) -> None:
    found: list[KeyringBackend] = []

    def find() -> KeyringBackend:
        if not found:
            raise VaultAbsent("aucun")
        return found[0]

    vault = SystemKeyVault(find_backend=find)
    with pytest.raises(VaultAbsent):
        await vault.describe()
    found.append(backend)
    assert await vault.describe() == "test_keyring"


@pytest.mark.parametrize(
    ("configured", "error"),
    [
        ("keyring.backends.null.Keyring", VaultRefused),
        ("keyring.backends.fail.Keyring", VaultRefused),
        (f"{__name__}.FakeBackend", VaultRefused),
        ("n.existe.pas", VaultAbsent),
    ],
)
def test_a_configured_keyring_that_is_not_the_systems_is_not_used(
    configured: str, error: type[VaultError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", configured)
    with pytest.raises(VaultError) as refused:
        find_system_backend()
    assert type(refused.value) is error


def test_without_a_bus_there_is_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "load_config", lambda: None)
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nulle/part")
    with pytest.raises(VaultAbsent):
        find_system_backend()
