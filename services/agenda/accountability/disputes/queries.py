"""Selections of disputes, and of the records that one is about."""

from sqlalchemy import Select, select

from services.agenda.accountability.disputes.models import Dispute, Status, SubjectKind
from services.agenda.entity import Entity
from services.agenda.indicators.indicators.models import Indicator
from services.agenda.partners.organisations.models import Organisation


def open_alike(dispute: Dispute) -> Select[Dispute]:
    """Open disputes of the same body about the same record."""
    same = {"owner": dispute.owner, "subject_id": dispute.subject_id, "status": Status.OPEN}
    return select(Dispute).filter_by(**same)


def records(dispute: Dispute) -> Select[Entity]:
    """The records that go with a dispute: of an indicator every edition, since they share its code."""
    code = select(Indicator.code).where(Indicator.id == dispute.subject_id).scalar_subquery()
    of: dict[SubjectKind, Select[Entity]] = {
        SubjectKind.ORGANISATION: select(Organisation).where(Organisation.id == dispute.subject_id),
        SubjectKind.INDICATOR: select(Indicator).where(Indicator.code == code),
    }
    return of[dispute.subject_kind]
