"""The ledger of filings: on disk before the wire, and no change of state but the allowed ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from supportdesk_desktop.core.drafts import Draft
from supportdesk_desktop.core.filing import Filing, TicketRef, Wait
from supportdesk_desktop.core.filing_state import OPEN_STATES, FilingState
from supportdesk_desktop.core.folding import fold
from supportdesk_desktop.core.ids import DraftId, FilingId, TicketId
from supportdesk_desktop.core.ledger import Change
from supportdesk_desktop.store import filing_writes as writes
from supportdesk_desktop.store.connection import Connection
from supportdesk_desktop.store.filing_rows import read_filings

LONGEST_WAIT_MS = 3_600_000
"""No time set for a filing is further away; one that seems to be means a clock set back."""

_HELD = "wait IN ('throttled', 'network') AND next_attempt_ms > :now AND next_attempt_ms <= :last"
"""The server said when, or does not answer: then the whole queue waits with this filing."""

_DUE = (
    "state = 'queued' AND (wait = 'asked' OR (NOT :asked_only"
    " AND (next_attempt_ms IS NULL OR next_attempt_ms <= :now OR next_attempt_ms > :last)"
    f" AND NOT EXISTS (SELECT 1 FROM filings WHERE state = 'queued' AND {_HELD})))"
    " ORDER BY wait IS NOT 'asked', id LIMIT 1"
)


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
        draft_id: DraftId | None = None,
    ) -> tuple[Filing, bool]:
        """Write down the intent to file a draft; the kept draft goes in the same transaction.

        Returns:
            The filing, and whether it is new: a ``client_ref`` that is known is the same filing,
            left as it is.

        Raises:
            OtherContent: that filing is another ticket's; nothing was changed.
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
            draft_id,
        )

    async def settle(
        self, filing_id: FilingId, change: Change, draft_id: DraftId | None = None
    ) -> Filing:
        """Apply one act; a kept draft that becomes part of it goes in the same transaction.

        A wire's answer that something else overtook ends its attempt and adds the ticket that it
        brings, no more.

        Raises:
            NotFound: no such filing.
            WrongState: not allowed from its present state; nothing was changed.
        """
        return await self._writer.write(writes.settle, filing_id, change, draft_id)

    async def take_back(self, filing_id: FilingId, at_ms: int) -> Filing:
        """Withdraw a filing under which no ticket can exist, so that it may be written anew.

        Raises:
            NotFound: no such filing.
            WrongState: it left, or may have; nothing was changed.
        """
        return await self._writer.write(writes.take_back, filing_id, at_ms)

    async def take(
        self, filing_id: FilingId, at_ms: int, idempotency_key: str | None = None
    ) -> Filing:
        """Mark a queued filing as being sent, before its first byte leaves.

        Args:
            filing_id: which.
            at_ms: the present.
            idempotency_key: in the place of one that proves nothing any more.

        Raises:
            NotFound: no such filing.
            WrongState: it is not queued any more, or a stored ticket proves that it exists.
        """
        return await self._writer.write(writes.take, filing_id, at_ms, idempotency_key)

    async def see(self, filing_id: FilingId, ticket: TicketRef, at_ms: int) -> Filing:
        """Take note of a ticket of the feed that carries the filing's reference.

        It confirms a filing in any other state, completes the agent's word, and is a double of a
        filing that is another ticket already. Raises ``NotFound``.
        """
        return await self._writer.write(writes.see, filing_id, ticket, at_ms)

    async def recover(self, at_ms: int) -> list[Filing]:
        """Settle what a dead owner left: proven by a stored ticket, else uncertain, never queued.

        Returns:
            The filings that changed.
        """
        return await self._writer.write(writes.recover, at_ms)

    async def bring_forward(self, by_ms: int) -> None:
        """Let the next attempts be due so much earlier: the clock was set back by that."""
        await self._writer.write(writes.bring_forward, by_ms)

    async def remind(self, filing_id: FilingId, remind_ms: int | None) -> Filing:
        """Remember when to remind of a filing that waits for a decision; None for never."""
        return await self._writer.write(writes.remind, filing_id, remind_ms)

    async def next_due(self, now_ms: int, *, asked_only: bool = False) -> Filing | None:
        """Return the queued filing to send now: what a person asked for, else the oldest.

        While one waits for a server that said when, or does not answer, the others wait with it.

        Args:
            now_ms: the present.
            asked_only: nothing but what a person asked for.
        """
        return await self._writer.read(_next_due, now_ms, asked_only)

    async def next_wake_ms(self, now_ms: int) -> int | None:
        """Return when a queued filing may be due next, None where there is none to wait for."""
        return await self._writer.read(_next_wake, now_ms)

    async def by_id(self, filing_id: FilingId) -> Filing | None:
        """Return one filing."""
        found = await self.by_ids((filing_id,))
        return found[0] if found else None

    async def by_ids(self, ids: Iterable[FilingId]) -> list[Filing]:
        """Return these filings, newest first."""
        wanted = tuple(ids)
        marks = ",".join("?" * len(wanted))
        return await self._writer.read(read_filings, f"id IN ({marks}) ORDER BY id DESC", wanted)

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

    async def same_subject_since(
        self, customer_external_id: str, subject: str, since_ms: int
    ) -> list[TicketRef]:
        """Return tickets of this customer and subject that came here since then, oldest first."""
        return await self._reader.read(_same_subject, customer_external_id, subject, since_ms)


def _next_due(db: sqlite3.Connection, now_ms: int, asked_only: bool) -> Filing | None:
    found = db.execute(f"SELECT id FROM filings WHERE {_DUE}", _times(now_ms, asked_only))
    row = found.fetchone()
    return None if row is None else read_filings(db, "id = ?", row)[0]


def _next_wake(db: sqlite3.Connection, now_ms: int) -> int | None:
    held, earliest = db.execute(
        f"SELECT min(CASE WHEN {_HELD} THEN next_attempt_ms END), min(next_attempt_ms)"
        " FROM filings WHERE state = 'queued'",
        _times(now_ms),
    ).fetchone()
    found: int | None = earliest if held is None else held
    return found


def _times(now_ms: int, asked_only: bool = False) -> dict[str, int]:
    return {"now": now_ms, "last": now_ms + LONGEST_WAIT_MS, "asked_only": asked_only}


def _same_subject(
    db: sqlite3.Connection, customer: str, subject: str, since_ms: int
) -> list[TicketRef]:
    records = db.execute(
        "SELECT id, number, subject FROM tickets WHERE customer_external_id = ?"
        " AND received_ms >= ? ORDER BY received_ms, key",
        (customer, since_ms),
    )
    wanted = fold(subject).strip()
    return [
        TicketRef(TicketId(ticket_id), number)
        for ticket_id, number, theirs in records
        if fold(theirs).strip() == wanted
    ]


def _counts(db: sqlite3.Connection) -> dict[FilingState, int]:
    records = db.execute("SELECT state, count(*) FROM filings GROUP BY state")
    return {FilingState(state): count for state, count in records}
