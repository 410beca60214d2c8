"""What an alert's life is made of: how it stands, each step of it, and what rules count over time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from monitor.storage.columns import FreeText, Moment, RowNumber

revision = "0005"
down_revision = "0004"

_AT_ONCE = 500


def upgrade() -> None:
    op.add_column("articles", sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()))
    for column in (
        sa.Column("standing", sa.Text(), nullable=False, server_default="reported"),
        sa.Column("status", sa.Text(), nullable=False, server_default="unknown"),
        sa.Column("sources", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("entries", sa.JSON(), nullable=False, server_default="{}"),
    ):
        op.add_column("alerts", column)
    for column in (
        sa.Column("status", sa.Text(), nullable=False, server_default="unknown"),
        sa.Column("disputed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("voice", FreeText()),
        sa.Column("withdrawn", Moment()),
    ):
        op.add_column("matches", column)
    _changes()
    _windows()
    _fill()


def _changes() -> None:
    op.create_table(
        "alert_changes",
        sa.Column("id", RowNumber, sa.Identity(always=False), nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text()),
        sa.Column("path", sa.Text()),
        sa.Column("number", sa.Integer()),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("kept_back", sa.Text()),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_alert_changes_alert_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_changes")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_alert_changes_alert_id"), "alert_changes", ["alert_id"])


def _windows() -> None:
    op.create_table(
        "occurrences",
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("happening", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.Column("voice", FreeText(), nullable=False),
        sa.Column("spent", sa.Text()),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint(
            "rule_id", "part", "source", "path", "story_id", "happening", name=op.f("pk_occurrences")
        ),
    )
    op.create_index("ix_occurrences_window", "occurrences", ["rule_id", "part", "key", "at"])
    op.create_index(op.f("ix_occurrences_expires"), "occurrences", ["expires"])
    op.create_table(
        "watches",
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("quiet_since", Moment(), nullable=False),
        sa.Column("watched", Moment(), nullable=False),
        sa.Column("alert_id", sa.Text()),
        sa.PrimaryKeyConstraint("rule_id", name=op.f("pk_watches")),
    )


def _fill() -> None:
    """What earlier matches and alerts say is in their facts: alerts that are open must not look as if nothing was left
    that they rest on."""
    matches = sa.table(
        "matches",
        *(sa.column(name) for name in ("id", "kept_back", "status", "voice")),
        sa.column("facts", sa.JSON()),
    )
    for row in _rows(matches):
        voice = None if row.kept_back == "copy" else _inside(row.facts, "article", "source")
        values = {"status": _inside(row.facts, "proof", "status") or "unknown", "voice": voice}
        op.get_bind().execute(sa.update(matches).where(matches.c.id == row.id).values(**values))
    alerts = sa.table("alerts", sa.column("id"), sa.column("status"), sa.column("facts", sa.JSON()))
    for row in _rows(alerts):
        status = _inside(row.facts, "proof", "status") or "unknown"
        op.get_bind().execute(sa.update(alerts).where(alerts.c.id == row.id).values(status=status))


def _rows(table: sa.TableClause) -> Iterator[sa.Row[Any]]:
    """All of a table by their ids, a few at a time: together their facts may be more than memory holds."""
    query = sa.select(table).order_by(table.c.id).limit(_AT_ONCE)
    rows = op.get_bind().execute(query).all()
    while rows:
        yield from rows
        rows = op.get_bind().execute(query.where(table.c.id > rows[-1].id)).all()


def _inside(facts: Any, part: str, key: str) -> str | None:
    held = facts.get(part) if isinstance(facts, dict) else None
    return held.get(key) if isinstance(held, dict) else None
