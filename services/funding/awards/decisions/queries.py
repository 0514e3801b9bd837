"""Which applications are decided on next by a ranking, and how far their tranche is."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Update, func, select, update

from services.funding.applications.applications.models import PUBLIC, Application, Status
from services.funding.awards.rankings.models import Place

WAITING = Application.status == Status.READY_TO_DECIDE


def next_of(ranking_id: UUID, most: int) -> Select[*tuple[Any, ...]]:
    """The next applications in the order of a ranking, locked; not those that a rule held back."""
    pairs = select(Application, Place).join(Place, Place.application_id == Application.id)
    mine = pairs.where(Place.ranking_id == ranking_id, Place.held_by.is_(None), WAITING)
    return mine.order_by(Place.place).limit(most).with_for_update(of=Application, key_share=True)


def let_go(ranking_id: UUID) -> Update:
    """Let what a rule held back be tried again."""
    held = update(Place).where(Place.ranking_id == ranking_id, Place.held_by.is_not(None))
    return held.values({"held_by": None, "version": Place.version + 1})


def progress(ranking_id: UUID) -> Select[*tuple[Any, ...]]:
    """How many applications of a ranking are awarded, refused, held back and waiting."""

    def counted(*which: Any) -> Any:
        return func.coalesce(func.sum(1).filter(*which), 0)

    return (
        select(
            counted(Application.status.in_(PUBLIC)),
            counted(Application.status == Status.REFUSED),
            counted(WAITING, Place.held_by.is_not(None)),
            counted(WAITING, Place.held_by.is_(None)),
        )
        .select_from(Application)
        .join(Place, Place.application_id == Application.id)
        .where(Place.ranking_id == ranking_id)
    )
