"""The key's only home: the keyring of the operating system, never a file.

``keyring`` blocks while a locked keyring asks for its password, and can block for ever where
nobody can answer. So each call runs in a daemon thread, with a time limit.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from keyring import core

from supportdesk_desktop.core.errors import (
    VaultAbsent,
    VaultError,
    VaultLocked,
    VaultRefused,
    VaultSilent,
)
from supportdesk_desktop.tasks import in_daemon_thread

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "supportdesk-desktop"
DEFAULT_TIMEOUT_S = 20.0
"""Long enough to type the password of a keyring into the system's own prompt."""

_SYSTEM_BACKENDS = {
    "keyring.backends.SecretService": "Keyring",
    "keyring.backends.kwallet": "DBusKeyring",
    "keyring.backends.libsecret": "Keyring",
    "keyring.backends.Windows": "WinVaultKeyring",
    "keyring.backends.macOS": "Keyring",
}
"""Keyrings of operating systems. Others (``keyrings.alt``) may write a secret in clear."""

_LOCKED = frozenset({"KeyringLocked", "LockedException", "PromptDismissedException"})
_ABSENT = frozenset({"NoKeyringError", "SecretServiceNotAvailableException"})

Result = TypeVar("Result")


class SystemKeyVault:
    """The keyring of the operating system, through ``keyring``.

    Every method raises ``VaultAbsent`` (no keyring), ``VaultLocked`` (locked;
    ``VaultSilent``: no answer in time) or ``VaultRefused`` (anything else that it says).
    """

    def __init__(
        self,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        find_backend: Callable[[], KeyringBackend] | None = None,
    ) -> None:
        self._timeout_s = timeout_s
        self._find_backend = find_backend or find_system_backend
        self._backend: KeyringBackend | None = None
        self._turn = asyncio.Lock()
        self._hanging = threading.Event()

    async def get(self, account: str) -> str | None:
        return await self._call(lambda backend: backend.get_password(SERVICE, account))

    async def put(self, account: str, secret: str) -> None:
        await self._call(lambda backend: backend.set_password(SERVICE, account, secret))

    async def delete(self, account: str) -> None:

        def forget(backend: KeyringBackend) -> None:
            if backend.get_password(SERVICE, account) is not None:
                backend.delete_password(SERVICE, account)

        await self._call(forget)

    async def describe(self) -> str:
        """Return the name of the back end, e.g. ``SecretService``."""
        return await self._call(lambda backend: type(backend).__module__.rpartition(".")[2])

    async def _call(self, work: Callable[[KeyringBackend], Result]) -> Result:
        """Run ``work`` on the back end in a thread of its own, one at a time, within the limit.

        A thread that hangs on a prompt cannot be ended; until it comes back, the keyring counts as
        locked, so that prompts and threads do not pile up.
        """
        async with self._turn:
            if self._hanging.is_set():
                raise VaultSilent("the keyring still waits for its password")

            def run() -> Result:
                try:
                    return work(self._found())
                except VaultError:
                    raise
                except Exception as problem:
                    raise _as_vault_error(problem) from problem
                finally:
                    self._hanging.clear()

            self._hanging.set()
            try:
                return await asyncio.wait_for(in_daemon_thread("keyring", run), self._timeout_s)
            except TimeoutError as problem:
                raise VaultSilent(f"no answer in {self._timeout_s:g} s") from problem

    def _found(self) -> KeyringBackend:
        if self._backend is None:
            self._backend = self._find_backend()
        return self._backend


def find_system_backend() -> KeyringBackend:
    """Return a back end of the operating system: the one configured for ``keyring``, or the best.

    Not ``keyring.get_keyring``: it keeps what it found first, also that there is none.

    Raises:
        VaultAbsent: there is none that runs.
        VaultRefused: one is configured that may write secrets in clear.
    """
    try:
        configured = core.load_env() or core.load_config()
    except Exception as problem:
        raise VaultAbsent(f"the configured keyring cannot be used: {problem}") from problem
    if configured is not None:
        module = type(configured).__module__
        if module not in _SYSTEM_BACKENDS:
            raise VaultRefused(f"{module} is not a keyring of the operating system")
        return configured
    viable = [found for found in _system_backends() if found.viable]
    if not viable:
        raise VaultAbsent("no keyring of this system answers")
    best = max(viable, key=lambda found: found.priority)
    return best()


def _system_backends() -> Iterator[type[KeyringBackend]]:
    for module, name in _SYSTEM_BACKENDS.items():
        # Those of other systems cannot be imported here, or find what they need missing.
        with contextlib.suppress(ImportError):
            yield getattr(importlib.import_module(module), name)


def _as_vault_error(problem: Exception) -> VaultError:
    """Map an error of ``keyring`` and its back ends, by name: none of them is imported here."""
    names = {cls.__name__ for cls in type(problem).__mro__}
    note = f"{type(problem).__name__}: {problem}"
    if names & _LOCKED:
        return VaultLocked(note)
    if names & _ABSENT:
        return VaultAbsent(note)
    # ``keyring`` wraps a dismissed prompt for a first keyring in an error that says only this.
    cause = problem.__cause__
    if isinstance(cause, Exception) and {cls.__name__ for cls in type(cause).__mro__} & _LOCKED:
        return VaultLocked(note)
    return VaultRefused(note)
