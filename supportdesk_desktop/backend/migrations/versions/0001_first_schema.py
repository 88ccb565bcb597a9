"""The first schema: agents, keys, customers, tickets, feed, mail.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Text

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table of the first version."""
    op.create_table(
        "agents",
        Column("id", String(32), primary_key=True),
        Column("name", String(200), nullable=False),
        Column("email", String(320), nullable=False),
        Column("email_folded", String(320), nullable=False, unique=True),
        Column("role", String(16), nullable=False),
        Column("level", String(16)),
        Column("available", Boolean, nullable=False),
        Column("away_until_ms", BigInteger, index=True),
        Column("last_assigned_ms", BigInteger, nullable=False),
        Column("held_tickets", Integer, nullable=False),
        Column("feed_seq", BigInteger, nullable=False),
        Column("revision", BigInteger, nullable=False),
        Column("revoked_ms", BigInteger),
        Column("created_ms", BigInteger, nullable=False),
        Index(None, "role", "level", "held_tickets", "last_assigned_ms"),
    )
    op.create_table(
        "app",
        Column("id", String(32), primary_key=True),
        Column("slug", String(100), nullable=False),
        Column("name", String(200), nullable=False),
        Column("last_ticket_number", Integer, nullable=False),
        Column("created_ms", BigInteger, nullable=False),
    )
    op.create_table(
        "customers",
        Column("id", String(32), primary_key=True),
        Column("external_id", Text, nullable=False, unique=True),
        Column("email", Text, nullable=False),
        Column("email_folded", Text, nullable=False, unique=True),
        Column("name", Text, nullable=False),
        Column("phone", Text),
        Column("avatar_url", Text),
        Column("metadata", Text, nullable=False),
        Column("created_ms", BigInteger, nullable=False),
        Column("updated_ms", BigInteger, nullable=False),
    )
    op.create_table(
        "quota_months",
        Column("month", String(7), primary_key=True),
        Column("created", Integer, nullable=False),
    )
    op.create_table(
        "tags",
        Column("id", String(36), primary_key=True),
        Column("name", Text, nullable=False),
        Column("name_folded", Text, nullable=False, unique=True),
        Column("color", String(7)),
        Column("created_ms", BigInteger, nullable=False),
    )
    op.create_table(
        "api_keys",
        Column("id", String(32), primary_key=True),
        Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False, index=True),
        Column("key_hash", String(64), nullable=False, unique=True),
        Column("unlimited", Boolean, nullable=False),
        Column("recent_ms", Text, nullable=False),
        Column("expires_ms", BigInteger),
        Column("revoked_ms", BigInteger),
        Column("created_ms", BigInteger, nullable=False),
    )
    op.create_table(
        "customer_events",
        Column("id", String(32), primary_key=True),
        Column("customer_id", String(32), ForeignKey("customers.id"), nullable=False),
        Column("type", String(100), nullable=False),
        Column("payload", Text, nullable=False),
        Column("occurred_at", Text, nullable=False),
        Column("occurred_ms", BigInteger, nullable=False),
        Column("created_ms", BigInteger, nullable=False),
        Index(None, "customer_id", "occurred_ms"),
    )
    op.create_table(
        "feed_acks",
        Column("agent_id", String(32), ForeignKey("agents.id"), primary_key=True),
        Column("instance_id", String(128), primary_key=True),
        Column("epoch", String(128), nullable=False),
        Column("seq", BigInteger, nullable=False),
        Column("acked_ms", BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "feed_events",
        Column("agent_id", String(32), ForeignKey("agents.id"), primary_key=True),
        Column("seq", BigInteger, autoincrement=False, primary_key=True),
        Column("event", Text, nullable=False),
        Column("occurred_ms", BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "idempotency_keys",
        Column("agent_id", String(32), ForeignKey("agents.id"), primary_key=True),
        Column("key", String(255), primary_key=True),
        Column("body_hash", String(64), nullable=False),
        Column("answer", Text, nullable=False),
        Column("created_ms", BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "tickets",
        Column("id", String(32), primary_key=True),
        Column("number", Integer, nullable=False, unique=True),
        Column("customer_id", String(32), ForeignKey("customers.id"), nullable=False, index=True),
        Column("subject", Text, nullable=False),
        Column("description", Text, nullable=False),
        Column("status", String(16), nullable=False),
        Column("priority", String(16), nullable=False),
        Column("urgency", Integer, nullable=False),
        Column("channel", String(16), nullable=False),
        Column("category", Text),
        Column("metadata", Text, nullable=False),
        Column("tag_ids", Text, nullable=False),
        Column("agent_id", String(32), ForeignKey("agents.id")),
        Column("assigned_ms", BigInteger),
        Column("assigned_level", String(16)),
        Column("version", Integer, nullable=False),
        Column("created_ms", BigInteger, nullable=False),
        Column("updated_ms", BigInteger, nullable=False),
        Index(None, "agent_id", "status", "urgency", "number"),
    )
    op.create_table(
        "mail_outbox",
        Column("id", Integer, primary_key=True),
        Column("agent_id", String(32), ForeignKey("agents.id"), nullable=False),
        Column("ticket_id", String(32), ForeignKey("tickets.id"), nullable=False),
        Column("created_ms", BigInteger, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_attempt_ms", BigInteger, index=True),
        Column("delivered_ms", BigInteger),
        Column("last_error", Text),
    )
