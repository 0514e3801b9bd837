"""What is searched and what is asked are cut into words by one rule."""

from alembic import op

from shared.store.migrations import statements

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

SEARCHED = {
    "agenda": ("title", "policy_framework", "economic_chapter", "spatial_chapter"),
    "board": ("name", "assignment"),
    "bottleneck": ("title", "description"),
    "cluster": ("name", "cluster_code", "description"),
    "cluster_asset": ("name", "other_kind", "description"),
    "commitment": ("title", "text", "kamerstuk"),
    "consultation": ("title", "conclusions"),
    "evaluation": ("title", "object_name", "question", "summary"),
    "indicator": ("name", "name_en", "definition"),
    "initiative": ("title", "sponsor", "description"),
    "innovation_strategy": ("title",),
    "instrument": ("code", "name", "description", "criteria", "authority", "audience"),
    "ladder_assessment": ("title", "need"),
    "mirt_item": ("title", "description"),
    "opportunity": ("title", "demanded_by"),
    "organisation": ("name",),
    "project": ("title", "purpose"),
    "region": ("name",),
    "report_version": ("title",),
    "site": ("name",),
    "spatial_instrument": ("title", "flexibility"),
}


def upgrade() -> None:
    """Go to this revision."""
    for statement in statements("words.sql"):
        op.get_bind().exec_driver_sql(statement)  # its colons are no parameters
    for table, columns in SEARCHED.items():
        texts = " || ' | ' || ".join(f"coalesce({column}, '')" for column in columns)
        op.execute(f"alter table {table} alter column search set expression as (search_words({texts}))")
