"""Regional initiatives, the tables about them, and their assessments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "initiative",
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sponsor", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("objectives", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("jobs_at_stake", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "REGISTERED",
                "INTAKE",
                "REFERRED",
                "ASSESSMENT",
                "SUPPORTED_FINANCIAL",
                "SUPPORTED_NON_FINANCIAL",
                "DECLINED",
                "COMPLETED",
                "STOPPED",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("budget_article", sa.Text(), nullable=True),
        sa.Column("referred_to", sa.Text(), nullable=True),
        sa.Column("policy_line", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("support", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("state_role", sa.Text(), nullable=True),
        sa.Column("lead_ministry", sa.Text(), nullable=True),
        sa.Column("ministries", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("deciding_body", sa.Text(), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("tables", sa.BigInteger(), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(title, '') || ' ' || coalesce(sponsor, '') || ' ' || coalesce(description, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "('FUNDING' = any (support)) = (amount_cents is not null)",
            name=op.f("ck_initiative_amount_of_funding"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
    )
    op.create_index(op.f("ix_initiative_owner"), "initiative", ["owner"], unique=False)
    op.create_index(op.f("ix_initiative_region_code"), "initiative", ["region_code"], unique=False)
    op.create_index("ix_initiative_search", "initiative", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "assessment",
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "OPEN",
                "ASSIGNED",
                "SUBMITTED",
                "REVIEWED",
                "CONCLUDED",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("assessed_by", sa.Text(), nullable=True),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        sa.Column("concluded_by", sa.Text(), nullable=True),
        sa.Column("authors", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("conflicted", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "aid_outcome",
            sa.Enum(
                "NO_AID",
                "DE_MINIMIS",
                "GBER",
                "NOTIFIED_APPROVED",
                "SGEI",
                "UNRESOLVED",
                name="aidoutcome",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("weighing", sa.Text(), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_assessment_initiative_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index(op.f("ix_assessment_initiative_id"), "assessment", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_assessment_owner"), "assessment", ["owner"], unique=False)
    op.create_index(
        "uq_assessment_open",
        "assessment",
        ["initiative_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'CONCLUDED'"),
    )
    op.create_table(
        "party_table",
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("invited", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("attended", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column(
            "status", sa.Enum("CONVENED", name="tablestatus", native_enum=False, length=40), nullable=False
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_party_table_initiative_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_table")),
    )
    op.create_index(op.f("ix_party_table_initiative_id"), "party_table", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_party_table_owner"), "party_table", ["owner"], unique=False)
