"""What every watch over this computer does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from supportdesk_desktop.core.waking import HostEvent

Hear = Callable[[HostEvent, int | None], None]
"""Called with what happened, and for a wake with when the sleep began (epoch ms), where known."""


class HostWatch(Protocol):
    """One source of what happens to this computer."""

    async def start(self, hear: Hear) -> None:
        """Begin to tell; a source that is not there is no error, and tells nothing."""

    async def aclose(self) -> None:
        """Tell nothing more."""
