"""MIRT items, opportunities and sites, Ladder assessments and instruments of spatial law."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "ladder_assessment",
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("municipality_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opportunity_id", sa.Uuid(), nullable=True),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("inside_urban_area", sa.Boolean(), nullable=False),
        sa.Column("alternatives", sa.Text(), nullable=True),
        sa.Column("multimodal_access", sa.Text(), nullable=True),
        sa.Column("assessed_by", sa.Text(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("DRAFT", "CONCLUDED", "FULFILLED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum("YES", "YES_PROVIDED", "NO", name="outcome", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("open_conditions", sa.BigInteger(), nullable=False),
        sa.Column("deciding_body", sa.Text(), nullable=True),
        sa.Column("concluded_by", sa.Text(), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(title, '') || ' ' || coalesce(need, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("open_conditions >= 0", name=op.f("ck_ladder_assessment_conditions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_assessment")),
    )
    op.create_index(op.f("ix_ladder_assessment_owner"), "ladder_assessment", ["owner"], unique=False)
    op.create_index(
        op.f("ix_ladder_assessment_region_code"), "ladder_assessment", ["region_code"], unique=False
    )
    op.create_index(
        "ix_ladder_assessment_search", "ladder_assessment", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_table(
        "land_balance",
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("demanded_m2", sa.BigInteger(), nullable=False),
        sa.Column("matched_m2", sa.BigInteger(), nullable=False),
        sa.Column("offered_m2", sa.BigInteger(), nullable=False),
        sa.Column(
            "status", sa.Enum("KEPT", name="balancestatus", native_enum=False, length=40), nullable=False
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_land_balance")),
    )
    op.create_index(op.f("ix_land_balance_owner"), "land_balance", ["owner"], unique=False)
    op.create_index("uq_land_balance_region_code", "land_balance", ["region_code"], unique=True)
    op.create_table(
        "mirt_item",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("region_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("next_decision_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "PROPOSED",
                "EXPLORATION",
                "PLAN_ELABORATION",
                "REALISATION",
                "MAINTENANCE",
                "STOPPED",
                name="phase",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decisions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(title, '') || ' ' || coalesce(description, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mirt_item")),
    )
    op.create_index(op.f("ix_mirt_item_owner"), "mirt_item", ["owner"], unique=False)
    op.create_index("ix_mirt_item_search", "mirt_item", ["search"], unique=False, postgresql_using="gin")
    op.create_index("uq_mirt_item_code", "mirt_item", ["code"], unique=True)
    op.create_table(
        "opportunity",
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("demanded_by", sa.Text(), nullable=False),
        sa.Column("kvk_number", sa.Text(), nullable=True),
        sa.Column("cluster_id", sa.Uuid(), nullable=True),
        sa.Column("demanded_m2", sa.BigInteger(), nullable=False),
        sa.Column("requirements", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("needed_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "PROPOSED", "EXPLORED", "FACILITATED", "DROPPED", name="status", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("reserved_m2", sa.BigInteger(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(title, '') || ' ' || coalesce(demanded_by, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "reserved_m2 >= 0 and reserved_m2 <= demanded_m2",
            name=op.f("ck_opportunity_reserved_within_demand"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity")),
    )
    op.create_index(op.f("ix_opportunity_owner"), "opportunity", ["owner"], unique=False)
    op.create_index("ix_opportunity_region_code_id", "opportunity", ["region_code", "id"], unique=False)
    op.create_index("ix_opportunity_search", "opportunity", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "site",
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("municipality_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("offered_m2", sa.BigInteger(), nullable=False),
        sa.Column("plots", sa.BigInteger(), nullable=False),
        sa.Column("multimodal", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("OFFERED", "WITHDRAWN", name="sitestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("used_m2", sa.BigInteger(), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('dutch', plain_letters(coalesce(name, '')))", persisted=True),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("used_m2 >= 0 and used_m2 <= offered_m2", name=op.f("ck_site_used_within_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_index(op.f("ix_site_owner"), "site", ["owner"], unique=False)
    op.create_index("ix_site_region_code_id", "site", ["region_code", "id"], unique=False)
    op.create_index("ix_site_search", "site", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "spatial_instrument",
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("flexibility", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column(
            "status", sa.Enum("LINKED", "ENDED", name="status", native_enum=False, length=40), nullable=False
        ),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(title, '') || ' ' || coalesce(flexibility, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spatial_instrument")),
    )
    op.create_index(op.f("ix_spatial_instrument_owner"), "spatial_instrument", ["owner"], unique=False)
    op.create_index(
        op.f("ix_spatial_instrument_region_code"), "spatial_instrument", ["region_code"], unique=False
    )
    op.create_index(
        "ix_spatial_instrument_search", "spatial_instrument", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_spatial_instrument_subject", "spatial_instrument", ["subject_kind", "subject_id"], unique=False
    )
    op.create_table(
        "cluster_relevance",
        sa.Column("mirt_item_id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("argument", sa.Text(), nullable=False),
        sa.Column("argued_by", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("ARGUED", "MET", "NOT_MET", name="relevance", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["cluster.id"],
            name=op.f("fk_cluster_relevance_cluster_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["mirt_item_id"],
            ["mirt_item.id"],
            name=op.f("fk_cluster_relevance_mirt_item_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_cluster_relevance_project_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_relevance")),
    )
    op.create_index(
        op.f("ix_cluster_relevance_cluster_id"), "cluster_relevance", ["cluster_id"], unique=False
    )
    op.create_index(
        op.f("ix_cluster_relevance_mirt_item_id"), "cluster_relevance", ["mirt_item_id"], unique=False
    )
    op.create_index(
        op.f("ix_cluster_relevance_project_id"), "cluster_relevance", ["project_id"], unique=False
    )
    op.create_index(op.f("ix_cluster_relevance_owner"), "cluster_relevance", ["owner"], unique=False)
    op.create_table(
        "ladder_condition",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("OPEN", "DUE", "FULFILLED", name="conditionstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("fulfilled_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["ladder_assessment.id"],
            name=op.f("fk_ladder_condition_assessment_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_condition")),
    )
    op.create_index(
        op.f("ix_ladder_condition_assessment_id"), "ladder_condition", ["assessment_id"], unique=False
    )
    op.create_index(
        "ix_ladder_condition_open",
        "ladder_condition",
        ["due_on"],
        unique=False,
        postgresql_where="status = 'OPEN'",
    )
    op.create_index(op.f("ix_ladder_condition_owner"), "ladder_condition", ["owner"], unique=False)
    op.create_table(
        "match",
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("area_m2", sa.BigInteger(), nullable=False),
        sa.Column("matched_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("RESERVED", "TAKEN", "RELEASED", name="matchstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("area_m2 > 0", name=op.f("ck_match_area")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_match_opportunity_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_match_site_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
    )
    op.create_index(op.f("ix_match_opportunity_id"), "match", ["opportunity_id"], unique=False)
    op.create_index(op.f("ix_match_owner"), "match", ["owner"], unique=False)
    op.create_index(op.f("ix_match_site_id"), "match", ["site_id"], unique=False)
