"""Folders are private, names are safe, sockets fit, a store is known by its identity."""

from __future__ import annotations

import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import BindingDamaged, InputRefused, StoreReadOnly
from supportdesk_desktop.system import paths
from supportdesk_desktop.system.paths import (
    check_profile_name,
    keyring_account,
    make_private_dir,
    open_private,
    profile_paths,
    read_store_id,
    runtime_dir,
    store_id,
)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("name", ["default", "local-desk", "a", "Équipe"[1:], "n1.cotonou_2"])
def test_good_profile_names_pass(name: str) -> None:
    assert check_profile_name(name) == name


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "é", "-x", ".x", "x.", "nul", "COM1.txt", "a" * 41, "a\n", "a b"]
)
def test_other_profile_names_are_refused(name: str) -> None:
    with pytest.raises(InputRefused):
        check_profile_name(name)


def test_a_private_folder_is_made_and_an_open_one_is_tightened(tmp_path: Path) -> None:
    open_one = tmp_path / "ouvert"
    open_one.mkdir(mode=0o755)
    assert mode_of(make_private_dir(open_one)) == 0o700
    assert mode_of(make_private_dir(tmp_path / "a" / "b")) == 0o700


@pytest.mark.parametrize("what", ["lien", "fichier"])
def test_neither_a_link_nor_a_file_is_taken_for_a_private_folder(tmp_path: Path, what: str) -> None:
    (tmp_path / "vrai").mkdir()
    (tmp_path / "lien").symlink_to(tmp_path / "vrai")
    (tmp_path / "fichier").write_text("")
    with pytest.raises(StoreReadOnly):
        make_private_dir(tmp_path / what)


def test_private_files_are_0600_even_if_they_were_open(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("x")
    path.chmod(0o644)
    os.close(open_private(path))
    assert mode_of(path) == 0o600


def test_private_files_are_opened_as_bytes_where_the_system_knows_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []

    def note(path: Path, flags: int, mode: int) -> int:
        opened.append(flags)
        return real(path, flags, mode)

    real = os.open
    # A flag that Linux has and does not mind stands for the one that Windows alone has.
    monkeypatch.setattr(os, "O_BINARY", os.O_NOCTTY, raising=False)
    monkeypatch.setattr(os, "open", note)
    os.close(open_private(tmp_path / "hand-overs.log"))
    assert opened[0] & os.O_NOCTTY


def test_sockets_of_two_profiles_differ_and_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    deep = tmp_path / ("d" * 120)
    one, other = (profile_paths(deep, name).socket() for name in ("default", "autre"))
    assert one != other
    assert one.parent == other.parent == runtime / "supportdesk-desktop"
    assert len(os.fsencode(one)) <= 103
    assert mode_of(one.parent) == 0o700


@pytest.fixture
def runtime() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="r-") as folder:
        yield Path(folder)


@pytest.mark.parametrize("why", ["open to others", "too deep", "not there"])
def test_a_runtime_folder_that_will_not_do_is_not_used(
    why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: Path
) -> None:
    unfit = tmp_path / ("d" * 80)
    if why != "not there":
        unfit.mkdir(mode=0o700)
    if why == "open to others":
        unfit = tmp_path / "partagé"
        unfit.mkdir()
        unfit.chmod(0o777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(unfit))
    monkeypatch.setattr(tempfile, "tempdir", str(runtime))
    assert runtime_dir() == runtime / f"supportdesk-desktop-{os.getuid()}"
    assert mode_of(runtime_dir()) == 0o700


def test_a_socket_fits_even_where_the_temporary_folder_is_too_deep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: Path
) -> None:
    deep = tmp_path / ("d" * 80)
    deep.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    monkeypatch.setattr(paths, "SHORT_TEMPORARY", runtime)
    place = profile_paths(tmp_path, "default").socket()
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(os.fspath(place))
    assert place.parent == runtime / f"supportdesk-desktop-{os.getuid()}"
    assert mode_of(place.parent) == 0o700
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    (runtime / "supportdesk-desktop-12345").mkdir()
    with pytest.raises(StoreReadOnly, match="someone else"):
        runtime_dir()


def test_a_folder_that_someone_else_made_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with pytest.raises(StoreReadOnly, match="someone else"):
        make_private_dir(tmp_path)


def test_the_id_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "default" / "store-id"
    assert read_store_id(path) is None
    made = store_id(path)
    assert store_id(path) == made == read_store_id(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["store-id"]
    assert store_id(tmp_path / "autre") != made


def test_all_who_come_at_once_get_the_same_id(tmp_path: Path) -> None:
    path = tmp_path / "store-id"
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(store_id, [path] * 32))) == 1


def test_a_damaged_id_is_not_replaced_silently(tmp_path: Path) -> None:
    path = tmp_path / "store-id"
    path.write_text("n’importe quoi")
    with pytest.raises(BindingDamaged):
        store_id(path)


def test_the_account_names_store_and_origin() -> None:
    assert keyring_account("ab12", "https://desk.example") == "ab12@https://desk.example"
