"""A bad day in random order, on real sockets, with a real desk in a process of its own."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from supportdesk_desktop.net import feed
from supportdesk_desktop.services.feed import session
from tests.faults.storm import Storm
from tests.faults.way import whole_way

STEPS = 40


@pytest.mark.parametrize("seed", range(2))
async def test_after_a_bad_day_nothing_is_missing_and_nothing_was_said_twice(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a fault leaves hanging before the first frame is given up sooner than in real life.
    monkeypatch.setattr(feed, "OPEN_TIMEOUT_S", 1.0)
    monkeypatch.setattr(session, "WELCOME_S", 1.0)
    async with whole_way(tmp_path) as way:
        await way.begin(await way.desk.add_agent("Aïcha Houngbédji"))
        colleague_id, _ = await way.desk.add_agent("Rodrigue Agbossou")
        storm = Storm(way, colleague_id, Random(seed))
        for _ in range(3):
            await storm.blow(STEPS // 3)
            await way.quiet()
        decided = await way.decided()
        log = way.desk.assignments(way.agent_id)
        held = way.desk.held(way.agent_id)
        # What came and went between two snapshots was never sent to this desk.
        reread = any(closed_by == "snapshot" for _, closed_by in await way.causes())
        due = {one for one in log if one.ticket_id in held or not reread}
        assert due - decided == set(), storm.happened
