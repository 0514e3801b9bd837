"""The loans service's web application."""

from services.loans.guarantees.calculations import routes as guarantee_calculations
from services.loans.guarantees.guarantees import routes as guarantees
from services.loans.guarantees.years import routes as guarantee_years
from services.loans.lending.loans import routes as loans
from services.loans.lending.schedules import routes as schedules
from services.loans.origination.credit_lines import routes as credit_lines
from services.loans.origination.projects import routes as projects
from services.loans.roms.refused_messages import routes as refused_messages
from shared.web.app import Service

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
        guarantee_calculations.router,
        schedules.router,
        refused_messages.router,
    ),
)
app = SERVICE.asgi()
