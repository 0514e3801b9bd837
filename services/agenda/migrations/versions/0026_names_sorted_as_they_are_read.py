"""names sorted as they are read."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column(
        "agenda",
        sa.Column(
            "title_key",
            sa.Text(collation="C"),
            sa.Computed("sort_key(title)", persisted=True),
            nullable=False,
        ),
    )
    op.create_index("ix_agenda_title_key_id", "agenda", ["title_key", "id"], unique=False)
    op.add_column(
        "board",
        sa.Column(
            "name_key", sa.Text(collation="C"), sa.Computed("sort_key(name)", persisted=True), nullable=False
        ),
    )
    op.drop_index(op.f("ix_board_name_id"), table_name="board")
    op.create_index("ix_board_name_key_id", "board", ["name_key", "id"], unique=False)
    op.add_column(
        "cluster",
        sa.Column(
            "name_key", sa.Text(collation="C"), sa.Computed("sort_key(name)", persisted=True), nullable=False
        ),
    )
    op.drop_index(op.f("ix_cluster_name_id"), table_name="cluster")
    op.create_index("ix_cluster_name_key_id", "cluster", ["name_key", "id"], unique=False)
    op.add_column(
        "cluster_asset",
        sa.Column(
            "name_key", sa.Text(collation="C"), sa.Computed("sort_key(name)", persisted=True), nullable=False
        ),
    )
    op.drop_index(op.f("ix_cluster_asset_name_id"), table_name="cluster_asset")
    op.create_index("ix_cluster_asset_name_key_id", "cluster_asset", ["name_key", "id"], unique=False)
    op.add_column(
        "instrument",
        sa.Column(
            "name_key", sa.Text(collation="C"), sa.Computed("sort_key(name)", persisted=True), nullable=False
        ),
    )
    op.drop_index(op.f("ix_instrument_name_id"), table_name="instrument")
    op.create_index("ix_instrument_name_key_id", "instrument", ["name_key", "id"], unique=False)
    op.add_column(
        "organisation",
        sa.Column(
            "name_key", sa.Text(collation="C"), sa.Computed("sort_key(name)", persisted=True), nullable=False
        ),
    )
    op.drop_index(op.f("ix_organisation_name_id"), table_name="organisation")
    op.create_index("ix_organisation_name_key_id", "organisation", ["name_key", "id"], unique=False)
    op.add_column(
        "region",
        sa.Column(
            "name_key", sa.Text(collation="C"), sa.Computed("sort_key(name)", persisted=True), nullable=False
        ),
    )
    op.drop_index(op.f("ix_region_name_id"), table_name="region")
    op.create_index("ix_region_name_key_id", "region", ["name_key", "id"], unique=False)
    op.add_column(
        "site",
        sa.Column(
            "name_key", sa.Text(collation="C"), sa.Computed("sort_key(name)", persisted=True), nullable=False
        ),
    )
    op.create_index("ix_site_name_key_id", "site", ["name_key", "id"], unique=False)
