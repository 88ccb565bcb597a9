"""One whole way for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.way import Way, whole_way


@pytest.fixture
async def way(tmp_path: Path) -> AsyncIterator[Way]:
    """A desk in a process, a proxy and a client whose agent is verified with no ticket."""
    async with whole_way(tmp_path) as one:
        await one.begin(await one.desk.add_agent("Aïcha Houngbédji"))
        yield one
