"""Everybody who sent in, checked or assessed an application."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.store.migrations import add_writers

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column(
        "application",
        sa.Column("written_by", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    )
    op.execute(
        add_writers(
            "application",
            "written_by",
            "nl.groeikracht.funding.application-received",
            "application.found-complete",
            "application.assessment-opened",
            "application.assessment-concluded",
        )
    )
