"""What loops fail of becomes one trouble for each part, and goes when they work again."""

from __future__ import annotations

import pytest

from supportdesk_desktop.core.changes import Trouble, TroublesChanged
from supportdesk_desktop.core.errors import StoreError, StoreFull
from supportdesk_desktop.services.bus import Bus
from supportdesk_desktop.services.health import Troubles
from supportdesk_desktop.system.clock import Clock
from supportdesk_desktop.tasks import Loop

SEND = Loop("outbox.work", "outbox")
FOLLOW = Loop("feed.follow", "feed")
REMIND = Loop("reminders.look", "notifications")


class Watched:
    """Troubles, the clock they are told by, and what was published."""

    def __init__(self) -> None:
        self.now_ms = 1000
        self.bus = Bus()
        self.published: list[list[str]] = []
        self.troubles = Troubles(self.bus, Clock(wall_ms=lambda: self.now_ms))
        self.bus.subscribe(TroublesChanged, self._hear)

    def _hear(self, change: TroublesChanged) -> None:
        self.published.append([one.part for one in change.troubles])


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_a_part_has_one_trouble_until_its_last_loop_works(watched: Watched) -> None:
    watched.bus.report(REMIND, RuntimeError("x"))
    watched.bus.report(FOLLOW, RuntimeError("x"))
    watched.bus.report(FOLLOW, RuntimeError("x"))
    assert watched.published == [["notifications"], ["feed", "notifications"]]
    watched.bus.report(FOLLOW, None)
    watched.bus.report(REMIND, None)
    watched.bus.report(REMIND, None)
    assert watched.published[2:] == [["notifications"], []]


def test_what_the_store_stops_is_a_trouble_of_the_store(watched: Watched) -> None:
    watched.bus.report(SEND, StoreFull("disk full"))
    watched.now_ms = 5000
    watched.bus.report(FOLLOW, StoreError("disk I/O error"))
    (trouble,) = watched.troubles.now
    assert (trouble.part, trouble.code, trouble.since_ms) == ("store", "store_full", 1000)
    assert "Libérez de la place" in trouble.french
    assert "Free some space" in trouble.english
    watched.bus.report(SEND, None)
    (trouble,) = watched.troubles.now
    assert (trouble.code, trouble.since_ms) == ("store", 5000)


def test_another_cause_does_not_begin_it_anew(watched: Watched) -> None:
    watched.bus.report(SEND, RuntimeError("x"))
    watched.now_ms = 5000
    watched.bus.report(SEND, StoreFull("disk full"))
    (trouble,) = watched.troubles.now
    assert (trouble.code, trouble.since_ms) == ("store_full", 1000)


@pytest.mark.parametrize("part", ["store", "feed", "outbox", "notifications"])
def test_an_unknown_error_has_a_sentence_with_a_next_step(watched: Watched, part: str) -> None:
    watched.bus.report(Loop("one", part), RuntimeError("x"))
    (trouble,) = watched.troubles.now
    assert trouble.code == "unexpected"
    assert "self-test" in trouble.french
    assert "self-test" in trouble.english


def test_a_follower_has_its_own_troubles_and_those_of_its_owner(watched: Watched) -> None:
    full = Trouble("store", 10, "store_full", "Disque plein", "Disk full")
    watched.bus.report(REMIND, RuntimeError("x"))
    watched.troubles.owner_has((full,))
    assert [one.part for one in watched.troubles.now] == ["store", "notifications"]
    watched.troubles.owner_has(())
    assert [one.part for one in watched.troubles.now] == ["notifications"]
