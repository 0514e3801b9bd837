"""Commitments, issues for the State, consultations, evaluations and yearly reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "bottleneck",
        sa.Column(
            "kind",
            sa.Enum(
                "SUPRA_REGIONAL",
                "CROSS_OVER",
                "PRECONDITION",
                "LEGAL_BOTTLENECK",
                name="kind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("law", sa.Text(), nullable=True),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("region_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("commitments", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "REPORTED", "TAKEN_UP", "RESOLVED", "DECLINED", name="status", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("ministry", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(title, '') || ' ' || coalesce(description, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bottleneck")),
    )
    op.create_index(op.f("ix_bottleneck_owner"), "bottleneck", ["owner"], unique=False)
    op.create_index("ix_bottleneck_search", "bottleneck", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "commitment",
        sa.Column(
            "kind",
            sa.Enum("MOTION", "COMMITMENT", "QUESTION", name="kind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kamerstuk", sa.Text(), nullable=False),
        sa.Column("kamerstuk_code", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("minister", sa.Text(), nullable=False),
        sa.Column("lead_ministry", sa.Text(), nullable=False),
        sa.Column("ministries", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("soft", sa.Boolean(), nullable=False),
        sa.Column("linked", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "OPEN",
                "DUE_SOON",
                "OVERDUE",
                "FULFILLED",
                "WITHDRAWN",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("fulfilled_on", sa.Date(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("days_open", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(title, '') || ' ' || coalesce(text, '') || ' ' || coalesce(kamerstuk, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index("ix_commitment_due_on_id", "commitment", ["due_on", "id"], unique=False)
    op.create_index("ix_commitment_kamerstuk_code_id", "commitment", ["kamerstuk_code", "id"], unique=False)
    op.create_index(
        "ix_commitment_waiting",
        "commitment",
        ["due_on"],
        unique=False,
        postgresql_where=sa.text("status in ('OPEN', 'DUE_SOON')"),
    )
    op.create_index(op.f("ix_commitment_owner"), "commitment", ["owner"], unique=False)
    op.create_index("ix_commitment_search", "commitment", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "consultation",
        sa.Column(
            "kind",
            sa.Enum("ADMINISTRATIVE", "OFFICIAL", name="kind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("parties", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("points", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("commitments", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("invited", sa.Text(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("PLANNED", "CONCLUDED", "CANCELLED", name="status", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("conclusions", sa.Text(), nullable=True),
        sa.Column("actions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("actions_due_on", sa.Date(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(title, '') || ' ' || coalesce(conclusions, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index(op.f("ix_consultation_owner"), "consultation", ["owner"], unique=False)
    op.create_index(
        "ix_consultation_search", "consultation", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_table(
        "evaluation",
        sa.Column("object_kind", sa.Text(), nullable=False),
        sa.Column("object_name", sa.Text(), nullable=False),
        sa.Column("object_code", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_until", sa.Date(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("treated", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("compared", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "SCHEDULED",
                "COMMISSIONED",
                "RUNNING",
                "DELIVERED",
                "APPRECIATED",
                "FOLLOW_UP",
                "CLOSED",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("evaluator", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column(
            "conclusion",
            sa.Enum(
                "POSITIVE", "MIXED", "NEGATIVE", "UNDECIDED", name="conclusion", native_enum=False, length=40
            ),
            nullable=True,
        ),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("recommendations", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("appreciation_due_on", sa.Date(), nullable=True),
        sa.Column("appreciation", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("appreciation_document", sa.Text(), nullable=True),
        sa.Column("follow_up", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("follow_up_due_on", sa.Date(), nullable=True),
        sa.Column("next_id", sa.Uuid(), nullable=True),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', plain_letters(coalesce(title, '') || ' ' || coalesce(object_name, '') || ' ' || coalesce(question, '') || ' ' || coalesce(summary, '')))",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
    )
    op.create_index("ix_evaluation_due_on_id", "evaluation", ["due_on", "id"], unique=False)
    op.create_index(op.f("ix_evaluation_object_kind"), "evaluation", ["object_kind"], unique=False)
    op.create_index(op.f("ix_evaluation_owner"), "evaluation", ["owner"], unique=False)
    op.create_index("ix_evaluation_search", "evaluation", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "report",
        sa.Column(
            "subject_kind",
            sa.Enum("AGENDA", "PROGRAMME", "ROM", name="subjectkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("subject_code", sa.Text(), nullable=False),
        sa.Column("agenda_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "PLANNED",
                "DATA_COLLECTION",
                "DRAFT",
                "ADOPTED",
                "PUBLISHED",
                name="status",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("sections", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("written_by", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("adopted_by", sa.Text(), nullable=True),
        sa.Column("deciding_body", sa.Text(), nullable=True),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_owner"), "report", ["owner"], unique=False)
    op.create_index(
        "uq_report_subject", "report", ["subject_kind", "subject_code", "year", "owner"], unique=True
    )
    op.create_table(
        "report_version",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("figures", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("sections", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("deciding_body", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column(
            "status", sa.Enum("PUBLISHED", name="versionstatus", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("to_tsvector('dutch', plain_letters(coalesce(title, '')))", persisted=True),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_report_version_report_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
    )
    op.create_index(op.f("ix_report_version_owner"), "report_version", ["owner"], unique=False)
    op.create_index(
        "ix_report_version_search", "report_version", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_index("uq_report_version_edition", "report_version", ["report_id", "edition"], unique=True)
