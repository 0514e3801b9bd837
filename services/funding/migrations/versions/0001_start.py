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
        "ledger_entry",
        sa.Column("from_account", sa.Text(), nullable=False),
        sa.Column("to_account", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_ledger_entry_moves_money")),
        sa.CheckConstraint("from_account <> to_account", name=op.f("ck_ledger_entry_two_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    op.create_index(op.f("ix_ledger_entry_from_account"), "ledger_entry", ["from_account"], unique=False)
    op.create_index(op.f("ix_ledger_entry_owner"), "ledger_entry", ["owner"], unique=False)
    op.create_index(op.f("ix_ledger_entry_to_account"), "ledger_entry", ["to_account"], unique=False)
    op.create_table(
        "programme_year",
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("region_cents", sa.BigInteger(), nullable=False),
        sa.Column("state_cents", sa.BigInteger(), nullable=False),
        sa.Column("private_knowledge_cents", sa.BigInteger(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("allotted_cents", sa.BigInteger(), nullable=False),
        sa.Column("committed_state_cents", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "allotted_cents BETWEEN 0 AND state_cents", name=op.f("ck_programme_year_allotted_within_state")
        ),
        sa.CheckConstraint(
            "committed_state_cents BETWEEN 0 AND state_cents",
            name=op.f("ck_programme_year_committed_within_state"),
        ),
        sa.CheckConstraint(
            "region_cents + state_cents + private_knowledge_cents = total_cents",
            name=op.f("ck_programme_year_whole"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_year")),
        sa.UniqueConstraint("programme", "year", name=op.f("uq_programme_year_programme_year")),
    )
    op.create_index(op.f("ix_programme_year_owner"), "programme_year", ["owner"], unique=False)
    op.create_table(
        "project",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("cluster_code", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("participants", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("total_cost_cents", sa.BigInteger(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("region_required_cents", sa.BigInteger(), nullable=False),
        sa.Column("state_required_cents", sa.BigInteger(), nullable=False),
        sa.Column("private_knowledge_required_cents", sa.BigInteger(), nullable=False),
        sa.Column("region_shortage_cents", sa.BigInteger(), nullable=False),
        sa.Column("private_knowledge_shortage_cents", sa.BigInteger(), nullable=False),
        sa.Column("region_pledged_cents", sa.BigInteger(), nullable=False),
        sa.Column("state_pledged_cents", sa.BigInteger(), nullable=False),
        sa.Column("private_knowledge_pledged_cents", sa.BigInteger(), nullable=False),
        sa.Column("region_share_percent", sa.Numeric(), nullable=True),
        sa.Column("state_share_percent", sa.Numeric(), nullable=True),
        sa.Column("private_knowledge_share_percent", sa.Numeric(), nullable=True),
        sa.Column("cofunding_complete", sa.Boolean(), nullable=False),
        sa.Column("awarded_cents", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "awarded_cents BETWEEN 0 AND state_required_cents",
            name=op.f("ck_project_awarded_within_state_part"),
        ),
        sa.CheckConstraint(
            "least(region_pledged_cents, state_pledged_cents, private_knowledge_pledged_cents) >= 0",
            name=op.f("ck_project_pledges_not_negative"),
        ),
        sa.CheckConstraint(
            "greatest(region_pledged_cents, state_pledged_cents, private_knowledge_pledged_cents)"
            " <= total_cost_cents",
            name=op.f("ck_project_pledges_within_cost"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_index(op.f("ix_project_owner"), "project", ["owner"], unique=False)
    op.create_table(
        "undertaking",
        sa.Column("kvk_number", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undertaking")),
        sa.UniqueConstraint("kvk_number", name=op.f("uq_undertaking_kvk_number")),
    )
    op.create_index(op.f("ix_undertaking_owner"), "undertaking", ["owner"], unique=False)
    op.create_table(
        "aid_entry",
        sa.Column("undertaking_id", sa.Uuid(), nullable=False),
        sa.Column("kvk_number", sa.Text(), nullable=False),
        sa.Column(
            "basis", sa.Enum("DE_MINIMIS", "GBER", name="basis", native_enum=False, length=40), nullable=False
        ),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "REFUSED", "RESERVED", "GRANTED", "RELEASED", name="status", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("excess_cents", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_aid_entry_amount_not_negative")),
        sa.CheckConstraint(
            "excess_cents BETWEEN 0 AND amount_cents", name=op.f("ck_aid_entry_excess_within_amount")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"],
            ["undertaking.id"],
            name=op.f("fk_aid_entry_undertaking_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_entry")),
    )
    op.create_index(op.f("ix_aid_entry_kvk_number"), "aid_entry", ["kvk_number"], unique=False)
    op.create_index(op.f("ix_aid_entry_owner"), "aid_entry", ["owner"], unique=False)
    op.create_index(op.f("ix_aid_entry_undertaking_id"), "aid_entry", ["undertaking_id"], unique=False)
    op.create_table(
        "pledge",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column(
            "source_group",
            sa.Enum("REGION", "STATE", "PRIVATE_KNOWLEDGE", name="sourcegroup", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("kvk_number", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("registered_by", sa.Text(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum("INTENDED", "FIRM", "WITHDRAWN", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("condition_met_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("awarded_before_cents", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_pledge_of_money")),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_pledge_project_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
    )
    op.create_index(op.f("ix_pledge_owner"), "pledge", ["owner"], unique=False)
    op.create_index(op.f("ix_pledge_project_id"), "pledge", ["project_id"], unique=False)
    op.create_table(
        "tranche",
        sa.Column("programme_year_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("categories", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("allowed_measures", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("ceiling_cents", sa.BigInteger(), nullable=False),
        sa.Column(
            "distribution_method",
            sa.Enum(
                "ARRIVAL",
                "RANKING",
                "PROPORTIONAL",
                "LOTTERY",
                name="distributionmethod",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("regime_code", sa.Text(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "PLANNED",
                "PUBLISHED",
                "OPEN",
                "EXHAUSTED",
                "CLOSED",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("awarded_cents", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exhausted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "awarded_cents BETWEEN 0 AND ceiling_cents", name=op.f("ck_tranche_awarded_within_ceiling")
        ),
        sa.ForeignKeyConstraint(
            ["programme_year_id"],
            ["programme_year.id"],
            name=op.f("fk_tranche_programme_year_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tranche")),
        sa.UniqueConstraint("programme_year_id", "number", name=op.f("uq_tranche_programme_year_id_number")),
    )
    op.create_index(op.f("ix_tranche_owner"), "tranche", ["owner"], unique=False)
    op.create_table(
        "application",
        sa.Column("tranche_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("landsdeel_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("measures", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("total_cost_cents", sa.BigInteger(), nullable=False),
        sa.Column("requested_cents", sa.BigInteger(), nullable=False),
        sa.Column("maximum_cents", sa.BigInteger(), nullable=False),
        sa.Column("output_targets", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lead_applicant", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "RECEIVED",
                "COMPLETE",
                "ASSESSMENT",
                "READY_TO_DECIDE",
                "AWARDED",
                "REFUSED",
                "WITHDRAWN",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("complete_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assessed_by", sa.Text(), nullable=True),
        sa.Column("assessment_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("advice", sa.Text(), nullable=True),
        sa.Column("concluded_by", sa.Text(), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=True),
        sa.Column("awarded_cents", sa.BigInteger(), nullable=True),
        sa.Column("advance_at_approval_cents", sa.BigInteger(), nullable=True),
        sa.Column("advance_ceiling_cents", sa.BigInteger(), nullable=True),
        sa.Column(
            "refusal_ground",
            sa.Enum(
                "CEILING",
                "ACTIVITIES_UNLIKELY",
                "OBLIGATIONS_UNLIKELY",
                "ACCOUNTING_UNLIKELY",
                "FALSE_DATA",
                "INSOLVENCY",
                "SCHEME_CRITERIA",
                name="ground",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("refusal_reason", sa.Text(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "awarded_cents BETWEEN 1 AND requested_cents", name=op.f("ck_application_awarded_within_request")
        ),
        sa.CheckConstraint(
            "requested_cents BETWEEN 1 AND maximum_cents", name=op.f("ck_application_requested_within_rate")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_application_project_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"],
            ["tranche.id"],
            name=op.f("fk_application_tranche_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
    )
    op.create_index(op.f("ix_application_owner"), "application", ["owner"], unique=False)
    op.create_index(op.f("ix_application_project_id"), "application", ["project_id"], unique=False)
    op.create_index(op.f("ix_application_tranche_id"), "application", ["tranche_id"], unique=False)
    op.create_table(
        "portfolio",
        sa.Column("tranche_id", sa.Uuid(), nullable=False),
        sa.Column("landsdeel_code", sa.Text(), nullable=False),
        sa.Column("requested_cents", sa.BigInteger(), nullable=False),
        sa.Column("requested_plans", sa.BigInteger(), nullable=False),
        sa.Column("under_assessment_cents", sa.BigInteger(), nullable=False),
        sa.Column("under_assessment_plans", sa.BigInteger(), nullable=False),
        sa.Column("awarded_cents", sa.BigInteger(), nullable=False),
        sa.Column("awarded_plans", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "under_assessment_cents >= 0 AND under_assessment_plans >= 0",
            name=op.f("ck_portfolio_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"],
            ["tranche.id"],
            name=op.f("fk_portfolio_tranche_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio")),
        sa.UniqueConstraint(
            "tranche_id", "landsdeel_code", name=op.f("uq_portfolio_tranche_id_landsdeel_code")
        ),
    )
    op.create_index(op.f("ix_portfolio_owner"), "portfolio", ["owner"], unique=False)
    op.execute(
        "create trigger ledger_entry_is_append_only before update or delete or truncate on ledger_entry "
        "for each statement execute function refuse_change()"
    )
