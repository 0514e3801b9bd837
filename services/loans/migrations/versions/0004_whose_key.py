"""Whose an idempotency key is, in columns of their own."""

from alembic import op

from shared.store.migrations import statements

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("mechanisms_3.sql"):
        op.execute(statement)
