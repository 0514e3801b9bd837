"""What follows when another service lost what it told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    told = sa.Column("cofunding_told", postgresql.JSONB(), nullable=False, server_default="[]")
    op.add_column("project", told)
