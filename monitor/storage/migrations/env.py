"""Alembic runs this to migrate over the connection, and in the transaction, that `monitor.storage.migrate` opened."""

from __future__ import annotations

from alembic import context

from monitor.storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
