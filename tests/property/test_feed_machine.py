"""The feed under every fault: real reducer, session and store against a server that is the truth.

At every commit the stored set is the server's at the stored place; whenever "up to date" is lit
it is so; in the end the set is the server's and each assignment seen has one decided notice.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from enum import Enum
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from supportdesk_desktop.core.feed_policy import EndingKind
from supportdesk_desktop.core.notices import NoticeOutcome
from supportdesk_desktop.services.notices import service as notices
from supportdesk_desktop.store import engine, snapshots
from tests.property.faulty_line import Fault, FaultyLine, Habits, Step
from tests.property.model_client import ModelClient, Observation
from tests.property.model_server import Act, Held, ModelServer
from tests.property.profiles import PROFILES, TIME_LIMIT_S, profile_name

ACTS = st.lists(st.tuples(st.sampled_from(Act), st.integers(0, 3)), min_size=1, max_size=6)
IN_MEMORY = Path("/dev/shm")
"""A power cut is not among the faults, so nothing need wait for a disk."""


def plans(faults: list[Fault]) -> st.SearchStrategy[list[Step]]:
    steps = st.builds(Step, st.sampled_from(faults), st.sampled_from(Act), st.integers(0, 3))
    return st.lists(steps, min_size=3, max_size=16)


# Weighted by repetition: there must be life at the desk for faults to meet.
LIFE = [*[Fault.NONE] * 2, *[Fault.ACT] * 6, Fault.REPEAT_OLD]
WELL_MEANT = plans([*LIFE, Fault.BREATHE, Fault.REPEAT, Fault.UNKNOWN])
FAULTY = plans([*LIFE, *Fault, *[Fault.LOSE] * 4, *[Fault.CUT] * 2])
HABITS = st.builds(Habits, torn=st.booleans(), careless=st.booleans())
DECIDED_BY_LEVEL = {
    "N1": {NoticeOutcome.SHOWN, NoticeOutcome.LATE, NoticeOutcome.MERGED},
    "N2": {NoticeOutcome.FILTERED},
}


class Anew(Enum):
    """What changes between two connections; ``RESTART`` is the client's."""

    BACKUP = "backup"
    RESTORE = "restore"
    FAIL_OVER = "fail_over"
    RESTART = "restart"


