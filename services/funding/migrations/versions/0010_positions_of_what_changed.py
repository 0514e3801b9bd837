"""Positions of what changed, so that a list can be followed."""

import sqlalchemy as sa
from alembic import op

from shared.store.migrations import statements

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = (
    "aid_entry",
    "application",
    "ledger_entry",
    "pledge",
    "portfolio",
    "programme_year",
    "project",
    "tranche",
    "undertaking",
)


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("mechanisms_5.sql"):
        op.execute(statement)
    for table in TABLES:
        op.add_column(table, sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False))
        op.create_index(f"ix_{table}_changed_id", table, ["changed", "id"])
