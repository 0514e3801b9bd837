"""The premiums of guarantees: charged from the first quarter that began after each was issued."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BEGIN = """
    UPDATE guarantee
    SET premium_next_on = (date_trunc('quarter', issued_on + interval '3 months' - interval '1 day'))::date
    WHERE status IN ('ISSUED', 'ACTIVE', 'CALLABLE')
"""


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "guarantee_premium",
        sa.Column("rom_code", sa.Text(), nullable=False),
        sa.Column("guarantee_id", sa.Uuid(), nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("kvk_number", sa.Text(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("quarter_on", sa.Date(), nullable=True),
        sa.Column("guaranteed_cents", sa.BigInteger(), nullable=False),
        sa.Column("premium_cents", sa.BigInteger(), nullable=False),
        sa.Column("correction_cents", sa.BigInteger(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("invoiced_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("OWED", "PAID", "WITHDRAWN", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("payment_reference", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "amount_cents = premium_cents + correction_cents", name=op.f("ck_guarantee_premium_sum")
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_guarantee_premium_amount")),
        sa.ForeignKeyConstraint(
            ["guarantee_id"],
            ["guarantee.id"],
            name=op.f("fk_guarantee_premium_guarantee_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"],
            ["loan.id"],
            name=op.f("fk_guarantee_premium_loan_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee_premium")),
    )
    op.create_index(
        op.f("ix_guarantee_premium_changed_id"), "guarantee_premium", ["changed", "id"], unique=False
    )
    op.create_index(
        op.f("ix_guarantee_premium_guarantee_id"), "guarantee_premium", ["guarantee_id"], unique=False
    )
    op.create_index(
        op.f("ix_guarantee_premium_kvk_number"), "guarantee_premium", ["kvk_number"], unique=False
    )
    op.create_index(op.f("ix_guarantee_premium_loan_id"), "guarantee_premium", ["loan_id"], unique=False)
    op.create_index(op.f("ix_guarantee_premium_owner"), "guarantee_premium", ["owner"], unique=False)
    op.create_index(
        "ix_guarantee_premium_seen_by_changed_id",
        "guarantee_premium",
        ["owner", "changed", "id"],
        unique=False,
    )
    op.create_index("ix_guarantee_premium_seen_by_id", "guarantee_premium", ["owner", "id"], unique=False)
    op.create_index(
        "uq_guarantee_premium_payment",
        "guarantee_premium",
        ["owner", "payment_reference"],
        unique=True,
        postgresql_where=sa.text("payment_reference IS NOT NULL"),
    )
    op.create_index(
        "uq_guarantee_premium_quarter",
        "guarantee_premium",
        ["guarantee_id", "quarter_on"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.add_column("guarantee", sa.Column("premium_next_on", sa.Date(), nullable=True))
    op.add_column(
        "guarantee", sa.Column("premium_charged_cents", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "guarantee", sa.Column("premium_paid_cents", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.create_index(
        "ix_guarantee_premium_next",
        "guarantee",
        ["premium_next_on"],
        unique=False,
        postgresql_where=sa.text("premium_next_on IS NOT NULL"),
    )
    op.create_check_constraint(
        op.f("ck_guarantee_premium"), "guarantee", "premium_paid_cents BETWEEN 0 AND premium_charged_cents"
    )
    op.execute(BEGIN)
