"""The loans service's web application."""

from services.loans.credit_lines import routes as credit_lines
from services.loans.guarantee_calculations import routes as guarantee_calculations
from services.loans.guarantee_years import routes as guarantee_years
from services.loans.guarantees import routes as guarantees
from services.loans.loans import routes as loans
from services.loans.projects import routes as projects
from services.loans.refused_messages import routes as refused_messages
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
        refused_messages.router,
    ),
)
app = SERVICE.asgi()
