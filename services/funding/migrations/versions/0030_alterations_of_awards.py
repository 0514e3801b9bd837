"""Alterations of awards: what was awarded falls, and where each award came among pledges is kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None
WITHIN_REQUEST = (
    "awarded_cents BETWEEN 1 AND requested_cents OR awarded_cents = 0 AND status = 'AWARD_WITHDRAWN'"
)
# until now what was awarded only grew: all of it stands, in the order in which it was decided
PLACED = """
update application set awarded_in_all_cents = placed.cents
  from (
    select id, sum(awarded_cents) over (partition by project_id order by decided_at, id) as cents
      from application where status = 'AWARDED' and project_id is not null
  ) as placed
 where placed.id = application.id
"""


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "award_alteration",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("tranche_id", sa.Uuid(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum("SANCTION_4_48", "POLICY_4_50", name="basis", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("awarded_before_cents", sa.BigInteger(), nullable=False),
        sa.Column("intended_cents", sa.BigInteger(), nullable=False),
        sa.Column("respond_by", sa.Date(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("announced_by", sa.Text(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conflicted", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "status",
            sa.Enum("ANNOUNCED", "HEARD", "DECIDED", "DROPPED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("views", sa.Text(), nullable=True),
        sa.Column("responded_by", sa.Text(), nullable=True),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("freed_cents", sa.BigInteger(), nullable=True),
        sa.Column("refilled_cents", sa.BigInteger(), nullable=True),
        sa.Column("undue_cents", sa.BigInteger(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("decision_reasons", sa.Text(), nullable=True),
        sa.Column("decision_regime", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deciding_body", sa.Text(), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=True),
        sa.Column("mandate_regime", sa.Text(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drop_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "amount_cents BETWEEN intended_cents AND awarded_before_cents - 1",
            name=op.f("ck_award_alteration_announced"),
        ),
        sa.CheckConstraint(
            "freed_cents = awarded_before_cents - amount_cents", name=op.f("ck_award_alteration_freed")
        ),
        sa.CheckConstraint(
            "intended_cents BETWEEN 0 AND awarded_before_cents - 1", name=op.f("ck_award_alteration_lowers")
        ),
        sa.CheckConstraint(
            "refilled_cents BETWEEN 0 AND freed_cents", name=op.f("ck_award_alteration_refilled_of_freed")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_award_alteration_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"],
            ["tranche.id"],
            name=op.f("fk_award_alteration_tranche_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_alteration")),
    )
    op.create_index(
        op.f("ix_award_alteration_application_id"), "award_alteration", ["application_id"], unique=False
    )
    op.create_index(
        op.f("ix_award_alteration_changed_id"), "award_alteration", ["changed", "id"], unique=False
    )
    op.create_index(op.f("ix_award_alteration_owner"), "award_alteration", ["owner"], unique=False)
    op.create_index(
        "ix_award_alteration_seen_by_changed_id", "award_alteration", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_award_alteration_seen_by_id", "award_alteration", ["owner", "id"], unique=False)
    op.create_index(op.f("ix_award_alteration_tranche_id"), "award_alteration", ["tranche_id"], unique=False)
    op.create_index(
        "uq_award_alteration_pending",
        "award_alteration",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('ANNOUNCED', 'HEARD')"),
    )
    op.add_column("application", sa.Column("awarded_in_all_cents", sa.BigInteger(), nullable=True))
    op.drop_index(op.f("ix_application_seen_by_changed_id"), table_name="application")
    op.create_index(
        "ix_application_seen_by_changed_id",
        "application",
        [sa.literal_column("audience(status, '{AWARDED,AWARD_WITHDRAWN}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.drop_index(op.f("ix_application_seen_by_id"), table_name="application")
    op.create_index(
        "ix_application_seen_by_id",
        "application",
        [sa.literal_column("audience(status, '{AWARDED,AWARD_WITHDRAWN}'::text[], owner)"), "id"],
        unique=False,
    )
    op.drop_index(op.f("ix_application_seen_by_search"), table_name="application", postgresql_using="gin")
    op.create_index(
        "ix_application_seen_by_search",
        "application",
        [
            sa.literal_column(
                "seen_words(search, ARRAY[audience(status, '{AWARDED,AWARD_WITHDRAWN}'::text[], owner)])"
            )
        ],
        unique=False,
        postgresql_using="gin",
    )
    op.add_column(
        "programme_year", sa.Column("lapsed_state_cents", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "project", sa.Column("awarded_in_all_cents", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "project", sa.Column("last_award_cents", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column("tranche", sa.Column("lapsed_cents", sa.BigInteger(), server_default="0", nullable=False))
    for table, name, holds in (
        (
            "programme_year",
            "lapsed_within_state",
            "lapsed_state_cents BETWEEN 0 AND state_cents - committed_state_cents",
        ),
        ("tranche", "lapsed_within_ceiling", "lapsed_cents BETWEEN 0 AND ceiling_cents - awarded_cents"),
    ):
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, holds)
    op.drop_constraint(op.f("ck_application_awarded_within_request"), "application")
    op.create_check_constraint(op.f("ck_application_awarded_within_request"), "application", WITHIN_REQUEST)
    op.execute("update project set awarded_in_all_cents = awarded_cents, last_award_cents = awarded_cents")
    op.execute(PLACED)
