"""What became of everything at the end of a soak."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.desktop.session.announced import Announced
from tests.faults.served_desk import ServedDesk
from tests.soak.desktop import Desktop

SETTLE_S = 300.0
LOOK_S = 1.0
UNSETTLED = ("queued", "sending", "uncertain")


@dataclass
class Verdict:
    """The last line of the promises: ``lost``, ``doubled`` and ``unaccounted`` are to be 0.

    Attributes:
        events: of all feeds.
        assignments: N1 assignments in the desk's log.
        notices: how many of them have a decision at their desktop.
        filings: stored by ``file`` as it said.
        killed_filers: filings of which ``file`` could not say whether they are stored.
        settled: filings of the ledgers that are confirmed or refused.
        faults: by name.
        lost: stored filings that no ledger has, and confirmed ones that the desk does not have.
        doubled: references with more than one ticket.
        unaccounted: assignments without a decision.
        unsettled: filings still open although the desk honours idempotency.
        announced_twice: assignments announced more often than once; None where nobody listened.
        apart: desktops whose list is not the desk's.
    """

    events: int = 0
    assignments: int = 0
    notices: int = 0
    filings: int = 0
    killed_filers: int = 0
    settled: int = 0
    faults: Counter[str] | None = None
    lost: int = 0
    doubled: int = 0
    unaccounted: int = 0
    unsettled: int = 0
    announced_twice: int | None = None
    apart: int = 0

    @property
    def is_kept(self) -> bool:
        """Whether every promise was kept."""
        broken = self.lost + self.doubled + self.unaccounted + self.unsettled + self.apart
        return broken == 0 and not self.announced_twice

    def table(self) -> str:
        """Return the table."""
        faults = self.faults or Counter()
        kills = sum(faults[name] for name in ("kill_desktop", "kill_desk"))
        cuts = sum(faults[name] for name in ("cut", "cut_later", "half_open", "stall", "split"))
        rows: list[tuple[str, object]] = [
            ("events", self.events),
            ("assignments", self.assignments),
            ("notices", self.notices),
            ("filings", self.filings),
            ("filings of killed filers", self.killed_filers),
            ("filings settled", self.settled),
            ("kills", kills + self.killed_filers),
            ("cuts", cuts),
            ("desk ended, stops, clocks", faults["end_desk"] + faults["stop_desktop"]
             + faults["set_clock"]),
            ("lost", self.lost),
            ("doubled", self.doubled),
            ("unaccounted", self.unaccounted),
            ("unsettled", self.unsettled),
            ("announced twice", "not heard" if self.announced_twice is None
             else self.announced_twice),
            ("lists unlike the desk's", self.apart),
        ]  # fmt: skip
        return "\n".join(f"{name:26s}{value!s:>10}" for name, value in rows)


async def judge(
    desk: ServedDesk, desktops: list[Desktop], faults: Counter[str], heard: Announced | None
) -> Verdict:
    """Wait until all is quiet, then compare the desktops with the desk."""
    verdict = Verdict(faults=faults)
    await settle(desk, desktops)
    refs = desk.filed_refs()
    verdict.doubled = sum(count > 1 for count in refs.values())
    for desktop in desktops:
        ledger, state = await desktop.ledger(), await desktop.state()
        assignments = desk.assignments(desktop.agent_id)
        decided = desktop.decided()
        verdict.events += desk.head(desktop.agent_id)
        verdict.assignments += len(assignments)
        verdict.notices += len(decided)
        verdict.unaccounted += len(set(assignments) - decided)
        verdict.filings += len(desktop.stored)
        verdict.killed_filers += len(set(desktop.tried) - desktop.stored)
        verdict.settled += sum(one in ("confirmed", "refused") for one in ledger.values())
        verdict.unsettled += sum(one in UNSETTLED for one in ledger.values())
        verdict.lost += len(desktop.stored - ledger.keys())
        verdict.lost += sum(one == "confirmed" and not refs[ref] for ref, one in ledger.items())
        verdict.apart += state["feed"]["tickets"] != len(desk.held(desktop.agent_id))
    if heard is not None:
        verdict.announced_twice = _announced_twice(desk, desktops, heard)
    return verdict


async def settle(desk: ServedDesk, desktops: list[Desktop]) -> None:
    """Wait until every desktop is verified with nothing under way, or for as long as is fair."""
    end = asyncio.get_running_loop().time() + SETTLE_S
    for desktop in desktops:
        while asyncio.get_running_loop().time() < end:
            state = await desktop.state()
            if _is_quiet(state) and state["feed"]["seq"] == desk.head(desktop.agent_id):
                break
            await asyncio.sleep(LOOK_S)


def _is_quiet(state: dict[str, Any]) -> bool:
    open_filings = sum(state["outbox"].get(name, 0) for name in UNSETTLED)
    pending = state["notices"].get("pending", 0)
    return state["feed"]["state"] == "verified" and not open_filings and not pending


def _announced_twice(desk: ServedDesk, desktops: list[Desktop], heard: Announced) -> int:
    times = sum((desk.ever_assigned(desktop.agent_id) for desktop in desktops), Counter[str]())
    numbers = desk.numbers()
    return sum(
        max(0, count - times[numbers[number]])
        for number, count in heard.numbers().items()
        if number in numbers
    )
