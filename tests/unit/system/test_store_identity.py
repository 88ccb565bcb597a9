"""A store's id is made once and never shared."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from supportdesk_desktop.core.errors import BindingDamaged
from supportdesk_desktop.system.paths import keyring_account, read_store_id, store_id


def test_the_id_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "default" / "store-id"
    assert read_store_id(path) is None
    made = store_id(path)
    assert store_id(path) == made == read_store_id(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["store-id"]


def test_all_who_come_at_once_get_the_same_id(tmp_path: Path) -> None:
    path = tmp_path / "store-id"
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(store_id, [path] * 32))) == 1


def test_two_stores_have_two_ids(tmp_path: Path) -> None:
    assert store_id(tmp_path / "a") != store_id(tmp_path / "b")


def test_a_damaged_id_is_not_replaced_silently(tmp_path: Path) -> None:
    path = tmp_path / "store-id"
    path.write_text("n’importe quoi")
    with pytest.raises(BindingDamaged):
        store_id(path)


def test_the_account_names_store_and_origin() -> None:
    assert keyring_account("ab12", "https://desk.example") == "ab12@https://desk.example"
