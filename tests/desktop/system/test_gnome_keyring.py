"""The vault against a real ``gnome-keyring``: unlocked, locked with nobody to ask, and absent."""

from __future__ import annotations

import gc
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import VaultAbsent, VaultLocked
from supportdesk_desktop.system.keyring import SystemKeyVault
from tests.fakes.session_bus import session_bus

pytestmark = [
    pytest.mark.skipif(
        shutil.which("gnome-keyring-daemon") is None, reason="needs gnome-keyring: tests/session.sh"
    ),
    # keyring leaves its connection open where the collection is locked.
    pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:Warning"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]
ACCOUNT = "0f" * 16 + "@https://desk.example"
SECRETS = "org.freedesktop.secrets"


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A private session bus and home, so that no keyring of this computer is touched."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "PYTHON_KEYRING_BACKEND", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield
    gc.collect()  # here, where the warning is expected


@contextmanager
def gnome_keyring(*, unlock: bool) -> Iterator[None]:
    """Run the daemon until it owns its name; unlocking makes the keyring ``login``."""
    command = ["gnome-keyring-daemon", "--components=secrets", "--foreground"]
    if unlock:
        command.append("--unlock")
    daemon = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with daemon:
        assert daemon.stdin is not None
        daemon.stdin.write(b"mot-de-passe-jetable")
        daemon.stdin.close()
        wait_for_name = ["gdbus", "wait", "--session", "--timeout", "20", SECRETS]
        subprocess.run(wait_for_name, check=True, timeout=30)
        yield
        daemon.terminate()


async def test_an_unlocked_keyring_keeps_the_key(bus: None) -> None:
    vault = SystemKeyVault()
    with gnome_keyring(unlock=True):
        assert await vault.get(ACCOUNT) is None
        await vault.put(ACCOUNT, "sk_live_agent_é")
        assert await vault.get(ACCOUNT) == "sk_live_agent_é"
        assert await vault.get("autre" + ACCOUNT) is None
        await vault.delete(ACCOUNT)
        assert await vault.get(ACCOUNT) is None
        assert await vault.describe() == "SecretService"


async def test_a_locked_keyring_with_nobody_to_ask_is_locked(bus: None) -> None:
    with gnome_keyring(unlock=True):
        await SystemKeyVault().put(ACCOUNT, "sk_live_agent_x")
    with gnome_keyring(unlock=False), pytest.raises(VaultLocked):
        await SystemKeyVault(timeout_s=5).get(ACCOUNT)


async def test_no_keyring_is_absent_until_one_comes(bus: None) -> None:
    vault = SystemKeyVault()
    with pytest.raises(VaultAbsent):
        await vault.get(ACCOUNT)
    with gnome_keyring(unlock=True):
        assert await vault.get(ACCOUNT) is None
