"""The state of the feed and the desk: place, agent, blind intervals, when requests left."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import msgspec

from supportdesk_desktop.core.errors import OtherAgent, OtherServer
from supportdesk_desktop.core.feed_status import BlindInterval
from supportdesk_desktop.core.frames import Cursor
from supportdesk_desktop.core.pacing import RateLimit, earliest_ms, longest_window_ms
from supportdesk_desktop.core.profile import DeskFacts
from supportdesk_desktop.core.tickets import Agent
from supportdesk_desktop.store.schema import as_json, from_json
from supportdesk_desktop.store.settings import FIRST_VERIFIED


class FeedMemory(msgspec.Struct, frozen=True):
    """The stored state of the feed. Times are milliseconds since the epoch.

    Attributes:
        cursor: None before the first snapshot, and when the next hello must ask for one.
        agent: whose feed it is; never another's.
        facts: ``whoami``, None before the first answer.
        tickets: how many are held.
        verified_up_to_ms: server time of the last heartbeat that agreed.
        observed_until_ms: our own time when the feed was last observed.
        had_feed: a complete snapshot was stored once.
        snapshot_ms: our own time when the last complete snapshot was stored.
    """

    cursor: Cursor | None = None
    agent: Agent | None = None
    facts: DeskFacts | None = None
    tickets: int = 0
    verified_up_to_ms: int | None = None
    observed_until_ms: int | None = None
    had_feed: bool = False
    snapshot_ms: int | None = None


def had_feed(db: sqlite3.Connection) -> bool:
    """Return whether a complete snapshot was ever stored here."""
    return bool(db.execute("SELECT had_feed FROM feed").fetchone()[0])


def write_cursor(
    db: sqlite3.Connection, cursor: Cursor, observed_ms: int, *, had_feed: bool = False
) -> None:
    """Move the cursor within the transaction of the tickets that it stands for.

    Args:
        db: inside that transaction.
        cursor: the place reached.
        observed_ms: our own time (epoch ms).
        had_feed: the tickets are a complete snapshot.
    """
    db.execute(
        "UPDATE feed SET epoch = ?, seq = ?, observed_ms = ?, had_feed = max(had_feed, ?),"
        " snapshot_ms = iif(?, ?, snapshot_ms)",
        (cursor.epoch, cursor.seq, observed_ms, had_feed, had_feed, observed_ms),
    )


def load(db: sqlite3.Connection) -> FeedMemory:
    """Return all that is remembered; what cannot be read any more counts as unknown."""
    epoch, seq, agent, desk, verified, observed, seen, snapshot, tickets = db.execute(
        "SELECT epoch, seq, agent, facts, verified_up_to_ms, observed_ms, had_feed, snapshot_ms,"
        " (SELECT held FROM ticket_counts) FROM feed"
    ).fetchone()
    return FeedMemory(
        cursor=None if epoch is None else Cursor(epoch=epoch, seq=seq),
        agent=from_json(agent, Agent),
        facts=from_json(desk, DeskFacts),
        tickets=tickets,
        verified_up_to_ms=verified,
        observed_until_ms=observed,
        had_feed=bool(seen),
        snapshot_ms=snapshot,
    )


def facts(db: sqlite3.Connection) -> DeskFacts | None:
    """Return the facts of the desk as last stored."""
    return from_json(db.execute("SELECT facts FROM feed").fetchone()[0], DeskFacts)


def bind(db: sqlite3.Connection, said: DeskFacts, profile: str) -> None:
    """Remember what ``whoami`` said; the first answer binds the profile to app and agent.

    Args:
        db: a connection.
        said: the answer.
        profile: its name, for the sentence that says to whom it belongs.

    Raises:
        OtherServer: the profile belongs to another app; nothing was changed.
        OtherAgent: the key is another agent's; nothing was changed.
    """
    known = facts(db)
    if known is not None and known.app_id != said.app_id:
        raise OtherServer(profile, known.name or known.slug or known.app_id)
    if said.agent is not None:
        bind_agent(db, said.agent)
    db.execute("UPDATE feed SET facts = ?", (as_json(said),))


def bind_agent(db: sqlite3.Connection, agent: Agent) -> None:
    """Remember whose feed this is.

    Raises:
        OtherAgent: it is bound to another agent; nothing was changed.
    """
    known = from_json(db.execute("SELECT agent FROM feed").fetchone()[0], Agent)
    if known is not None and known.id != agent.id:
        raise OtherAgent("this profile belongs to another agent")
    db.execute("UPDATE feed SET agent = ?", (as_json(agent),))


def drop_cursor(db: sqlite3.Connection) -> None:
    """Forget the cursor: the next hello asks for a snapshot; the tickets stay."""
    db.execute("UPDATE feed SET epoch = NULL, seq = NULL")


def verified(db: sqlite3.Connection, server_ms: int, now_ms: int) -> None:
    """Remember a heartbeat that agreed, the first one apart: the server’s time, and ours."""
    db.execute("UPDATE feed SET verified_up_to_ms = ?, observed_ms = ?", (server_ms, now_ms))
    db.execute(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
        (FIRST_VERIFIED, str(now_ms)),
    )


def open_interval(
    db: sqlite3.Connection, from_ms: int, cause: str, code: int | None = None
) -> None:
    """Begin a blind interval; one that is open already stays as it is."""
    db.execute(
        "INSERT INTO blind_intervals (from_ms, cause, code) SELECT ?, ?, ?"
        " WHERE NOT EXISTS (SELECT 1 FROM blind_intervals WHERE to_ms IS NULL)",
        (from_ms, cause, code),
    )


def close_interval(
    db: sqlite3.Connection, to_ms: int, closed_by: str, events: int | None = None
) -> None:
    """End the open blind interval, if there is one.

    Args:
        db: a connection.
        to_ms: when the feed was observed again.
        closed_by: ``replay`` or ``snapshot``.
        events: how many events a replay brought, or tickets a snapshot held.
    """
    db.execute(
        "UPDATE blind_intervals SET to_ms = max(from_ms, ?), closed_by = ?, events = ?"
        " WHERE to_ms IS NULL",
        (to_ms, closed_by, events),
    )


def intervals(db: sqlite3.Connection, since_ms: int) -> list[BlindInterval]:
    """Return the blind intervals that reach beyond ``since_ms``, oldest first."""
    records = db.execute(
        "SELECT from_ms, to_ms, cause, code, closed_by, events FROM blind_intervals"
        " WHERE to_ms IS NULL OR to_ms > ? ORDER BY from_ms, id",
        (since_ms,),
    )
    return [BlindInterval(*record) for record in records]


KEPT_MS = 120_000
"""Twice the vendor's longest window: older requests limit nothing."""


