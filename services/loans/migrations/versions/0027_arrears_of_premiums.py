"""Premiums that are not paid: reminded of, the cover suspended, the guarantee lapsed."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("guarantee", sa.Column("suspended_on", sa.Date(), nullable=True))
    op.add_column("guarantee", sa.Column("cure_due_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_guarantee_suspended",
        "guarantee",
        ["cure_due_on"],
        unique=False,
        postgresql_where=sa.text("status = 'SUSPENDED'"),
    )
    op.add_column("guarantee_premium", sa.Column("reminded_on", sa.Date(), nullable=True))
    op.add_column("guarantee_premium", sa.Column("reminder_due_on", sa.Date(), nullable=True))
    op.add_column("guarantee_premium", sa.Column("suspended_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_guarantee_premium_owed",
        "guarantee_premium",
        ["due_on"],
        unique=False,
        postgresql_where=sa.text("status = 'OWED'"),
    )
    op.create_index(
        "ix_guarantee_premium_reminded",
        "guarantee_premium",
        ["reminder_due_on"],
        unique=False,
        postgresql_where=sa.text("status = 'REMINDED'"),
    )
