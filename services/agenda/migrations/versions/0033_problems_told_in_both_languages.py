"""problems told in both languages."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("import_problem", sa.Column("detail_nl", sa.Text(), nullable=True))
