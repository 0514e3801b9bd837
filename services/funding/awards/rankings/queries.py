"""What is ranked in a tranche, and how a ranking is put on its applications and taken off them, at once."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Update, func, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from services.funding.applications.applications.models import PUBLIC, Application, Status
from services.funding.applications.scores.models import ScoreSheet
from services.funding.awards.rankings import models
from services.funding.awards.rankings.models import Place, Ranking

BEFORE = (Status.RECEIVED, Status.COMPLETE, Status.ASSESSMENT)
DECIDED = (*PUBLIC, Status.REFUSED)
NUMBER = func.coalesce(func.sum(1), 0)
APART = {"synchronize_session": False}  # nothing of it is loaded


def standing(tranche_id: UUID) -> Select[Ranking]:
    """The ranking of a tranche that was not superseded."""
    return select(Ranking).filter_by(tranche_id=tranche_id).where(Ranking.status != models.Status.SUPERSEDED)


def confirmed(tranche_id: UUID) -> Select[Ranking]:
    """The ranking that a tranche is decided by."""
    return select(Ranking).filter_by(tranche_id=tranche_id, status=models.Status.CONFIRMED)


def candidates(tranche_id: UUID) -> Select[*tuple[Any, ...]]:
    """What each application that waits to be decided on is ranked by, but for its scores."""
    asked = Application.requested_cents, Application.complete_at, Application.accepts_partial
    lead = Application.lead_applicant["kvk_number"].astext.label("lead")
    return (
        select(Application.id, *asked, lead)
        .where(Application.tranche_id == tranche_id, Application.status == Status.READY_TO_DECIDE)
        .order_by(Application.id)
    )


def sheets(tranche_id: UUID) -> Select[*tuple[Any, ...]]:
    """The scores that count in a tranche, in the order of their sheets."""
    mine = ScoreSheet.tranche_id == tranche_id, ScoreSheet.withdrawn_at.is_(None)
    return select(ScoreSheet.application_id, ScoreSheet.scores).where(*mine).order_by(ScoreSheet.id)


def unconcluded(tranche_id: UUID) -> Select[int]:
    """How many applications of a tranche are not assessed yet."""
    mine = select(NUMBER).select_from(Application).where(Application.tranche_id == tranche_id)
    return mine.where(Application.status.in_(BEFORE))


def decided_by(ranking: Ranking | None) -> Select[int]:
    """How many applications were decided on that have a place in a ranking."""
    placed = select(Place.application_id).where(Place.ranking_id == (ranking and ranking.id))
    mine = select(NUMBER).select_from(Application)
    return mine.where(Application.id.in_(placed), Application.status.in_(DECIDED))


def put_on(ranking_id: UUID) -> ReturningUpdate[UUID]:
    """Give each application that still waits its place, and what the ranking gives it."""
    waiting = Application.status == Status.READY_TO_DECIDE
    told = {"place": Place.place, "ranked_cents": Place.given_cents, "version": Application.version + 1}
    same = (Place.application_id == Application.id) & (Place.ranking_id == ranking_id)
    return (
        update(Application)
        .where(same, waiting)
        .values(told)
        .returning(Application.id)
        .execution_options(**APART)
    )


def take_off(tranche_id: UUID) -> Update:
    """Take the places from applications that wait: the ranking that gave them stands no more."""
    waiting = Application.status == Status.READY_TO_DECIDE
    mine = update(Application).where(
        Application.tranche_id == tranche_id, waiting, Application.place.is_not(None)
    )
    return mine.values(
        {"place": None, "ranked_cents": None, "version": Application.version + 1}
    ).execution_options(**APART)


def places_of(ranking: Ranking | None, status: models.Status) -> Update:
    """Let the places of a ranking stand as it does."""
    mine = update(Place).where(Place.ranking_id == (ranking and ranking.id))
    return mine.values({"status": status, "version": Place.version + 1}).execution_options(**APART)
