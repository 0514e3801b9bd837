"""Organisations, their mandates, and boards with their advice."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "board",
        sa.Column(
            "kind",
            sa.Enum("ECONOMIC_BOARD", "TASKFORCE", "COMMITTEE", name="kind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("assignment", sa.Text(), nullable=False),
        sa.Column("mandate", sa.Text(), nullable=True),
        sa.Column("state_member", sa.Boolean(), nullable=False),
        sa.Column("tasks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("members", sa.BigInteger(), nullable=False),
        sa.Column("advices", sa.BigInteger(), nullable=False),
        sa.Column("jobs_at_stake", sa.BigInteger(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=False),
        sa.Column("advice_due_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("INSTALLED", "DISSOLVED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("dissolved_on", sa.Date(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(name, '') || ' ' || coalesce(assignment, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("jobs_at_stake >= 0", name=op.f("ck_board_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
    )
    op.create_index("ix_board_name_id", "board", ["name", "id"], unique=False)
    op.create_index(op.f("ix_board_owner"), "board", ["owner"], unique=False)
    op.create_index(op.f("ix_board_region_code"), "board", ["region_code"], unique=False)
    op.create_index("ix_board_search", "board", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "organisation",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "GOVERNMENT",
                "BUSINESS",
                "KNOWLEDGE",
                "TRIPLE_HELIX",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("kvk_number", sa.Text(), nullable=True),
        sa.Column("rsin", sa.Text(), nullable=True),
        sa.Column("oin", sa.Text(), nullable=True),
        sa.Column("lei", sa.Text(), nullable=True),
        sa.Column("named_since", sa.Date(), nullable=False),
        sa.Column("former_names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum("ACTIVE", "MERGED", "ENDED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('dutch', plain_letters(coalesce(name, '')))", persisted=True),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_index("ix_organisation_name_id", "organisation", ["name", "id"], unique=False)
    op.create_index(op.f("ix_organisation_owner"), "organisation", ["owner"], unique=False)
    op.create_index(
        "ix_organisation_search", "organisation", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_index("uq_organisation_kvk_number", "organisation", ["kvk_number"], unique=True)
    op.create_index("uq_organisation_lei", "organisation", ["lei"], unique=True)
    op.create_index("uq_organisation_oin", "organisation", ["oin"], unique=True)
    op.create_index("uq_organisation_rsin", "organisation", ["rsin"], unique=True)
    op.create_table(
        "advice",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("ADVICE", "DECISION", name="advicekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum("POSITIVE", "CONDITIONAL", "NEGATIVE", name="outcome", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("subject_kind", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status", sa.Enum("GIVEN", name="advicestatus", native_enum=False, length=40), nullable=False
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"], ["board.id"], name=op.f("fk_advice_board_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
    )
    op.create_index(op.f("ix_advice_board_id"), "advice", ["board_id"], unique=False)
    op.create_index(op.f("ix_advice_owner"), "advice", ["owner"], unique=False)
    op.create_index("ix_advice_subject", "advice", ["subject_kind", "subject_id"], unique=False)
    op.create_table(
        "board_member",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "GOVERNMENT",
                "BUSINESS",
                "KNOWLEDGE",
                "TRIPLE_HELIX",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("SITTING", "LEFT", name="memberstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["board_id"],
            ["board.id"],
            name=op.f("fk_board_member_board_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_member")),
    )
    op.create_index(op.f("ix_board_member_board_id"), "board_member", ["board_id"], unique=False)
    op.create_index(op.f("ix_board_member_owner"), "board_member", ["owner"], unique=False)
    op.create_table(
        "mandate",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("GIVEN", "ENDED", name="mandatestatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_mandate_organisation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index(op.f("ix_mandate_organisation_id"), "mandate", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_mandate_owner"), "mandate", ["owner"], unique=False)
