"""A database that was put in its place again takes no write before it is compared."""

from alembic import op

from shared.store.migrations import statements

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("mechanisms_6.sql"):
        op.execute(statement)
