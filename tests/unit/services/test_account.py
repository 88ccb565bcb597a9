"""Where the key comes from, and when it is kept or forgotten."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import (
    KeyMissing,
    KeyRefused,
    OtherAgent,
    OtherServer,
    ProfileBusy,
    Unreachable,
    VaultAbsent,
    VaultLocked,
)
from supportdesk_desktop.core.profile import DeskFacts, Profile
from supportdesk_desktop.services.account import CredentialsService, check_key
from supportdesk_desktop.system.keyring import SystemKeyVault
from supportdesk_desktop.system.locks import OwnerLock, OwnerNote
from supportdesk_desktop.system.paths import ProfilePaths, profile_paths

KEY = "sk_live_agent_" + "a" * 48
SERVER = "https://desk.example/api/v1"
FACTS = DeskFacts(app_id="clapp")


class MemoryVault(SystemKeyVault):
    """A keyring in memory that can be told to fail."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.problem: Exception | None = None
        self.describe_problem: Exception | None = None

    async def get(self, account: str) -> str | None:
        self._answer()
        return self.secrets.get(account)

    async def put(self, account: str, secret: str) -> None:
        self._answer()
        self.secrets[account] = secret

    async def delete(self, account: str) -> None:
        self._answer()
        self.secrets.pop(account, None)

    async def describe(self) -> str:
        if self.describe_problem is not None:
            raise self.describe_problem
        return "mémoire"

    def _answer(self) -> None:
        if self.problem is not None:
            raise self.problem


