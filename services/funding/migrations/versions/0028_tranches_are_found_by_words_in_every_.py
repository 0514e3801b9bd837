"""tranches are found by words in every state."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.drop_index(op.f("ix_tranche_seen_by_search"), table_name="tranche", postgresql_using="gin")
    op.create_index(
        "ix_tranche_seen_by_search",
        "tranche",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, "
                "'{CLOSED,DECIDED,EXHAUSTED,OPEN,PUBLISHED,RANKED}'::text[], owner)])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
