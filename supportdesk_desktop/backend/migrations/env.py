"""Alembic's environment: always the connection that ``upgrade`` was given."""

from __future__ import annotations

from alembic import context

from supportdesk_desktop.backend.tables import metadata

# Of the metadata, migrations get the names of constraints and indexes.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
