"""The archive: articles are numbered, and found by their words.

Articles that were taken before are not in the index at first: the daemon puts them in, some at each look; until then a
search looks at each of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from monitor.storage.columns import Moment, RowNumber

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("articles", sa.Column("seq", RowNumber, nullable=False, server_default="0"))
    op.add_column("articles", sa.Column("bytes", RowNumber, nullable=False, server_default="0"))
    op.add_column("articles", sa.Column("indexed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE articles SET seq = numbered.seq, bytes = length(body) FROM"
        " (SELECT source, path, number, row_number() OVER (ORDER BY received, source, path, number) AS seq"
        " FROM articles) AS numbered WHERE articles.source = numbered.source AND articles.path = numbered.path"
        " AND articles.number = numbered.number"
    )
    op.drop_index(op.f("ix_articles_received"), "articles")
    op.create_index(op.f("ix_articles_received_seq_bytes"), "articles", ["received", "seq", "bytes"])
    op.create_index(op.f("uq_articles_seq"), "articles", ["seq", "received"], unique=True)
    op.create_index(op.f("ix_articles_language"), "articles", ["language"])
    op.create_index(
        op.f("ix_articles_not_indexed"),
        "articles",
        ["received", "seq"],
        sqlite_where=sa.text("indexed = 0"),
        postgresql_where=sa.text("indexed = false"),
    )
    op.create_table(
        "originals",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("received", Moment(), nullable=False),
        sa.Column("bytes", RowNumber, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("source", "path", "content_hash", name=op.f("pk_originals")),
    )
    op.create_index(op.f("ix_originals_received_bytes"), "originals", ["received", "bytes"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE article_words"
            " USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii')"
        )
    else:
        op.create_table(
            "article_words",
            sa.Column("seq", RowNumber, autoincrement=False, nullable=False),
            sa.Column("words", postgresql.TSVECTOR(), nullable=False),
            sa.PrimaryKeyConstraint("seq", name=op.f("pk_article_words")),
        )
        op.create_index(op.f("ix_article_words_words"), "article_words", ["words"], postgresql_using="gin")
