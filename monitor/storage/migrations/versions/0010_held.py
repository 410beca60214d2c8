"""Articles under an embargo, as they were read: whoever sent one need not send it again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("quarantine", sa.Column("held", sa.LargeBinary()))
