"""records are found by words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.store.migrations import statements

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("audience_2.sql"):
        op.get_bind().exec_driver_sql(statement)  # its colons are no parameters
    op.add_column(
        "application",
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "search_words(coalesce(title, '') || ' | ' || coalesce(lead_applicant ->> 'name', ''))",
                persisted=True,
            ),
            nullable=False,
        ),
    )
    op.create_index("ix_application_search", "application", ["search"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_application_seen_by_search",
        "application",
        [sa.literal_column("seen_words(search, ARRAY[audience(status, '{AWARDED}'::text[], owner)])")],
        unique=False,
        postgresql_using="gin",
    )
    op.add_column(
        "pledge",
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "search_words(coalesce(organisation, '') || ' | ' || coalesce(kvk_number, ''))",
                persisted=True,
            ),
            nullable=False,
        ),
    )
    op.create_index("ix_pledge_search", "pledge", ["search"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_pledge_seen_by_search",
        "pledge",
        [sa.literal_column("seen_words(search, ARRAY[owner])")],
        unique=False,
        postgresql_using="gin",
    )
    op.add_column(
        "project",
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "search_words(coalesce(title, '') || ' | ' || coalesce(cluster_code, ''))", persisted=True
            ),
            nullable=False,
        ),
    )
    op.create_index("ix_project_search", "project", ["search"], unique=False, postgresql_using="gin")
    op.add_column(
        "tranche",
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("search_words(coalesce(title, ''))", persisted=True),
            nullable=False,
        ),
    )
    op.create_index("ix_tranche_search", "tranche", ["search"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_tranche_seen_by_search",
        "tranche",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, '{CLOSED,EXHAUSTED,OPEN,PUBLISHED}'::text[], owner)])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
