"""The latest alerts of a rule are found without a look at those of the others."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index(op.f("ix_alerts_of_rule"), "alerts", ["rule_id", "opened", "happening"])
