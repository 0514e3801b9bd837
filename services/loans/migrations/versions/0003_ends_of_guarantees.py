"""The day on which the term of a guarantee is over."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("guarantee", sa.Column("ends_on", sa.Date(), nullable=True))
    op.add_column("guarantee", sa.Column("issued_on_record", sa.Date(), nullable=True))
    op.execute(
        "UPDATE guarantee SET ends_on = issued_on + make_interval(years => term_years::int) "
        "WHERE issued_on IS NOT NULL"
    )
    op.create_index(op.f("ix_guarantee_ends_on"), "guarantee", ["ends_on"], unique=False)
