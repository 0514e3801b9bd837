"""Full tables are tended after so many rows, however many there are."""

from alembic import op

from shared.store.migrations import statements

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("tended.sql"):
        op.execute(statement)
