"""Who filed a ticket.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the agent whose key filed a ticket; of those that are there already it is not known."""
    op.add_column("tickets", Column("filed_by", String(32), nullable=True))
    op.create_index("ix_tickets_filed_by_number", "tickets", ["filed_by", "number"])
