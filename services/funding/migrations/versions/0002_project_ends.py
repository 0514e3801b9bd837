"""The day on which a project was cancelled or stopped."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("project", sa.Column("ended_on", sa.Date(), nullable=True))
