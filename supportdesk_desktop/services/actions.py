"""Finish a ticket or pass it on, where the desk offers it, with time to take it back.

The intent is stored and the row dimmed at once; the PATCH leaves after six seconds. What the
server says to it stands: a conflict puts the row back with a sentence (``design/ui.md``, Detail).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from supportdesk_desktop.core.changes import ActionFailed, MarksChanged
from supportdesk_desktop.core.errors import (
    FeatureAbsent,
    KeyMissing,
    KeyRefused,
    NotFound,
    NotOurServer,
    ProfileError,
    RequestRefused,
    ServerError,
    ServerFault,
    Throttled,
    Unreachable,
)
from supportdesk_desktop.core.ids import AgentId, TicketId
from supportdesk_desktop.core.pacing import doubling_s
from supportdesk_desktop.core.profile import TICKET_ACTIONS
from supportdesk_desktop.core.tickets import DeskAgent, TicketStatus
from supportdesk_desktop.core.wording import explain
from supportdesk_desktop.services.bus import Bus, Service
from supportdesk_desktop.services.desk import DeskService
from supportdesk_desktop.store import feed_state, tickets
from supportdesk_desktop.store.engine import Store
from supportdesk_desktop.store.tickets import TicketAction
from supportdesk_desktop.system.clock import Clock, ClockCorrection
from supportdesk_desktop.tasks import declare

UNDO_MS = 6000
LONGEST_UNDO_MS = 60_000
"""An action due later than this was stored before the clock was set back: it is due now."""
RETRY_S = 5.0

SEND = declare("actions.send", part="outbox")


class _Failures:
    """Failures in a row of each action, and the wait that follows."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._found: dict[TicketAction, tuple[int, int]] = {}

    def record(self, action: TicketAction) -> float:
        """Count one more; returns how many seconds the action waits."""
        tries, _ = self._found.get(action, (0, 0))
        wait_s = doubling_s(tries)
        self._found[action] = tries + 1, self._clock.monotonic_ns() + round(wait_s * 1e9)
        return wait_s

    def left_s(self, action: TicketAction) -> float:
        """Return how many seconds the action waits still."""
        _, until_ns = self._found.get(action, (0, 0))
        return max(0.0, (until_ns - self._clock.monotonic_ns()) / 1e9) if until_ns else 0.0

    def forget(self, action: TicketAction) -> None:
        """Forget the failures of an action that was settled."""
        self._found.pop(action, None)


