"""Lists cost what they show."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_index(
        "ix_credit_line_seen_by_changed_id", "credit_line", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_credit_line_seen_by_id", "credit_line", ["owner", "id"], unique=False)
    op.create_index("ix_guarantee_seen_by_changed_id", "guarantee", ["owner", "changed", "id"], unique=False)
    op.create_index("ix_guarantee_seen_by_id", "guarantee", ["owner", "id"], unique=False)
    op.create_index(
        "ix_guarantee_year_entry_seen_by_changed_id",
        "guarantee_year_entry",
        ["owner", "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_guarantee_year_entry_seen_by_id", "guarantee_year_entry", ["owner", "id"], unique=False
    )
    op.create_index("ix_loan_seen_by_changed_id", "loan", ["owner", "changed", "id"], unique=False)
    op.create_index("ix_loan_seen_by_id", "loan", ["owner", "id"], unique=False)
    op.create_index(
        "ix_loan_movement_seen_by_changed_id", "loan_movement", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_loan_movement_seen_by_id", "loan_movement", ["owner", "id"], unique=False)
    op.create_index(
        "ix_refused_message_seen_by_changed_id", "refused_message", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_refused_message_seen_by_id", "refused_message", ["owner", "id"], unique=False)
