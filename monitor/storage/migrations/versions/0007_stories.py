"""Stories by likeness: sketches of articles, whom an article credits, which take it continues, and what is new in it.

Articles that were taken before have no sketch: new ones are not compared with them, and begin stories of their own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.storage.columns import Moment, RowNumber

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.drop_index(op.f("ix_stories_fingerprint"), "stories")
    op.drop_column("stories", "fingerprint")
    for column in (
        sa.Column("credits", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("take_source", sa.Text()),
        sa.Column("take_path", sa.Text()),
        sa.Column("take_number", sa.Integer()),
        sa.Column("news", sa.JSON()),
    ):
        op.add_column("articles", column)
    op.create_table(
        "sketches",
        sa.Column("seq", RowNumber, autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("placed", Moment(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source", "path", "number"],
            ["articles.source", "articles.path", "articles.number"],
            name=op.f("fk_sketches_source_path_number_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sketches")),
        sa.UniqueConstraint("source", "path", "number", name=op.f("uq_sketches_source_path_number")),
    )
    op.create_index(op.f("ix_sketches_placed"), "sketches", ["placed"], unique=False)
