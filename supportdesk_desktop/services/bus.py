"""The bus of changes (typed, in order, without waiting for anybody), and what services share."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from supportdesk_desktop.core.changes import Change, LoopChanged
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import Loop, TaskOwner

log = logging.getLogger(__name__)

C = TypeVar("C", bound=Change)


class Bus:
    """Subscribers by the class of change. A subscriber that fails is logged, the others hear it."""

    def __init__(self) -> None:
        self._subscribers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)

    def subscribe(self, kind: type[C], hear: Callable[[C], None]) -> Callable[[], None]:
        """Call ``hear`` for each change of this class; return a function that stops it."""
        self._subscribers[kind].append(hear)

        def unsubscribe() -> None:
            if hear in self._subscribers[kind]:
                self._subscribers[kind].remove(hear)

        return unsubscribe

    def publish(self, change: Change) -> None:
        """Call all subscribers now, in the order in which they subscribed."""
        for hear in tuple(self._subscribers[type(change)]):
            try:
                hear(change)
            except Exception:
                log.exception("a subscriber of %s failed", type(change).__name__)

    def report(self, loop: Loop, problem: BaseException | None) -> None:
        """Publish the failure of a loop, or with None that it works again: a ``Report``."""
        self.publish(LoopChanged(loop.name, loop.part, problem))


class Service:
    """Base of services that work on the store of a profile and publish changes."""

    def __init__(self, store: Store, bus: Bus, clock: Clock) -> None:
        self._store = store
        self._bus = bus
        self._clock = clock
        self._tasks = TaskOwner(type(self).__name__, bus.report)

    async def aclose(self) -> None:
        """End what is done in the background; what is stored is taken up at the next start."""
        await self._tasks.aclose()
