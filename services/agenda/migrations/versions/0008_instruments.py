"""The catalogue of instruments and its windows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "instrument",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("criteria", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("REGIONAL", "NATIONAL", "EU", name="level", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("policy_line", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "GRANT",
                "VOUCHER",
                "LOAN",
                "GUARANTEE",
                "EQUITY",
                "TAX_MEASURE",
                "AGREEMENT",
                "SERVICE",
                name="kind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("generic", sa.Boolean(), nullable=False),
        sa.Column("region_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("topsectors", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("firm_sizes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("stages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("themes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "aid_nature",
            sa.Enum(
                "NO_AID",
                "GENERAL_MEASURE",
                "MARKET_TERMS",
                "DE_MINIMIS",
                "GBER",
                "NOTIFIED",
                name="aidnature",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("counts_for_cumulation", sa.Boolean(), nullable=False),
        sa.Column("aid_reason", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("lead_ministry", sa.Text(), nullable=True),
        sa.Column("ministries", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("drafted_by", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("DRAFT", "PUBLISHED", "ENDED", "WITHDRAWN", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("open_windows", sa.BigInteger(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_on_record", sa.Date(), nullable=True),
        sa.Column("lead_time_days", sa.BigInteger(), nullable=True),
        sa.Column("online_percent", sa.BigInteger(), nullable=True),
        sa.Column("burden_percent", sa.BigInteger(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(code, '') || ' ' || coalesce(name, '') || ' ' || coalesce(description, '') || ' ' || coalesce(criteria, '') || ' ' || coalesce(authority, '') || ' ' || coalesce(audience, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "generic = (cardinality(region_codes) = 0)", name=op.f("ck_instrument_generic_or_regional")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument")),
    )
    op.create_index("ix_instrument_name_id", "instrument", ["name", "id"], unique=False)
    op.create_index(op.f("ix_instrument_owner"), "instrument", ["owner"], unique=False)
    op.create_index(
        "ix_instrument_region_codes", "instrument", ["region_codes"], unique=False, postgresql_using="gin"
    )
    op.create_index("ix_instrument_search", "instrument", ["search"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_instrument_topsectors", "instrument", ["topsectors"], unique=False, postgresql_using="gin"
    )
    op.create_index(
        "ix_instrument_ending",
        "instrument",
        ["valid_until"],
        unique=False,
        postgresql_where="status = 'PUBLISHED'",
    )
    op.create_index(
        "uq_instrument_code",
        "instrument",
        ["code"],
        unique=True,
        postgresql_where="status <> 'WITHDRAWN'",
    )
    op.create_table(
        "instrument_window",
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("ceiling_cents", sa.BigInteger(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("ANNOUNCED", "OPEN", "CLOSED", name="windowstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_instrument_window_instrument_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_window")),
    )
    op.create_index(
        "ix_instrument_window_closes_on_id", "instrument_window", ["closes_on", "id"], unique=False
    )
    op.create_index(
        "ix_instrument_window_announced",
        "instrument_window",
        ["opens_on"],
        unique=False,
        postgresql_where="status = 'ANNOUNCED'",
    )
    op.create_index(
        op.f("ix_instrument_window_instrument_id"), "instrument_window", ["instrument_id"], unique=False
    )
    op.create_index(
        "ix_instrument_window_open",
        "instrument_window",
        ["closes_on"],
        unique=False,
        postgresql_where="status = 'OPEN'",
    )
    op.create_index(op.f("ix_instrument_window_owner"), "instrument_window", ["owner"], unique=False)
