"""Regions with dated membership, versions of the reference data, ambassadors and questions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "ambassador",
        sa.Column("landsdeel_code", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("ASSIGNED", "ENDED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(hashtext(landsdeel_code), hashtext(landsdeel_code), '[]')"), "&&"),
            (sa.text("daterange(starts_on, ends_on, '[]')"), "&&"),
            using="gist",
            name="ambassador_one_a_landsdeel",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador")),
    )
    op.create_index(op.f("ix_ambassador_owner"), "ambassador", ["owner"], unique=False)
    op.create_table(
        "membership",
        sa.Column("member_code", sa.Text(), nullable=False),
        sa.Column(
            "member_kind",
            sa.Enum(
                "MUNICIPALITY",
                "COROP",
                "PROVINCE",
                "LANDSDEEL",
                "LABOUR_MARKET",
                "ROM_AREA",
                "EFRO_AREA",
                "URBAN_REGION",
                name="kind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "MUNICIPALITY",
                "COROP",
                "PROVINCE",
                "LANDSDEEL",
                "LABOUR_MARKET",
                "ROM_AREA",
                "EFRO_AREA",
                "URBAN_REGION",
                name="kind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "status", sa.Enum("CURRENT", "ENDED", name="status", native_enum=False, length=40), nullable=False
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(hashtext(member_code || kind), hashtext(member_code || kind), '[]')"), "&&"),
            (sa.text("daterange(valid_from, valid_until, '[]')"), "&&"),
            where=sa.text("kind <> 'URBAN_REGION'"),
            using="gist",
            name="membership_one_at_a_time",
        ),
        postgresql.ExcludeConstraint(
            (
                sa.text(
                    "int8range(hashtext(member_code || region_code), "
                    "hashtext(member_code || region_code), '[]')"
                ),
                "&&",
            ),
            (sa.text("daterange(valid_from, valid_until, '[]')"), "&&"),
            where=sa.text("kind = 'URBAN_REGION'"),
            using="gist",
            name="membership_once_in_an_urban_region",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_member_code", "membership", ["member_code"], unique=False)
    op.create_index(op.f("ix_membership_owner"), "membership", ["owner"], unique=False)
    op.create_index("ix_membership_region_code", "membership", ["region_code"], unique=False)
    op.create_table(
        "reference_version",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("loaded_on", sa.Date(), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Enum("LOADED", name="status", native_enum=False, length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_version")),
    )
    op.create_index(op.f("ix_reference_version_owner"), "reference_version", ["owner"], unique=False)
    op.create_index("uq_reference_version_number", "reference_version", ["number"], unique=True)
    op.create_table(
        "region",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "MUNICIPALITY",
                "COROP",
                "PROVINCE",
                "LANDSDEEL",
                "LABOUR_MARKET",
                "ROM_AREA",
                "EFRO_AREA",
                "URBAN_REGION",
                name="kind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column(
            "status", sa.Enum("CURRENT", "ENDED", name="status", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('dutch', plain_letters(coalesce(name, '')))", persisted=True),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
    )
    op.create_index("ix_region_name_id", "region", ["name", "id"], unique=False)
    op.create_index(op.f("ix_region_owner"), "region", ["owner"], unique=False)
    op.create_index("ix_region_search", "region", ["search"], unique=False, postgresql_using="gin")
    op.create_index("uq_region_code", "region", ["code"], unique=True)
    op.create_table(
        "question",
        sa.Column("municipality_code", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("province_code", sa.Text(), nullable=False),
        sa.Column("landsdeel_code", sa.Text(), nullable=False),
        sa.Column("ambassador_id", sa.Uuid(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("OPEN", "ANSWERED", "CLOSED", name="questionstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassador.id"],
            name=op.f("fk_question_ambassador_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_ambassador_id"), "question", ["ambassador_id"], unique=False)
    op.create_index(op.f("ix_question_owner"), "question", ["owner"], unique=False)
