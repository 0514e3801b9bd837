"""aid of awards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("aid_entry", sa.Column("application_id", sa.Uuid(), nullable=True))
    op.add_column("aid_entry", sa.Column("project_id", sa.Uuid(), nullable=True))
    op.add_column("aid_entry", sa.Column("measure", sa.Text(), nullable=True))
    op.add_column("aid_entry", sa.Column("commission_decision", sa.Text(), nullable=True))
    op.add_column("aid_entry", sa.Column("publication_due_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_aid_entry_application_id"), "aid_entry", ["application_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_aid_entry_application_id"),
        "aid_entry",
        "application",
        ["application_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_foreign_key(
        op.f("fk_aid_entry_project_id"),
        "aid_entry",
        "project",
        ["project_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.add_column(
        "application",
        sa.Column("participants", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    )
    op.add_column("application", sa.Column("deciding_body", sa.Text(), nullable=True))
    op.add_column("application", sa.Column("mandate", sa.Text(), nullable=True))
    op.add_column("application", sa.Column("mandate_regime", sa.Text(), nullable=True))
    op.add_column(
        "application", sa.Column("recipients", postgresql.JSONB(astext_type=sa.Text()), nullable=True)
    )
    op.create_index(
        "ix_application_participants", "application", ["participants"], unique=False, postgresql_using="gin"
    )
