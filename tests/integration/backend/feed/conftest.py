"""Fixtures of the feed's integration tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.backend.feed.live_desk import LiveDesk, start_desk


@pytest.fixture
async def live(tmp_path: Path) -> AsyncIterator[LiveDesk]:
    """A desk with one customer and one agent, on a free port."""
    desk = await start_desk(tmp_path)
    await desk.add_customer()
    desk.agent_id, desk.key = await desk.add_agent()
    yield desk
    await desk.stop()
