"""The id of the feed's epoch.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, String

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table that holds the epoch's id."""
    op.create_table(
        "feed_epochs",
        Column("id", String(32), primary_key=True),
        Column("begun_ms", BigInteger, nullable=False),
    )
