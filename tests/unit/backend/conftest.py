"""Fixtures of the desk's unit tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.backend.desk_client import DeskClient, desk_client, with_customer


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[DeskClient]:
    """A desk with one N1 agent, one service and one customer."""
    async with desk_client(tmp_path) as opened:
        await opened.add_agent("Aicha")
        await opened.add_agent("Robot", role="service")
        await with_customer(opened)
        yield opened
