"""Answers to refused messages are counted by what the inbox keeps of them."""

from alembic import op

from shared.store.migrations import statements

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("mechanisms_8.sql"):
        op.execute(statement)
