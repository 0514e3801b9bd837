"""What is recovered after a payout, and the closing of its guarantee."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

CHECKS = {
    "recovered": "recovered_cents BETWEEN 0 AND loss_cents",
    "share": "state_share_cents BETWEEN 0 AND LEAST(recovered_cents, payout_cents)",
    "received": "received_cents BETWEEN 0 AND state_share_cents",
}


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "guarantee_closing",
        sa.Column("rom_code", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("guarantee_id", sa.Uuid(), nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("evidence", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("written_by", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "REQUESTED", "DECLINED", "CLOSED", "REOPENED", name="status", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("given_up_cents", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("deciding_body", sa.Text(), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=True),
        sa.Column("mandate_regime", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["guarantee_claim.id"],
            name=op.f("fk_guarantee_closing_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["guarantee_id"],
            ["guarantee.id"],
            name=op.f("fk_guarantee_closing_guarantee_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"],
            ["loan.id"],
            name=op.f("fk_guarantee_closing_loan_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee_closing")),
    )
    op.create_index(
        op.f("ix_guarantee_closing_changed_id"), "guarantee_closing", ["changed", "id"], unique=False
    )
    op.create_index(op.f("ix_guarantee_closing_claim_id"), "guarantee_closing", ["claim_id"], unique=False)
    op.create_index(
        op.f("ix_guarantee_closing_guarantee_id"), "guarantee_closing", ["guarantee_id"], unique=False
    )
    op.create_index(op.f("ix_guarantee_closing_loan_id"), "guarantee_closing", ["loan_id"], unique=False)
    op.create_index(op.f("ix_guarantee_closing_owner"), "guarantee_closing", ["owner"], unique=False)
    op.create_index(
        "ix_guarantee_closing_seen_by_changed_id",
        "guarantee_closing",
        ["owner", "changed", "id"],
        unique=False,
    )
    op.create_index("ix_guarantee_closing_seen_by_id", "guarantee_closing", ["owner", "id"], unique=False)
    op.create_index(
        "uq_guarantee_closing_requested",
        "guarantee_closing",
        ["guarantee_id"],
        unique=True,
        postgresql_where=sa.text("status = 'REQUESTED'"),
    )
    op.create_table(
        "guarantee_recovery",
        sa.Column("rom_code", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("guarantee_id", sa.Uuid(), nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("state_share_cents", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("remit_due_on", sa.Date(), nullable=True),
        sa.Column("written_by", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum("OWED", "WITHDRAWN", "REMITTED", "SETTLED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("remitted_on", sa.Date(), nullable=True),
        sa.Column("remittance_reference", sa.Text(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_guarantee_recovery_amount")),
        sa.CheckConstraint(
            "state_share_cents BETWEEN 0 AND amount_cents", name=op.f("ck_guarantee_recovery_share")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["guarantee_claim.id"],
            name=op.f("fk_guarantee_recovery_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["guarantee_id"],
            ["guarantee.id"],
            name=op.f("fk_guarantee_recovery_guarantee_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"],
            ["loan.id"],
            name=op.f("fk_guarantee_recovery_loan_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee_recovery")),
    )
    op.create_index(
        op.f("ix_guarantee_recovery_changed_id"), "guarantee_recovery", ["changed", "id"], unique=False
    )
    op.create_index(op.f("ix_guarantee_recovery_claim_id"), "guarantee_recovery", ["claim_id"], unique=False)
    op.create_index(
        op.f("ix_guarantee_recovery_guarantee_id"), "guarantee_recovery", ["guarantee_id"], unique=False
    )
    op.create_index(op.f("ix_guarantee_recovery_loan_id"), "guarantee_recovery", ["loan_id"], unique=False)
    op.create_index(op.f("ix_guarantee_recovery_owner"), "guarantee_recovery", ["owner"], unique=False)
    op.create_index(
        "ix_guarantee_recovery_seen_by_changed_id",
        "guarantee_recovery",
        ["owner", "changed", "id"],
        unique=False,
    )
    op.create_index("ix_guarantee_recovery_seen_by_id", "guarantee_recovery", ["owner", "id"], unique=False)
    op.create_index(
        "uq_guarantee_recovery_reference",
        "guarantee_recovery",
        ["claim_id", "reference"],
        unique=True,
        postgresql_where=sa.text("status <> 'WITHDRAWN'"),
    )
    op.add_column(
        "guarantee_claim", sa.Column("recovered_cents", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "guarantee_claim", sa.Column("state_share_cents", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "guarantee_claim", sa.Column("received_cents", sa.BigInteger(), server_default="0", nullable=False)
    )
    for name, check in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_guarantee_claim_{name}"), "guarantee_claim", check)
