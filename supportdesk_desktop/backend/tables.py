"""The desk's tables: the same on SQLite and PostgreSQL.

Times are milliseconds since the epoch (UTC). JSON that came from outside is TEXT and never a JSON
type, since a round trip would turn 1.10 into 1.1 and change the order of keys.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

app = Table(
    "app",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("slug", String(100), nullable=False),
    Column("name", String(200), nullable=False),
    # The row that every ticket write locks first, and so the order of all of them.
    Column("last_ticket_number", Integer, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)

agents = Table(
    "agents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(320), nullable=False),
    Column("email_folded", String(320), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("level", String(16), nullable=True),
    Column("available", Boolean, nullable=False),
    Column("away_until_ms", BigInteger, nullable=True),
    Column("last_assigned_ms", BigInteger, nullable=False),
    # Tickets assigned and not closed; with feed_seq it is what a heartbeat states, from one read.
    Column("held_tickets", Integer, nullable=False),
    Column("feed_seq", BigInteger, nullable=False),
    # Grows with every change of presence, keys or standing: what pollers compare.
    Column("revision", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger, nullable=True),
    Column("created_ms", BigInteger, nullable=False),
    Index(None, "role", "level", "held_tickets", "last_assigned_ms"),
    Index(None, "away_until_ms"),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("agent_id", ForeignKey("agents.id"), nullable=False, index=True),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("unlimited", Boolean, nullable=False),
    # Comma-separated times of the requests of the longest window, oldest first (100 at most).
    Column("recent_ms", Text, nullable=False),
    Column("expires_ms", BigInteger, nullable=True),
    Column("revoked_ms", BigInteger, nullable=True),
    Column("created_ms", BigInteger, nullable=False),
)

customers = Table(
    "customers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("external_id", Text, nullable=False, unique=True),
    Column("email", Text, nullable=False),
    Column("email_folded", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=True),
    Column("avatar_url", Text, nullable=True),
    Column("metadata", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
)

customer_events = Table(
    "customer_events",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False),
    Column("type", String(100), nullable=False),
    Column("payload", Text, nullable=False),
    Column("occurred_at", Text, nullable=False),
    Column("occurred_ms", BigInteger, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Index(None, "customer_id", "occurred_ms"),
)

tags = Table(
    "tags",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False, unique=True),
    Column("color", String(7), nullable=True),
    Column("created_ms", BigInteger, nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("priority", String(16), nullable=False),
    # 0 (CRITICAL) to 4 (LOW): ascending is the order in which waiting tickets are given out.
    Column("urgency", Integer, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("category", Text, nullable=True),
    Column("metadata", Text, nullable=False),
    # A JSON array of UUIDs, in the order given.
    Column("tag_ids", Text, nullable=False),
    # Null while nobody is available: such a ticket is OPEN and waits.
    Column("agent_id", ForeignKey("agents.id"), nullable=True),
    Column("assigned_ms", BigInteger, nullable=True),
    Column("assigned_level", String(16), nullable=True),
    Column("version", Integer, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("updated_ms", BigInteger, nullable=False),
    # The agent whose key filed it; null for those of before this was kept.
    Column("filed_by", String(32), nullable=True),
    Index(None, "filed_by", "number"),
    # Waiting tickets in their order, and the tickets that an agent holds.
    Index(None, "agent_id", "status", "urgency", "number"),
)

feed_events = Table(
    "feed_events",
    metadata,
    Column("agent_id", ForeignKey("agents.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    # The frame's "event" object, byte for byte: a replayed event is the stored one.
    Column("event", Text, nullable=False),
    Column("occurred_ms", BigInteger, nullable=False, index=True),
)

feed_acks = Table(
    "feed_acks",
    metadata,
    Column("agent_id", ForeignKey("agents.id"), primary_key=True),
    Column("instance_id", String(128), primary_key=True),
    Column("epoch", String(128), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("acked_ms", BigInteger, nullable=False, index=True),
)

feed_epochs = Table(
    "feed_epochs",
    metadata,
    # One row: the random id that the epoch file beside an SQLite database must repeat.
    Column("id", String(32), primary_key=True),
    Column("begun_ms", BigInteger, nullable=False),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("agent_id", ForeignKey("agents.id"), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("body_hash", String(64), nullable=False),
    # The body of the 201 that created the ticket.
    Column("answer", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False, index=True),
)

quota_months = Table(
    "quota_months",
    metadata,
    # "2026-04", in UTC.
    Column("month", String(7), primary_key=True),
    Column("created", Integer, nullable=False),
)

mail_outbox = Table(
    "mail_outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("ticket_id", ForeignKey("tickets.id"), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    # Null once delivered or given up; else when it is due.
    Column("next_attempt_ms", BigInteger, nullable=True, index=True),
    Column("delivered_ms", BigInteger, nullable=True),
    Column("last_error", Text, nullable=True),
)
