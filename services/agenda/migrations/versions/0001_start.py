"""The mechanisms and the first entities."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.store.migrations import statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("mechanisms_1.sql"):
        op.get_bind().exec_driver_sql(statement)
    op.create_table(
        "agenda",
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("urgency", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("goals", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("actions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("economic_chapter", sa.Text(), nullable=True),
        sa.Column("spatial_chapter", sa.Text(), nullable=True),
        sa.Column("helix", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "DRAFT", "CONSULTATION", "PROPOSED", "ADOPTED", name="status", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("consultation_closes_on", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Text(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_by", sa.Text(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deciding_body", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(hashtext(region_code), hashtext(region_code), '[]')"), "&&"),
            (sa.text("daterange(starts_on, ends_on, '[]')"), "&&"),
            where=sa.text("status = 'ADOPTED'"),
            using="gist",
            name="agenda_one_adopted_per_period",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda")),
    )
    op.create_index(op.f("ix_agenda_owner"), "agenda", ["owner"], unique=False)
    op.create_table(
        "cluster",
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("cluster_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column(
            "partner_region_codes",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            server_default=sa.text("'{}'"),
        ),
        sa.Column("topsectors", postgresql.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")),
        sa.Column(
            "status",
            sa.Enum(
                "CANDIDATE",
                "SCORED",
                "LEADING",
                "UNDER_REVIEW",
                "WITHDRAWN",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scores", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("score_year", sa.BigInteger(), nullable=True),
        sa.Column("talent", sa.Numeric(), nullable=True),
        sa.Column("innovation", sa.Numeric(), nullable=True),
        sa.Column("quality_of_life", sa.Numeric(), nullable=True),
        sa.Column("weighted_score", sa.Numeric(), nullable=True),
        sa.Column("regime", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("deciding_body", sa.Text(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("review_opened_on", sa.Date(), nullable=True),
        sa.Column("review_opened_by", sa.Text(), nullable=True),
        sa.Column("review_reason", sa.Text(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(name, '') || ' ' || coalesce(cluster_code, '') || ' ' || coalesce(description, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
    )
    op.create_index(
        "ix_cluster_leading",
        "cluster",
        ["valid_until"],
        unique=False,
        postgresql_where="status = 'LEADING'",
    )
    op.create_index("ix_cluster_name_id", "cluster", ["name", "id"], unique=False)
    op.create_index(op.f("ix_cluster_owner"), "cluster", ["owner"], unique=False)
    op.create_index(
        "ix_cluster_partner_region_codes",
        "cluster",
        ["partner_region_codes"],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index("ix_cluster_region_code_id", "cluster", ["region_code", "id"], unique=False)
    op.create_index("ix_cluster_search", "cluster", ["search"], unique=False, postgresql_using="gin")
    op.create_index("ix_cluster_topsectors", "cluster", ["topsectors"], unique=False, postgresql_using="gin")
    op.create_table(
        "partner",
        sa.Column("agenda_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kvk_number", sa.Text(), nullable=False),
        sa.Column(
            "helix",
            sa.Enum("GOVERNMENT", "BUSINESS", "KNOWLEDGE", name="helix", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_id"],
            ["agenda.id"],
            name=op.f("fk_partner_agenda_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
    )
    op.create_index(op.f("ix_partner_agenda_id"), "partner", ["agenda_id"], unique=False)
    op.create_index(op.f("ix_partner_owner"), "partner", ["owner"], unique=False)
    op.create_table(
        "project",
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("participants", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("partner_regions", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("topsectors", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("themes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("policy_domains", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("policy_line", sa.BigInteger(), nullable=True),
        sa.Column("total_cost_cents", sa.BigInteger(), nullable=True),
        sa.Column("dedicated_infrastructure", sa.Boolean(), nullable=True),
        sa.Column("dedicated_to", sa.Text(), nullable=True),
        sa.Column("described_by", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("agenda_id", sa.Uuid(), nullable=True),
        sa.Column("cluster_id", sa.Uuid(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("defined_by", sa.Text(), nullable=True),
        sa.Column("regime", sa.Text(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "IDEA",
                "DEFINED",
                "APPROVED",
                "FUNDED_IN_PRINCIPLE",
                "APPLIED",
                "AWARDED",
                "RUNNING",
                "FINISHED",
                "STOPPED",
                "CANCELLED",
                "CLOSED",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reach", sa.Enum("OWN", "PUBLIC", name="reach", native_enum=False, length=40), nullable=False
        ),
        sa.Column("cross_over", sa.Boolean(), nullable=False),
        sa.Column("supra_regional", sa.Boolean(), nullable=False),
        sa.Column("financing", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("mix", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("overlaps", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("financed_cents", sa.BigInteger(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("cofunding_complete", sa.Boolean(), nullable=False),
        sa.Column("applications", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("awarded_cents", sa.BigInteger(), nullable=False),
        sa.Column("award_in_question", sa.Boolean(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("evaluation", sa.Text(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(title, '') || ' ' || coalesce(purpose, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('IDEA', 'CANCELLED')"
            " OR num_nulls(agenda_id, cluster_id, category, total_cost_cents) = 0",
            name=op.f("ck_project_defined"),
        ),
        sa.CheckConstraint(
            "financed_cents BETWEEN 0 AND coalesce(total_cost_cents, 0)",
            name=op.f("ck_project_financed_once"),
        ),
        sa.ForeignKeyConstraint(
            ["agenda_id"],
            ["agenda.id"],
            name=op.f("fk_project_agenda_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["cluster.id"],
            name=op.f("fk_project_cluster_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_index(op.f("ix_project_agenda_id"), "project", ["agenda_id"], unique=False)
    op.create_index(op.f("ix_project_cluster_id"), "project", ["cluster_id"], unique=False)
    op.create_index("ix_project_approved_on", "project", ["approved_on"], unique=False)
    op.create_index(op.f("ix_project_owner"), "project", ["owner"], unique=False)
    op.create_index("ix_project_search", "project", ["search"], unique=False, postgresql_using="gin")
    op.create_index("ix_project_topsectors", "project", ["topsectors"], unique=False, postgresql_using="gin")
