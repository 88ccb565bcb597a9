"""``Idempotency-Key``: an answer that created a ticket is given again for 24 hours.

The key is stored in the transaction that creates the ticket, so it is known exactly where the
ticket exists, whatever dies when. "In progress" is therefore known to the process alone; of two
gateways the second waits for the first's transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, insert, select

from supportdesk_desktop.backend.database import Writing, lock_desk
from supportdesk_desktop.backend.rest.answers import Code, Refusal, invalid
from supportdesk_desktop.backend.tables import idempotency_keys

KEPT_MS = 24 * 3600 * 1000
MAX_LENGTH = 255


class KeysInProgress:
    """The (agent, key) pairs whose create is running in this process."""

    def __init__(self) -> None:
        self._running: set[tuple[str, str]] = set()

    @contextmanager
    def hold(self, agent_id: str, key: str | None) -> Iterator[None]:
        """Mark a key as in progress until the end of the block; None marks nothing.

        Raises:
            Refusal: IDEMPOTENCY_IN_PROGRESS.
        """
        if key is None:
            yield
            return
        pair = (agent_id, key)
        if pair in self._running:
            raise Refusal(Code.IDEMPOTENCY_IN_PROGRESS)
        self._running.add(pair)
        try:
            yield
        finally:
            self._running.discard(pair)


def check_key(key: str | None) -> str | None:
    """Return the header's value as it is.

    Raises:
        Refusal: VALIDATION_ERROR, for an empty one or one over 255 characters.
    """
    if key is not None and not 0 < len(key) <= MAX_LENGTH:
        raise invalid("Idempotency-Key", f"De 1 à {MAX_LENGTH} caractères")
    return key


def body_hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


async def earlier_answer(
    writing: Writing, agent_id: str, key: str | None, body: bytes, now_ms: int
) -> str | None:
    """Return the answer that this key got before, None where it is new.

    Raises:
        Refusal: IDEMPOTENCY_CONFLICT where another body created a ticket under it.
    """
    if key is None:
        return None
    await lock_desk(writing)
    stored = idempotency_keys.c
    mine = stored.agent_id == agent_id, stored.key == key
    outdated = stored.created_ms <= now_ms - KEPT_MS
    await writing.conn.execute(delete(idempotency_keys).where(*mine, outdated))
    row = (await writing.conn.execute(select(idempotency_keys).where(*mine))).first()
    if row is None:
        return None
    if row.body_hash != body_hash(body):
        raise Refusal(Code.IDEMPOTENCY_CONFLICT)
    return str(row.answer)


async def keep_answer(
    writing: Writing, agent_id: str, key: str | None, body: bytes, answer: bytes, now_ms: int
) -> None:
    """Keep the answer that created a ticket, in the transaction that creates it."""
    if key is None:
        return
    await writing.conn.execute(
        insert(idempotency_keys).values(
            agent_id=agent_id,
            key=key,
            body_hash=body_hash(body),
            answer=answer.decode(),
            created_ms=now_ms,
        )
    )
