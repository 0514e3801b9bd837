"""Settlements of awards; a settled award stays public, and what is undue by it is claimed back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None
WITHIN_REQUEST = (
    "awarded_cents BETWEEN 1 AND requested_cents "
    "OR awarded_cents = 0 AND status IN ('AWARD_WITHDRAWN', 'SETTLED')"
)


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "award_settlement",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("tranche_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("term_regime", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "DUE",
                "RECEIVED",
                "ASSESSED",
                "HEARD",
                "DECIDED",
                "DROPPED",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ex_officio", sa.Boolean(), nullable=False),
        sa.Column("hands", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("conflicted", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("apply_by", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sources", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("costs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("deductions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("others_cents", sa.BigInteger(), nullable=True),
        sa.Column("good_grounds", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("regime", sa.Text(), nullable=True),
        sa.Column("awarded_before_cents", sa.BigInteger(), nullable=True),
        sa.Column("declared_cents", sa.BigInteger(), nullable=True),
        sa.Column("accepted_cents", sa.BigInteger(), nullable=True),
        sa.Column("doubtful_cents", sa.BigInteger(), nullable=True),
        sa.Column("lowered", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("proposed_cents", sa.BigInteger(), nullable=True),
        sa.Column("respond_by", sa.Date(), nullable=True),
        sa.Column("views", sa.Text(), nullable=True),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_cents", sa.BigInteger(), nullable=True),
        sa.Column("freed_cents", sa.BigInteger(), nullable=True),
        sa.Column("refilled_cents", sa.BigInteger(), nullable=True),
        sa.Column("undue_cents", sa.BigInteger(), nullable=True),
        sa.Column("balance_cents", sa.BigInteger(), nullable=True),
        sa.Column("balance_due_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deciding_body", sa.Text(), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=True),
        sa.Column("mandate_regime", sa.Text(), nullable=True),
        sa.Column("drop_reason", sa.Text(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "(status = 'DECIDED') = (settled_cents IS NOT NULL)",
            name=op.f("ck_award_settlement_settled_when_decided"),
        ),
        sa.CheckConstraint("status <> 'DUE' OR apply_by IS NOT NULL", name=op.f("ck_award_settlement_due")),
        sa.CheckConstraint(
            "(balance_cents > 0) = (balance_due_on IS NOT NULL)", name=op.f("ck_award_settlement_balance_due")
        ),
        sa.CheckConstraint(
            "balance_cents BETWEEN 0 AND settled_cents",
            name=op.f("ck_award_settlement_balance_within_settled"),
        ),
        sa.CheckConstraint(
            "freed_cents = awarded_before_cents - settled_cents", name=op.f("ck_award_settlement_freed")
        ),
        sa.CheckConstraint(
            "proposed_cents BETWEEN 0 AND awarded_before_cents",
            name=op.f("ck_award_settlement_proposed_within_award"),
        ),
        sa.CheckConstraint(
            "refilled_cents BETWEEN 0 AND freed_cents", name=op.f("ck_award_settlement_refilled_of_freed")
        ),
        sa.CheckConstraint(
            "settled_cents BETWEEN 0 AND awarded_before_cents",
            name=op.f("ck_award_settlement_settled_within_award"),
        ),
        sa.CheckConstraint("undue_cents >= 0", name=op.f("ck_award_settlement_undue")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_award_settlement_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"],
            ["tranche.id"],
            name=op.f("fk_award_settlement_tranche_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_settlement")),
    )
    op.create_index(
        op.f("ix_award_settlement_application_id"), "award_settlement", ["application_id"], unique=False
    )
    op.create_index(
        op.f("ix_award_settlement_changed_id"), "award_settlement", ["changed", "id"], unique=False
    )
    op.create_index(op.f("ix_award_settlement_owner"), "award_settlement", ["owner"], unique=False)
    op.create_index(
        "ix_award_settlement_seen_by_changed_id", "award_settlement", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_award_settlement_seen_by_id", "award_settlement", ["owner", "id"], unique=False)
    op.create_index(op.f("ix_award_settlement_tranche_id"), "award_settlement", ["tranche_id"], unique=False)
    op.create_index(
        "uq_award_settlement_standing",
        "award_settlement",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'DROPPED'"),
    )
    op.drop_index(op.f("ix_application_seen_by_changed_id"), table_name="application")
    op.create_index(
        "ix_application_seen_by_changed_id",
        "application",
        [
            sa.literal_column("audience(status, '{AWARDED,AWARD_WITHDRAWN,SETTLED}'::text[], owner)"),
            "changed",
            "id",
        ],
        unique=False,
    )
    op.drop_index(op.f("ix_application_seen_by_id"), table_name="application")
    op.create_index(
        "ix_application_seen_by_id",
        "application",
        [sa.literal_column("audience(status, '{AWARDED,AWARD_WITHDRAWN,SETTLED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.drop_index(op.f("ix_application_seen_by_search"), table_name="application", postgresql_using="gin")
    op.create_index(
        "ix_application_seen_by_search",
        "application",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, '{AWARDED,AWARD_WITHDRAWN,SETTLED}'::text[], owner)])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
    op.add_column("demand", sa.Column("settlement_id", sa.Uuid(), nullable=True))
    op.alter_column("demand", "alteration_id", existing_type=sa.UUID(), nullable=True)
    op.create_index(op.f("ix_demand_settlement_id"), "demand", ["settlement_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_demand_settlement_id"),
        "demand",
        "award_settlement",
        ["settlement_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_check_constraint(
        op.f("ck_demand_by_one_decision"), "demand", "num_nonnulls(alteration_id, settlement_id) = 1"
    )
    op.drop_constraint(op.f("ck_application_awarded_within_request"), "application")
    op.create_check_constraint(op.f("ck_application_awarded_within_request"), "application", WITHIN_REQUEST)
