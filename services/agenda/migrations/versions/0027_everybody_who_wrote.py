"""Everybody who wrote on what is decided by another, in the slices that knew only some of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.store.migrations import add_writers

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column(
        "ladder_assessment",
        sa.Column("written_by", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    )
    op.add_column(
        "cluster", sa.Column("written_by", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}")
    )
    op.add_column(
        "initiative",
        sa.Column("written_by", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    )
    op.add_column(
        "assessment", sa.Column("reviewers", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}")
    )
    op.execute(
        add_writers(
            "ladder_assessment",
            "written_by",
            "ladder-assessment.drafted",
            "ladder-assessment.condition-stated",
        )
    )
    op.execute(add_writers("cluster", "written_by", "cluster.registered", "cluster.described"))
    op.execute(
        add_writers(
            "initiative", "written_by", "nl.groeikracht.agenda.initiative-registered", "initiative.taken-in"
        )
    )
    op.execute(add_writers("project", "described_by", "project.financed"))
    op.execute(OPENED)
    op.execute(REVIEWED)
    op.execute(REPORTED)


# the assessments of an initiative are opened under ids of their own
OPENED = """
update initiative set written_by = array(select unnest(written_by) union select audit.actor from assessment
  join audit on audit.subject = assessment.id::text and audit.action = 'assessment.opened'
 where assessment.initiative_id = initiative.id order by 1)
"""
# whoever stated an interest has no hand in what stands there now
REVIEWED = """
update assessment set reviewers = array(select actor from audit where subject = assessment.id::text
   and action = 'assessment.reviewed' except select unnest(conflicted) order by 1)
"""
# of the edition in hand: who planned the first, or began this one
REPORTED = """
update report set written_by = array(select unnest(written_by) union
  (select actor from audit where subject = report.id::text
      and action = case edition when 0 then 'report.planned' else 'report.revised' end
    order by recorded_at desc limit 1) order by 1)
"""
