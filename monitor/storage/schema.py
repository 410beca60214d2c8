"""The tables. What must be unique is a constraint here, so that no path through the code can break a guarantee.

A change here needs a migration in `migrations/versions` and a new `HEAD`; tests compare the two.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    and_,
    false,
    text,
)

from monitor.storage.columns import FingerprintText, FreeText, Moment, RowNumber

HEAD = "0012"
"""The migration that these tables are the result of."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number(name: str) -> Column[int]:
    """A row number that the database gives, ascending, never used twice."""
    return Column(name, RowNumber, Identity(), primary_key=True)


ledger = Table(
    "ledger",
    metadata,
    Column("source", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("content_hash", Text, nullable=False),
    Column("fingerprint", FingerprintText),
    Column("state", Text, nullable=False),
    Column("number", Integer, nullable=False),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("headline", FreeText, nullable=False),
    Column("source", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("created", Moment, nullable=False, index=True),
)

articles = Table(
    "articles",
    metadata,
    Column("source", Text),
    Column("path", Text),
    Column("number", Integer),
    Column("version", Text, nullable=False),
    Column("headline", FreeText, nullable=False),
    Column("publisher", FreeText, nullable=False),
    Column("language", Text, nullable=False, index=True),
    Column("published", Moment, nullable=False),
    Column("published_from", Text, nullable=False),
    Column("received", Moment, nullable=False),
    Column("story_id", Text, nullable=False, index=True),
    Column("copy_source", Text),
    Column("copy_path", Text),
    Column("credits", JSON, nullable=False),
    Column("take_source", Text),
    Column("take_path", Text),
    Column("take_number", Integer),
    Column("news", JSON(none_as_null=True)),
    Column("url", FreeText),
    Column("place", FreeText),
    Column("correction", Boolean, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("seq", RowNumber, nullable=False),
    Column("bytes", RowNumber, nullable=False),
    Column("indexed", Boolean, nullable=False),
    Column("by_passage", Boolean, nullable=False),
    PrimaryKeyConstraint("source", "path", "number"),
    Index("ix_articles_source_received", "source", "received"),
    Index("ix_articles_received_seq_bytes", "received", "seq", "bytes"),
    Index("uq_articles_seq", "seq", "received", unique=True),
)
"""The archive. `seq`: the article's number in the index of words, in the order in which articles were stored; `bytes`
those of its body. Whoever is not `indexed` is looked at by every search; of whoever is, but not `by_passage`, the
index knows only which words it has."""
NOT_INDEXED = articles.c.indexed == false()
"""Written as the index is: SQLite would not use it for `NOT indexed`."""
Index(
    "ix_articles_not_indexed",
    articles.c.received,
    articles.c.seq,
    sqlite_where=NOT_INDEXED,
    postgresql_where=NOT_INDEXED,
)
NOT_BY_PASSAGE = articles.c.by_passage == false()
Index(
    "ix_articles_not_by_passage",
    articles.c.received,
    articles.c.seq,
    sqlite_where=NOT_BY_PASSAGE,
    postgresql_where=NOT_BY_PASSAGE,
)

originals = Table(
    "originals",
    metadata,
    Column("source", Text),
    Column("path", Text),
    Column("content_hash", Text),
    Column("received", Moment, nullable=False),
    Column("bytes", RowNumber, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("source", "path", "content_hash"),
    Index("ix_originals_received_bytes", "received", "bytes"),
)
"""Files as their sources delivered them, compressed; kept where the settings ask for it."""

INDEX_OF_WORDS = "article_words"
"""The index of articles by their words: no table of SQLAlchemy's, since each database has its own kind, and SQLite a
second (`monitor.storage.words`)."""

sketches = Table(
    "sketches",
    metadata,
    Column("seq", RowNumber, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("placed", Moment, nullable=False, index=True),
    Column("sketch", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["source", "path", "number"], ["articles.source", "articles.path", "articles.number"], ondelete="CASCADE"
    ),
    UniqueConstraint("source", "path", "number"),
)
"""The articles of the last days as new ones are compared with them, in the order in which they were placed. Whoever
places one gives it the next `seq`: of two daemons that take the same number, one has to do its batch again."""

alerts = Table(
    "alerts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("rule_id", Text, nullable=False),
    Column("happening", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("headline", FreeText, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("opened", Moment, nullable=False, index=True),
    Column("last_match", Moment, nullable=False),
    Column("hold_until", Moment, nullable=False),
    Column("story_id", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("standing", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("entries", JSON, nullable=False),
)
IS_OPEN = alerts.c.state == text("'open'")
Index(
    "uq_alerts_open", alerts.c.rule_id, alerts.c.happening, unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
)
Index("ix_alerts_of_rule", alerts.c.rule_id, alerts.c.opened, alerts.c.happening)
Index("ix_alerts_hold", alerts.c.hold_until, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)

matches = Table(
    "matches",
    metadata,
    _number("id"),
    Column("source", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("rule_id", Text, nullable=False),
    Column("happening", Text, nullable=False),
    Column("matched", Moment, nullable=False),
    Column("alert_id", Text, ForeignKey("alerts.id"), index=True),
    Column("kept_back", Text),
    Column("facts", JSON, nullable=False),
    Column("status", Text, nullable=False),
    Column("disputed", Boolean, nullable=False),
    Column("voice", FreeText),
    Column("withdrawn", Moment),
    ForeignKeyConstraint(["source", "path", "number"], ["articles.source", "articles.path", "articles.number"]),
    UniqueConstraint("source", "path", "number", "rule_id", "happening"),
    sqlite_autoincrement=True,
)
IS_KEPT_BACK = matches.c.kept_back.is_not(None)
Index("ix_matches_kept_back", matches.c.id, sqlite_where=IS_KEPT_BACK, postgresql_where=IS_KEPT_BACK)

alert_changes = Table(
    "alert_changes",
    metadata,
    _number("id"),
    Column("alert_id", Text, ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("causes", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Column("differences", JSON, nullable=False),
    Column("source", Text),
    Column("path", Text),
    Column("number", Integer),
    Column("told", Integer, nullable=False),
    Column("kept_back", Text),
    sqlite_autoincrement=True,
)

occurrences = Table(
    "occurrences",
    metadata,
    Column("rule_id", Text),
    Column("part", Integer),
    Column("source", Text),
    Column("path", Text),
    Column("story_id", Text),
    Column("happening", Text),
    Column("number", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
    Column("voice", FreeText, nullable=False),
    Column("spent", Text),
    Column("facts", JSON, nullable=False),
    PrimaryKeyConstraint("rule_id", "part", "source", "path", "story_id", "happening"),
)
Index("ix_occurrences_window", *(occurrences.c[name] for name in ("rule_id", "part", "key", "at")))

watches = Table(
    "watches",
    metadata,
    Column("rule_id", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("quiet_since", Moment, nullable=False),
    Column("watched", Moment, nullable=False),
    Column("alert_id", Text),
)

notifications = Table(
    "notifications",
    metadata,
    _number("seq"),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("content", JSON, nullable=False),
    Column("due", Moment, nullable=False),
    Column("created", Moment, nullable=False, index=True),
    Column("alert_id", Text, ForeignKey("alerts.id"), index=True),
    Column("route", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", FreeText, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_attempt", Moment),
    Column("rendered", LargeBinary),
    Column("sent", Moment),
    Column("attempt", RowNumber),
    Column("leased_by", Text),
    Column("leased_until", Moment),
    Column("about", JSON, nullable=False),
    Column("carried_by", Text),
    Column("group", Text, nullable=False),
    Column("held", Text),
    Column("counted", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
IS_PENDING = notifications.c.state == text("'pending'")
IS_CARRIED = notifications.c.carried_by.is_not(None)
IS_UNCOUNTED = and_(notifications.c.state == text("'suppressed'"), notifications.c.counted.is_(False))
Index(
    "ix_notifications_queue",
    notifications.c.receiver,
    notifications.c.due,
    notifications.c.seq,
    sqlite_where=IS_PENDING,
    postgresql_where=IS_PENDING,
)
Index("ix_notifications_thread", *(notifications.c[name] for name in ("receiver", "recipient", "thread", "seq")))
Index("ix_notifications_carried", notifications.c.carried_by, sqlite_where=IS_CARRIED, postgresql_where=IS_CARRIED)
Index("ix_notifications_tried", *(notifications.c[name] for name in ("receiver", "first_attempt")))
Index(
    "ix_notifications_uncounted",
    notifications.c.receiver,
    notifications.c.recipient,
    sqlite_where=IS_UNCOUNTED,
    postgresql_where=IS_UNCOUNTED,
)

holds = Table(
    "holds",
    metadata,
    _number("id"),
    Column("notification_id", Text, ForeignKey("notifications.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("held_by", Text, nullable=False),
    Column("detail", FreeText, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    sqlite_autoincrement=True,
)

tallies = Table(
    "tallies",
    metadata,
    Column("receiver", Text, primary_key=True),
    Column("recipient", Text, primary_key=True),
    Column("matches", RowNumber, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    _number("id"),
    Column("notification_id", Text, ForeignKey("notifications.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("started", Moment, nullable=False),
    Column("ended", Moment),
    Column("outcome", Text, nullable=False),
    Column("reason", FreeText, nullable=False),
    Column("detail", FreeText, nullable=False),
    sqlite_autoincrement=True,
)

receivers = Table(
    "receivers",
    metadata,
    Column("name", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("reason", FreeText, nullable=False),
    Column("detail", FreeText, nullable=False),
    Column("next_probe", Moment),
)

feeds = Table(
    "feeds",
    metadata,
    Column("source", Text, primary_key=True),
    Column("url", Text, primary_key=True),
    Column("due", Moment, nullable=False),
    Column("title", FreeText, nullable=False),
    Column("etag", FreeText),
    Column("modified", FreeText),
    Column("answered_by", FreeText),
    Column("moved", FreeText),
    Column("asked", Moment),
    Column("answered", Moment),
    Column("gave", Moment),
    Column("entries", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("trouble", FreeText, nullable=False),
    Column("gone", Boolean, nullable=False),
)

silences = Table(
    "silences",
    metadata,
    _number("id"),
    Column("scope", FreeText, nullable=False),
    Column("owner", FreeText, nullable=False),
    Column("reason", FreeText, nullable=False),
    Column("starts", Moment, nullable=False),
    Column("ends", Moment, nullable=False, index=True),
    sqlite_autoincrement=True,
)

digest_items = Table(
    "digest_items",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("alert_id", Text, ForeignKey("alerts.id"), primary_key=True, index=True),
    Column("added", Moment, nullable=False),
    Column("late", Boolean, nullable=False),
)
Index("ix_digest_items_added", digest_items.c.digest, digest_items.c.added)

digest_windows = Table(
    "digest_windows",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("start", Moment, primary_key=True),
    Column("end", Moment, nullable=False),
    Column("closed", Moment),
)
NOT_CLOSED = digest_windows.c.closed.is_(None)
Index(
    "uq_digest_windows_open", digest_windows.c.digest, unique=True, sqlite_where=NOT_CLOSED, postgresql_where=NOT_CLOSED
)

quarantine = Table(
    "quarantine",
    metadata,
    _number("id"),
    Column("source", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", FreeText, nullable=False),
    Column("since", Moment, nullable=False),
    Column("resolved", Moment),
    Column("retry", Boolean, nullable=False),
    Column("until", Moment),
    Column("held", LargeBinary),
    sqlite_autoincrement=True,
)
NOT_RESOLVED = quarantine.c.resolved.is_(None)
Index(
    "uq_quarantine_open",
    quarantine.c.source,
    quarantine.c.path,
    unique=True,
    sqlite_where=NOT_RESOLVED,
    postgresql_where=NOT_RESOLVED,
)

good_files = Table(
    "good_files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("digest", Text, nullable=False),
)

broken_files = Table(
    "broken_files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("problems", JSON, nullable=False),
    Column("since", Moment, nullable=False),
)

daemons = Table(
    "daemons",
    metadata,
    Column("id", Text, primary_key=True),
    Column("pid", Integer, nullable=False),
    Column("host", Text, nullable=False),
    Column("started", Moment, nullable=False),
    Column("heartbeat", Moment, nullable=False),
    Column("summary", JSON, nullable=False),
    Column("heard", RowNumber, nullable=False),
)

requests = Table(
    "requests",
    metadata,
    _number("id"),
    Column("kind", Text, nullable=False),
    Column("asked", Moment, nullable=False),
    sqlite_autoincrement=True,
)
