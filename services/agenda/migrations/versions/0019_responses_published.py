"""responses published."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column(
        "response", sa.Column("name_published", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "response", sa.Column("text_published", sa.Boolean(), nullable=False, server_default=sa.false())
    )
