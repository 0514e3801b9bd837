"""authors of agendas."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column(
        "agenda", sa.Column("drafted_by", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}")
    )
    op.add_column(
        "amendment", sa.Column("drafted_by", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}")
    )
    op.execute(
        "update agenda set drafted_by = coalesce((select array_agg(distinct actor) from audit"
        " where subject = agenda.id::text and action in ('agenda.drafted', 'agenda.revised')), '{}')"
    )
    op.execute(
        "update amendment set drafted_by = coalesce((select array_agg(distinct actor) from audit"
        " where subject = amendment.id::text and action in ('amendment.drafted', 'amendment.revised')), '{}')"
    )
