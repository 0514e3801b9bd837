"""Closed for writing until what was restored is compared with what was published."""

from alembic import op

from shared.store.migrations import statements

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("mechanisms_2.sql"):
        op.execute(statement)
