"""The agenda service's web application."""

from services.agenda.accountability.bottlenecks import routes as bottlenecks
from services.agenda.accountability.commitments import routes as commitments
from services.agenda.accountability.consultations import routes as consultations
from services.agenda.accountability.disputes import routes as disputes
from services.agenda.accountability.evaluations import routes as evaluations
from services.agenda.accountability.reports import routes as reports
from services.agenda.agendas.agendas import routes as agendas
from services.agenda.agendas.amendments import routes as amendments
from services.agenda.agendas.ends import routes as agenda_ends
from services.agenda.agendas.responses import routes as responses
from services.agenda.agendas.versions import routes as agenda_versions
from services.agenda.clusters.assets import routes as cluster_assets
from services.agenda.clusters.clusters import routes as clusters
from services.agenda.clusters.decisions import routes as cluster_decisions
from services.agenda.clusters.firm_profiles import routes as firm_profiles
from services.agenda.clusters.scores import routes as cluster_scores
from services.agenda.clusters.specialisations import routes as specialisations
from services.agenda.entity import RECORDS
from services.agenda.indicators.indicators import routes as indicators
from services.agenda.indicators.observation_imports import routes as observation_imports
from services.agenda.indicators.observations import routes as observations
from services.agenda.indicators.region_growths import routes as region_growths
from services.agenda.initiatives.assessments import routes as assessments
from services.agenda.initiatives.initiatives import routes as initiatives
from services.agenda.instruments.instruments import routes as instruments
from services.agenda.partners.ambassadors import routes as ambassadors
from services.agenda.partners.boards import routes as boards
from services.agenda.partners.organisations import routes as organisations
from services.agenda.places.reference_versions import routes as reference_versions
from services.agenda.places.regions import routes as regions
from services.agenda.projects.portfolios import routes as project_portfolios
from services.agenda.projects.projects import routes as projects
from services.agenda.projects.runs import routes as project_runs
from services.agenda.records.comments.models import Comment
from services.agenda.records.datasets import routes as datasets
from services.agenda.records.documents import routes as documents
from services.agenda.spatial.instruments import routes as spatial_instruments
from services.agenda.spatial.ladder_assessments import routes as ladder_assessments
from services.agenda.spatial.mirt_items import routes as mirt_items
from services.agenda.spatial.opportunities import routes as opportunities
from shared.records.comments import routes as comments
from shared.records.histories import routes as histories
from shared.records.search_results import routes as search_results
from shared.records.tasks import routes as tasks
from shared.web import reference
from shared.web.app import Service
from shared.web.auth import anybody

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
        tasks.router(RECORDS),
        documents.router,
        comments.router(RECORDS, Comment, anybody),
        histories.router(RECORDS),
        disputes.router,
        search_results.router(RECORDS, anybody),
        datasets.router,
        reference.router,
        *reference_versions.routers,
    ),
)
app = SERVICE.asgi()
