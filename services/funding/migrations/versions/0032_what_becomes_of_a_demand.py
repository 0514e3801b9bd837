"""What becomes of a demand: reminded, interrupted, prescribed, withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("demand", sa.Column("prescribes_on", sa.Date(), nullable=True))
    op.add_column("demand", sa.Column("interrupted_on", sa.Date(), nullable=True))
    op.add_column(
        "demand",
        sa.Column(
            "interruption",
            sa.Enum(
                "RECOGNITION",
                "LEGAL_ACTION",
                "PAYMENT_ORDER",
                "ENFORCEMENT",
                name="interruption",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
    )
    op.add_column("demand", sa.Column("reminded_on", sa.Date(), nullable=True))
    op.add_column("demand", sa.Column("reminder_due_on", sa.Date(), nullable=True))
    op.add_column(
        "demand", sa.Column("reminder_fee_cents", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column("demand", sa.Column("reminder_regime", sa.Text(), nullable=True))
    op.add_column(
        "demand", sa.Column("received_costs_cents", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column("demand", sa.Column("withdrawal_reason", sa.Text(), nullable=True))
    op.add_column("demand", sa.Column("withdrawing_body", sa.Text(), nullable=True))
    op.add_column("demand", sa.Column("withdrawal_mandate", sa.Text(), nullable=True))
    op.add_column("demand", sa.Column("withdrawal_mandate_regime", sa.Text(), nullable=True))
    op.add_column(
        "demand", sa.Column("refundable_cents", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column("demand", sa.Column("refund_due_on", sa.Date(), nullable=True))
    for name, condition in {
        "received_costs": "received_costs_cents BETWEEN 0 AND reminder_fee_cents",
        "reminded": "(reminded_on IS NULL) = (reminder_due_on IS NULL)",
        "reminded_after_due": "status <> 'REMINDED' OR reminded_on > due_on",
        "interrupted": "(interrupted_on IS NULL) = (interruption IS NULL)",
        "withdrawn_for_a_reason": "(status = 'WITHDRAWN') = (withdrawal_reason IS NOT NULL)",
        "withdrawn_unpaid": "status <> 'WITHDRAWN' OR received_principal_cents + received_interest_cents"
        " + received_costs_cents = 0",
        "refundable": "refundable_cents >= 0",
        "refundable_when_withdrawn": "refundable_cents = 0 OR status = 'WITHDRAWN'",
        "refund_due": "(refundable_cents > 0) = (refund_due_on IS NOT NULL)",
    }.items():
        op.create_check_constraint(op.f(f"ck_demand_{name}"), "demand", condition)
    # Awb 4:104: five years after the day on which it was to be paid
    op.execute("UPDATE demand SET prescribes_on = due_on + interval '5 years' WHERE due_on IS NOT NULL")
