"""Who sees a row is one word."""

from alembic import op

from shared.store.migrations import statements

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("audience.sql"):
        op.get_bind().exec_driver_sql(statement)  # its colons are no parameters
