"""A bus of the tests, for those who listen to the session's services or the computer's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.fakes.host_services import HostServices
from tests.fakes.session_bus import session_bus


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a bus without any service, which is the session's and the system's."""
    with session_bus(tmp_path) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        yield address


@pytest.fixture
async def host(address: str) -> AsyncIterator[HostServices]:
    """login1 and NetworkManager on that bus."""
    host = await HostServices(address).start()
    yield host
    await host.stop()
