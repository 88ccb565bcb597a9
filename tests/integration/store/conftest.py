"""A store on a real file, and tickets as a desk would send them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from supportdesk_desktop.store.engine import Store


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """Where the store of the profile is."""
    folder = tmp_path / "boutique"
    folder.mkdir(mode=0o700)
    return folder / "store.db"


@pytest.fixture
async def store(store_path: Path) -> AsyncIterator[Store]:
    """An open, empty store."""
    opened = await Store.open(store_path)
    yield opened
    await opened.aclose()
