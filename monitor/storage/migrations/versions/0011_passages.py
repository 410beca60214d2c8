"""The index of words knows which of them stand in one passage.

Of articles that were taken before it knows only which words they have at first: the daemon puts their passages in, some
at each look, the newest first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("articles", sa.Column("by_passage", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        op.f("ix_articles_not_by_passage"),
        "articles",
        ["received", "seq"],
        sqlite_where=sa.text("by_passage = 0"),
        postgresql_where=sa.text("by_passage = false"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE article_words_by_passage"
            " USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii')"
        )