class FeedMachine(RuleBasedStateMachine):
    """Acts of the desk, and connections that go wrong in every way."""

    def __init__(self) -> None:
        super().__init__()
        # Announced at once, and a snapshot stored ticket by ticket: a kill may come after each.
        self._patches = [
            mock.patch.object(notices, "MERGE_AFTER_S", 0),
            mock.patch.object(snapshots, "SLICE_S", 0),
            mock.patch.object(engine, "PAUSE_S", 0),
        ]
        for patch in self._patches:
            patch.start()
        self.folder = Path(tempfile.mkdtemp(dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
        self.server = ModelServer()
        self.client = ModelClient(self.folder)
        self.last: Observation = self.client.look()
        self.owed: set[tuple[str, str]] = set()
        self.first_sync: set[tuple[str, str]] | None = None
        self.from_snapshots: set[tuple[str, str]] = set()

    @rule(acts=ACTS)
    def the_desk_acts(self, acts: list[tuple[Act, int]]) -> None:
        for act, which in acts:
            self.server.act(act, which)

    @rule(anew=st.sampled_from(Anew))
    def something_begins_anew(self, anew: Anew) -> None:
        match anew:
            case Anew.BACKUP:
                self.server.keep_backup()
            case Anew.RESTORE:
                self.server.restore()
            case Anew.FAIL_OVER:
                self.server.fail_over()
            case Anew.RESTART:
                self.client.restart()

    @rule(plan=WELL_MEANT, habits=HABITS)
    def they_connect(self, plan: list[Step], habits: Habits) -> None:
        self._connect(plan, habits)

    @rule(plan=FAULTY, habits=HABITS)
    def they_connect_with_faults(self, plan: list[Step], habits: Habits) -> None:
        self._connect(plan, habits)

    @rule()
    def all_comes_to_rest(self) -> None:
        """One sound connection is enough, whatever came before it."""
        line = self._line([], Habits())
        self.client.connect(line)
        self._judge(line)
        assert self._is_verified_at_head()
        self.client.forget()
        assert self.last.held == {one.id: one.seen() for one in self.server.mine.values()}
        self.client.settle()
        self._account_for_notices()

    def teardown(self) -> None:
        try:
            self.all_comes_to_rest()
        finally:
            self.client.close()
            shutil.rmtree(self.folder)
            for patch in self._patches:
                patch.stop()

    def _connect(self, plan: list[Step], habits: Habits) -> None:
        line = self._line(plan, habits)
        ending = self.client.connect(line)
        self._judge(line)
        if line.blameless:
            assert ending is not None
            assert ending.kind is EndingKind.CLOSED
            assert not line.complete or self._is_verified_at_head()
        self.client.forget()

    def _line(self, plan: list[Step], habits: Habits) -> FaultyLine:
        return FaultyLine(
            self.server,
            plan,
            habits,
            acknowledged=self.client.acknowledge,
            fail_store=self.client.fail_store,
        )

    def _is_verified_at_head(self) -> bool:
        if not self.client.verified:
            return False
        status, _stored = self.client.verified[-1]
        return (status.epoch, status.seq) == (self.server.epoch, self.server.head)

    def _judge(self, line: FaultyLine) -> None:
        """Hold what the client stored, lit and acknowledged against the truth."""
        now, last = self.client.look(), (self.client.observed or [self.last])[-1]
        assert (now.cursor, now.held) == (last.cursor, last.held)
        for one in self.client.observed:
            self._judge_commit(one)
        # Each light answers a heartbeat of its own, one that was no lie.
        sound = iter(line.sound)
        for status, stored in self.client.verified:
            said = (status.epoch, status.seq, status.tickets)
            assert any(said == one for one in sound)
            assert stored is not None
            assert (stored.epoch, stored.seq) == (status.epoch, status.seq)
        for acknowledged, stored in self.client.acknowledged:
            assert acknowledged == stored

    def _judge_commit(self, now: Observation) -> None:
        before, self.last = self.last, now
        if now.cursor is None:
            assert now.held == before.held
            return
        if now.cursor.seq >= self.server.unsure_until.get(now.cursor.epoch, 0):
            assert now.held == self.server.held_at(now.cursor)
        if now.replaced:
            seen = {(one, ticket.assigned_at) for one, ticket in now.held.items()}
            self.first_sync = seen if self.first_sync is None else self.first_sync
            self.from_snapshots |= seen - self.owed
            self.owed |= seen
            return
        assert before.cursor is not None
        assert before.cursor.epoch == now.cursor.epoch
        assert before.cursor.seq < now.cursor.seq
        place = (now.cursor.epoch, before.cursor.seq, now.cursor.seq)
        self.owed |= self.server.assigned_between(*place)
        stayed = before.held.keys() & now.held.keys() - self.server.left_between(*place)
        assert not [one for one in stayed if _went_back(before.held, now.held, one)]

    def _account_for_notices(self) -> None:
        ledger = self.client.notices()
        assert sorted(one.key for one in ledger) == sorted(self.owed)
        for one in ledger:
            if self.first_sync is not None and one.key in self.first_sync:
                assert one.outcome == NoticeOutcome.FIRST_SYNC
            else:
                assert one.outcome in DECIDED_BY_LEVEL[self.server.levels[one.key]]
                assert one.late or one.key not in self.from_snapshots
        announced = self.client.announced()
        decided = Counter(one.key[0] for one in ledger)
        assert all(times <= decided[one] for one, times in announced.items())


def _went_back(before: Held, now: Held, one: str) -> bool:
    was, is_now = before[one].version, now[one].version
    return was is not None and is_now is not None and is_now < was


FeedMachine.TestCase.settings = PROFILES[profile_name()]
TestFeed = pytest.mark.timeout(TIME_LIMIT_S[profile_name()])(FeedMachine.TestCase)
