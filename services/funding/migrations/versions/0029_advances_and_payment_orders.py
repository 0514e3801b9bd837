"""advances and payment orders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "advance_total",
        sa.Column("ceiling_cents", sa.BigInteger(), nullable=False),
        sa.Column("advanced_cents", sa.BigInteger(), nullable=False),
        sa.Column("paid_cents", sa.BigInteger(), nullable=False),
        sa.Column("at_approval_cents", sa.BigInteger(), nullable=False),
        sa.Column("declared_cents", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "advanced_cents BETWEEN 0 AND ceiling_cents",
            name=op.f("ck_advance_total_advanced_within_ceiling"),
        ),
        sa.CheckConstraint(
            "at_approval_cents BETWEEN 0 AND advanced_cents", name=op.f("ck_advance_total_at_approval")
        ),
        sa.CheckConstraint("declared_cents >= 0", name=op.f("ck_advance_total_declared")),
        sa.CheckConstraint(
            "paid_cents BETWEEN 0 AND advanced_cents", name=op.f("ck_advance_total_paid_within_advanced")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advance_total")),
    )
    op.create_index(op.f("ix_advance_total_changed_id"), "advance_total", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_advance_total_owner"), "advance_total", ["owner"], unique=False)
    op.create_table(
        "payment_file",
        sa.Column("execution_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("transactions", sa.BigInteger(), nullable=False),
        sa.Column("control_sum_cents", sa.BigInteger(), nullable=False),
        sa.Column("debtor_name", sa.Text(), nullable=False),
        sa.Column("debtor_iban", sa.Text(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "least(transactions, control_sum_cents) > 0", name=op.f("ck_payment_file_orders_something")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_file")),
    )
    op.create_index(op.f("ix_payment_file_changed_id"), "payment_file", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_payment_file_owner"), "payment_file", ["owner"], unique=False)
    op.create_index(
        "ix_payment_file_seen_by_changed_id", "payment_file", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_payment_file_seen_by_id", "payment_file", ["owner", "id"], unique=False)
    op.create_table(
        "payee_account",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hands", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "ENTERED",
                "CHECKED",
                "VERIFIED",
                "REJECTED",
                "SUPERSEDED",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("regime", sa.Text(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("usable_from", sa.Date(), nullable=True),
        sa.Column("rejection_reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "status <> 'VERIFIED' OR usable_from IS NOT NULL",
            name=op.f("ck_payee_account_usable_when_verified"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_payee_account_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee_account")),
    )
    op.create_index(
        op.f("ix_payee_account_application_id"), "payee_account", ["application_id"], unique=False
    )
    op.create_index(op.f("ix_payee_account_changed_id"), "payee_account", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_payee_account_owner"), "payee_account", ["owner"], unique=False)
    op.create_index(
        "ix_payee_account_seen_by_changed_id", "payee_account", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_payee_account_seen_by_id", "payee_account", ["owner", "id"], unique=False)
    op.create_index(
        "uq_payee_account_awaiting",
        "payee_account",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('ENTERED', 'CHECKED')"),
    )
    op.create_index(
        "uq_payee_account_verified",
        "payee_account",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("status = 'VERIFIED'"),
    )
    op.create_table(
        "advance",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "kind", sa.Enum("APPROVAL", "REPORT", name="kind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("declared_cents", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hands", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "PROPOSED",
                "APPROVED",
                "ORDERED",
                "PAID",
                "FAILED",
                "REVERSED",
                "WITHDRAWN",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deciding_body", sa.Text(), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=True),
        sa.Column("mandate_regime", sa.Text(), nullable=True),
        sa.Column("payee_account_id", sa.Uuid(), nullable=True),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("payment_reference", sa.Text(), nullable=True),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("(kind = 'REPORT') = (declared_cents > 0)", name=op.f("ck_advance_declared")),
        sa.CheckConstraint(
            "(status IN ('ORDERED', 'PAID', 'FAILED', 'REVERSED')) = (ordered_at IS NOT NULL)",
            name=op.f("ck_advance_ordered"),
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_advance_amount")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_advance_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["payee_account_id"],
            ["payee_account.id"],
            name=op.f("fk_advance_payee_account_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advance")),
    )
    op.create_index(op.f("ix_advance_application_id"), "advance", ["application_id"], unique=False)
    op.create_index(
        "ix_advance_approved",
        "advance",
        ["due_on", "id"],
        unique=False,
        postgresql_where=sa.text("status = 'APPROVED'"),
    )
    op.create_index(op.f("ix_advance_changed_id"), "advance", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_advance_owner"), "advance", ["owner"], unique=False)
    op.create_index(
        "ix_advance_recipient_changed_id", "advance", ["recipient", "changed", "id"], unique=False
    )
    op.create_index("ix_advance_recipient_id", "advance", ["recipient", "id"], unique=False)
    op.create_index(
        "ix_advance_seen_by_changed_id",
        "advance",
        [sa.literal_column("audience(status, '{PAID,REVERSED}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_advance_seen_by_id",
        "advance",
        [sa.literal_column("audience(status, '{PAID,REVERSED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_table(
        "payment_order",
        sa.Column("payment_file_id", sa.Uuid(), nullable=False),
        sa.Column("advance_id", sa.Uuid(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("remittance", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_payment_order_amount")),
        sa.ForeignKeyConstraint(
            ["advance_id"],
            ["advance.id"],
            name=op.f("fk_payment_order_advance_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["payment_file_id"],
            ["payment_file.id"],
            name=op.f("fk_payment_order_payment_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_order")),
        sa.UniqueConstraint("advance_id", name=op.f("uq_payment_order_advance_id")),
    )
    op.create_index(op.f("ix_payment_order_changed_id"), "payment_order", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_payment_order_owner"), "payment_order", ["owner"], unique=False)
    op.create_index(
        op.f("ix_payment_order_payment_file_id"), "payment_order", ["payment_file_id"], unique=False
    )
    op.create_index(
        "ix_payment_order_seen_by_changed_id", "payment_order", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_payment_order_seen_by_id", "payment_order", ["owner", "id"], unique=False)
