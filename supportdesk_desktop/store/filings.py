"""The ledger of filings: on disk before the wire, and no change of state but the allowed ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.filing import (
    OPEN_STATES,
    Act,
    Filing,
    FilingState,
    TicketRef,
    Wait,
)
from supportdesk_desktop.core.ids import FilingId
from supportdesk_desktop.store import filing_writes as writes
from supportdesk_desktop.store.connection import Connection
from supportdesk_desktop.store.filing_rows import read_filings
from supportdesk_desktop.store.filing_writes import Change, SeenRef


class FilingLedger:
    """Every filing ever made here; the writer's connection commits to the disk itself."""

    def __init__(self, writer: Connection, reader: Connection) -> None:
        self._writer = writer
        self._reader = reader

    async def submit(
        self,
        draft: Draft,
        *,
        client_ref: str,
        idempotency_key: str,
        now_ms: int,
        sends_client_ref: bool = True,
        wait: Wait | None = None,
        not_before_ms: int | None = None,
    ) -> tuple[Filing, bool]:
        """Write down the intent to file a draft.

        Returns:
            The filing, and whether it is new: a ``client_ref`` that is known is the same filing,
            left as it is.
        """
        return await self._writer.write(
            writes.submit,
            draft,
            client_ref,
            idempotency_key,
            now_ms,
            sends_client_ref,
            wait,
            not_before_ms,
        )

    async def settle(self, filing_id: FilingId, change: Change) -> Filing:
        """Apply one act.

        A wire's answer to a filing that the feed confirmed meanwhile adds its attempt, no more.

        Raises:
            NotFound: no such filing.
            WrongState: not allowed from its present state; nothing was changed.
        """
        return await self._writer.write(writes.settle, filing_id, change)

    async def take(self, filing_id: FilingId, at_ms: int) -> Filing:
        """Mark a queued filing as being sent, before its first byte leaves.

        Raises:
            NotFound: no such filing.
            WrongState: it is not queued any more.
        """
        return await self.settle(filing_id, Change(act=Act.TAKE, at_ms=at_ms))

    async def orphan_sending_to_uncertain(self, at_ms: int) -> list[Filing]:
        """Make what a dead owner was sending uncertain, never queued. Returns those filings."""
        return await self._writer.write(writes.orphans, at_ms)

    async def identify(self, filing_id: FilingId, ticket: TicketRef) -> Filing:
        """Give a filing confirmed by the agent's word the ticket that the feed shows."""
        return await self._writer.write(writes.identify, filing_id, ticket)

    async def remind(self, filing_id: FilingId, remind_ms: int | None) -> Filing:
        """Remember when to remind of a filing that waits for a decision; None for never."""
        return await self._writer.write(writes.remind, filing_id, remind_ms)

    async def next_due(self, now_ms: int, state: FilingState = FilingState.QUEUED) -> Filing | None:
        """Return the oldest filing of this state whose time has come (none set: at once)."""
        where = "state = ? AND (next_attempt_ms IS NULL OR next_attempt_ms <= ?)"
        found = await self._writer.read(
            read_filings, f"{where} ORDER BY id LIMIT 1", (state, now_ms)
        )
        return found[0] if found else None

    async def next_wake_ms(self, state: FilingState = FilingState.QUEUED) -> int | None:
        """Return the earliest time set for a filing of this state, None where there is none."""
        return await self._writer.read(_next_wake, state)

    async def by_id(self, filing_id: FilingId) -> Filing | None:
        """Return one filing."""
        found = await self.by_ids((filing_id,))
        return found[0] if found else None

    async def by_ids(self, ids: Iterable[FilingId]) -> list[Filing]:
        """Return these filings, newest first."""
        wanted = tuple(ids)
        marks = ",".join("?" * len(wanted))
        return await self._writer.read(read_filings, f"id IN ({marks}) ORDER BY id DESC", wanted)

    async def by_client_ref(self, client_ref: str) -> Filing | None:
        """Return the filing with this reference."""
        found = await self._writer.read(read_filings, "client_ref = ?", (client_ref,))
        return found[0] if found else None

    async def open(self) -> list[Filing]:
        """Return the filings not settled, newest first."""
        return await self.in_states(OPEN_STATES)

    async def in_states(self, states: Iterable[FilingState]) -> list[Filing]:
        """Return the filings of these states, newest first."""
        wanted = tuple(states)
        marks = ",".join("?" * len(wanted))
        return await self._writer.read(read_filings, f"state IN ({marks}) ORDER BY id DESC", wanted)

    async def all(self, limit: int = 1000) -> list[Filing]:
        """Return the newest filings of every state, newest first."""
        return await self._writer.read(read_filings, "1 ORDER BY id DESC LIMIT ?", (limit,))

    async def counts(self) -> dict[FilingState, int]:
        """Return how many filings each state has; states without any are left out."""
        return await self._reader.read(_counts)

    async def seen_refs(self) -> list[SeenRef]:
        """Return what the stored tickets prove and no filing says yet, e.g. after a crash."""
        return await self._writer.read(writes.all_seen_refs)


def _next_wake(db: sqlite3.Connection, state: FilingState) -> int | None:
    found: int | None = db.execute(
        "SELECT min(next_attempt_ms) FROM filings WHERE state = ?", (state,)
    ).fetchone()[0]
    return found


def _counts(db: sqlite3.Connection) -> dict[FilingState, int]:
    records = db.execute("SELECT state, count(*) FROM filings GROUP BY state")
    return {FilingState(state): count for state, count in records}
