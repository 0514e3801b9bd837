"""Words are found in the rows that their reader sees."""

from alembic import op

from shared.store.migrations import statements

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("audience_2.sql"):
        op.get_bind().exec_driver_sql(statement)  # its colons are no parameters
