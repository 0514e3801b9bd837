"""Everybody who entered a loan or a guarantee, and not only who proposed or reserved it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.store.migrations import add_writers

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column(
        "loan", sa.Column("written_by", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}")
    )
    op.add_column(
        "guarantee", sa.Column("written_by", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}")
    )
    op.execute(add_writers("loan", "written_by", "loan.received", "loan.proposed"))
    op.execute(add_writers("guarantee", "written_by", "guarantee.requested", "guarantee.reserved"))
