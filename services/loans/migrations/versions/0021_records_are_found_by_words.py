"""records are found by words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.store.migrations import statements

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("audience_2.sql"):
        op.get_bind().exec_driver_sql(statement)  # its colons are no parameters
    op.add_column(
        "guarantee",
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "search_words(coalesce(kvk_number, '') || ' | ' || coalesce(scheme, ''))", persisted=True
            ),
            nullable=False,
        ),
    )
    op.create_index(
        "ix_guarantee_awaited",
        "guarantee",
        ["contract_due_on"],
        unique=False,
        postgresql_where=sa.text("status = 'RESERVED'"),
    )
    op.create_index("ix_guarantee_search", "guarantee", ["search"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_guarantee_seen_by_search",
        "guarantee",
        [sa.literal_column("seen_words(search, ARRAY[owner])")],
        unique=False,
        postgresql_using="gin",
    )
    op.add_column(
        "loan",
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "search_words(coalesce(undertaking_name, '') || ' | ' || coalesce(kvk_number, '') || ' | ' || coalesce(purpose, ''))",
                persisted=True,
            ),
            nullable=False,
        ),
    )
    op.create_index(
        "ix_loan_contract_awaited",
        "loan",
        ["contract_due_on"],
        unique=False,
        postgresql_where=sa.text("status = 'OFFERABLE'"),
    )
    op.create_index("ix_loan_search", "loan", ["search"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_loan_seen_by_search",
        "loan",
        [sa.literal_column("seen_words(search, ARRAY[owner])")],
        unique=False,
        postgresql_using="gin",
    )
    op.add_column(
        "project",
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("search_words(coalesce(title, ''))", persisted=True),
            nullable=False,
        ),
    )
    op.create_index("ix_project_search", "project", ["search"], unique=False, postgresql_using="gin")
