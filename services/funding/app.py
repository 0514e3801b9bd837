"""The funding service's web application."""

from services.funding.applications import routes as applications
from services.funding.awards import routes as awards
from services.funding.pledges import routes as pledges
from services.funding.portfolios import routes as portfolios
from services.funding.programme_years import routes as programme_years
from services.funding.projects import routes as projects
from services.funding.state_aid import routes as state_aid
from services.funding.tranches import routes as tranches
from shared.web.app import Service

SERVICE = Service(
    "funding",
    version="1.0.0",
    description="Yearly envelopes, tranches, pledges, applications, awards and the State-aid register.",
    routers=(
        programme_years.router,
        tranches.router,
        projects.router,
        pledges.router,
        applications.router,
        awards.router,
        portfolios.router,
        state_aid.entries_router,
        state_aid.undertakings_router,
    ),
)
app = SERVICE.asgi()
