"""lead applicants and pledgers are found."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_index(
        "ix_application_lead",
        "application",
        [sa.literal_column("(lead_applicant ->> 'kvk_number')")],
        unique=False,
    )
    op.create_index(op.f("ix_pledge_kvk_number"), "pledge", ["kvk_number"], unique=False)
