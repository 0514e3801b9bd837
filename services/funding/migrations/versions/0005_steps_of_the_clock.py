"""The day on which the publication of a tranche was entered: time steps what was current then."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("tranche", sa.Column("published_on_record", sa.Date(), nullable=True))
    op.create_index("ix_tranche_to_step", "tranche", ["status", "opens_at", "closes_at"], unique=False)
