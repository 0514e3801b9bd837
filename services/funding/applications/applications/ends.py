"""What others are told of an application that ended without an award."""

from datetime import datetime

from services.funding.applications.applications.models import Application, Ground
from shared.contracts.funding.applications import ApplicationRefused, ApplicationWithdrawn
from shared.kernel.calendar import legal_date


def refused(application: Application, ground: Ground, at: datetime) -> ApplicationRefused:
    """It was refused (afgewezen)."""
    return ApplicationRefused(
        application_id=application.id,
        tranche_id=application.tranche_id,
        project_id=application.project_id,
        region_code=application.region_code,
        ground=ground,
        refused_on=legal_date(at),
        refused_at=at,
    )


def withdrawn(application: Application, at: datetime) -> ApplicationWithdrawn:
    """Its applicant withdrew it (ingetrokken)."""
    return ApplicationWithdrawn(
        application_id=application.id,
        tranche_id=application.tranche_id,
        project_id=application.project_id,
        region_code=application.region_code,
        withdrawn_on=legal_date(at),
        withdrawn_at=at,
    )
