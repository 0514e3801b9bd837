"""rankings and score sheets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "ranking",
        sa.Column("tranche_id", sa.Uuid(), nullable=False),
        sa.Column(
            "distribution_method",
            sa.Enum(
                "ARRIVAL",
                "RANKING",
                "PROPORTIONAL",
                "MAXIMUM_PER_FINANCIER",
                "LOTTERY",
                name="distributionmethod",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("terms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("minimum_award_cents", sa.BigInteger(), nullable=False),
        sa.Column("ceiling_cents", sa.BigInteger(), nullable=False),
        sa.Column("applications", sa.BigInteger(), nullable=False),
        sa.Column("given_cents", sa.BigInteger(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=True),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("drawn_up_by", sa.Text(), nullable=False),
        sa.Column("drawn_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum("DRAWN_UP", "CONFIRMED", "SUPERSEDED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "given_cents BETWEEN 0 AND ceiling_cents", name=op.f("ck_ranking_given_within_ceiling")
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"],
            ["tranche.id"],
            name=op.f("fk_ranking_tranche_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking")),
    )
    op.create_index(op.f("ix_ranking_changed_id"), "ranking", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_ranking_owner"), "ranking", ["owner"], unique=False)
    op.create_index(
        "ix_ranking_seen_by_changed_id",
        "ranking",
        [sa.literal_column("audience(status, '{CONFIRMED}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_ranking_seen_by_id",
        "ranking",
        [sa.literal_column("audience(status, '{CONFIRMED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_index(op.f("ix_ranking_tranche_id"), "ranking", ["tranche_id"], unique=False)
    op.create_index(
        "uq_ranking_standing",
        "ranking",
        ["tranche_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'SUPERSEDED'"),
    )
    op.create_table(
        "ranking_place",
        sa.Column("ranking_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "AWARDED",
                "PARTIAL",
                "REFUSED_CEILING",
                "REFUSED_SCORE",
                "REFUSED_MINIMUM",
                name="rankingoutcome",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("requested_cents", sa.BigInteger(), nullable=False),
        sa.Column("room_cents", sa.BigInteger(), nullable=False),
        sa.Column("given_cents", sa.BigInteger(), nullable=False),
        sa.Column("complete_on", sa.Date(), nullable=False),
        sa.Column("accepts_partial", sa.Boolean(), nullable=False),
        sa.Column("points", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("score", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("DRAWN_UP", "CONFIRMED", "SUPERSEDED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "given_cents BETWEEN 0 AND requested_cents", name=op.f("ck_ranking_place_given_within_request")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_ranking_place_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["ranking_id"],
            ["ranking.id"],
            name=op.f("fk_ranking_place_ranking_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_place")),
        sa.UniqueConstraint(
            "ranking_id", "application_id", name=op.f("uq_ranking_place_ranking_id_application_id")
        ),
    )
    op.create_index(
        op.f("ix_ranking_place_application_id"), "ranking_place", ["application_id"], unique=False
    )
    op.create_index(op.f("ix_ranking_place_changed_id"), "ranking_place", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_ranking_place_owner"), "ranking_place", ["owner"], unique=False)
    op.create_index(op.f("ix_ranking_place_ranking_id"), "ranking_place", ["ranking_id"], unique=False)
    op.create_index(
        "ix_ranking_place_seen_by_changed_id",
        "ranking_place",
        [sa.literal_column("audience(status, '{CONFIRMED}'::text[], owner)"), "changed", "id"],
        unique=False,
    )
    op.create_index(
        "ix_ranking_place_seen_by_id",
        "ranking_place",
        [sa.literal_column("audience(status, '{CONFIRMED}'::text[], owner)"), "id"],
        unique=False,
    )
    op.create_table(
        "score_sheet",
        sa.Column("tranche_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("assessor", sa.Text(), nullable=False),
        sa.Column("scores", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_score_sheet_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"],
            ["tranche.id"],
            name=op.f("fk_score_sheet_tranche_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheet")),
        sa.UniqueConstraint(
            "application_id", "assessor", name=op.f("uq_score_sheet_application_id_assessor")
        ),
    )
    op.create_index(op.f("ix_score_sheet_changed_id"), "score_sheet", ["changed", "id"], unique=False)
    op.create_index(op.f("ix_score_sheet_owner"), "score_sheet", ["owner"], unique=False)
    op.create_index(
        "ix_score_sheet_seen_by_changed_id", "score_sheet", ["owner", "changed", "id"], unique=False
    )
    op.create_index("ix_score_sheet_seen_by_id", "score_sheet", ["owner", "id"], unique=False)
    op.create_index(op.f("ix_score_sheet_tranche_id"), "score_sheet", ["tranche_id"], unique=False)
    op.add_column(
        "application", sa.Column("accepts_partial", sa.Boolean(), nullable=False, server_default="false")
    )
    for name in ("scored_by", "conflicted"):
        op.add_column(
            "application",
            sa.Column(name, postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
        )
    op.add_column(
        "application",
        sa.Column("proposed_recipients", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    )
    op.add_column("application", sa.Column("place", sa.BigInteger(), nullable=True))
    op.add_column("application", sa.Column("ranked_cents", sa.BigInteger(), nullable=True))
    for name, holds in (
        ("ranked_within_request", "ranked_cents BETWEEN 0 AND requested_cents"),
        ("awarded_within_ranking", "awarded_cents <= ranked_cents"),
    ):
        op.create_check_constraint(op.f(f"ck_application_{name}"), "application", holds)
    op.add_column(
        "tranche", sa.Column("distribution", postgresql.JSONB(astext_type=sa.Text()), nullable=True)
    )
    op.drop_index(op.f("ix_tranche_seen_by_changed_id"), table_name="tranche")
    op.create_index(
        "ix_tranche_seen_by_changed_id",
        "tranche",
        [
            sa.literal_column(
                "audience(status, '{CLOSED,DECIDED,EXHAUSTED,OPEN,PUBLISHED,RANKED}'::text[], owner)"
            ),
            "changed",
            "id",
        ],
        unique=False,
    )
    op.drop_index(op.f("ix_tranche_seen_by_id"), table_name="tranche")
    op.create_index(
        "ix_tranche_seen_by_id",
        "tranche",
        [
            sa.literal_column(
                "audience(status, '{CLOSED,DECIDED,EXHAUSTED,OPEN,PUBLISHED,RANKED}'::text[], owner)"
            ),
            "id",
        ],
        unique=False,
    )
