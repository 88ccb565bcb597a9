"""What background work does when a step of it fails in a way that nobody foresaw."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from supportdesk_desktop.core.filing_state import FilingState
from tests.integration.backend_feed.live_desk import LiveDesk
from tests.integration.services.conftest import Client, base_url
from tests.integration.services.test_filing_service import DRAFT, reaches


class Breaks:
    """Replaces an async method by one that fails ``times`` times, before or after its work."""

    def __init__(
        self,
        monkeypatch: pytest.MonkeyPatch,
        owner: object,
        name: str,
        problem: Exception,
        *,
        times: int = 1,
        after: bool = False,
    ) -> None:
        self.calls = 0
        works: Callable[..., Awaitable[Any]] = getattr(owner, name)

        async def instead(*arguments: object, **named: object) -> object:
            self.calls += 1
            broken = self.calls <= times
            if broken and not after:
                raise problem
            result = await works(*arguments, **named)
            if broken:
                raise problem
            return result

        monkeypatch.setattr(owner, name, instead)


async def test_an_attempt_that_fails_oddly_is_uncertain_and_the_next_filing_leaves(
    client: Client, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key = await desk.add_agent()
    services = await client.start(base_url(desk.port), key)
    Breaks(monkeypatch, services.rest, "create", RuntimeError("a damaged record"))
    first = await services.filings.submit(DRAFT)
    second = await services.filings.submit(DRAFT)
    await reaches(services, second, FilingState.CONFIRMED)
    # Its key is repeated, which the desk offers.
    await reaches(services, first, FilingState.CONFIRMED)
    assert services.troubles.now == ()
