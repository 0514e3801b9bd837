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
        "credit_line",
        sa.Column("rom_code", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("committed_cents", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "committed_cents BETWEEN 0 AND amount_cents", name=op.f("ck_credit_line_within_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_line")),
        sa.UniqueConstraint("rom_code", "year", name=op.f("uq_credit_line_rom_code_year")),
    )
    op.create_index(op.f("ix_credit_line_owner"), "credit_line", ["owner"], unique=False)
    op.create_table(
        "guarantee_scheme",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee_scheme")),
        sa.UniqueConstraint("code", name=op.f("uq_guarantee_scheme_code")),
    )
    op.create_index(op.f("ix_guarantee_scheme_owner"), "guarantee_scheme", ["owner"], unique=False)
    op.create_table(
        "guarantee_year",
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("opening_outstanding_cents", sa.BigInteger(), nullable=False),
        sa.Column("annual_ceiling_cents", sa.BigInteger(), nullable=False),
        sa.Column("exposure_ceiling_cents", sa.BigInteger(), nullable=False),
        sa.Column("closing_outstanding_cents", sa.BigInteger(), nullable=False),
        sa.Column("reserved_cents", sa.BigInteger(), nullable=False),
        sa.Column("earlier_reserved_cents", sa.BigInteger(), nullable=False),
        sa.Column("granted_cents", sa.BigInteger(), nullable=False),
        sa.Column("lapsed_cents", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "closing_outstanding_cents + reserved_cents + earlier_reserved_cents <= exposure_ceiling_cents",
            name=op.f("ck_guarantee_year_exposure_ceiling"),
        ),
        sa.CheckConstraint(
            "closing_outstanding_cents = opening_outstanding_cents + granted_cents - lapsed_cents",
            name=op.f("ck_guarantee_year_closing"),
        ),
        sa.CheckConstraint("closing_outstanding_cents >= 0", name=op.f("ck_guarantee_year_outstanding")),
        sa.CheckConstraint(
            "granted_cents + reserved_cents <= annual_ceiling_cents",
            name=op.f("ck_guarantee_year_annual_ceiling"),
        ),
        sa.CheckConstraint(
            "least(reserved_cents, earlier_reserved_cents, granted_cents, lapsed_cents) >= 0",
            name=op.f("ck_guarantee_year_counters"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme"],
            ["guarantee_scheme.code"],
            name=op.f("fk_guarantee_year_scheme"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee_year")),
        sa.UniqueConstraint("scheme", "year", name=op.f("uq_guarantee_year_scheme_year")),
    )
    op.create_index(op.f("ix_guarantee_year_owner"), "guarantee_year", ["owner"], unique=False)
    op.create_table(
        "project",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("participants", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_index(op.f("ix_project_owner"), "project", ["owner"], unique=False)
    op.create_table(
        "refused_message",
        sa.Column("rom_code", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_message")),
    )
    op.create_index(op.f("ix_refused_message_key"), "refused_message", ["key"], unique=False)
    op.create_index(op.f("ix_refused_message_owner"), "refused_message", ["owner"], unique=False)
    op.create_table(
        "guarantee_year_entry",
        sa.Column("guarantee_year_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("RESERVED", "RETURNED", "GRANTED", "LAPSED", name="kind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("guarantee_id", sa.Uuid(), nullable=True),
        sa.Column("reserved_cents", sa.BigInteger(), nullable=False),
        sa.Column("granted_cents", sa.BigInteger(), nullable=False),
        sa.Column("lapsed_cents", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guarantee_year_id"],
            ["guarantee_year.id"],
            name=op.f("fk_guarantee_year_entry_guarantee_year_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee_year_entry")),
    )
    op.create_index(
        op.f("ix_guarantee_year_entry_guarantee_id"), "guarantee_year_entry", ["guarantee_id"], unique=False
    )
    op.create_index(
        op.f("ix_guarantee_year_entry_guarantee_year_id"),
        "guarantee_year_entry",
        ["guarantee_year_id"],
        unique=False,
    )
    op.create_index(op.f("ix_guarantee_year_entry_owner"), "guarantee_year_entry", ["owner"], unique=False)
    op.create_table(
        "loan",
        sa.Column("rom_code", sa.Text(), nullable=False),
        sa.Column("kvk_number", sa.Text(), nullable=False),
        sa.Column("undertaking_name", sa.Text(), nullable=False),
        sa.Column("municipality_code", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("principal_cents", sa.BigInteger(), nullable=False),
        sa.Column("interest_percent", sa.Numeric(), nullable=False),
        sa.Column("term_months", sa.BigInteger(), nullable=False),
        sa.Column(
            "repayment",
            sa.Enum("BULLET", "LINEAR", name="repayment", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("repayment_per_quarter_cents", sa.BigInteger(), nullable=True),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("financing_need_cents", sa.BigInteger(), nullable=False),
        sa.Column("guarantee_wanted", sa.Boolean(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("quarterly_interest_cents", sa.BigInteger(), nullable=False),
        sa.Column("arrangement_fee_cents", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "RECEIVED",
                "PROPOSED",
                "DECLINED",
                "APPROVED",
                "GUARANTEE_PENDING",
                "OFFERABLE",
                "OFFERABLE_UNGUARANTEED",
                "CONTRACTED",
                "ACTIVE",
                "REPAID",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rating_rationale", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.Text(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("credit_line_id", sa.Uuid(), nullable=True),
        sa.Column("contract_due_on", sa.Date(), nullable=True),
        sa.Column("contract_signed_on", sa.Date(), nullable=True),
        sa.Column("subordination_deed_signed_on", sa.Date(), nullable=True),
        sa.Column("contract_received_on", sa.Date(), nullable=True),
        sa.Column("disbursed_cents", sa.BigInteger(), nullable=False),
        sa.Column("repaid_cents", sa.BigInteger(), nullable=False),
        sa.Column("outstanding_cents", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("disbursed_cents BETWEEN 0 AND principal_cents", name=op.f("ck_loan_disbursed")),
        sa.CheckConstraint(
            "outstanding_cents = disbursed_cents - repaid_cents", name=op.f("ck_loan_outstanding")
        ),
        sa.CheckConstraint("repaid_cents BETWEEN 0 AND disbursed_cents", name=op.f("ck_loan_repaid")),
        sa.ForeignKeyConstraint(
            ["credit_line_id"],
            ["credit_line.id"],
            name=op.f("fk_loan_credit_line_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_loan_project_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan")),
    )
    op.create_index(op.f("ix_loan_kvk_number"), "loan", ["kvk_number"], unique=False)
    op.create_index(op.f("ix_loan_owner"), "loan", ["owner"], unique=False)
    op.create_index(op.f("ix_loan_project_id"), "loan", ["project_id"], unique=False)
    op.create_table(
        "guarantee",
        sa.Column("rom_code", sa.Text(), nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("kvk_number", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("aid_regime", sa.Text(), nullable=False),
        sa.Column("guaranteed_principal_cents", sa.BigInteger(), nullable=False),
        sa.Column("guarantee_percent", sa.Numeric(), nullable=False),
        sa.Column("premium_percent", sa.Numeric(), nullable=False),
        sa.Column("term_years", sa.BigInteger(), nullable=False),
        sa.Column("guaranteed_cents", sa.BigInteger(), nullable=False),
        sa.Column("share_percent", sa.Numeric(), nullable=False),
        sa.Column("premiums", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("first_year_premium_cents", sa.BigInteger(), nullable=False),
        sa.Column("minimum_premium_cents", sa.BigInteger(), nullable=False),
        sa.Column("safe_harbour_percent", sa.Numeric(), nullable=False),
        sa.Column("aid_cents", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "REQUESTED",
                "AID_PENDING",
                "RESERVED",
                "REFUSED",
                "ISSUED",
                "ACTIVE",
                "RELEASED",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("guarantee_year_id", sa.Uuid(), nullable=True),
        sa.Column("reserved_regime", sa.Text(), nullable=True),
        sa.Column("reserved_by", sa.Text(), nullable=True),
        sa.Column("reserved_on", sa.Date(), nullable=True),
        sa.Column("contract_due_on", sa.Date(), nullable=True),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("aid_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("current_guaranteed_cents", sa.BigInteger(), nullable=False),
        sa.Column("exposure_cents", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "current_guaranteed_cents BETWEEN 0 AND exposure_cents", name=op.f("ck_guarantee_current")
        ),
        sa.CheckConstraint(
            "exposure_cents BETWEEN 0 AND guaranteed_cents", name=op.f("ck_guarantee_exposure")
        ),
        sa.ForeignKeyConstraint(
            ["guarantee_year_id"],
            ["guarantee_year.id"],
            name=op.f("fk_guarantee_guarantee_year_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["loan.id"], name=op.f("fk_guarantee_loan_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee")),
    )
    op.create_index(op.f("ix_guarantee_kvk_number"), "guarantee", ["kvk_number"], unique=False)
    op.create_index(op.f("ix_guarantee_lapses_at"), "guarantee", ["lapses_at"], unique=False)
    op.create_index(op.f("ix_guarantee_loan_id"), "guarantee", ["loan_id"], unique=False)
    op.create_index(op.f("ix_guarantee_owner"), "guarantee", ["owner"], unique=False)
    op.create_index(
        "uq_guarantee_open",
        "guarantee",
        ["loan_id"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('REFUSED', 'RELEASED')"),
    )
    op.create_table(
        "loan_movement",
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum("DISBURSEMENT", "REPAYMENT", name="direction", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_loan_movement_amount")),
        sa.ForeignKeyConstraint(
            ["loan_id"],
            ["loan.id"],
            name=op.f("fk_loan_movement_loan_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_movement")),
    )
    op.create_index(op.f("ix_loan_movement_loan_id"), "loan_movement", ["loan_id"], unique=False)
    op.create_index(op.f("ix_loan_movement_owner"), "loan_movement", ["owner"], unique=False)
    for ledger in ("guarantee_year_entry", "loan_movement"):
        op.execute(
            f"create trigger {ledger}_is_append_only before update or delete or truncate on {ledger} "
            "for each statement execute function refuse_change()"
        )
