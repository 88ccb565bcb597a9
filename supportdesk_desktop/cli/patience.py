"""Waiting out a server's limit, for requests that it refused without doing anything."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from supportdesk_desktop.core.errors import Throttled

TRIES = 4
LONGEST_WAIT_S = 15.0

T = TypeVar("T")


async def patiently(request: Callable[[], Awaitable[T]]) -> T:
    """Make the request again as often as the server says when.

    Raises:
        Throttled: four times, or for too long; and whatever else the request raises.
    """
    for _ in range(TRIES - 1):
        try:
            return await request()
        except Throttled as problem:
            if problem.retry_after_s > LONGEST_WAIT_S:
                raise
            await asyncio.sleep(problem.retry_after_s)
    return await request()
