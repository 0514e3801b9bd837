"""who decided."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("guarantee", sa.Column("deciding_body", sa.Text(), nullable=True))
    op.add_column("guarantee", sa.Column("mandate", sa.Text(), nullable=True))
    op.add_column("guarantee", sa.Column("mandate_regime", sa.Text(), nullable=True))
    op.add_column("loan", sa.Column("deciding_body", sa.Text(), nullable=True))
    op.add_column("loan", sa.Column("mandate", sa.Text(), nullable=True))
    op.add_column("loan", sa.Column("mandate_regime", sa.Text(), nullable=True))
