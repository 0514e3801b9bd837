"""demands of what was paid and is not due."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "demand",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("alteration_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("basis", sa.Enum("AWB_4_57", name="basis", native_enum=False, length=40), nullable=False),
        sa.Column(
            "debtor", sa.Enum("FIRM", "BODY", name="debtor", native_enum=False, length=40), nullable=False
        ),
        sa.Column("principal_cents", sa.BigInteger(), nullable=False),
        sa.Column("limit_on", sa.Date(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hands", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("conflicted", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum("OPENED", "CLAIMED", "PAID", "DROPPED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deciding_body", sa.Text(), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=True),
        sa.Column("mandate_regime", sa.Text(), nullable=True),
        sa.Column("received_interest_cents", sa.BigInteger(), nullable=False),
        sa.Column("received_principal_cents", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("drop_reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("(status = 'PAID') = (paid_on IS NOT NULL)", name=op.f("ck_demand_paid_on")),
        sa.CheckConstraint(
            "(status IN ('OPENED', 'DROPPED')) = (due_on IS NULL)", name=op.f("ck_demand_due_when_decided")
        ),
        sa.CheckConstraint(
            "status <> 'PAID' OR received_principal_cents = principal_cents",
            name=op.f("ck_demand_paid_whole"),
        ),
        sa.CheckConstraint("principal_cents > 0", name=op.f("ck_demand_principal")),
        sa.CheckConstraint("received_interest_cents >= 0", name=op.f("ck_demand_received_interest")),
        sa.CheckConstraint(
            "received_principal_cents BETWEEN 0 AND principal_cents", name=op.f("ck_demand_received_within")
        ),
        sa.ForeignKeyConstraint(
            ["alteration_id"],
            ["award_alteration.id"],
            name=op.f("fk_demand_alteration_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_demand_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand")),
    )
    op.create_index(op.f("ix_demand_alteration_id"), "demand", ["alteration_id"], unique=False)
    op.create_index(op.f("ix_demand_application_id"), "demand", ["application_id"], unique=False)
    op.create_index(op.f("ix_demand_changed_id"), "demand", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_demand_owner"), "demand", ["owner"], unique=False)
    op.create_index("ix_demand_seen_by_changed_id", "demand", ["owner", "changed", "id"], unique=False)
    op.create_index("ix_demand_seen_by_id", "demand", ["owner", "id"], unique=False)
    op.create_index(
        "uq_demand_opened",
        "demand",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("status = 'OPENED'"),
    )
    op.create_table(
        "demand_payment",
        sa.Column("demand_id", sa.Uuid(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("reversal_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "(reversed_on IS NULL) = (reversal_reason IS NULL)", name=op.f("ck_demand_payment_reversed")
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_demand_payment_amount")),
        sa.CheckConstraint("reversed_on >= received_on", name=op.f("ck_demand_payment_reversed_after")),
        sa.ForeignKeyConstraint(
            ["demand_id"],
            ["demand.id"],
            name=op.f("fk_demand_payment_demand_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_payment")),
    )
    op.create_index(op.f("ix_demand_payment_changed_id"), "demand_payment", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_demand_payment_demand_id"), "demand_payment", ["demand_id"], unique=False)
    op.create_index(op.f("ix_demand_payment_owner"), "demand_payment", ["owner"], unique=False)
    op.create_index(
        "ix_demand_payment_seen_by_changed_id", "demand_payment", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_demand_payment_seen_by_id", "demand_payment", ["owner", "id"], unique=False)
    op.create_index(
        "uq_demand_payment_reference",
        "demand_payment",
        ["reference"],
        unique=True,
        postgresql_where=sa.text("reversed_on IS NULL"),
    )
    op.add_column(
        "advance_total", sa.Column("claimed_cents", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.create_check_constraint(
        op.f("ck_advance_total_claimed_within_paid"),
        "advance_total",
        "claimed_cents BETWEEN 0 AND paid_cents",
    )