class TicketActions(Service):
    """Ticket actions of the agent; one worker sends those whose time to undo is over.

    Any process of a profile stores intents; its owner alone works.
    """

    def __init__(self, store: Store, bus: Bus, clock: Clock, desk: DeskService) -> None:
        super().__init__(store, bus, clock)
        self._set_back = ClockCorrection(clock)
        self._desk = desk
        self._wake = asyncio.Event()
        self._settled: set[TicketAction] = set()
        """Answered by the desk, and perhaps still stored: they are never sent again."""
        self._failures = _Failures(clock)

    async def start(self) -> None:
        """Send what is due, also what an earlier run stored and did not send."""
        self._tasks.loop(SEND, self._send_due, wake=self._wake)

    def nudge(self) -> None:
        """Look for intents now: this process or another stored one."""
        self._wake.set()

    async def require_feature(self) -> None:
        """Raise ``FeatureAbsent`` where the desk lets nobody finish or pass on a ticket."""
        facts = await self._store.read(feed_state.facts)
        if facts is None or not facts.offers(TICKET_ACTIONS):
            raise FeatureAbsent("ticket actions")

    async def finish(self, ticket_id: TicketId, *, undo_ms: int = UNDO_MS) -> None:
        """Mark a ticket as done. Raises ``FeatureAbsent``, ``NotFound``."""
        if not await self.finish_all((ticket_id,), undo_ms=undo_ms):
            raise NotFound(ticket_id)

    async def pass_to(
        self, ticket_id: TicketId, agent_id: AgentId, *, undo_ms: int = UNDO_MS
    ) -> None:
        """Pass a ticket on to another agent. Raises ``FeatureAbsent``, ``NotFound``."""
        if not await self._store_intents((ticket_id,), agent_id, undo_ms):
            raise NotFound(ticket_id)

    async def finish_all(
        self, ids: Sequence[TicketId], *, undo_ms: int = UNDO_MS
    ) -> tuple[TicketId, ...]:
        """Mark tickets as done; returns those that are still held. Raises ``FeatureAbsent``."""
        return await self._store_intents(ids, None, undo_ms)

    async def undo(self, ids: Sequence[TicketId]) -> list[TicketId]:
        """Take back the actions of these tickets that have not left yet; return these."""
        taken = await self._store.ledger.write(tickets.remove_actions, ids)
        self._bus.publish(MarksChanged(tuple(ids)))
        return taken

    async def prolong(self, ids: Sequence[TicketId], seconds: float) -> None:
        """Let what was not sent yet be taken back for so many seconds from now on."""
        due_ms = self._clock.wall_ms() + round(seconds * 1000)
        await self._store.ledger.write(tickets.postpone_actions, ids, due_ms)
        self.nudge()

    async def agents(self) -> list[DeskAgent]:
        """Return to whom a ticket can be passed. Raises ``FeatureAbsent``, ``ServerError``."""
        await self.require_feature()
        await self._desk.budget.take()
        return await self._desk.rest.agents(self._desk.key())

    async def send_now(self, ticket_id: TicketId, agent_id: AgentId | None) -> None:
        """Finish (no agent) or pass on at once, without time to undo.

        Raises:
            DeskError: ``ProfileError`` where the key is another app's or agent's.
        """
        await self.require_feature()
        versions = await self._store.feed.read(tickets.versions_of, (ticket_id,))
        if ticket_id not in versions:
            raise NotFound(ticket_id)
        await self._patch(await self._turn(), ticket_id, versions[ticket_id], agent_id)

    async def _store_intents(
        self, ids: Sequence[TicketId], agent_id: AgentId | None, undo_ms: int
    ) -> tuple[TicketId, ...]:
        """Store what is to be done to those of the tickets that are held; return these."""
        await self.require_feature()
        versions = await self._store.feed.read(tickets.versions_of, ids)
        held = tuple(ticket_id for ticket_id in ids if ticket_id in versions)
        due_ms = self._clock.wall_ms() + undo_ms
        await self._store.ledger.write(
            tickets.put_actions,
            [TicketAction(one, agent_id, versions[one], due_ms) for one in held],
        )
        self._bus.publish(MarksChanged(held))
        self.nudge()
        return held

    async def _send_due(self) -> float | None:
        """Send what is due; return how long until there may be more to send, in seconds."""
        await self._set_back.mend(
            lambda by_ms: self._store.ledger.write(tickets.advance_actions, by_ms)
        )
        waits_s: list[float] = []
        for action in await self._store.ledger.read(tickets.read_actions):
            now = self._clock.wall_ms()
            if 0 < action.due_ms - now <= LONGEST_UNDO_MS:
                waits_s.append((action.due_ms - now) / 1000)
                break
            if action in self._settled:
                await self._done(action)
                continue
            left_s = self._failures.left_s(action)
            if left_s > 0:
                waits_s.append(left_s)
                continue
            try:
                key = await self._turn()
                # Else it was taken back, or another took its place, while others were sent.
                if await self._store.ledger.read(tickets.has_action, action):
                    await self._patch(key, action.ticket_id, action.version, action.agent_id)
            except RequestRefused as problem:
                sentences = explain(problem, "fr"), explain(problem, "en")
                failed = ActionFailed(
                    action.ticket_id, *sentences, passed=action.agent_id is not None
                )
                self._bus.publish(failed)
                await self._done(action)
            except (ServerFault, NotOurServer):
                # It may be this one alone that the server, or something before it, cannot take.
                waits_s.append(self._failures.record(action))
            except Throttled as problem:
                return problem.retry_after_s
            except (KeyMissing, KeyRefused, ProfileError):
                # It waits for a key of this profile.
                return None
            except ServerError:
                return RETRY_S
            else:
                await self._done(action)
        return min(waits_s, default=None)

    async def _turn(self) -> str:
        """Wait until something may leave; return the key to send it with."""
        await self._desk.identify()
        await self._desk.budget.take()
        key = self._desk.key()
        if not self._desk.has_identified(key):
            raise Unreachable("the key was replaced meanwhile")
        return key

    async def _patch(
        self, key: str, ticket_id: TicketId, version: int, agent_id: AgentId | None
    ) -> None:
        changes = (
            {"status": str(TicketStatus.CLOSED)} if agent_id is None else {"agentId": agent_id}
        )
        await self._desk.rest.change_ticket(key, ticket_id, version, changes)

    async def _done(self, action: TicketAction) -> None:
        self._settled.add(action)
        await self._store.ledger.write(tickets.settle_action, action)
        self._settled.discard(action)
        self._failures.forget(action)
        self._bus.publish(MarksChanged((action.ticket_id,)))
