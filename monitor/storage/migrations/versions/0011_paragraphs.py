"""The index knows which words stand in one paragraph.

Of articles that were taken before it knows at first which words they have, as it did: the daemon puts them in by
paragraph, some at each look, the newest first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("articles", sa.Column("by_paragraph", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        op.f("ix_articles_not_by_paragraph"),
        "articles",
        ["received", "seq"],
        sqlite_where=sa.text("by_paragraph = 0"),
        postgresql_where=sa.text("by_paragraph = false"),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE article_words_by_paragraph"
            " USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii')"
        )
