"""Indicators, targets and observations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "indicator",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "roll_up", sa.Enum("SUM", "NONE", name="rollup", native_enum=False, length=40), nullable=False
        ),
        sa.Column("decimals", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("status", sa.Enum("DEFINED", name="status", native_enum=False, length=40), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(name, '') || ' ' || coalesce(name_en, '') || ' ' || coalesce(definition, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
    )
    op.create_index(op.f("ix_indicator_owner"), "indicator", ["owner"], unique=False)
    op.create_index("ix_indicator_search", "indicator", ["search"], unique=False, postgresql_using="gin")
    op.create_index("uq_indicator_code_edition", "indicator", ["code", "edition"], unique=True)
    op.create_table(
        "observation",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column(
            "price_basis",
            sa.Enum("CURRENT", "CONSTANT", "NOT_APPLICABLE", name="pricebasis", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("PROVISIONAL", "FINAL", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    op.create_index("ix_observation_code_year", "observation", ["code", "year"], unique=False)
    op.create_index(op.f("ix_observation_owner"), "observation", ["owner"], unique=False)
    op.create_index("ix_observation_year_id", "observation", ["year", "id"], unique=False)
    op.create_index(
        "uq_observation_latest",
        "observation",
        ["code", "edition", "area_code", "year", "price_basis"],
        unique=True,
        postgresql_where=sa.text("latest"),
    )
    op.create_table(
        "target",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Numeric(), nullable=False),
        sa.Column("baseline_year", sa.BigInteger(), nullable=False),
        sa.Column("target", sa.Numeric(), nullable=False),
        sa.Column("target_year", sa.BigInteger(), nullable=False),
        sa.Column("gap", sa.Numeric(), nullable=False),
        sa.Column("growth_percent", sa.Numeric(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("status", sa.Enum("DEFINED", name="status", native_enum=False, length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("target_year > baseline_year", name=op.f("ck_target_years")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    op.create_index("ix_target_code_area_code", "target", ["code", "area_code"], unique=False)
    op.create_index(op.f("ix_target_owner"), "target", ["owner"], unique=False)
