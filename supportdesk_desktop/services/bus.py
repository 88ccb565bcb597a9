"""The bus of changes: typed, in order, without waiting for anybody."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from supportdesk_desktop.core.changes import Change, LoopChanged
from supportdesk_desktop.tasks import Loop

log = logging.getLogger(__name__)

C = TypeVar("C", bound=Change)


class Bus:
    """Subscribers by the class of change. A subscriber that fails is logged, the others hear it."""

    def __init__(self) -> None:
        self._subscribers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)

    def subscribe(self, kind: type[C], hear: Callable[[C], None]) -> Callable[[], None]:
        """Call ``hear`` for each change of this class; returns how to stop that."""
        self._subscribers[kind].append(hear)

        def unsubscribe() -> None:
            if hear in self._subscribers[kind]:
                self._subscribers[kind].remove(hear)

        return unsubscribe

    def publish(self, change: Change) -> None:
        """Tell all subscribers now, in the order in which they came."""
        for hear in tuple(self._subscribers[type(change)]):
            try:
                hear(change)
            except Exception:
                log.exception("a subscriber of %s failed", type(change).__name__)

    def report(self, loop: Loop, problem: BaseException | None) -> None:
        """Publish that a loop fails, or with None that it works again: a ``Report``."""
        self.publish(LoopChanged(loop.name, loop.part, problem))
