"""Sums of portfolios are counted when they are asked for; what waits in a tranche is found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.drop_index(op.f("ix_application_tranche_id"), table_name="application")
    op.create_index(
        "ix_application_tranche_id_landsdeel_code",
        "application",
        ["tranche_id", "landsdeel_code"],
        unique=False,
    )
    op.create_index(
        "ix_application_waiting",
        "application",
        ["tranche_id", "complete_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('COMPLETE', 'ASSESSMENT', 'READY_TO_DECIDE')"),
    )
    op.add_column("portfolio", sa.Column("counted_to", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index(op.f("ix_portfolio_counted_to"), "portfolio", ["counted_to"], unique=False)
