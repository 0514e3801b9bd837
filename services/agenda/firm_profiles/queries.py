"""Selections of profiles, and which firms are in a stage on a day."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select, true

from services.agenda.firm_profiles.models import FirmProfile, Status
from services.agenda.instruments.models import Stage


def current(organisation_id: UUID) -> Select[FirmProfile]:
    """The last profile of a firm."""
    return select(FirmProfile).filter_by(organisation_id=organisation_id, status=Status.CURRENT)


def matching(stage: Stage | None, day: date, cluster_id: UUID | None) -> ColumnElement[bool]:
    """Profiles of firms in a cluster, in a stage on a day (`rules.stage_on`); all of them for None."""
    fits: list[ColumnElement[bool]] = [true()]
    start_up = FirmProfile.start_up_until.is_not(None) & (FirmProfile.start_up_until >= day)
    if stage is Stage.START_UP:
        fits.append(start_up)
    elif stage is not None:
        fits += [~start_up, FirmProfile.high_growth.is_(stage is Stage.SCALE_UP)]
    if cluster_id is not None:
        fits.append(FirmProfile.cluster_ids.contains([str(cluster_id)]))
    return and_(*fits)
