"""What the tests over all routes know of each slice of the agenda service."""

from tests.routes.agenda.slices.accountability import (
    bottlenecks,
    commitments,
    consultations,
    disputes,
    evaluations,
    reports,
)
from tests.routes.agenda.slices.agendas import agendas, amendments, responses
from tests.routes.agenda.slices.agendas import versions as agenda_versions
from tests.routes.agenda.slices.clusters import assets as cluster_assets
from tests.routes.agenda.slices.clusters import clusters, firm_profiles, specialisations
from tests.routes.agenda.slices.indicators import (
    indicators,
    observation_imports,
    observations,
    region_growths,
)
from tests.routes.agenda.slices.initiatives import assessments, initiatives
from tests.routes.agenda.slices.instruments import instruments
from tests.routes.agenda.slices.partners import ambassadors, boards, organisations
from tests.routes.agenda.slices.places import reference_versions, regions
from tests.routes.agenda.slices.projects import projects
from tests.routes.agenda.slices.records import comments, datasets, documents, histories, search_results, tasks
from tests.routes.agenda.slices.spatial import instruments as spatial_instruments
from tests.routes.agenda.slices.spatial import ladder_assessments, mirt_items, opportunities

SLICES = (
    agenda_versions.SLICE,
    agendas.SLICE,
    ambassadors.SLICE,
    amendments.SLICE,
    assessments.SLICE,
    boards.SLICE,
    bottlenecks.SLICE,
    cluster_assets.SLICE,
    clusters.SLICE,
    comments.SLICE,
    commitments.SLICE,
    consultations.SLICE,
    datasets.SLICE,
    disputes.SLICE,
    documents.SLICE,
    evaluations.SLICE,
    firm_profiles.SLICE,
    histories.SLICE,
    indicators.SLICE,
    initiatives.SLICE,
    instruments.SLICE,
    ladder_assessments.SLICE,
    mirt_items.SLICE,
    observation_imports.SLICE,
    observations.SLICE,
    opportunities.SLICE,
    organisations.SLICE,
    projects.SLICE,
    reference_versions.SLICE,
    region_growths.SLICE,
    regions.SLICE,
    reports.SLICE,
    responses.SLICE,
    search_results.SLICE,
    spatial_instruments.SLICE,
    specialisations.SLICE,
    tasks.SLICE,
)
