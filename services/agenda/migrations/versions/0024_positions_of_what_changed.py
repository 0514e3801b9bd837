"""Positions of what changed, so that a list can be followed."""

import sqlalchemy as sa
from alembic import op

from shared.store.migrations import statements

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLES = (
    "advice",
    "agenda",
    "agenda_version",
    "ambassador",
    "amendment",
    "assessment",
    "board",
    "board_member",
    "bottleneck",
    "cluster",
    "cluster_asset",
    "cluster_asset_project",
    "cluster_decision",
    "cluster_relevance",
    "cluster_score",
    "comment",
    "commitment",
    "consultation",
    "dispute",
    "document",
    "evaluation",
    "firm_profile",
    "import_problem",
    "indicator",
    "initiative",
    "innovation_strategy",
    "instrument",
    "instrument_window",
    "ladder_assessment",
    "ladder_condition",
    "land_balance",
    "mandate",
    "match",
    "membership",
    "mirt_item",
    "observation",
    "observation_import",
    "opportunity",
    "organisation",
    "partner",
    "party_table",
    "project",
    "question",
    "reference_version",
    "region",
    "report",
    "report_version",
    "response",
    "site",
    "spatial_instrument",
    "target",
)


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("mechanisms_5.sql"):
        op.execute(statement)
    for table in TABLES:
        op.add_column(table, sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False))
        op.create_index(f"ix_{table}_changed_id", table, ["changed", "id"])
