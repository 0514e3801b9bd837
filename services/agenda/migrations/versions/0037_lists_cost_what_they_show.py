"""Lists cost what they show."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_index(
        "ix_agenda_seen_by_changed_id",
        "agenda",
        [
            sa.literal_column(
                "audience(status, '{ADOPTED,CLOSED,CONSULTATION,EVALUATED,PROPOSED,WITHDRAWN}'::text[], owner)"
            ),
            "changed",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_agenda_seen_by_id",
        "agenda",
        [
            sa.literal_column(
                "audience(status, '{ADOPTED,CLOSED,CONSULTATION,EVALUATED,PROPOSED,WITHDRAWN}'::text[], owner)"
            ),
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_agenda_seen_by_starts_on_id",
        "agenda",
        [
            sa.literal_column(
                "audience(status, '{ADOPTED,CLOSED,CONSULTATION,EVALUATED,PROPOSED,WITHDRAWN}'::text[], owner)"
            ),
            "starts_on",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_agenda_seen_by_title_key_id",
        "agenda",
        [
            sa.literal_column(
                "audience(status, '{ADOPTED,CLOSED,CONSULTATION,EVALUATED,PROPOSED,WITHDRAWN}'::text[], owner)"
            ),
            "title_key",
            "id",
        ],
        unique=False,
    )
    op.create_index("ix_agenda_starts_on_id", "agenda", ["starts_on", "id"], unique=False)
    op.create_index(
        "ix_amendment_seen_by_changed_id",
        "amendment",
        [sa.literal_column("audience(status, '{ADOPTED,PROPOSED}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_amendment_seen_by_id",
        "amendment",
        [sa.literal_column("audience(status, '{ADOPTED,PROPOSED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_assessment_seen_by_changed_id", "assessment", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_assessment_seen_by_id", "assessment", ["owner", "id"], unique=False)
    op.create_index("ix_bottleneck_reported_on_id", "bottleneck", ["reported_on", "id"], unique=False)
    op.create_index(
        "ix_cluster_seen_by_changed_id",
        "cluster",
        [
            sa.literal_column("audience(status, '{LEADING,UNDER_REVIEW,WITHDRAWN}'::text[], owner)"),
            "changed",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_cluster_seen_by_id",
        "cluster",
        [sa.literal_column("audience(status, '{LEADING,UNDER_REVIEW,WITHDRAWN}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_cluster_seen_by_name_key_id",
        "cluster",
        [
            sa.literal_column("audience(status, '{LEADING,UNDER_REVIEW,WITHDRAWN}'::text[], owner)"),
            "name_key",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_cluster_seen_by_region_code_id",
        "cluster",
        [
            sa.literal_column("audience(status, '{LEADING,UNDER_REVIEW,WITHDRAWN}'::text[], owner)"),
            "region_code",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_cluster_asset_seen_by_changed_id",
        "cluster_asset",
        [
            sa.literal_column("audience(status, '{AVAILABLE,CLOSED,IN_REALISATION}'::text[], owner)"),
            "changed",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_cluster_asset_seen_by_cluster_id_id",
        "cluster_asset",
        [
            sa.literal_column("audience(status, '{AVAILABLE,CLOSED,IN_REALISATION}'::text[], owner)"),
            "cluster_id",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_cluster_asset_seen_by_id",
        "cluster_asset",
        [sa.literal_column("audience(status, '{AVAILABLE,CLOSED,IN_REALISATION}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_cluster_asset_seen_by_name_key_id",
        "cluster_asset",
        [
            sa.literal_column("audience(status, '{AVAILABLE,CLOSED,IN_REALISATION}'::text[], owner)"),
            "name_key",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_cluster_relevance_seen_by_changed_id",
        "cluster_relevance",
        [sa.literal_column("audience(status, '{MET,NOT_MET}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_cluster_relevance_seen_by_id",
        "cluster_relevance",
        [sa.literal_column("audience(status, '{MET,NOT_MET}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_cluster_score_latest_rank_id", "cluster_score", ["latest", "rank", "id"], unique=False
    )
    op.create_index(
        "ix_cluster_score_seen_by_changed_id",
        "cluster_score",
        [sa.literal_column("audience(status, '{PUBLISHED}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_cluster_score_seen_by_id",
        "cluster_score",
        [sa.literal_column("audience(status, '{PUBLISHED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_cluster_score_seen_by_latest_rank_id",
        "cluster_score",
        [sa.literal_column("audience(status, '{PUBLISHED}'::text[], owner)"), "latest", "rank", "id"],
        unique=False,
    )
    op.create_index(
        "ix_cluster_score_seen_by_year_rank_id",
        "cluster_score",
        [sa.literal_column("audience(status, '{PUBLISHED}'::text[], owner)"), "year", "rank", "id"],
        unique=False,
    )
    op.create_index("ix_commitment_made_on_id", "commitment", ["made_on", "id"], unique=False)
    op.create_index("ix_consultation_held_on_id", "consultation", ["held_on", "id"], unique=False)
    op.create_index(
        "ix_consultation_invited_changed_id", "consultation", ["invited", "changed", "id"], unique=False
    )
    op.create_index(
        "ix_consultation_invited_held_on_id", "consultation", ["invited", "held_on", "id"], unique=False
    )
    op.create_index("ix_consultation_invited_id", "consultation", ["invited", "id"], unique=False)
    op.create_index(
        "ix_consultation_seen_by_changed_id",
        "consultation",
        [sa.literal_column("audience(status, '{CONCLUDED}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_consultation_seen_by_held_on_id",
        "consultation",
        [sa.literal_column("audience(status, '{CONCLUDED}'::text[], owner)"), "held_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_consultation_seen_by_id",
        "consultation",
        [sa.literal_column("audience(status, '{CONCLUDED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index("ix_dispute_keeper_changed_id", "dispute", ["keeper", "changed", "id"], unique=False)
    op.create_index("ix_dispute_keeper_id", "dispute", ["keeper", "id"], unique=False)
    op.create_index("ix_dispute_seen_by_changed_id", "dispute", ["owner", "changed", "id"], unique=False)
    op.create_index("ix_dispute_seen_by_id", "dispute", ["owner", "id"], unique=False)
    op.create_index(
        "ix_import_problem_seen_by_changed_id", "import_problem", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_import_problem_seen_by_id", "import_problem", ["owner", "id"], unique=False)
    op.create_index(
        "ix_import_problem_seen_by_import_id_line_id",
        "import_problem",
        ["owner", "import_id", "line", "id"],
        unique=False,
    )
    op.create_index(
        "ix_initiative_seen_by_changed_id",
        "initiative",
        [
            sa.literal_column(
                "audience(status, '{COMPLETED,DECLINED,STOPPED,SUPPORTED_FINANCIAL,SUPPORTED_NON_FINANCIAL}'::text[], owner)"
            ),
            "changed",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_initiative_seen_by_id",
        "initiative",
        [
            sa.literal_column(
                "audience(status, '{COMPLETED,DECLINED,STOPPED,SUPPORTED_FINANCIAL,SUPPORTED_NON_FINANCIAL}'::text[], owner)"
            ),
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_innovation_strategy_seen_by_changed_id",
        "innovation_strategy",
        [sa.literal_column("audience(status, '{ADOPTED,REPLACED}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_innovation_strategy_seen_by_id",
        "innovation_strategy",
        [sa.literal_column("audience(status, '{ADOPTED,REPLACED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_instrument_seen_by_changed_id",
        "instrument",
        [sa.literal_column("audience(status, '{ENDED,PUBLISHED}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_instrument_seen_by_id",
        "instrument",
        [sa.literal_column("audience(status, '{ENDED,PUBLISHED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_instrument_seen_by_name_key_id",
        "instrument",
        [sa.literal_column("audience(status, '{ENDED,PUBLISHED}'::text[], owner)"), "name_key", "id"],
        unique=False,
    )
    op.create_index(
        "ix_ladder_assessment_seen_by_changed_id",
        "ladder_assessment",
        [sa.literal_column("audience(status, '{CONCLUDED,FULFILLED}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_ladder_assessment_seen_by_id",
        "ladder_assessment",
        [sa.literal_column("audience(status, '{CONCLUDED,FULFILLED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_ladder_condition_seen_by_changed_id", "ladder_condition", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_ladder_condition_seen_by_id", "ladder_condition", ["owner", "id"], unique=False)
    op.create_index("ix_match_seen_by_changed_id", "match", ["owner", "changed", "id"], unique=False)
    op.create_index("ix_match_seen_by_id", "match", ["owner", "id"], unique=False)
    op.create_index(
        "ix_observation_import_seen_by_changed_id",
        "observation_import",
        ["owner", "changed", "id"],
        unique=False,
    )
    op.create_index("ix_observation_import_seen_by_id", "observation_import", ["owner", "id"], unique=False)
    op.create_index("ix_opportunity_demanded_m2_id", "opportunity", ["demanded_m2", "id"], unique=False)
    op.create_index("ix_opportunity_registered_on_id", "opportunity", ["registered_on", "id"], unique=False)
    op.create_index(
        "ix_opportunity_seen_by_changed_id",
        "opportunity",
        [sa.literal_column("audience(status, '{EXPLORED,FACILITATED}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_opportunity_seen_by_demanded_m2_id",
        "opportunity",
        [sa.literal_column("audience(status, '{EXPLORED,FACILITATED}'::text[], owner)"), "demanded_m2", "id"],
        unique=False,
    )
    op.create_index(
        "ix_opportunity_seen_by_id",
        "opportunity",
        [sa.literal_column("audience(status, '{EXPLORED,FACILITATED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_opportunity_seen_by_region_code_id",
        "opportunity",
        [sa.literal_column("audience(status, '{EXPLORED,FACILITATED}'::text[], owner)"), "region_code", "id"],
        unique=False,
    )
    op.create_index(
        "ix_opportunity_seen_by_registered_on_id",
        "opportunity",
        [
            sa.literal_column("audience(status, '{EXPLORED,FACILITATED}'::text[], owner)"),
            "registered_on",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_project_seen_by_changed_id",
        "project",
        [sa.literal_column("audience(reach, '{PUBLIC}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_project_seen_by_id",
        "project",
        [sa.literal_column("audience(reach, '{PUBLIC}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index("ix_question_due_on_id", "question", ["due_on", "id"], unique=False)
    op.create_index("ix_question_seen_by_changed_id", "question", ["owner", "changed", "id"], unique=False)
    op.create_index("ix_question_seen_by_due_on_id", "question", ["owner", "due_on", "id"], unique=False)
    op.create_index("ix_question_seen_by_id", "question", ["owner", "id"], unique=False)
    op.create_index(
        "ix_report_seen_by_changed_id",
        "report",
        [sa.literal_column("audience(status, '{PUBLISHED}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_report_seen_by_id",
        "report",
        [sa.literal_column("audience(status, '{PUBLISHED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(
        "ix_report_seen_by_year_id",
        "report",
        [sa.literal_column("audience(status, '{PUBLISHED}'::text[], owner)"), "year", "id"],
        unique=False,
    )
    op.create_index("ix_report_year_id", "report", ["year", "id"], unique=False)
    op.create_index("ix_site_offered_m2_id", "site", ["offered_m2", "id"], unique=False)
    op.create_index(
        "ix_spatial_instrument_decided_on_id", "spatial_instrument", ["decided_on", "id"], unique=False
    )