AHEAD_MS = 1000
"""A request that left later than that from now was written down by a clock since set back."""


def reserve_request(db: sqlite3.Connection, limits: Sequence[RateLimit], now_ms: int) -> int:
    """Count a request that leaves now, where the limits allow it.

    Returns:
        0 when it was counted, else how many milliseconds to wait before asking again.
    """
    kept_ms = max(KEPT_MS, 2 * longest_window_ms(limits))
    # A clock set back leaves times in the future, which would block every request until then.
    db.execute(
        "DELETE FROM sent WHERE at_ms < ? OR at_ms > ?", (now_ms - kept_ms, now_ms + AHEAD_MS)
    )
    sent = recent_requests(db, now_ms - longest_window_ms(limits))
    wait_ms = earliest_ms(sent, limits, now_ms) - now_ms
    if wait_ms <= 0:
        record_request(db, now_ms)
        return 0
    return wait_ms


def record_request(db: sqlite3.Connection, at_ms: int) -> None:
    """Count a request whatever the limits say."""
    db.execute("INSERT INTO sent (at_ms) VALUES (?)", (at_ms,))


def recent_requests(db: sqlite3.Connection, since_ms: int) -> list[int]:
    """Return when requests left since then, ascending."""
    records = db.execute("SELECT at_ms FROM sent WHERE at_ms >= ? ORDER BY at_ms", (since_ms,))
    return [at_ms for (at_ms,) in records]
