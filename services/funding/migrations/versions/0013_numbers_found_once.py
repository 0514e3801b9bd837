"""The number of what a transaction changes is found once."""

from alembic import op

from shared.store.migrations import statements

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("mechanisms_7.sql"):
        op.get_bind().exec_driver_sql(statement)  # its signs are no parameters
