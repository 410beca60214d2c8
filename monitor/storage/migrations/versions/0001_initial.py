"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.storage.columns import FingerprintText, FreeText, Moment, RowNumber

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("happening", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("headline", FreeText(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("opened", Moment(), nullable=False),
        sa.Column("last_match", Moment(), nullable=False),
        sa.Column("hold_until", Moment(), nullable=False),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index(
        "ix_alerts_hold",
        "alerts",
        ["hold_until"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(op.f("ix_alerts_opened"), "alerts", ["opened"], unique=False)
    op.create_index(
        "uq_alerts_open",
        "alerts",
        ["rule_id", "happening"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "articles",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("headline", FreeText(), nullable=False),
        sa.Column("publisher", FreeText(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("published", Moment(), nullable=False),
        sa.Column("published_from", sa.Text(), nullable=False),
        sa.Column("received", Moment(), nullable=False),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("copy_source", sa.Text(), nullable=True),
        sa.Column("copy_path", sa.Text(), nullable=True),
        sa.Column("url", FreeText(), nullable=True),
        sa.Column("place", FreeText(), nullable=True),
        sa.Column("correction", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("source", "path", "number", name=op.f("pk_articles")),
    )
    op.create_index(op.f("ix_articles_received"), "articles", ["received"], unique=False)
    op.create_index(op.f("ix_articles_story_id"), "articles", ["story_id"], unique=False)
    op.create_table(
        "broken_files",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_broken_files")),
    )
    op.create_table(
        "daemons",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("started", Moment(), nullable=False),
        sa.Column("heartbeat", Moment(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("heard", RowNumber, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daemons")),
    )
    op.create_table(
        "digest_windows",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("start", Moment(), nullable=False),
        sa.Column("end", Moment(), nullable=False),
        sa.Column("closed", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("digest", "start", name=op.f("pk_digest_windows")),
    )
    op.create_index(
        "uq_digest_windows_open",
        "digest_windows",
        ["digest"],
        unique=True,
        sqlite_where=sa.text("closed IS NULL"),
        postgresql_where=sa.text("closed IS NULL"),
    )
    op.create_table(
        "good_files",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_good_files")),
    )
    op.create_table(
        "ledger",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("fingerprint", FingerprintText(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "path", name=op.f("pk_ledger")),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", RowNumber, sa.Identity(always=False), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", FreeText(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("resolved", Moment(), nullable=True),
        sa.Column("retry", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_quarantine_open",
        "quarantine",
        ["source", "path"],
        unique=True,
        sqlite_where=sa.text("resolved IS NULL"),
        postgresql_where=sa.text("resolved IS NULL"),
    )
    op.create_table(
        "receivers",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("reason", FreeText(), nullable=False),
        sa.Column("detail", FreeText(), nullable=False),
        sa.Column("next_probe", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_receivers")),
    )
    op.create_table(
        "requests",
        sa.Column("id", RowNumber, sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asked", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "silences",
        sa.Column("id", RowNumber, sa.Identity(always=False), nullable=False),
        sa.Column("scope", FreeText(), nullable=False),
        sa.Column("owner", FreeText(), nullable=False),
        sa.Column("reason", FreeText(), nullable=False),
        sa.Column("starts", Moment(), nullable=False),
        sa.Column("ends", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silences")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_silences_ends"), "silences", ["ends"], unique=False)
    op.create_table(
        "stories",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=True),
        sa.Column("headline", FreeText(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index(op.f("ix_stories_created"), "stories", ["created"], unique=False)
    op.create_index(op.f("ix_stories_fingerprint"), "stories", ["fingerprint"], unique=False)
    op.create_table(
        "digest_items",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("added", Moment(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_digest_items_alert_id")),
        sa.PrimaryKeyConstraint("digest", "alert_id", name=op.f("pk_digest_items")),
    )
    op.create_index("ix_digest_items_added", "digest_items", ["digest", "added"], unique=False)
    op.create_index(op.f("ix_digest_items_alert_id"), "digest_items", ["alert_id"], unique=False)
    op.create_table(
        "matches",
        sa.Column("id", RowNumber, sa.Identity(always=False), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=False),
        sa.Column("happening", sa.Text(), nullable=False),
        sa.Column("matched", Moment(), nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=True),
        sa.Column("kept_back", sa.Text(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_matches_alert_id")),
        sa.ForeignKeyConstraint(
            ["source", "path", "number"],
            ["articles.source", "articles.path", "articles.number"],
            name=op.f("fk_matches_source_path_number"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matches")),
        sa.UniqueConstraint(
            "source",
            "path",
            "number",
            "rule_id",
            "happening",
            name=op.f("uq_matches_source_path_number_rule_id_happening"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_matches_alert_id"), "matches", ["alert_id"], unique=False)
    op.create_table(
        "notifications",
        sa.Column("seq", RowNumber, sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=True),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", FreeText(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt", Moment(), nullable=True),
        sa.Column("rendered", sa.LargeBinary(), nullable=True),
        sa.Column("sent", Moment(), nullable=True),
        sa.Column("attempt", RowNumber, nullable=True),
        sa.Column("leased_by", sa.Text(), nullable=True),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_notifications_alert_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_notifications")),
        sa.UniqueConstraint("id", name=op.f("uq_notifications_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_notifications_alert_id"), "notifications", ["alert_id"], unique=False)
    op.create_index(op.f("ix_notifications_created"), "notifications", ["created"], unique=False)
    op.create_index(
        "ix_notifications_queue",
        "notifications",
        ["receiver", "seq"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_notifications_thread", "notifications", ["receiver", "recipient", "thread", "seq"], unique=False
    )
    op.create_table(
        "deliveries",
        sa.Column("id", RowNumber, sa.Identity(always=False), nullable=False),
        sa.Column("notification_id", sa.Text(), nullable=False),
        sa.Column("started", Moment(), nullable=False),
        sa.Column("ended", Moment(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", FreeText(), nullable=False),
        sa.Column("detail", FreeText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notifications.id"], name=op.f("fk_deliveries_notification_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_deliveries_notification_id"), "deliveries", ["notification_id"], unique=False)
