"""What names shorten or write together is found, and papers as Parliament prints them."""

from alembic import op

from shared.store.migrations import statements

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("words_3.sql"):
        op.get_bind().exec_driver_sql(statement)  # its colons are no parameters
