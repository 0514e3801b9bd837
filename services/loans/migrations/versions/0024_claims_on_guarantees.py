"""claims on guarantees."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "guarantee_claim",
        sa.Column("rom_code", sa.Text(), nullable=False),
        sa.Column("guarantee_id", sa.Uuid(), nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("kvk_number", sa.Text(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("loss_event", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("report_due_on", sa.Date(), nullable=False),
        sa.Column("reported_late", sa.Boolean(), nullable=False),
        sa.Column("claim_due_on", sa.Date(), nullable=False),
        sa.Column("reported_on_record", sa.Date(), nullable=True),
        sa.Column("written_by", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "REPORTED",
                "WITHDRAWN",
                "LAPSED",
                "FILED",
                "SUPPLEMENT_REQUESTED",
                "ASSESSED",
                "GRANTED",
                "REFUSED",
                "PAYMENT_ORDERED",
                "PAID",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("outstanding_cents", sa.BigInteger(), nullable=False),
        sa.Column("proceeds_cents", sa.BigInteger(), nullable=False),
        sa.Column("loss_cents", sa.BigInteger(), nullable=False),
        sa.Column("evidence", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("decision_due_on", sa.Date(), nullable=True),
        sa.Column("supplement_asked_on", sa.Date(), nullable=True),
        sa.Column("supplement_question", sa.Text(), nullable=True),
        sa.Column("suspended_days", sa.BigInteger(), nullable=False),
        sa.Column(
            "outcome", sa.Enum("GRANT", "REFUSE", name="outcome", native_enum=False, length=40), nullable=True
        ),
        sa.Column("reductions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("refusal_ground", sa.Text(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("payout_cents", sa.BigInteger(), nullable=False),
        sa.Column("assessed_by", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("deciding_body", sa.Text(), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=True),
        sa.Column("mandate_regime", sa.Text(), nullable=True),
        sa.Column("payment_ordered_by", sa.Text(), nullable=True),
        sa.Column("payment_ordered_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("payment_reference", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "loss_cents = outstanding_cents - proceeds_cents", name=op.f("ck_guarantee_claim_loss")
        ),
        sa.CheckConstraint("payout_cents BETWEEN 0 AND loss_cents", name=op.f("ck_guarantee_claim_payout")),
        sa.CheckConstraint(
            "proceeds_cents BETWEEN 0 AND outstanding_cents", name=op.f("ck_guarantee_claim_proceeds")
        ),
        sa.ForeignKeyConstraint(
            ["guarantee_id"],
            ["guarantee.id"],
            name=op.f("fk_guarantee_claim_guarantee_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"],
            ["loan.id"],
            name=op.f("fk_guarantee_claim_loan_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee_claim")),
    )
    op.create_index(op.f("ix_guarantee_claim_changed_id"), "guarantee_claim", ["changed", "id"], unique=False)
    op.create_index(
        op.f("ix_guarantee_claim_claim_due_on"), "guarantee_claim", ["claim_due_on"], unique=False
    )
    op.create_index(
        op.f("ix_guarantee_claim_guarantee_id"), "guarantee_claim", ["guarantee_id"], unique=False
    )
    op.create_index(op.f("ix_guarantee_claim_kvk_number"), "guarantee_claim", ["kvk_number"], unique=False)
    op.create_index(op.f("ix_guarantee_claim_loan_id"), "guarantee_claim", ["loan_id"], unique=False)
    op.create_index(op.f("ix_guarantee_claim_owner"), "guarantee_claim", ["owner"], unique=False)
    op.create_index(
        "ix_guarantee_claim_seen_by_changed_id", "guarantee_claim", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_guarantee_claim_seen_by_id", "guarantee_claim", ["owner", "id"], unique=False)
    op.create_index(
        "uq_guarantee_claim_standing",
        "guarantee_claim",
        ["guarantee_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'WITHDRAWN'"),
    )
