"""the reference rate of a loan."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("loan", sa.Column("reference_percent", sa.Numeric(), nullable=True))
    op.add_column("loan", sa.Column("lending_regime", sa.Text(), nullable=True))
