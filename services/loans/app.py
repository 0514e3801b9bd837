"""The loans service's web application."""

from services.loans.entity import RECORDS
from services.loans.guarantees.calculations import routes as guarantee_calculations
from services.loans.guarantees.claims import routes as guarantee_claims
from services.loans.guarantees.closings import routes as guarantee_closings
from services.loans.guarantees.guarantees import routes as guarantees
from services.loans.guarantees.premiums import routes as guarantee_premiums
from services.loans.guarantees.recoveries import routes as guarantee_recoveries
from services.loans.guarantees.years import routes as guarantee_years
from services.loans.ledger.ledger import routes as ledger
from services.loans.lending.loans import routes as loans
from services.loans.lending.schedules import routes as schedules
from services.loans.origination.credit_lines import routes as credit_lines
from services.loans.origination.expected_losses import routes as expected_losses
from services.loans.origination.projects import routes as projects
from services.loans.origination.reference_rates import routes as reference_rates
from services.loans.records.comments.models import Comment
from services.loans.roms.refused_messages import routes as refused_messages
from shared.records.comments import routes as comments
from shared.records.histories import routes as histories
from shared.records.search_results import routes as search_results
from shared.records.tasks import routes as tasks
from shared.web.app import Service
from shared.web.auth import allow

SERVICE = Service(
    "loans",
    version="1.0.0",
    description="Subordinated loans of regional development companies and the State's guarantees on them.",
    routers=(
        projects.router,
        credit_lines.router,
        loans.router,
        guarantee_years.router,
        guarantees.router,
        guarantee_premiums.router,
        guarantee_claims.router,
        guarantee_recoveries.router,
        guarantee_closings.router,
        guarantee_calculations.router,
        schedules.router,
        reference_rates.router,
        expected_losses.router,
        refused_messages.router,
        tasks.router(RECORDS),
        comments.router(RECORDS, Comment, allow),
        histories.router(RECORDS),
        search_results.router(RECORDS, allow),
        ledger.entries,
        ledger.accounts,
        ledger.balances,
    ),
)
app = SERVICE.asgi()
