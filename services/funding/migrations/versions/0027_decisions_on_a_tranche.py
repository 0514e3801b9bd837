"""decisions on a tranche."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("ranking_place", sa.Column("held_by", sa.Text(), nullable=True))
    op.add_column("tranche", sa.Column("awarded_plans", sa.BigInteger(), nullable=True))
    op.add_column("tranche", sa.Column("refused_plans", sa.BigInteger(), nullable=True))
    op.add_column("tranche", sa.Column("held_plans", sa.BigInteger(), nullable=True))
    op.add_column("tranche", sa.Column("waiting_plans", sa.BigInteger(), nullable=True))
