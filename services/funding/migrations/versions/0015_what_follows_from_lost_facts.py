"""What follows when another service lost what it told."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("project", sa.Column("approval_lost_on", sa.Date(), nullable=True))
    op.add_column("project", sa.Column("approval_fact", sa.Uuid(), nullable=True))
    op.add_column("project", sa.Column("end_fact", sa.Uuid(), nullable=True))
