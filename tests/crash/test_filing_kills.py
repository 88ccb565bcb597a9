"""A desktop killed at every step of filing loses nothing and doubles nothing silently."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.crash.gate import DeskKind, Step
from tests.crash.kills import COMMIT_DEATHS, Tally, run_kills

KILLS = len(Step) + COMMIT_DEATHS
"""Three kinds of desk: over thirty kills, and every step of the wire at each."""


async def killed(folder: Path, kind: DeskKind) -> Tally:
    seed = random.SystemRandom().randrange(1_000_000)
    tally = await run_kills(folder, kind, seed=seed, count=KILLS)
    # What a failure shows, and with which seed it comes again.
    print(f"seed {seed}: {tally}")
    assert sum(tally.kills.values()) == KILLS
    assert tally.filed >= KILLS
    assert (tally.lost, tally.hidden, tally.doubled) == (0, 0, 0)
    return tally


@pytest.mark.timeout(300)
async def test_where_the_desk_knows_the_key_all_is_settled(tmp_path: Path) -> None:
    tally = await killed(tmp_path, DeskKind.IDEMPOTENT)
    assert tally.uncertain == 0
    assert tally.doubled_by_agent == 0


@pytest.mark.timeout(300)
async def test_where_the_feed_shows_the_reference_every_ticket_is_proven(tmp_path: Path) -> None:
    tally = await killed(tmp_path, DeskKind.FEED)
    assert tally.unproven == 0
    # What is uncertain still was never created: sent again by the agent, it is one ticket.
    assert tally.doubled_by_agent == 0


@pytest.mark.timeout(300)
async def test_where_the_desk_offers_neither_each_possible_double_is_said(tmp_path: Path) -> None:
    tally = await killed(tmp_path, DeskKind.NEITHER)
    assert tally.uncertain > 0
    # Sent again all the same by the agent, some are two tickets now: none of them silently.
    assert tally.doubled_by_agent > 0
    assert tally.silent == 0