class Desk:
    """Answers ``whoami``, or fails; and the store's binding."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.problem: Exception | None = None
        self.bound: list[DeskFacts] = []
        self.binding_problem: Exception | None = None

    async def whoami(self, base_url: str, key: str) -> DeskFacts:
        self.asked.append((base_url, key))
        if self.problem is not None:
            raise self.problem
        return FACTS

    async def bind(self, facts: DeskFacts) -> None:
        if self.binding_problem is not None:
            raise self.binding_problem
        self.bound.append(facts)


@pytest.fixture
def paths(tmp_path: Path) -> ProfilePaths:
    return profile_paths(tmp_path, "default")


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def credentials(paths: ProfilePaths, vault: MemoryVault, desk: Desk) -> CredentialsService:
    return CredentialsService(paths, vault, {}, desk.whoami)


async def test_a_key_is_kept_after_the_desk_knew_it(
    credentials: CredentialsService, paths: ProfilePaths, vault: MemoryVault, desk: Desk
) -> None:
    profile = credentials.profile(SERVER)
    assert await credentials.key(profile) is None
    assert await credentials.login(profile, f"  {KEY}\n", desk.bind) == FACTS
    assert desk.asked == [(SERVER, KEY)]
    assert desk.bound == [FACTS]
    (account,) = vault.secrets
    assert account == f"{paths.store_id.read_text()}@https://desk.example"
    found = await credentials.key(credentials.profile(None))
    assert found == KEY
    for file in (paths.profile, paths.store_id):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert KEY not in file.read_text()


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("pk_live_" + "a" * 48, "AUTH_API_KEY_FORBIDDEN"),
        ("sk_live_agent_" + "a" * 47, "AUTH_API_KEY_INVALID"),
        ("sk_live_agent_" + "a" * 49, "AUTH_API_KEY_INVALID"),
        ("my password", "AUTH_API_KEY_INVALID"),
    ],
)
async def test_what_has_not_the_form_of_a_key_is_sent_nowhere(
    credentials: CredentialsService, desk: Desk, key: str, code: str
) -> None:
    with pytest.raises(KeyRefused) as refused:
        await credentials.login(credentials.profile(SERVER), key, desk.bind)
    assert refused.value.code == code
    assert desk.asked == []


@pytest.mark.parametrize("problem", [KeyRefused(status=401), Unreachable("dns")])
async def test_a_key_that_the_desk_did_not_accept_leaves_no_trace(
    credentials: CredentialsService,
    paths: ProfilePaths,
    vault: MemoryVault,
    desk: Desk,
    problem: Exception,
) -> None:
    desk.problem = problem
    with pytest.raises(type(problem)):
        await credentials.login(credentials.profile(SERVER), KEY, desk.bind)
    assert vault.secrets == {}
    assert list(paths.root.iterdir()) == []


async def test_another_agents_key_is_not_kept(
    credentials: CredentialsService, vault: MemoryVault, desk: Desk
) -> None:
    desk.binding_problem = OtherAgent("autre agent")
    with pytest.raises(OtherAgent):
        await credentials.login(credentials.profile(SERVER), KEY, desk.bind)
    assert vault.secrets == {}
    assert credentials.profile(None).base_url != SERVER


async def test_no_keyring_is_said_and_the_profile_is_bound(
    credentials: CredentialsService, paths: ProfilePaths, vault: MemoryVault, desk: Desk
) -> None:
    vault.problem = VaultAbsent("aucun")
    with pytest.raises(VaultAbsent):
        await credentials.login(credentials.profile(SERVER), KEY, desk.bind)
    assert credentials.profile(None).base_url == SERVER
    for file in paths.folder.iterdir():
        assert KEY not in file.read_text()


async def test_the_environment_wins_and_the_keyring_is_not_asked(
    paths: ProfilePaths, vault: MemoryVault, desk: Desk
) -> None:
    vault.problem = VaultLocked("verrouillé")
    credentials = CredentialsService(paths, vault, {"SUPPORTDESK_API_KEY": KEY + "\n"})
    found = await credentials.key(credentials.profile(SERVER))
    assert found == KEY


async def test_the_local_desk_gets_no_key_of_others(
    paths: ProfilePaths, vault: MemoryVault
) -> None:
    credentials = CredentialsService(paths, vault, {"SUPPORTDESK_API_KEY": KEY})
    local = Profile("local-desk", "local-desk", "http://127.0.0.1:1/api/v1")
    assert await credentials.key(local) is None
    credentials.bind(local)
    assert await credentials.key(credentials.profile(None)) is None


async def test_the_keyring_is_described(paths: ProfilePaths, vault: MemoryVault) -> None:
    credentials = CredentialsService(paths, vault, {})
    assert await credentials.describe() == "mémoire"
    vault.describe_problem = VaultLocked("verrouillé")
    assert await credentials.describe() == "locked"


async def test_an_empty_variable_is_no_key(paths: ProfilePaths, vault: MemoryVault) -> None:
    credentials = CredentialsService(paths, vault, {"SUPPORTDESK_API_KEY": "  "})
    assert await credentials.key(credentials.profile(SERVER)) is None


async def test_a_key_never_goes_to_another_origin(
    credentials: CredentialsService, desk: Desk
) -> None:
    await credentials.login(credentials.profile(SERVER), KEY, desk.bind)
    with pytest.raises(OtherServer):
        credentials.profile("https://autre.example")


async def test_two_stores_of_one_origin_do_not_share_a_key(
    tmp_path: Path, vault: MemoryVault, desk: Desk
) -> None:
    one, other = (
        CredentialsService(profile_paths(tmp_path / name, "default"), vault, {}, desk.whoami)
        for name in ("a", "b")
    )
    await one.login(one.profile(SERVER), KEY, desk.bind)
    assert await other.key(other.profile(SERVER)) is None
    await other.login(other.profile(SERVER), KEY[:-1] + "b", desk.bind)
    await one.logout()
    found = await other.key(other.profile(SERVER))
    assert found == KEY[:-1] + "b"


async def test_logout_keeps_the_data_and_the_binding(
    credentials: CredentialsService, paths: ProfilePaths, vault: MemoryVault, desk: Desk
) -> None:
    await credentials.login(credentials.profile(SERVER), KEY, desk.bind)
    paths.store.write_text("données")
    assert await credentials.logout()
    assert vault.secrets == {}
    assert paths.store.read_text() == "données"
    assert credentials.profile(None).base_url == SERVER


async def test_logout_can_forget_everything(
    credentials: CredentialsService, paths: ProfilePaths, desk: Desk
) -> None:
    await credentials.login(credentials.profile(SERVER), KEY, desk.bind)
    assert await credentials.logout(forget_data=True)
    assert not paths.folder.joinpath("store-id").exists()
    assert list(paths.root.iterdir()) == []
    assert not await credentials.logout(forget_data=True)


async def test_data_in_use_is_not_forgotten(
    credentials: CredentialsService, paths: ProfilePaths, vault: MemoryVault, desk: Desk
) -> None:
    await credentials.login(credentials.profile(SERVER), KEY, desk.bind)
    owner = OwnerLock(paths.owner)
    assert owner.try_acquire(OwnerNote(1))
    with pytest.raises(ProfileBusy):
        await credentials.logout(forget_data=True)
    assert len(vault.secrets) == 1
    owner.release()


async def test_data_stays_where_the_keyring_does_not_answer(
    credentials: CredentialsService, paths: ProfilePaths, vault: MemoryVault, desk: Desk
) -> None:
    await credentials.login(credentials.profile(SERVER), KEY, desk.bind)
    vault.problem = VaultLocked("verrouillé")
    with pytest.raises(VaultLocked):
        await credentials.logout(forget_data=True)
    assert paths.profile.exists()


async def test_a_computer_without_a_keyring_can_forget_its_data(
    credentials: CredentialsService, paths: ProfilePaths, vault: MemoryVault, desk: Desk
) -> None:
    await credentials.login(credentials.profile(SERVER), KEY, desk.bind)
    vault.problem = VaultAbsent("aucun")
    with pytest.raises(VaultAbsent):
        await credentials.logout()
    assert await credentials.logout(forget_data=True)
    assert list(paths.root.iterdir()) == []


@pytest.mark.parametrize("text", ["clé", "a b", "a\nb", "x" * 600, "\x7f"])
def test_what_cannot_travel_in_a_header_is_refused(text: str) -> None:
    with pytest.raises(KeyRefused):
        check_key(text)


def test_nothing_is_no_key() -> None:
    with pytest.raises(KeyMissing):
        check_key(" \n")
