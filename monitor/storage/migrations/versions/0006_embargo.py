"""When what is held is read again: articles under an embargo."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.storage.columns import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("quarantine", sa.Column("until", Moment()))
