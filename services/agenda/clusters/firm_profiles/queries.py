"""Selections of profiles, and which firms are in a stage on a day."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, true

from services.agenda.clusters.firm_profiles.models import FirmProfile, Status
from services.agenda.instruments.instruments.models import Stage


def current(organisation_id: UUID) -> Select[FirmProfile]:
    """The last profile of a firm."""
    return select(FirmProfile).filter_by(organisation_id=organisation_id, status=Status.CURRENT)


def in_stage(stage: Stage | None, day: date) -> ColumnElement[bool]:
    """Profiles of firms in a stage on a day (`rules.stage_on`); all of them for None."""
    if stage is None:
        return true()
    start_up = FirmProfile.start_up_until.is_not(None) & (FirmProfile.start_up_until >= day)
    if stage is Stage.START_UP:
        return start_up
    return ~start_up & FirmProfile.high_growth.is_(stage is Stage.SCALE_UP)
