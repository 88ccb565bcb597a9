"""Where the key of this process comes from."""

from __future__ import annotations

from typing import Protocol

from supportdesk_desktop.core.profile import Profile
from supportdesk_desktop.services.credentials import CredentialsService
from supportdesk_desktop.system.key_variable import environment_with_key
from supportdesk_desktop.system.keyring_store import KeyVault, SystemKeyVault
from supportdesk_desktop.system.paths import ProfilePaths


class KeySource(Protocol):
    """Gives the key of a profile, and says which keyring keeps it."""

    async def current(self) -> str | None:
        """Return the key, None where there is none. Raises ``VaultError``, ``KeyRefused``."""

    async def describe(self) -> str:
        """Return the keyring's name, or why there is none."""
        ...


class ProfileKeys:
    """The environment's key, else the keyring's."""

    def __init__(self, credentials: CredentialsService, profile: Profile) -> None:
        self._credentials = credentials
        self._profile = profile

    async def current(self) -> str | None:
        """Return the key, None where there is none. Raises ``VaultError``, ``KeyRefused``."""
        found = await self._credentials.key(self._profile)
        return None if found is None else found.value

    async def describe(self) -> str:
        """Return the keyring's name, or why there is none."""
        return await self._credentials.describe()


class LocalDeskKey:
    """The local desk's throw-away key: neither environment nor keyring are read."""

    def __init__(self, key: str) -> None:
        self._key = key

    async def current(self) -> str | None:
        """Return the key."""
        return self._key

    async def describe(self) -> str:
        """Say that no keyring is used."""
        return "local-desk"


def credentials_of(paths: ProfilePaths) -> tuple[CredentialsService, KeyVault]:
    """Return the credentials of a profile on this system."""
    vault = SystemKeyVault()
    return CredentialsService(paths, vault, environment_with_key()), vault
