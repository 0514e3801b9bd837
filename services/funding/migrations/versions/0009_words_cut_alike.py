"""What is searched and what is asked are cut into words by one rule."""

from alembic import op

from shared.store.migrations import statements

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("words.sql"):
        op.get_bind().exec_driver_sql(statement)  # its colons are no parameters
