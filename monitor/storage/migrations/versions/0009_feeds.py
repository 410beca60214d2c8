"""Feeds: how asking each one went, and when it is asked next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.storage.columns import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()),
        sa.Column("answered_by", sa.Text()),
        sa.Column("moved", sa.Text()),
        sa.Column("asked", Moment()),
        sa.Column("answered", Moment()),
        sa.Column("gave", Moment()),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source", "url", name=op.f("pk_feeds")),
    )
