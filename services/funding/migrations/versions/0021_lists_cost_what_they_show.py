"""Lists cost what they show."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_index("ix_aid_entry_seen_by_changed_id", "aid_entry", ["owner", "changed", "id"], unique=False)
    op.create_index("ix_aid_entry_seen_by_id", "aid_entry", ["owner", "id"], unique=False)
    op.create_index(
        "ix_application_seen_by_changed_id",
        "application",
        [sa.literal_column("audience(status, '{AWARDED}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_application_seen_by_id",
        "application",
        [sa.literal_column("audience(status, '{AWARDED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_ledger_entry_seen_by_changed_id", "ledger_entry", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_ledger_entry_seen_by_id", "ledger_entry", ["owner", "id"], unique=False)
    op.create_index("ix_pledge_seen_by_changed_id", "pledge", ["owner", "changed", "id"], unique=False)
    op.create_index("ix_pledge_seen_by_id", "pledge", ["owner", "id"], unique=False)
    op.create_index(
        "ix_tranche_seen_by_changed_id",
        "tranche",
        [
            sa.literal_column("audience(status, '{CLOSED,EXHAUSTED,OPEN,PUBLISHED}'::text[], owner)"),
            "changed",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_tranche_seen_by_id",
        "tranche",
        [sa.literal_column("audience(status, '{CLOSED,EXHAUSTED,OPEN,PUBLISHED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_undertaking_seen_by_changed_id", "undertaking", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_undertaking_seen_by_id", "undertaking", ["owner", "id"], unique=False)
