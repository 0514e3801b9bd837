"""The agenda service's web application."""

from services.agenda.agendas import routes as agendas
from services.agenda.clusters import routes as clusters
from services.agenda.projects import routes as projects
from shared.web import reference
from shared.web.app import Service

SERVICE = Service(
    "agenda",
    version="1.0.0",
    description="Regional economic acceleration agendas, leading clusters and their projects.",
    routers=(agendas.router, clusters.router, projects.router, reference.router),
)
app = SERVICE.asgi()
