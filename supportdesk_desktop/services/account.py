"""The key of a profile: where it is found, kept and forgotten, and what can be one."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Awaitable, Callable, Mapping

from supportdesk_desktop.core.errors import (
    KeyMissing,
    KeyRefused,
    ProfileBusy,
    StoreReadOnly,
    VaultAbsent,
    VaultError,
)
from supportdesk_desktop.core.profile import LOCAL_DESK_ORIGIN, DeskFacts, Profile, resolve
from supportdesk_desktop.net.rest import RestClient
from supportdesk_desktop.services.desk import USER_AGENT
from supportdesk_desktop.system.key_variable import KEY_VARIABLE
from supportdesk_desktop.system.keyring import SystemKeyVault
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote
from supportdesk_desktop.system.paths import (
    ProfilePaths,
    keyring_account,
    read_profile,
    read_store_id,
    store_id,
    write_profile,
)

KEY_LENGTH_MAX = 512
AGENT_KEY, AGENT_KEY_CHARACTERS = "sk_live_agent_", 48
BROWSER_KEY = "pk_live_"

WhoAmI = Callable[[str, str], Awaitable[DeskFacts]]
"""Asks the desk at a base URL who a key is."""

Bind = Callable[[DeskFacts], Awaitable[None]]
"""Binds the store to app and agent, or raises ``OtherServer`` or ``OtherAgent``."""


class CredentialsService:
    """Finds, keeps and forgets the key of one profile."""

    def __init__(
        self,
        paths: ProfilePaths,
        vault: SystemKeyVault,
        environment: Mapping[str, str],
        whoami: WhoAmI | None = None,
    ) -> None:
        self._paths = paths
        self._vault = vault
        self._environment = environment
        self._whoami = whoami or ask_whoami

    def profile(self, server: str | None) -> Profile:
        """Return the profile for the server asked for; binds nothing.

        Raises:
            BadServerAddress: no key may be sent there.
            OtherServer: the profile is bound to another origin.
        """
        return resolve(self._paths.name, read_profile(self._paths), server)

    def bind(self, profile: Profile) -> None:
        """Bind the profile to its server, so that its outbox never goes to another.

        Raises:
            StoreReadOnly: the folder cannot be written.
        """
        if read_profile(self._paths) != profile:
            write_profile(self._paths, profile)

    async def key(self, profile: Profile) -> str | None:
        """Return the key for the profile's origin, None where there is none.

        Raises:
            KeyRefused: what the environment holds cannot be a key.
            VaultError: the keyring did not answer; the environment had no key.
        """
        if profile.origin == LOCAL_DESK_ORIGIN:
            # Its key lives in the window that started it; no other key is ever sent to it.
            return None
        given = self._environment.get(KEY_VARIABLE, "")
        if given.strip():
            return check_key(given)
        identity = read_store_id(self._paths.store_id)
        if identity is None:
            return None
        return await self._vault.get(keyring_account(identity, profile.origin))

    async def describe(self) -> str:
        """Return the keyring's name, or ``absent``, ``locked`` or ``refused``."""
        try:
            return await self._vault.describe()
        except VaultError as problem:
            return problem.key.removeprefix("vault_")

    async def check(self, profile: Profile, key: str) -> DeskFacts:
        """Ask the desk who the key is; keeps nothing.

        Raises:
            KeyMissing, KeyRefused: nothing that a desk could accept, or the desk's refusal.
            ServerError: unreachable, throttled or not our server.
        """
        return await self._whoami(profile.base_url, check_key(key))

    async def login(self, profile: Profile, key: str, bind: Bind) -> DeskFacts:
        """Check the key with the desk, bind the profile, and then keep the key in the keyring.

        Where the keyring refuses, the profile is bound all the same: the key works until the
        program ends.

        Raises:
            KeyMissing, KeyRefused: nothing that a desk could accept, or the desk's refusal.
            ServerError: unreachable, throttled or not our server.
            OtherServer, OtherAgent: the profile belongs elsewhere.
            VaultError: the keyring did not take it.
        """
        key = check_form(key)
        facts = await self._whoami(profile.base_url, key)
        await bind(facts)
        self.bind(profile)
        identity = store_id(self._paths.store_id)
        await self._vault.put(keyring_account(identity, profile.origin), key)
        return facts

    async def logout(self, *, forget_data: bool = False) -> bool:
        """Forget the key and, where asked, all data of the profile on this computer.

        Returns:
            Whether there was anything to forget.

        Raises:
            ProfileBusy: data cannot be forgotten while another process works on it.
            VaultError: the keyring did not answer; the data is untouched. A computer without a
                keyring keeps no key that could stay behind: its data is forgotten.
            StoreReadOnly: the folder cannot be removed.
        """
        if not self._paths.folder.is_dir():
            return False
        lock = OwnerLock(self._paths.owner)
        if forget_data and not lock.try_acquire(OwnerNote(0, what="logout")):
            raise ProfileBusy("another process of this profile runs")
        try:
            profile = read_profile(self._paths)
            identity = read_store_id(self._paths.store_id)
            if profile is not None and identity is not None:
                with contextlib.suppress(*((VaultAbsent,) if forget_data else ())):
                    await self._vault.delete(keyring_account(identity, profile.origin))
            if forget_data:
                self._remove_folder()
        finally:
            lock.release()
        return True

    def _remove_folder(self) -> None:
        try:
            shutil.rmtree(self._paths.folder)
        except OSError as problem:
            raise StoreReadOnly(f"cannot be removed: {problem.filename}") from problem


async def ask_whoami(base_url: str, key: str) -> DeskFacts:
    """Ask the desk who the key is, over a connection of its own. Raises ``ServerError``."""
    async with contextlib.aclosing(RestClient(base_url, USER_AGENT)) as rest:
        return await rest.whoami(key)


def check_form(text: str) -> str:
    """Return the key without the white space around it, where it has an agent key's form.

    Raises:
        KeyMissing: nothing is left.
        KeyRefused: a browser's key, or none that SupportDesk gives (``contract/rest.md``).
    """
    key = check_key(text)
    if key.startswith(BROWSER_KEY):
        raise KeyRefused("a browser's key", code="AUTH_API_KEY_FORBIDDEN")
    if not key.startswith(AGENT_KEY) or len(key) != len(AGENT_KEY) + AGENT_KEY_CHARACTERS:
        raise KeyRefused("not an agent's key", code="AUTH_API_KEY_INVALID")
    return key


def check_key(text: str) -> str:
    """Return the key without the white space around it.

    Raises:
        KeyMissing: nothing is left.
        KeyRefused: it cannot travel in a header.
    """
    key = text.strip()
    if not key:
        raise KeyMissing("an empty key")
    if len(key) > KEY_LENGTH_MAX or not key.isascii() or not key.isprintable() or " " in key:
        raise KeyRefused("not a key", code="AUTH_API_KEY_INVALID")
    return key
