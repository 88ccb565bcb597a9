"""Bells that wake readers of this process after a commit. The tables stay the truth."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

MAIL = "mail"
"""The topic of the mail outbox; every other topic is an agent's id."""


class Bell:
    """One reader's bell. It stays rung until its reader takes notice, so no ring is lost."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    @property
    def rung(self) -> asyncio.Event:
        """What a loop waits for and clears before it reads."""
        return self._rung

    def ring(self) -> None:
        """Wake the reader now, or at its next wait."""
        self._rung.set()

    async def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for a ring and take it; read the tables only after this returns.

        Returns:
            False where ``timeout_s`` seconds passed without one.
        """
        try:
            async with asyncio.timeout(timeout_s):
                await self._rung.wait()
        except TimeoutError:
            return False
        self._rung.clear()
        return True


class Wakeups:
    """All bells of this process, by topic."""

    def __init__(self) -> None:
        self._bells: dict[str, set[Bell]] = {}

    def hang(self, topic: str) -> Bell:
        """Hang up a bell for one topic, for as long as there is a desk."""
        bell = Bell()
        self._bells.setdefault(topic, set()).add(bell)
        return bell

    @contextmanager
    def bell(self, topic: str) -> Iterator[Bell]:
        """Hang up a bell for one topic, until the end of the block."""
        bell = self.hang(topic)
        try:
            yield bell
        finally:
            bells = self._bells[topic]
            bells.discard(bell)
            if not bells:
                del self._bells[topic]

    def notify(self, topic: str) -> None:
        """Ring every bell of a topic."""
        for bell in self._bells.get(topic, ()):
            bell.ring()

    def topics(self) -> frozenset[str]:
        """Return the topics that somebody listens to."""
        return frozenset(self._bells)
