"""chairs of boards."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("advice", sa.Column("chair_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_advice_chair_id"),
        "advice",
        "board_member",
        ["chair_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.add_column("board_member", sa.Column("chair", sa.Boolean(), server_default=sa.false(), nullable=False))
