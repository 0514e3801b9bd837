"""The agenda service's web application."""

from services.agenda.agenda_ends import routes as agenda_ends
from services.agenda.agenda_versions import routes as agenda_versions
from services.agenda.agendas import routes as agendas
from services.agenda.ambassadors import routes as ambassadors
from services.agenda.amendments import routes as amendments
from services.agenda.assessments import routes as assessments
from services.agenda.boards import routes as boards
from services.agenda.bottlenecks import routes as bottlenecks
from services.agenda.cluster_assets import routes as cluster_assets
from services.agenda.cluster_decisions import routes as cluster_decisions
from services.agenda.cluster_scores import routes as cluster_scores
from services.agenda.clusters import routes as clusters
from services.agenda.comments import routes as comments
from services.agenda.commitments import routes as commitments
from services.agenda.consultations import routes as consultations
from services.agenda.datasets import routes as datasets
from services.agenda.disputes import routes as disputes
from services.agenda.documents import routes as documents
from services.agenda.evaluations import routes as evaluations
from services.agenda.firm_profiles import routes as firm_profiles
from services.agenda.histories import routes as histories
from services.agenda.indicators import routes as indicators
from services.agenda.initiatives import routes as initiatives
from services.agenda.instruments import routes as instruments
from services.agenda.ladder_assessments import routes as ladder_assessments
from services.agenda.mirt_items import routes as mirt_items
from services.agenda.observation_imports import routes as observation_imports
from services.agenda.observations import routes as observations
from services.agenda.opportunities import routes as opportunities
from services.agenda.organisations import routes as organisations
from services.agenda.project_portfolios import routes as project_portfolios
from services.agenda.project_runs import routes as project_runs
from services.agenda.projects import routes as projects
from services.agenda.reference_versions import routes as reference_versions
from services.agenda.region_growths import routes as region_growths
from services.agenda.regions import routes as regions
from services.agenda.reports import routes as reports
from services.agenda.responses import routes as responses
from services.agenda.search_results import routes as search_results
from services.agenda.spatial_instruments import routes as spatial_instruments
from services.agenda.specialisations import routes as specialisations
from services.agenda.tasks import routes as tasks
from shared.web import reference
from shared.web.app import Service

SERVICE = Service(
    "agenda",
    version="1.1.0",
    description="Regional economic acceleration agendas with all that belongs to them.",
    keeps_files=True,
    routers=(  # in the order in which they are read
        *regions.routers,
        *organisations.routers,
        *boards.routers,
        agendas.router,
        agenda_ends.router,
        agenda_versions.router,
        amendments.router,
        responses.router,
        *ambassadors.routers,
        clusters.router,
        cluster_decisions.router,
        *cluster_scores.routers,
        *cluster_assets.routers,
        *opportunities.routers,
        spatial_instruments.router,
        *ladder_assessments.routers,
        *mirt_items.routers,
        projects.router,
        project_runs.router,
        project_portfolios.router,
        initiatives.router,
        assessments.router,
        *instruments.routers,
        *specialisations.routers,
        firm_profiles.router,
        consultations.router,
        bottlenecks.router,
        commitments.router,
        *indicators.routers,
        *observations.routers,
        observation_imports.router,
        region_growths.router,
        evaluations.router,
        *reports.routers,
        tasks.router,
        documents.router,
        comments.router,
        histories.router,
        disputes.router,
        search_results.router,
        datasets.router,
        reference.router,
        *reference_versions.routers,
    ),
)
app = SERVICE.asgi()
