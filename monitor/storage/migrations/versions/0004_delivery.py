"""Who hears when: what a message is about in short, in which message it leaves, why it was held, what was counted."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from monitor.alerting.about import NOTHING, about
from monitor.storage.columns import FreeText, Moment, RowNumber

revision = "0004"
down_revision = "0001"

_PENDING = sa.text("state = 'pending'")
_CARRIED = sa.text("carried_by IS NOT NULL")
_UNCOUNTED = sa.text("state = 'suppressed' AND counted IS 0")
_UNCOUNTED_PG = sa.text("state = 'suppressed' AND counted IS false")
_KEPT_BACK = sa.text("kept_back IS NOT NULL")


def upgrade() -> None:
    # Added with defaults: making the table anew, SQLite's only way to take these away, would delete its deliveries.
    nothing = json.dumps(NOTHING)
    op.add_column("notifications", sa.Column("about", sa.JSON(), nullable=False, server_default=nothing))
    op.add_column("notifications", sa.Column("carried_by", sa.Text()))
    op.add_column("notifications", sa.Column("group", sa.Text(), nullable=False, server_default=""))
    op.add_column("notifications", sa.Column("held", sa.Text()))
    # What was suppressed before is history: nobody's next message counts it.
    op.add_column("notifications", sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.true()))
    _fill_about()
    _index()
    op.create_table(
        "holds",
        sa.Column("id", RowNumber, sa.Identity(), nullable=False),
        sa.Column("notification_id", sa.Text(), nullable=False),
        sa.Column("held_by", sa.Text(), nullable=False),
        sa.Column("detail", FreeText(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notification_id"],
            ["notifications.id"],
            name=op.f("fk_holds_notification_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_holds_notification_id"), "holds", ["notification_id"])
    op.create_table(
        "tallies",
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("matches", RowNumber, nullable=False),
        sa.PrimaryKeyConstraint("receiver", "recipient", name=op.f("pk_tallies")),
    )


def _index() -> None:
    op.create_index("ix_articles_source_received", "articles", ["source", "received"])
    op.drop_index("ix_notifications_queue", "notifications")
    op.create_index(
        "ix_notifications_queue",
        "notifications",
        ["receiver", "due", "seq"],
        sqlite_where=_PENDING,
        postgresql_where=_PENDING,
    )
    op.create_index(
        "ix_notifications_carried",
        "notifications",
        ["carried_by"],
        sqlite_where=_CARRIED,
        postgresql_where=_CARRIED,
    )
    op.create_index("ix_notifications_tried", "notifications", ["receiver", "first_attempt"])
    op.create_index(
        "ix_notifications_uncounted",
        "notifications",
        ["receiver", "recipient"],
        sqlite_where=_UNCOUNTED,
        postgresql_where=_UNCOUNTED_PG,
    )
    op.create_index("ix_matches_kept_back", "matches", ["id"], sqlite_where=_KEPT_BACK, postgresql_where=_KEPT_BACK)


def _fill_about() -> None:
    """Of what waits; what is settled is never decided over again."""
    table = sa.table(
        "notifications", sa.column("id"), sa.column("state"), sa.column("content", sa.JSON), sa.column("about", sa.JSON)
    )
    connection = op.get_bind()
    waiting = sa.select(table.c.id, table.c.content).where(table.c.state == "pending")
    for id, content in connection.execute(waiting).all():
        connection.execute(sa.update(table).where(table.c.id == id).values(about=dict(about(content))))
