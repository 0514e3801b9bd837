"""The legal day of first versions, and the day on which their adoption was entered: 0004 took the day in UTC."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ADOPTED_ON = """
update agenda_version set version = agenda_version.version + 1, adopted_on = legal.day
  from (select id, (adopted_at at time zone 'Europe/Amsterdam')::date as day from agenda) as legal
 where legal.id = agenda_version.agenda_id and edition = 1 and adopted_on <> legal.day
"""
# the trail knows when an adoption was entered, whatever business time it was judged by
ADOPTED_ON_RECORD = """
update agenda set adopted_on_record = entered.day
  from (select subject, (max(recorded_at)::timestamptz at time zone 'Europe/Amsterdam')::date as day from audit
         where action = 'nl.groeikracht.agenda.agenda-adopted' group by subject) as entered
 where entered.subject = agenda.id::text and adopted_on_record <> entered.day
"""


def upgrade() -> None:
    """Go to this revision."""
    op.execute(ADOPTED_ON)
    op.execute(ADOPTED_ON_RECORD)
