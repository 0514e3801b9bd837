"""Scores, decisions and assets of clusters, strategies for smart specialisation, profiles of firms."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "innovation_strategy",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("region_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("specialisations", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("cluster_ids", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("drafted_by", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum("DRAFT", "ADOPTED", "REPLACED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("adopted_by", sa.Text(), nullable=True),
        sa.Column("deciding_body", sa.Text(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('dutch', plain_letters(coalesce(title, '')))", persisted=True),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_innovation_strategy")),
    )
    op.create_index(
        "ix_innovation_strategy_cluster_ids",
        "innovation_strategy",
        ["cluster_ids"],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(op.f("ix_innovation_strategy_owner"), "innovation_strategy", ["owner"], unique=False)
    op.create_index(
        "ix_innovation_strategy_region_codes",
        "innovation_strategy",
        ["region_codes"],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_innovation_strategy_search",
        "innovation_strategy",
        ["search"],
        unique=False,
        postgresql_using="gin",
    )
    op.create_table(
        "firm_profile",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column(
            "size",
            sa.Enum("MICRO", "SMALL", "MEDIUM", "LARGE", name="firmsize", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("after_merger", sa.Boolean(), nullable=False),
        sa.Column("profits_distributed", sa.Boolean(), nullable=False),
        sa.Column("high_growth", sa.Boolean(), nullable=False),
        sa.Column("cluster_ids", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("START_UP", "SCALE_UP", "MATURE", name="stage", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("start_up_until", sa.Date(), nullable=True),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("CURRENT", "SUPERSEDED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_firm_profile_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_profile")),
    )
    op.create_index(
        "ix_firm_profile_cluster_ids",
        "firm_profile",
        ["cluster_ids"],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        op.f("ix_firm_profile_organisation_id"), "firm_profile", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_firm_profile_owner"), "firm_profile", ["owner"], unique=False)
    op.create_index(
        "uq_firm_profile_current",
        "firm_profile",
        ["organisation_id"],
        unique=True,
        postgresql_where=sa.text("status = 'CURRENT'"),
    )
    op.create_table(
        "cluster_asset",
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("other_kind", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("municipality_code", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "PLANNED",
                "IN_REALISATION",
                "AVAILABLE",
                "CLOSED",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("projects", sa.BigInteger(), nullable=False),
        sa.Column("dedicated", sa.Boolean(), nullable=True),
        sa.Column("dedicated_reasons", sa.Text(), nullable=True),
        sa.Column("dedicated_found_on", sa.Date(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(name, '') || ' ' || coalesce(other_kind, '') || ' ' || coalesce(description, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closed_on >= opened_on", name=op.f("ck_cluster_asset_closed_after_opened")),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["cluster.id"],
            name=op.f("fk_cluster_asset_cluster_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_asset")),
    )
    op.create_index("ix_cluster_asset_cluster_id_id", "cluster_asset", ["cluster_id", "id"], unique=False)
    op.create_index("ix_cluster_asset_name_id", "cluster_asset", ["name", "id"], unique=False)
    op.create_index(op.f("ix_cluster_asset_owner"), "cluster_asset", ["owner"], unique=False)
    op.create_index(
        "ix_cluster_asset_search", "cluster_asset", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_table(
        "cluster_decision",
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("DESIGNATED", "CONFIRMED", "WITHDRAWN", name="kind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("deciding_body", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("hearing_on", sa.Date(), nullable=True),
        sa.Column("hearing_report", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["cluster.id"],
            name=op.f("fk_cluster_decision_cluster_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_decision")),
    )
    op.create_index(op.f("ix_cluster_decision_cluster_id"), "cluster_decision", ["cluster_id"], unique=False)
    op.create_index(op.f("ix_cluster_decision_owner"), "cluster_decision", ["owner"], unique=False)
    op.create_table(
        "cluster_score",
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("cluster_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("talent", sa.Numeric(), nullable=False),
        sa.Column("innovation", sa.Numeric(), nullable=False),
        sa.Column("quality_of_life", sa.Numeric(), nullable=False),
        sa.Column("weighted_score", sa.Numeric(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("scored_by", sa.Text(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("RECORDED", "PUBLISHED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["cluster.id"],
            name=op.f("fk_cluster_score_cluster_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_score")),
    )
    op.create_index(op.f("ix_cluster_score_owner"), "cluster_score", ["owner"], unique=False)
    op.create_index("ix_cluster_score_year_rank_id", "cluster_score", ["year", "rank", "id"], unique=False)
    op.create_index(
        "uq_cluster_score_edition", "cluster_score", ["cluster_id", "year", "edition"], unique=True
    )
    op.create_index(
        "uq_cluster_score_latest",
        "cluster_score",
        ["cluster_id", "year"],
        unique=True,
        postgresql_where=sa.text("latest"),
    )
    op.create_table(
        "cluster_asset_project",
        sa.Column("asset_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum("CREATES", "IMPROVES", name="relation", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"],
            ["cluster_asset.id"],
            name=op.f("fk_cluster_asset_project_asset_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_cluster_asset_project_project_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_asset_project")),
    )
    op.create_index(op.f("ix_cluster_asset_project_owner"), "cluster_asset_project", ["owner"], unique=False)
    op.create_index(
        "ix_cluster_asset_project_project_id", "cluster_asset_project", ["project_id"], unique=False
    )
    op.create_index(
        "uq_cluster_asset_project_pair", "cluster_asset_project", ["asset_id", "project_id"], unique=True
    )
