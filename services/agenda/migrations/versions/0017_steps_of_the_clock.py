"""The day on which a mandate or an appointment was entered: time ends what was current then."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("ambassador", sa.Column("recorded_on", sa.Date(), nullable=True))
    op.add_column("mandate", sa.Column("recorded_on", sa.Date(), nullable=True))
