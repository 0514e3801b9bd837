"""How an agenda ends: over, withdrawn, evaluated; and how a partner leaves it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.agenda.agendas.agendas.models import Agenda, Helix, Partner, PartnerStatus
from services.agenda.agendas.agendas.rules import LIFE, NO_RUNNING_AWARDS, NOT_OVER
from services.agenda.projects.projects.models import Project
from services.agenda.projects.projects.models import Status as ProjectStatus
from services.agenda.projects.projects.rules import BEFORE_AWARD
from services.agenda.projects.runs.rules import cancel
from shared.contracts.agenda.agendas import AgendaClosed, AgendaEvaluated, PartnerLeft
from shared.contracts.agenda.projects import ProjectCancelled
from shared.kernel.periods import holds
from shared.kernel.rules import Rule

PARTNERSHIP = Rule(
    "partner.life-cycle",
    "A partner that stands behind an agenda may leave it, once, by now and no earlier than it joined.",
    source="A9",
    mend="Correct leftOn, or look at the partners that are active.",
    refusal="This partner cannot leave the agenda on that day",
)
WITHDRAW = (LIFE.rule, NO_RUNNING_AWARDS)
AWARDED = (ProjectStatus.AWARDED, ProjectStatus.RUNNING, ProjectStatus.FINISHED, ProjectStatus.STOPPED)


def close(agenda: Agenda, on: date, today: date) -> AgendaClosed:
    """Close (afsluiten) an agenda whose period is over."""
    status = LIFE.after(agenda.status, "expire")
    NOT_OVER.require(agenda.ends_on <= on < today, ends_on=agenda.ends_on)
    agenda.status = status
    agenda.ended_on = on
    return _closed(agenda, on, withdrawn=False)


def withdraw(
    agenda: Agenda, reason: str, projects: Sequence[Project], today: date
) -> list[AgendaClosed | ProjectCancelled]:
    """Withdraw (intrekken) an agenda on which no award that is not closed depends.

    Projects that wait for money are cancelled with it; one that is only defined may be linked to another.
    """
    status = LIFE.after(agenda.status, "withdraw")
    awarded = [project for project in projects if project.status in AWARDED]
    NO_RUNNING_AWARDS.require(not awarded, projects=len(awarded))
    agenda.status = status
    agenda.ended_on = today
    agenda.end_reason = reason
    waiting = [project for project in projects if project.status in BEFORE_AWARD]
    cancelled = [told for project in waiting for told in cancel(project, reason, today)]
    return [_closed(agenda, today, withdrawn=True), *cancelled]


def evaluate(agenda: Agenda, document: str, today: date) -> AgendaEvaluated:
    """Evaluate (evalueren) a closed agenda with the document that does so (B4)."""
    status = LIFE.after(agenda.status, "evaluate")
    agenda.status = status
    agenda.evaluation = document
    return AgendaEvaluated(
        agenda_id=agenda.id, region_code=agenda.region_code, document=document, evaluated_on=today
    )


def leave(
    agenda: Agenda, partner_id: UUID, on: date, partners: Sequence[Partner], today: date
) -> PartnerLeft:
    """Record that one of the partners left (A9); nothing is deleted."""
    partner = PARTNERSHIP.present(next((one for one in partners if one.id == partner_id), None))
    active = partner.status is PartnerStatus.ACTIVE
    PARTNERSHIP.require(active and partner.joined_on <= on <= today, status=partner.status)
    partner.status = PartnerStatus.LEFT
    partner.left_on = on
    agenda.helix = sorted({one.helix.value for one in partners if one.status is PartnerStatus.ACTIVE})
    agenda.partners_left += 1
    return PartnerLeft(
        agenda_id=agenda.id, partner_id=partner.id, name=partner.name, helix=partner.helix, left_on=on
    )


def active_partners(partners: Sequence[Partner], on: date) -> dict[str, int]:
    """The number of partners of each part of the helix that stand behind the agenda on a day (A9)."""
    there = [p.helix for p in partners if holds(p.joined_on, p.left_on, on)]
    return {part.value: there.count(part) for part in Helix}


def _closed(agenda: Agenda, on: date, *, withdrawn: bool) -> AgendaClosed:
    return AgendaClosed(
        agenda_id=agenda.id,
        region_code=agenda.region_code,
        title=agenda.title,
        withdrawn=withdrawn,
        ended_on=on,
    )
