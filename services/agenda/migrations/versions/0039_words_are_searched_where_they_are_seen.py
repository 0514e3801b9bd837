"""Words are searched where they are seen."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_index(
        "ix_agenda_seen_by_search",
        "agenda",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, '{ADOPTED,CLOSED,CONSULTATION,EVALUATED,PROPOSED,WITHDRAWN}'::text[], owner)])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_cluster_seen_by_search",
        "cluster",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, '{LEADING,UNDER_REVIEW,WITHDRAWN}'::text[], owner)])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_cluster_asset_seen_by_search",
        "cluster_asset",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, '{AVAILABLE,CLOSED,IN_REALISATION}'::text[], owner)])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_consultation_seen_by_search",
        "consultation",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, '{CONCLUDED}'::text[], owner), invited])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_initiative_seen_by_search",
        "initiative",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, '{COMPLETED,DECLINED,STOPPED,SUPPORTED_FINANCIAL,SUPPORTED_NON_FINANCIAL}'::text[], owner)])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_innovation_strategy_seen_by_search",
        "innovation_strategy",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, '{ADOPTED,REPLACED}'::text[], owner)])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_instrument_seen_by_search",
        "instrument",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, '{ENDED,PUBLISHED}'::text[], owner)])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_ladder_assessment_seen_by_search",
        "ladder_assessment",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, '{CONCLUDED,FULFILLED}'::text[], owner)])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_opportunity_seen_by_search",
        "opportunity",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, '{EXPLORED,FACILITATED}'::text[], owner)])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_project_seen_by_search",
        "project",
        [sa.literal_column("seen_words(search, ARRAY[audience(reach, '{PUBLIC}'::text[], owner)])")],
        unique=False,
        postgresql_using="gin",
    )
