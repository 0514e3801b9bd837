"""A paper of Parliament is found by its number, with or without the word for it."""

from alembic import op

from shared.store.migrations import statements

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("words_2.sql"):
        op.get_bind().exec_driver_sql(statement)  # its colons are no parameters
