"""The sums of a portfolio count no plan that was withdrawn."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.execute(
        """
        UPDATE portfolio SET requested_cents = portfolio.requested_cents - gone.cents,
            requested_plans = portfolio.requested_plans - gone.plans
        FROM (SELECT tranche_id, landsdeel_code, sum(requested_cents) AS cents, count(*) AS plans
              FROM application WHERE status = 'WITHDRAWN' GROUP BY tranche_id, landsdeel_code) AS gone
        WHERE (portfolio.tranche_id, portfolio.landsdeel_code) = (gone.tranche_id, gone.landsdeel_code)
        """
    )
