"""problems told in both languages."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("refused_message", sa.Column("detail_nl", sa.Text(), nullable=True))
